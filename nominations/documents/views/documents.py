"""The page of a document that the worker makes: its progress, then its download."""

from uuid import UUID

from flask import Blueprint, Response, render_template, url_for

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal, Role
from nominations.core.tables import Document
from nominations.documents.kinds import KINDS, Subject
from nominations.documents.queries.documents import load_document
from nominations.documents.texts import FAILURES
from nominations.files.views.downloads import send_stored_file
from nominations.web.authorization import needs
from nominations.web.request import work

_SUBJECTS = {Role.APPLICANT: "applicant.show", Role.REVIEWER: "reviewer.file", Role.CHAIR: "jury.file"}
bp = Blueprint("documents", __name__, url_prefix="/<edition:edition>/documents")


@bp.get("/<uuid:document_id>")
@needs(Action.USE_ACCOUNT)
def show(document_id: UUID) -> str:
    """The progress of the document; the page reloads by itself, also without script."""
    progress = load_document(work(), document_id)
    return render_template(
        "documents/show.html", document=progress.document, job=progress.job,
        heading=KINDS[progress.document.kind].title,
        trouble=FAILURES.get(progress.job.trouble, FAILURES["broken"]), back=_back_url(progress.document),
    )


def _back_url(document: Document) -> str:
    kind = KINDS[document.kind]
    if kind.back:
        return url_for(kind.back)
    if kind.subject is Subject.EDITION:
        return url_for("secretariat.reports")
    if document.round_id:
        return url_for("secretariat.round", round_id=document.round_id)
    return url_for(_SUBJECTS.get(Role(document.made_as), "secretariat.file"), nomination_id=document.nomination_id)


@bp.get("/<uuid:document_id>/file")
@needs(Action.USE_ACCOUNT)
def download(document_id: UUID) -> Response:
    """The document itself."""
    document = load_document(work(), document_id).document
    if document.sha256 is None:
        raise Refused(Refusal.NOT_FOUND)
    return send_stored_file(document.sha256, document.name, document.media_type)
