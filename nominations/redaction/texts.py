"""The words of redaction: problems of fields."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.errors import Invalid
from nominations.core.texts.problems import describe_problems

PROBLEMS = {
    "missing": _l("Choose what reviewers get."),
}


def problems(wrong: Invalid) -> dict[str, str]:
    """The sentence for each field of a form."""
    return describe_problems(wrong, PROBLEMS)
