"""The agenda of a meeting as a PDF."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from nominations.core.language import lazy_gettext as _l
from nominations.core.language import use_language
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Document
from nominations.core.work import Work
from nominations.documents.kinds import PDF, DocumentKind, MadeDocument, Progress, Subject
from nominations.documents.reports.frame import Front, render_html
from nominations.documents.reports.printing import print_html
from nominations.documents.reports.title_page import make_front
from nominations.jury.queries.agenda import RoundAgenda, load_agenda
from nominations.jury.rules.agenda import AgendaItem
from nominations.jury.texts import explain_dispute
from nominations.rounds.texts import ROUNDS


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """An item in words."""

    item: AgendaItem
    reasons: tuple[str, ...]


def list_rows(of: RoundAgenda, language: str) -> list[AgendaRow]:
    """The disputed nominations, each with its reasons, in the language in use."""
    criteria = {criterion.key: criterion.label.in_(language) for criterion in of.criteria}
    return [
        AgendaRow(item, tuple(explain_dispute(dispute, criteria, of.agenda.places) for dispute in item.disputes))
        for item in of.agenda.disputed
    ]


def render_agenda(of: RoundAgenda, front: Front, language: str) -> str:
    """The agenda as HTML for paper."""
    with use_language(language):
        rows, round_word = list_rows(of, language), str(ROUNDS[of.round.code])
    labels = {criterion.key: criterion.label.in_(language) for criterion in of.criteria}
    return render_html(
        "agenda.html", language, agenda=of.agenda, rows=rows, front=front, seal=of.seal, round=round_word,
        category=of.edition.category(of.round.category).label.in_(language),
        low_agreement=[labels[key] for key in of.agenda.low_agreement],
    )


def _collect(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    frozen = document.choices.get("frozen")
    of = load_agenda(work, document.required_round_id, frozen_id=UUID(frozen) if frozen else None)
    language = document.language
    html = render_agenda(of, make_front(work, of.edition, language), language)
    name = f"{of.edition.code}-agenda-{of.round.category}-{of.round.code}-{language}.pdf"
    return lambda tell: print_html(html, name, tell)


KINDS: Mapping[str, DocumentKind] = {
    "agenda": DocumentKind(
        title=_l("Agenda for the meeting of the jury"), extension="pdf", media_type=PDF, collect=_collect,
        subject=Subject.ROUND, rights=(Action.SEE_AGENDA,),
    ),
}
