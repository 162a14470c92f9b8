"""A reviewer's own reviews as a document."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from nominations.core.language import current_language
from nominations.core.rules.vocabulary import Action
from nominations.documents.services import documents
from nominations.web.areas.reviewer import bp
from nominations.web.authorization import needs
from nominations.web.request import work


@bp.post("/my-reviews")
@needs(Action.SEE_DESK)
def ask_own_reviews() -> Response:
    """Order a PDF of one's own marks and reasons."""
    document = documents.ask_for_document(work(), "own_reviews", language=current_language())
    return redirect(url_for("documents.show", document_id=document.id), 303)
