"""A file on the desk: the submission beside the score card, and the earlier versions of that card."""

from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from nominations.access.views.access_log import log_first_opening
from nominations.core.language import current_language
from nominations.core.rules.vocabulary import Action
from nominations.documents.services import documents
from nominations.reviewing.queries import score_card
from nominations.reviewing.texts import ASSESSMENT_STATES, CONFIDENCE, RECOMMENDATIONS
from nominations.reviewing.views.file_and_card import render_file_and_card
from nominations.rounds.queries import assigned_files
from nominations.web.areas.reviewer import bp
from nominations.web.authorization import needs
from nominations.web.request import work


@bp.get("/files/<uuid:nomination_id>")
@needs(Action.REVIEW)
def file(nomination_id: UUID) -> str:
    """The file and the card."""
    page = render_file_and_card(nomination_id)
    log_first_opening(nomination_id, "file")
    return page


@bp.get("/files/<uuid:nomination_id>/versions")
@needs(Action.REVIEW)
def versions(nomination_id: UUID) -> str:
    """Every version of one's own card, the newest first."""
    held = assigned_files.load_assigned(work(), nomination_id, to=Action.REVIEW)
    cards = [(version, score_card.restore_card(version.content)) for version in score_card.list_versions(work(), held)]
    return render_template(
        "reviewer/versions.html", held=held, versions=cards, recommendations=RECOMMENDATIONS, states=ASSESSMENT_STATES,
        confidence=CONFIDENCE,
    )


@bp.post("/files/<uuid:nomination_id>/document")
@needs(Action.REVIEW)
def nomination_document(nomination_id: UUID) -> Response:
    """Ask for the nomination as a PDF, as far as a reviewer may read it."""
    document = documents.ask_for_document(
        work(), "nomination", language=current_language(), nomination_id=nomination_id
    )
    return redirect(url_for("documents.show", document_id=document.id), code=303)
