"""The documents of a round: the scoring report, a score sheet, the volume of all score sheets."""

from collections.abc import Callable, Mapping

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Document
from nominations.core.work import Work
from nominations.documents.adapters.render import VOLUME
from nominations.documents.kinds import PDF, Code, DocumentKind, MadeDocument, Progress, Subject
from nominations.documents.reports.printing import print_html
from nominations.ranking.reports import score_sheets, score_tables


def _collect_scoring(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    html, name = score_tables.render_scoring_report(
        work, document.required_round_id, document.language, _has_names(document), document.id,
        score_tables.chosen_state(document),
    )
    return lambda tell: print_html(html, name, tell)


def _collect_sheet(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    html, name = score_tables.render_score_sheet(
        work, document.required_round_id, document.required_nomination_id, document.language, _has_names(document),
        document.id,
    )
    return lambda tell: print_html(html, name, tell)


def _collect_sheets(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    report = score_tables.load_volume(
        work, document.required_round_id, document.language, _has_names(document), document.id
    )
    name, language = score_tables.volume_name(work, document.required_round_id, document.language), document.language
    return lambda tell: print_html(score_sheets.render_volume(report, language), name, tell, VOLUME)


def _has_names(document: Document) -> bool:
    return bool(document.choices.get("names"))


def _kind(title: object, collect: Callable[[Work, Document], Callable[[Progress], MadeDocument]]) -> DocumentKind:
    return DocumentKind(
        title=title, extension="pdf", media_type=PDF, collect=collect, subject=Subject.ROUND, rights=(Action.REPORT,),
        code=Code.OWN,
    )


KINDS: Mapping[str, DocumentKind] = {
    "scoring": _kind(_l("Scoring report"), _collect_scoring),
    "sheet": _kind(_l("Score sheet"), _collect_sheet),
    "sheets": _kind(_l("Score sheets of the category"), _collect_sheets),
}
