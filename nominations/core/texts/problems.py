"""What is wrong with something typed, for every page: one sentence per code, by the code that `Invalid` carries."""

from collections.abc import Mapping

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.errors import Invalid

PROBLEMS: Mapping[str, object] = {
    "missing": _l("Fill this in."),
    "refused_characters": _l("Some characters cannot be stored: %(characters)s. Delete them."),
    "too_many_characters": _l("Use %(most)s characters or fewer; you have used %(count)s."),
    "not_an_option": _l("Choose one of the answers offered."),
    "not_email": _l("Give a mail address, such as name@example.org."),
    "not_date": _l("Give a day that exists, such as 2025-11-30."),
    "not_time": _l("Give a time of day, such as 18:00."),
    "no_such_hour": _l("The clocks go forward in that night: this hour does not exist. Choose another time."),
    "in_the_past": _l("Choose an instant that is still to come."),
    "no_such_reference": _l("There is no nomination with this reference."),
}


def problems(wrong: Invalid, own: Mapping[str, object] | None = None) -> dict[str, str]:
    """The sentence for each field of `wrong`; `own` holds the sentences of codes that one package alone knows."""
    sentences = {**PROBLEMS, **(own or {})}
    return {field: str(sentences[code]) % params for field, (code, params) in wrong.problems.items()}
