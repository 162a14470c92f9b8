"""Earlier versions of an answer: compared word by word with the current one, and restored."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.core.language import gettext
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.editions.rules.form import Question
from nominations.nominations.queries import presence
from nominations.nominations.rules.differences import compare_texts
from nominations.nominations.services import answers
from nominations.nominations.views.sections import section_form, section_page
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import work


@bp.get("/<uuid:nomination_id>/sections/<section>/answers/<question>/versions")
@needs(Action.VIEW)
def answer_versions(nomination_id: UUID, section: str, question: str) -> str:
    """The last fifty versions of one answer; one of them compared with the current one."""
    copy = section_form.copy_of(nomination_id)
    part = section_form.section_of(copy, section)
    asked_question = _question(section_page.list_questions(part), question)
    stood = presence.list_answer_versions(work(), nomination_id, question)
    now = section_page.show_answer(copy.edition, asked_question, copy.answers)
    wanted = request.args.get("number", "")
    chosen = next(
        (version for version in stood if str(version.version.number) == wanted), stood[1] if len(stood) > 1 else None
    )
    then = section_page.show_answer(copy.edition, asked_question, {question: chosen.version.answer}) if chosen else None
    return render_template(
        "applicant/answer_versions.html", nomination=copy.nomination, part=part, stands=now, stood=stood, chosen=chosen,
        pieces=compare_texts(section_page.as_plain_text(then), section_page.as_plain_text(now)) if then else (),
        case=policy_facts.load(work(), copy.nomination),
    )


@bp.post("/<uuid:nomination_id>/sections/<section>/answers/<question>/versions/<int:number>/restore")
@needs(Action.EDIT)
def restore_answer(nomination_id: UUID, section: str, question: str, number: int) -> Response:
    """Restore an earlier version of one answer."""
    answers.restore_answer(work(), nomination_id, section, question, min(number, section_form.MOST))
    flash(gettext("The earlier version is restored. What it replaced is saved as a version too."), "success")
    return redirect(url_for("applicant.answer_versions", nomination_id=nomination_id, section=section,
                            question=question), 303)


def _question(questions: tuple[Question, ...], key: str) -> Question:
    for question in questions:
        if question.key == key:
            return question
    raise Refused(Refusal.NOT_FOUND)
