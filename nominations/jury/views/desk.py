"""The chair's desk: every round with its nominations, and one of them to be read."""

from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from nominations.access.views.access_log import log_first_opening
from nominations.core.language import current_language
from nominations.core.rules.vocabulary import Action
from nominations.documents.services import documents
from nominations.reviewing.views.reading_pane import Addresses, build_reading_pane
from nominations.rounds.queries import round_files, rounds
from nominations.rounds.texts import ROUNDS
from nominations.web.areas.jury import bp
from nominations.web.authorization import needs
from nominations.web.countries import country_name
from nominations.web.request import edition, edition_id, work

OF_THE_CHAIR = Addresses(
    "jury.nomination_document", "jury.attachment", "jury.picture", "jury.thumbnail", "jury.paper_page",
    "jury.reference_letter", "jury.letter_page",
)


@bp.get("/")
@needs(Action.READ_IN_ROUND)
def desk() -> str:
    """The rounds of the edition, each with the nominations that the chair may read."""
    return render_template(
        "jury/desk.html", lines=rounds.list_rounds(work(), edition_id()), round_words=ROUNDS,
        categories=edition().categories, files=round_files.list_files(work(), edition_id()),
        blind_rounds=rounds.list_blind_rounds(work(), edition_id()), country_name=country_name,
    )


@bp.get("/nominations/<uuid:nomination_id>")
@needs(Action.READ_IN_ROUND)
def file(nomination_id: UUID) -> str:
    """A nomination as it was submitted."""
    held = round_files.load_file(work(), nomination_id)
    reading = build_reading_pane(
        work(), held.nomination, held.category, held.reads_as.value, OF_THE_CHAIR, nameless=held.nameless
    )
    page = render_template(
        "jury/file.html", **reading, nomination=held.nomination, category=held.category, nameless=held.nameless
    )
    log_first_opening(nomination_id, round_files.OPENED)
    return page


@bp.post("/nominations/<uuid:nomination_id>/document")
@needs(Action.READ_IN_ROUND)
def nomination_document(nomination_id: UUID) -> Response:
    """Ask for the nomination as a PDF, as far as the chair may read it."""
    document = documents.ask_for_document(
        work(), "nomination", language=current_language(), nomination_id=nomination_id
    )
    return redirect(url_for("documents.show", document_id=document.id), code=303)
