"""What was handed in: the receipt, earlier versions, and documents to keep."""

from uuid import UUID

from flask import abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.core.language import current_language
from nominations.core.rules.document_codes import format_code
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Nomination, Submission
from nominations.documents.queries import codes, received_letters
from nominations.documents.reports import code_mark
from nominations.documents.services import documents
from nominations.nominations.queries import working_copy
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, work

PAPERS = ("receipt", "nomination")


@bp.get("/<uuid:nomination_id>/receipt")
@needs(Action.VIEW)
def receipt(nomination_id: UUID) -> str:
    """The receipt of the newest submission, or of the one asked for by its number."""
    nomination = policy_facts.nomination(work(), nomination_id, to=Action.VIEW)
    submission = _load_submission(nomination, request.args.get("number", ""))
    return render_template(
        "applicant/receipt.html", nomination=nomination, submission=submission,
        category=edition().category(submission.category), case=policy_facts.load(work(), nomination),
        letters=received_letters.list_letters(work().session, submission.id),
        is_newest=submission.id == nomination.submission_id,
        code=format_code(code) if (code := codes.code_of_submission(work().session, submission.id)) else "",
        checked_at=code_mark.check_address(work(), code) if code else "", mailbox=g.account.email,
    )


@bp.get("/<uuid:nomination_id>/versions")
@needs(Action.VIEW)
def versions(nomination_id: UUID) -> str:
    """Everything handed in so far, the newest first."""
    nomination = policy_facts.nomination(work(), nomination_id, to=Action.VIEW)
    return render_template(
        "applicant/versions.html", nomination=nomination,
        submissions=working_copy.list_submissions(work(), nomination_id)
    )


@bp.post("/<uuid:nomination_id>/papers/<kind>")
@needs(Action.VIEW)
def paper(nomination_id: UUID, kind: str) -> Response:
    """Ask the worker for the receipt or the whole nomination as PDF."""
    if kind not in PAPERS:
        abort(404)
    nomination = policy_facts.nomination(work(), nomination_id, to=Action.VIEW)
    number = request.form.get("number", "")
    choices = {"number": _load_submission(nomination, number).number} if number or kind == "receipt" else {}
    document = documents.ask_for_document(
        work(), kind, language=current_language(), nomination_id=nomination_id, choices=choices
    )
    return redirect(url_for("documents.show", document_id=document.id), 303)


def _load_submission(nomination: Nomination, typed: str) -> Submission:
    for submission in working_copy.list_submissions(work(), nomination.id):
        if not typed or str(submission.number) == typed:
            return submission
    raise Refused(Refusal.NOT_FOUND)
