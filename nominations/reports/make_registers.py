"""Makes what is of the whole edition: the registers and the statistics, as PDF by the worker or as tables at once."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from nominations.adapters.render import VOLUME, render_pdf
from nominations.language import gettext as _
from nominations.language import speaking
from nominations.models import Document
from nominations.queries import editions
from nominations.queries import statistics as query
from nominations.reports import register, statistics
from nominations.reports.fronts import front
from nominations.reports.lists import written
from nominations.reports.making import Made, Maker, Tell
from nominations.reports.registers import (
    communications,
    conflicts,
    corrections,
    eligibility,
    late_attempts,
    ledger,
    progress,
)
from nominations.reports.registers.table import Listed
from nominations.terms.papers import DOCUMENTS
from nominations.work import Work

PDF = "application/pdf"


# Each is collected in the language of the moment; titles are in terms.papers.DOCUMENTS.
REGISTERS: Mapping[str, Callable[[Work, UUID], Listed]] = {
    "eligibility": eligibility.listed,
    "corrections": corrections.listed,
    "conflicts": conflicts.listed,
    "late_attempts": late_attempts.listed,
    "progress": progress.listed,
    "communications": communications.listed,
    "ledger": ledger.listed,
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
