"""What a reviewer takes along, made by the worker: the pack of all files of a round, and their own reviews."""

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import current_language, gettext
from nominations.core.rules.vocabulary import Action
from nominations.documents.services import documents
from nominations.reviewing.queries import packs
from nominations.web.areas.reviewer import bp
from nominations.web.authorization import needs
from nominations.web.request import work


@bp.post("/rounds/<uuid:round_id>/pack")
@needs(Action.SEE_DESK)
def ask_pack(round_id: UUID) -> Response:
    """Order one's files of a round: in one volume, or as single files with their attachments."""
    kind = request.form.get("kind", "pack")
    if kind not in packs.KINDS:
        abort(404)
    files = packs.list_readable_files(work(), round_id)
    if not files:
        flash(gettext("You cannot open any nomination of this round now."), "warning")
        return redirect(url_for("reviewer.desk"), code=303)
    document = documents.ask_for_document(
        work(), kind, language=current_language(), round_id=round_id, choices={"files": [str(file) for file in files]}
    )
    return redirect(url_for("documents.show", document_id=document.id), code=303)


@bp.post("/my-reviews")
@needs(Action.SEE_DESK)
def ask_own_reviews() -> Response:
    """Order a PDF of one's own marks and reasons."""
    document = documents.ask_for_document(work(), "own_reviews", language=current_language())
    return redirect(url_for("documents.show", document_id=document.id), 303)
