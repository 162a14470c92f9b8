"""Makes the documents of a round: the scoring report, a score sheet, the volume of all of them."""

from collections.abc import Callable, Mapping

from nominations.core.tables import Document
from nominations.core.work import Work
from nominations.documents.adapters.render import VOLUME, Limits, render_pdf
from nominations.documents.reports.kinds import Made, Maker, Tell
from nominations.ranking.reports import score_sheets, score_tables

PDF = "application/pdf"


def _scoring(work: Work, document: Document) -> Callable[[Tell], Made]:
    html, name = score_tables.scoring_document(
        work, document.round_id, document.language, _named(document), document.id, score_tables.frozen_in(document)
    )
    return lambda tell: _printed(html, name, tell)


def _sheet(work: Work, document: Document) -> Callable[[Tell], Made]:
    html, name = score_tables.sheet_document(
        work, document.round_id, document.nomination_id, document.language, _named(document), document.id
    )
    return lambda tell: _printed(html, name, tell)


def _sheets(work: Work, document: Document) -> Callable[[Tell], Made]:
    report = score_tables.volume(work, document.round_id, document.language, _named(document), document.id)
    name, language = score_tables.volume_name(work, document.round_id, document.language), document.language
    return lambda tell: _printed(score_sheets.volume_as_html(report, language), name, tell, VOLUME)


def _printed(html: str, name: str, tell: Tell, limits: Limits | None = None) -> Made:
    """Two parts: the pages are written, then set."""
    tell(1, 2)
    content = render_pdf(html, limits=limits)
    tell(2, 2)
    return Made(content, name, html.encode("utf-8", "replace"))


def _named(document: Document) -> bool:
    return bool(document.choices.get("names"))


MAKERS: Mapping[str, Maker] = {
    "scoring": Maker("pdf", PDF, _scoring),
    "sheet": Maker("pdf", PDF, _sheet),
    "sheets": Maker("pdf", PDF, _sheets),
}
