"""The words of the closing date: whom an extension is announced to, and what is wrong with one."""

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
    """The sentence for each field of a form of the closing date."""
    return describe_problems(wrong, PROBLEMS)
