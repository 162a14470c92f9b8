"""What those who write a nomination say to each other about its answers."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Invalid
from nominations.core.rules.text.stored_text import clean
from nominations.core.rules.vocabulary import Action
from nominations.nominations.queries import presence
from nominations.nominations.services import comments as use_cases
from nominations.nominations.texts import errors
from nominations.nominations.views import form_fields
from nominations.nominations.views.sections import section_form, section_page
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import work

Page = str | tuple[str, int] | Response


@bp.get("/<uuid:nomination_id>/sections/<section>/comments")
@needs(Action.VIEW)
def comments(nomination_id: UUID, section: str) -> str:
    """The answers of a section, each with what was said about it."""
    return _page(nomination_id, section)


@bp.post("/<uuid:nomination_id>/sections/<section>/comments/<question>")
@needs(Action.COMMENT)
def write_comment(nomination_id: UUID, section: str, question: str) -> Page:
    """Say something about one answer."""
    text = clean(request.form.get("text", ""))
    try:
        use_cases.write(work(), nomination_id, question, text)
    except Invalid as wrong:
        return _page(nomination_id, section, question, text, errors(wrong)["text"]), 422
    return _back(nomination_id, section, question)


@bp.post("/<uuid:nomination_id>/sections/<section>/comments/<question>/settled")
@needs(Action.COMMENT)
def settle_comments(nomination_id: UUID, section: str, question: str) -> Page:
    """Call what was said about one answer settled."""
    use_cases.resolve(work(), nomination_id, question)
    return _back(nomination_id, section, question)


def _back(nomination_id: UUID, section: str, question: str) -> Response:
    return redirect(url_for("applicant.comments", nomination_id=nomination_id, section=section,
                            _anchor=form_fields.field_id(question)), 303)


def _page(nomination_id: UUID, section: str, wrong_at: str = "", typed: str = "", wrong: str = "") -> str:
    copy = section_form.copy_of(nomination_id)
    part = section_form.section_of(copy, section)
    return render_template(
        "applicant/comments.html", nomination=copy.nomination, part=part,
        remarks=presence.remarks(work(), nomination_id),
        items=[section_page.shown(copy.edition, each, copy.answers) for each in section_page.asked(part)],
        case=policy_facts.load(work(), copy.nomination), wrong_at=wrong_at, typed=typed, wrong=wrong,
        errors=[(f"comment-{wrong_at}", wrong)] if wrong else [],
    )
