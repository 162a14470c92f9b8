"""What is said of reviewers' profiles, on the form and in tables: columns, and why something cannot be taken."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nominations.core.language import gettext
from nominations.core.language import lazy_gettext as _l
from nominations.documents.reports.tables import Cell, Column, as_csv
from nominations.panel.queries.people_table import Judged, Known
from nominations.panel.rules import people_table
from nominations.panel.rules.people_table import COLUMNS

Problems = Mapping[str, tuple[str, Mapping[str, Any]]]


def as_table(known: Iterable[Known]) -> Iterator[bytes]:
    """Reviewers as CSV. The heads are the same in every language, so that a table that left comes back."""
    return as_csv(tuple(Column(head) for head in COLUMNS), map(_cells, known))


def _cells(known: Known) -> tuple[Cell, ...]:
    told = people_table.cells(known.told)
    return (known.email, known.name, known.language, *(told[name] for name in people_table.PROFILE),
            people_table.fingerprint(known.told))


def problems(of: Problems) -> list[tuple[str, str]]:
    """Each field and its sentence."""
    sentences = {
        "refused_characters": gettext("This holds characters that cannot be stored. Type it again."),
        "too_many_lines": gettext("Use %(most)s lines or fewer."),
        "line_too_long": gettext("Use %(most)s characters or fewer on each line."),
        "not_files": gettext("Enter a whole number from 1 to %(most)s, or nothing."),
        "not_domain": gettext("“%(typed)s” is not the mail domain of an institution, such as museum.example.org."),
        "not_country": gettext("“%(typed)s” is not the code of a country."),
        "not_language": gettext("“%(typed)s”: give a language of the edition and native, fluent or reading."),
        "not_expertise": gettext("“%(typed)s”: give a theme of the edition and a number from 0 to %(top)s."),
        "not_email": gettext("Enter a mail address like name@example.org."),
        "not_name": gettext("This name cannot be taken: use one line of 200 characters or fewer."),
        "not_letters": gettext("The language of letters is one of these: %(languages)s."),
        "twice": gettext("The same address stands in line %(first)s already."),
        "too_short": gettext("The row has too few columns."),
        "applies_here": gettext("This person has a nomination in this edition and cannot judge in it."),
        "declined": gettext("This person has declined the invitation. Invite them again on the page of people."),
    }
    return [(name, sentences[code] % params) for name, (code, params) in of.items()]


def column(name: str) -> str:
    """A column of the table as people call it."""
    return {
        "mail": gettext("Mail address"), "name": gettext("Name"), "letters": gettext("Language of the letter"),
        "languages": gettext("Languages"), "expertise": gettext("Expertise"),
        "nationalities": gettext("Nationalities"), "country": gettext("Country of residence"),
        "institutions": gettext("Institutions of the last five years"), "domains": gettext("Their mail domains"),
        "collaborators": gettext("Collaborators"), "most_files": gettext("Most files"),
    }[name]


def refused(judged: Judged) -> list[str]:
    """What is wrong in a row, a sentence for each thing."""
    said = problems(judged.problems or {})
    return [sentence if name == people_table.MAIL else f"{column(name)}{gettext(': ')}{sentence}"
            for name, sentence in said]


INVITATION_STATES = {
    "waiting": (_l("Waiting for an answer"), "amber"),
    "accepted": (_l("Accepted"), "green"),
    "declined": (_l("Declined"), "red"),
    "withdrawn": (_l("Withdrawn"), "grey"),
    "expired": (_l("Expired"), "grey"),
}
