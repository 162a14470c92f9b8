"""The texts of the deadline page: who is notified of an extension, and what is wrong with a form."""

from nominations.call.queries.deadlines import Recipients
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.errors import Invalid
from nominations.core.texts.problems import describe_problems

PROBLEMS = {
    "not_later": _l("Choose a deadline later than the current one. A deadline is never moved to an earlier time."),
}
RECIPIENTS = {
    Recipients.DRAFTS: _l("Owners of drafts"),
    Recipients.ALL: _l("All owners of nominations"),
    Recipients.NOBODY: _l("No one (only the pages change)"),
}


def describe_deadline_problems(wrong: Invalid) -> dict[str, str]:
    """The error message for each field of a form of the deadline page."""
    return describe_problems(wrong, PROBLEMS)
