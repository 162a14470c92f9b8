"""The ways an answer stood: compared word by word with what stands now, and brought back."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.core.language import gettext
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.editions.rules.form import Question
from nominations.nominations.queries import presence
from nominations.nominations.rules.differences import differences
from nominations.nominations.services import answers as use_cases
from nominations.nominations.views.sections import section_form, section_page
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import work


@bp.get("/<uuid:nomination_id>/sections/<section>/answers/<question>/versions")
@needs(Action.VIEW)
def answer_versions(nomination_id: UUID, section: str, question: str) -> str:
    """The last fifty ways one answer stood; one of them beside what stands now."""
    copy = section_form.copy_of(nomination_id)
    part = section_form.section_of(copy, section)
    asked = _question(section_page.asked(part), question)
    stood = presence.answer_versions(work(), nomination_id, question)
    now = section_page.shown(copy.edition, asked, copy.answers)
    wanted = request.args.get("number", "")
    chosen = next((each for each in stood if str(each.version.number) == wanted), stood[1] if len(stood) > 1 else None)
    then = section_page.shown(copy.edition, asked, {question: chosen.version.answer}) if chosen else None
    return render_template(
        "applicant/answer_versions.html", nomination=copy.nomination, part=part, stands=now, stood=stood, chosen=chosen,
        pieces=differences(section_page.plain(then), section_page.plain(now)) if then else (),
        case=policy_facts.load(work(), copy.nomination),
    )


@bp.post("/<uuid:nomination_id>/sections/<section>/answers/<question>/versions/<int:number>/restore")
@needs(Action.EDIT)
def restore_answer(nomination_id: UUID, section: str, question: str, number: int) -> Response:
    """Let an answer stand again as it did."""
    use_cases.restore_answer(work(), nomination_id, section, question, min(number, section_form.MOST))
    flash(gettext("The earlier version is restored. What it replaced is saved as a version too."), "success")
    return redirect(url_for("applicant.answer_versions", nomination_id=nomination_id, section=section,
                            question=question), 303)


def _question(asked: tuple[Question, ...], key: str) -> Question:
    for each in asked:
        if each.key == key:
            return each
    raise Refused(Refusal.NOT_FOUND)
