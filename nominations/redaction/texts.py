"""The words of redaction: problems of fields, states of a check."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.errors import Invalid
from nominations.core.texts.problems import describe_problems
from nominations.redaction.queries.checks import CheckState

PROBLEMS = {
    "missing_choice": _l("Choose what reviewers get."),
    "phrase_length": _l("Enter between 2 and 200 characters."),
    "not_in_text": _l("These words are not in the text, or are hidden already. Copy them from the text."),
}
CHECKS = {
    CheckState.OPEN: (_l("Not checked"), "grey"),
    CheckState.STALE: (_l("Changed since the check"), "amber"),
    CheckState.CHECKED: (_l("Checked"), "green"),
}


def problems(wrong: Invalid) -> dict[str, str]:
    """The sentence for each field of a form."""
    return describe_problems(wrong, PROBLEMS)
