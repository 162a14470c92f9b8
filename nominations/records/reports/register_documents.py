"""Makes what is of the whole edition: the registers and the statistics, as PDF by the worker or as tables at once."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from nominations.conflicts.reports import register as conflicts
from nominations.core.language import gettext as _
from nominations.core.language import speaking
from nominations.core.tables import Document
from nominations.core.work import Work
from nominations.documents.adapters.render import VOLUME, render_pdf
from nominations.documents.reports import register
from nominations.documents.reports.kinds import Made, Maker, Tell
from nominations.documents.reports.register_table import Listed
from nominations.documents.reports.title_page import front
from nominations.documents.texts import DOCUMENTS
from nominations.editions.queries import editions
from nominations.records.queries import statistics as query
from nominations.records.reports import communications_register, ledger_register, statistics
from nominations.reviewing.reports import progress_register
from nominations.screening.reports import corrections_register, eligibility_register, late_attempts_register
from nominations.screening.reports.lists import written

PDF = "application/pdf"


# Each is collected in the language of the moment; titles are in documents.texts.DOCUMENTS.
REGISTERS: Mapping[str, Callable[[Work, UUID], Listed]] = {
    "eligibility": eligibility_register.listed,
    "corrections": corrections_register.listed,
    "conflicts": conflicts.listed,
    "late_attempts": late_attempts_register.listed,
    "progress": progress_register.listed,
    "communications": communications_register.listed,
    "ledger": ledger_register.listed,
}


def _register(work: Work, key: str, edition_id: UUID, language: str) -> str:
    edition = editions.by_id(work.session, edition_id).edition
    with speaking(language):
        paper = REGISTERS[key](work, edition_id).for_paper()
        left = _("Columns in which nothing stands are left out: %(columns)s.", columns=_(", ").join(paper.left))
        report = register.TableReport(
            front=front(work, edition, language), title=str(DOCUMENTS[key]), under="",
            columns=paper.columns, rows=paper.rows, notes=(left,) if paper.left else (),
        )
    return register.as_html(report, language)


def _statistics(work: Work, edition_id: UUID, language: str) -> str:
    found = query.statistics(work, edition_id)
    with speaking(language):
        report = statistics.StatisticsReport(
            front(work, found.edition, language), found.total, statistics.tables(found)
        )
    return statistics.as_html(report, language)


def html(work: Work, key: str, edition_id: UUID, language: str) -> str:
    """A register or the statistics on paper."""
    if key == "statistics":
        return _statistics(work, edition_id, language)
    return _register(work, key, edition_id, language)


def _collect(work: Work, document: Document) -> Callable[[Tell], Made]:
    written = html(work, document.kind, document.edition_id, document.language)
    name = f"{document.kind.replace('_', '-')}-{document.language}.pdf"
    return lambda tell: _printed(written, name, tell)


def _printed(source: str, name: str, tell: Tell) -> Made:
    """Two parts: the pages are written, then set."""
    tell(1, 2)
    content = render_pdf(source, limits=VOLUME)
    tell(2, 2)
    return Made(content, name, source.encode("utf-8", "replace"))


MAKERS: Mapping[str, Maker] = {
    key: Maker("pdf", PDF, _collect) for key in (*REGISTERS, "statistics")
}


def blocks(work: Work, key: str, edition_id: UUID, form: str) -> Iterable[bytes]:
    """A register or the statistics as a CSV or a workbook, in the language of the moment."""
    if key == "statistics":
        found, title = query.statistics(work, edition_id), str(DOCUMENTS[key])
        return statistics.csv(found) if form == "csv" else (statistics.xlsx(found, title, work.now),)
    return written(form, str(DOCUMENTS[key]), *REGISTERS[key](work, edition_id).for_spreadsheet(), work.now)
