"""What the rooms of routing say when something typed cannot be taken."""

from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid
from nominations.routing.rules import Bar
from nominations.routing.texts import BARS

Errors = list[tuple[str, str]]


def errors_of(wrong: Invalid) -> Errors:
    """The field and the sentence of each problem."""
    said = _sentences()
    return [(field, said[code] % params) for field, (code, params) in wrong.problems.items()]


def _sentences() -> dict[str, str]:
    return {
        "missing": gettext("This is needed."),
        "refused_characters": gettext("This holds characters that cannot be stored: %(characters)s. Remove them."),
        "too_many_characters": gettext("Use %(most)s characters or fewer; you have used %(count)s."),
        "not_date": gettext("Enter a date: year, month, day."),
        "analyse_first": gettext(
            "The edition ranks by adjusted scores, and these marks have not been analysed yet. Analyse them first."
        ),
        "in_the_past": gettext("Choose a day that is not over yet."),
        "first_round_open": gettext("Close the first round before a final one is opened."),
        "no_files": gettext("Choose at least one file."),
        "not_in_round": gettext("One of the chosen files is no longer eligible. Choose again."),
        **{f"bar_{bar}": str(BARS[bar]) for bar in Bar},
    }
