"""Makes the documents of a round: the scoring report, a score sheet, the volume of all of them."""

from collections.abc import Callable, Mapping

from nominations.adapters.render import VOLUME, Limits, render_pdf
from nominations.models import Document
from nominations.reports import scored, sheets
from nominations.reports.making import Made, Maker, Tell
from nominations.work import Work

PDF = "application/pdf"


def _scoring(work: Work, document: Document) -> Callable[[Tell], Made]:
    html, name = scored.scoring_document(
        work, document.round_id, document.language, _named(document), document.id, scored.frozen_in(document)
    )
    return lambda tell: _printed(html, name, tell)


def _sheet(work: Work, document: Document) -> Callable[[Tell], Made]:
    html, name = scored.sheet_document(
        work, document.round_id, document.nomination_id, document.language, _named(document), document.id
    )
    return lambda tell: _printed(html, name, tell)


def _sheets(work: Work, document: Document) -> Callable[[Tell], Made]:
    report = scored.volume(work, document.round_id, document.language, _named(document), document.id)
    name, language = scored.volume_name(work, document.round_id, document.language), document.language
    return lambda tell: _printed(sheets.volume_as_html(report, language), name, tell, VOLUME)


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
