"""Comments on answers, among the people who write a nomination."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Invalid
from nominations.core.rules.text.stored_text import clean
from nominations.core.rules.vocabulary import Action
from nominations.nominations.queries import presence
from nominations.nominations.services.comments import add_comment, resolve_comments
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
    """The answers of a section, each with its comments."""
    return _page(nomination_id, section)


@bp.post("/<uuid:nomination_id>/sections/<section>/comments/<question>")
@needs(Action.COMMENT)
def write_comment(nomination_id: UUID, section: str, question: str) -> Page:
    """Write a comment on one answer."""
    text = clean(request.form.get("text", ""))
    try:
        add_comment(work(), nomination_id, question, text)
    except Invalid as wrong:
        return _page(nomination_id, section, question, text, errors(wrong)["text"]), 422
    return _back(nomination_id, section, question)


@bp.post("/<uuid:nomination_id>/sections/<section>/comments/<question>/settled")
@needs(Action.COMMENT)
def settle_comments(nomination_id: UUID, section: str, question: str) -> Page:
    """Mark the comments on one answer as settled."""
    resolve_comments(work(), nomination_id, question)
    return _back(nomination_id, section, question)


def _back(nomination_id: UUID, section: str, question: str) -> Response:
    return redirect(url_for("applicant.comments", nomination_id=nomination_id, section=section,
                            _anchor=form_fields.field_id(question)), 303)


def _page(nomination_id: UUID, section: str, wrong_at: str = "", typed: str = "", wrong: str = "") -> str:
    copy = section_form.copy_of(nomination_id)
    part = section_form.section_of(copy, section)
    return render_template(
        "applicant/comments.html", nomination=copy.nomination, part=part,
        remarks=presence.list_remarks(work(), nomination_id),
        items=[
            section_page.show_answer(copy.edition, question, copy.answers)
            for question in section_page.list_questions(part)
        ],
        case=policy_facts.load(work(), copy.nomination), wrong_at=wrong_at, typed=typed, wrong=wrong,
        errors=[(f"comment-{wrong_at}", wrong)] if wrong else [],
    )
