"""Reports of a whole edition, including registers: as PDF made by the worker, or as a table made at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from nominations.core.language import gettext as _
from nominations.core.language import use_language
from nominations.core.registry import Registry
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Document
from nominations.core.work import Work
from nominations.documents.adapters.render import VOLUME
from nominations.documents.kinds import KINDS, PDF, DocumentKind, MadeDocument, Progress, Subject
from nominations.documents.reports import register
from nominations.documents.reports.printing import print_html
from nominations.documents.reports.register_table import RegisterContent
from nominations.documents.reports.table_formats import write_table
from nominations.documents.reports.title_page import make_front
from nominations.editions.queries import editions

ListRows = Callable[[Work, UUID], RegisterContent]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionReport:
    """A report of the edition: its title, a description, who may have it, and its place in the list of reports.

    `html(work, edition_id, language)` returns the printed report; `table(work, edition_id, form)` returns the bytes of
    a CSV or XLSX (`form`), in the current language.
    """

    title: object
    about: object
    rights: tuple[Action, ...]
    place: int
    html: Callable[[Work, UUID, str], str]
    table: Callable[[Work, UUID, str], Iterable[bytes]]


EDITION_REPORTS: Registry[EditionReport] = Registry("reports of the edition")


def add_report(name: str, report: EditionReport) -> None:
    """Register a report of the edition, and the kind of document that is its PDF."""
    EDITION_REPORTS.add(name, report)
    KINDS.add(name, DocumentKind(
        title=report.title, extension="pdf", media_type=PDF, collect=_collect, subject=Subject.EDITION,
        rights=report.rights,
    ))


def register_report(
    list_rows: ListRows, *, title: object, about: object, rights: tuple[Action, ...], place: int
) -> EditionReport:
    """A report that is one register; `listed(work, edition_id)` collects it in the current language."""
    return EditionReport(
        title=title, about=about, rights=rights, place=place,
        html=partial(_register_html, list_rows, title), table=partial(_register_table, list_rows, title),
    )


def list_reports() -> list[tuple[str, EditionReport]]:
    """Every report by its name, in the order of its place."""
    return sorted(EDITION_REPORTS.items(), key=lambda entry: entry[1].place)


def _register_html(list_rows: ListRows, title: object, work: Work, edition_id: UUID, language: str) -> str:
    edition = editions.by_id(work.session, edition_id).edition
    with use_language(language):
        content = list_rows(work, edition_id)
        paper = content.for_paper()
        left = _("Empty columns are left out: %(columns)s.", columns=_(", ").join(paper.left))
        report = register.TableReport(
            front=make_front(work, edition, language), title=str(title), under="",
            columns=paper.columns, rows=paper.rows, notes=(*content.notes, *((left,) if paper.left else ())),
        )
    return register.render_register(report, language)


def _register_table(list_rows: ListRows, title: object, work: Work, edition_id: UUID, form: str) -> Iterable[bytes]:
    return write_table(form, str(title), *list_rows(work, edition_id).for_spreadsheet(), work.now)


def _collect(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    source = EDITION_REPORTS[document.kind].html(work, document.edition_id, document.language)
    name = f"{document.kind.replace('_', '-')}-{document.language}.pdf"
    return lambda progress: print_html(source, name, progress, VOLUME)
