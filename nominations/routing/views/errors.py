"""The sentences for what was typed wrong on the pages of rounds and assignments."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.errors import Invalid
from nominations.core.texts.problems import describe_problems
from nominations.routing.texts import WORDS

Errors = list[tuple[str, str]]

_SENTENCES = {
    "analyse_first": _l(
        "This edition ranks by adjusted mean, and these scores are not analysed yet. Analyse them first."
    ),
    "in_the_past": _l("Choose today or a later day."),
    "first_round_open": _l("Close the first round before you open the final round."),
    "files_unchecked": _l("Nobody has checked %(num)s of these nominations. Check them first, or tick the box."),
    "no_files": _l("Choose at least one nomination."),
    "not_in_round": _l("One of the chosen nominations is no longer eligible. Choose again."),
    "reason_needed": _l("Give a reason. It is kept with the assignment."),
    **{f"bar_{code}": word for code, word in WORDS.items()},
}


def list_errors(wrong: Invalid) -> Errors:
    """The field and the sentence of each problem."""
    return list(describe_problems(wrong, _SENTENCES).items())
