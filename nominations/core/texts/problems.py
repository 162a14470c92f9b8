"""What is wrong with something typed, for every page: one sentence per code, by the code that `Invalid` carries."""

from collections.abc import Mapping

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.errors import Invalid

PROBLEMS: Mapping[str, object] = {
    "missing": _l("Fill this in."),
    "refused_characters": _l("Some characters cannot be saved: %(characters)s. Remove them."),
    "too_many_characters": _l("Use at most %(most)s characters. You have used %(count)s."),
    "not_an_option": _l("Choose an option from the list."),
    "not_email": _l("Enter an email address, such as name@example.org."),
    "not_date": _l("Enter a valid day, such as 2025-11-30."),
    "not_time": _l("Enter a time of day, such as 18:00."),
    "no_such_hour": _l("This time is skipped when the clocks change that night. Choose another time."),
    "in_the_past": _l("This time has passed. Choose a later one."),
    "no_such_reference": _l("There is no nomination with this reference."),
}


def describe_problems(wrong: Invalid, own: Mapping[str, object] | None = None) -> dict[str, str]:
    """The sentence for each field of `wrong`; `own` holds the sentences of codes that one package alone knows."""
    sentences = {**PROBLEMS, **(own or {})}
    return {field: str(sentences[code]) % params for field, (code, params) in wrong.problems.items()}
