"""The words of reviewers' profiles, on the form and in tables: columns and problems."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nominations.core.language import gettext
from nominations.core.language import lazy_gettext as _l
from nominations.core.texts.problems import describe_problems
from nominations.documents.reports.tables import Cell, SheetColumn, write_csv
from nominations.panel.queries.people_table import JudgedRow, Known
from nominations.panel.rules import people_table
from nominations.panel.rules.people_table import COLUMNS

Problems = Mapping[str, tuple[str, Mapping[str, Any]]]


def as_table(known: Iterable[Known]) -> Iterator[bytes]:
    """Reviewers as CSV. The heads are the same in every language, so that the table can be read again."""
    return write_csv(tuple(SheetColumn(head) for head in COLUMNS), map(_cells, known))


def _cells(known: Known) -> tuple[Cell, ...]:
    cells = people_table.cells(known.answers)
    return (known.email, known.name, known.language, *(cells[name] for name in people_table.PROFILE),
            people_table.fingerprint(known.answers))


_PROBLEMS = {
    "too_many_lines": _l("Use at most %(most)s lines."),
    "line_too_long": _l("Use at most %(most)s characters on each line."),
    "not_files": _l("Enter a whole number from 1 to %(most)s, or leave this empty."),
    "not_domain": _l("“%(typed)s” is not the email domain of an institution. Use a domain such as museum.example.org."),
    "not_country": _l("“%(typed)s” is not a country code."),
    "not_language": _l(
        "“%(typed)s” is not valid. Enter a language of the edition and one of the levels native, fluent or reading."
    ),
    "not_expertise": _l("“%(typed)s” is not valid. Enter a theme of the edition and a number from 0 to %(top)s."),
    "not_name": _l("This name cannot be used. Enter one line of at most 200 characters."),
    "not_letters": _l("Choose one of these languages for emails: %(languages)s."),
    "twice": _l("The same address is already on line %(first)s."),
    "too_short": _l("The row has too few columns."),
    "declined": _l(
        "This person has declined the invitation. You can invite them again on the page with people and roles."
    ),
}


def problems(of: Problems) -> list[tuple[str, str]]:
    """Each field and its sentence."""
    return list(describe_problems(of, _PROBLEMS).items())


def column(name: str) -> str:
    """The label of a column."""
    return {
        "mail": gettext("Email address"), "name": gettext("Name"), "letters": gettext("Language of emails"),
        "languages": gettext("Languages"), "expertise": gettext("Expertise"),
        "nationalities": gettext("Nationalities"), "country": gettext("Country of residence"),
        "institutions": gettext("Institutions of the last five years"),
        "domains": gettext("Email domains of these institutions"),
        "collaborators": gettext("Collaborators"), "most_files": gettext("Maximum number of nominations"),
    }[name]


def describe_refusals(judged: JudgedRow) -> list[str]:
    """The problems of a row, one sentence each."""
    sentences = problems(judged.problems or {})
    return [sentence if name == people_table.MAIL else f"{column(name)}{gettext(': ')}{sentence}"
            for name, sentence in sentences]


INVITATION_STATES = {
    "waiting": (_l("Waiting for an answer"), "amber"),
    "undelivered": (_l("The email could not be delivered"), "red"),
    "accepted": (_l("Accepted"), "green"),
    "declined": (_l("Declined"), "red"),
    "withdrawn": (_l("Withdrawn"), "grey"),
    "expired": (_l("Expired"), "grey"),
}
