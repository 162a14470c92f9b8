"""What is wrong with a field of a score card, in sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from nominations.core.language import gettext, ngettext
from nominations.core.rules.errors import Invalid
from nominations.editions.texts import PROBLEMS
from nominations.rounds.rules.scoring import CardGap

Say = Callable[[Mapping[str, Any]], str]


def _short(p: Mapping[str, Any]) -> str:
    return ngettext(
        "Write a comment of at least %(num)s word; there are %(words)s.",
        "Write a comment of at least %(num)s words; there are %(words)s.", p["least"], words=p["words"],
    )


SENTENCES: Mapping[str, Say] = {
    **{code: PROBLEMS[code] for code in ("refused_characters", "too_many_characters", "not_an_option")},
    "not_a_score": lambda p: gettext(
        "“%(typed)s” is not a score. Choose a whole number from 0 to %(top)s.", typed=p["typed"], top=p["top"]
    ),
    "sheet_none": lambda p: gettext("Choose the sheet you filled in."),
    "sheet_no_sheet": lambda p: gettext("This file is no workbook (XLSX), or it is damaged."),
    "sheet_no_rows": lambda p: gettext("This workbook holds no rows of a score sheet from here."),
    "sheet_too_much_inside": lambda p: gettext("There is far more in this workbook than a score sheet holds."),
    "sheet_too_hard": lambda p: gettext("This workbook could not be read in the time and memory there is for it."),
    "sheet_too_large": lambda p: gettext("A score sheet has at most 5 MB."),
    CardGap.MARK_MISSING: lambda p: gettext("Choose a score."),
    CardGap.MARK_OUT_OF_RANGE: lambda p: gettext("Choose a whole number from 0 to %(top)s.", top=p["top"]),
    CardGap.REASON_MISSING: lambda p: gettext("Give a reason for a score of %(mark)s.", mark=p["mark"]),
    CardGap.REASON_FOR_NONE: lambda p: gettext("Say why this criterion does not apply to this file."),
    CardGap.COMMENT_SHORT: _short,
    CardGap.STRENGTH_MISSING: lambda p: gettext("Name one strength."),
    CardGap.WEAKNESS_MISSING: lambda p: gettext("Name one weakness."),
    CardGap.RECOMMENDATION_MISSING: lambda p: gettext("Choose a recommendation."),
}


def said(wrong: Invalid | None, labels: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """The fields and their sentences; `labels` says before a sentence which field of several it speaks of."""
    if wrong is None:
        return []
    labels = labels or {}
    return [
        (field, f"{labels[field]}: {sentence}" if field in labels else sentence)
        for field, (code, params) in wrong.problems.items()
        for sentence in [SENTENCES[code](params)]
    ]
