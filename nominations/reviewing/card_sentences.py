"""What is wrong with a field of a score card, in sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from nominations.core.language import gettext, ngettext
from nominations.core.rules.errors import Invalid
from nominations.editions.texts import PROBLEMS
from nominations.rounds.rules.scoring import CardGap

Say = Callable[[Mapping[str, Any]], str]


def _describe_short_comment(p: Mapping[str, Any]) -> str:
    return ngettext(
        "Write at least %(num)s word in the note to the jury. It has %(words)s.",
        "Write at least %(num)s words in the note to the jury. It has %(words)s.", p["least"], words=p["words"],
    )


SENTENCES: Mapping[str, Say] = {
    **{code: PROBLEMS[code] for code in ("refused_characters", "too_many_characters", "not_an_option")},
    "not_a_score": lambda p: gettext(
        "“%(typed)s” is not a score. Choose a whole number from 0 to %(top)s.", typed=p["typed"], top=p["top"]
    ),
    "sheet_none": lambda p: gettext("Choose your completed score sheet."),
    "sheet_no_sheet": lambda p: gettext(
        "This file is not an XLSX workbook, or it is damaged. Upload the score sheet that you downloaded here."
    ),
    "sheet_no_rows": lambda p: gettext(
        "This workbook contains no rows of a score sheet. Upload the score sheet that you downloaded here."
    ),
    "sheet_too_much_inside": lambda p: gettext(
        "This workbook contains far more than a score sheet. Upload the score sheet that you downloaded here."
    ),
    "sheet_too_hard": lambda p: gettext(
        "This workbook takes too much time or memory to read. Save it in a simpler form and try again."
    ),
    "sheet_too_large": lambda p: gettext("A score sheet can have at most 5 MB."),
    CardGap.MARK_MISSING: lambda p: gettext("Choose a score."),
    CardGap.MARK_OUT_OF_RANGE: lambda p: gettext("Choose a whole number from 0 to %(top)s.", top=p["top"]),
    CardGap.REASON_MISSING: lambda p: gettext("Give a reason for a score of %(mark)s.", mark=p["mark"]),
    CardGap.REASON_FOR_NONE: lambda p: gettext("Say why this criterion does not apply to this nomination."),
    CardGap.COMMENT_SHORT: _describe_short_comment,
    CardGap.STRENGTH_MISSING: lambda p: gettext("Name one strength."),
    CardGap.WEAKNESS_MISSING: lambda p: gettext("Name one weakness."),
    CardGap.RECOMMENDATION_MISSING: lambda p: gettext("Choose a recommendation."),
}


def list_problem_sentences(wrong: Invalid | None, labels: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """The fields and their sentences; a field that has an entry in `labels` has it in front of its sentence."""
    if wrong is None:
        return []
    labels = labels or {}
    return [
        (field, f"{labels[field]}: {sentence}" if field in labels else sentence)
        for field, (code, params) in wrong.problems.items()
        for sentence in [SENTENCES[code](params)]
    ]
