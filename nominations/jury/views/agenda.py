"""The agenda of a meeting: on a page, and as a PDF."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import LANGUAGES, NAMES, current_language
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.documents.services import documents
from nominations.jury.queries.agenda import load_agenda
from nominations.jury.reports.agenda import list_rows
from nominations.rounds.texts import ROUNDS
from nominations.web.areas.jury import bp
from nominations.web.authorization import needs
from nominations.web.request import work
from nominations.web.request_values import category_word


@bp.get("/rounds/<uuid:round_id>/agenda")
@needs(Action.SEE_AGENDA)
def agenda(round_id: UUID) -> str:
    """The agenda from the current scores, or from a frozen ranking."""
    of = load_agenda(work(), round_id, frozen_id=_state())
    labels = {criterion.key: criterion.label.in_(current_language()) for criterion in of.criteria}
    return render_template(
        "jury/agenda.html", of=of, rows=list_rows(of, current_language()), round_word=ROUNDS[of.round.code],
        category_word=category_word(of.round.category), language_names=NAMES, languages=LANGUAGES,
        low_agreement=[labels[key] for key in of.agenda.low_agreement],
    )


@bp.post("/rounds/<uuid:round_id>/agenda")
@needs(Action.SEE_AGENDA)
def ask_agenda(round_id: UUID) -> Response:
    """Ask for the agenda as a PDF."""
    state = _state()
    load_agenda(work(), round_id, frozen_id=state)
    language = request.form.get("language", "")
    document = documents.ask_for_document(
        work(), "agenda", language=language if language in LANGUAGES else current_language(), round_id=round_id,
        choices={"frozen": str(state)} if state else {},
    )
    return redirect(url_for("documents.show", document_id=document.id), code=303)


def _state() -> UUID | None:
    """The frozen ranking that was asked for, if any."""
    state = request.values.get("state", "")
    try:
        return UUID(state) if state else None
    except ValueError:
        raise Refused(Refusal.NOT_FOUND) from None
