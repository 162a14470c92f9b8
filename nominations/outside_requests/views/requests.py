"""Letters of reference and the nominee's consent, as the owner sees them: who was asked, opened, received."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.core.language import current_language, gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.text.stored_text import clean
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Proposal
from nominations.core.texts.states import CONSENT_ANSWERS
from nominations.editions.countries import country_word
from nominations.editions.rules.display import show_answer
from nominations.editions.rules.edition import Category
from nominations.nominations.queries import outside_requests, working_copy
from nominations.nominations.queries.working_copy import WorkingCopy
from nominations.nominations.texts import errors
from nominations.outside_requests.queries.referees import load_outstanding
from nominations.outside_requests.rules import Person
from nominations.outside_requests.services import consents, referees
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, work

Page = str | tuple[str, int] | Response
_PLACE = "/<uuid:nomination_id>/letters"
_WHO = f"{_PLACE}/<uuid:referee_id>"
_FIELDS = ("name", "role", "email", "language")


@bp.get(_PLACE)
@needs(Action.VIEW)
def letters(nomination_id: UUID) -> str:
    """Who was asked for what, and what was received."""
    return _page(nomination_id)


@bp.post(f"{_PLACE}/ask/<kind>")
@needs(Action.ASK_LETTER)
def ask_letter(nomination_id: UUID, kind: str) -> Page:
    """Ask somebody for a letter."""
    try:
        referees.ask_referee(work(), nomination_id, kind, _read_person())
    except Invalid as wrong:
        return _page(nomination_id, kind, errors(wrong)), 422
    return _done(nomination_id, gettext("We are sending the request for a letter of reference, with a private link."))


@bp.post(f"{_WHO}/again")
@needs(Action.ASK_LETTER)
def send_letter_again(nomination_id: UUID, referee_id: UUID) -> Response:
    """A new link to the same person."""
    referees.send_again(work(), nomination_id, referee_id)
    return _done(nomination_id, gettext("We are sending a new link. The old link no longer works."))


@bp.get(f"{_WHO}/replace")
@needs(Action.ASK_LETTER)
def replacement(nomination_id: UUID, referee_id: UUID) -> str:
    """Who is asked instead?"""
    return _replacement(nomination_id, referee_id, {})


@bp.post(f"{_WHO}/replace")
@needs(Action.ASK_LETTER)
def replace_referee(nomination_id: UUID, referee_id: UUID) -> Page:
    """Ask somebody else in their place."""
    try:
        referees.replace_referee(work(), nomination_id, referee_id, _read_person())
    except Invalid as wrong:
        return _replacement(nomination_id, referee_id, errors(wrong)), 422
    return _done(nomination_id, gettext("We are sending the request for a letter of reference, with a private link."))


@bp.post(f"{_WHO}/withdraw")
@needs(Action.ASK_LETTER)
def withdraw_letter(nomination_id: UUID, referee_id: UUID) -> Response:
    """Ask no longer."""
    referees.withdraw(work(), nomination_id, referee_id)
    return _done(nomination_id, gettext(
        "You have cancelled the request for a letter of reference. The private link no longer works."
    ))


@bp.post(f"{_PLACE}/consent")
@needs(Action.ASK_CONSENT)
def ask_consent(nomination_id: UUID) -> Page:
    """Ask the nominee to agree."""
    try:
        consents.ask_nominee(work(), nomination_id, _read_person())
    except Invalid as wrong:
        return _page(nomination_id, "consent", errors(wrong)), 422
    return _done(nomination_id, gettext("We are sending the nominee the request for consent, with a private link."))


@bp.post(f"{_PLACE}/consent/again")
@needs(Action.ASK_CONSENT)
def send_consent_again(nomination_id: UUID) -> Response:
    """A new link to the same nominee."""
    consents.send_again(work(), nomination_id)
    return _done(nomination_id, gettext("We are sending a new link. The old link no longer works."))


@bp.post(f"{_PLACE}/consent/withdraw")
@needs(Action.ASK_CONSENT)
def withdraw_consent(nomination_id: UUID) -> Response:
    """Ask the nominee no longer."""
    consents.withdraw(work(), nomination_id)
    return _done(nomination_id, gettext(
        "You have cancelled the request for consent. The private link no longer works."
    ))


@bp.post(f"{_PLACE}/proposals/<uuid:proposal_id>")
@needs(Action.EDIT)
def settle_proposal(nomination_id: UUID, proposal_id: UUID) -> Response:
    """Accept a correction of the nominee, or keep the answer as it is."""
    take = request.form.get("settle") == "take"
    consents.settle_proposal(work(), nomination_id, proposal_id, take=take)
    return _done(nomination_id, gettext("You have accepted the correction.") if take else gettext(
        "The answer stays as it was."
    ))


def _read_person() -> Person:
    typed = {field: clean(request.form.get(field, "")) for field in _FIELDS}
    return Person(typed["name"], typed["email"], typed["language"], typed["role"])


def _done(nomination_id: UUID, sentence: str) -> Response:
    flash(sentence, "success")
    return redirect(url_for("applicant.letters", nomination_id=nomination_id), 303)


def _page(nomination_id: UUID, form: str = "", wrong: Mapping[str, str] | None = None) -> str:
    """The page; `form` is the kind of letter, or `consent`, whose fields hold what was typed and what is wrong."""
    nomination, case = policy_facts.nomination_with_facts(work(), nomination_id, to=Action.VIEW)
    copy = working_copy.load(work(), nomination)
    requests = outside_requests.load(work().session, nomination.id)
    needed = outside_requests.consent_is_needed(copy)
    attached = working_copy.group_by_kind(copy.attachments)
    kinds = [
        {
            "kind": kind, "label": kind.label.in_(current_language()), "attached": len(attached.get(kind.key, [])),
            "fewest": kind.fewest(copy.answers),
            "referees": [referee for referee in requests.referees if referee.kind == kind.key],
            "room": len(attached.get(kind.key, [])) + sum(
                referee.kind == kind.key for referee in requests.standing
            ) < kind.most,
        }
        for kind in outside_requests.kinds_by_link(copy)
    ]
    return render_template(
        "applicant/letters.html", nomination=nomination, case=case, copy=copy, found=requests, kinds=kinds,
        needed=needed, form=form, typed=request.form, wrong=wrong or {},
        language_of=nomination.language or current_language(),
        errors=[(f"{name}-{form}", sentence) for name, sentence in (wrong or {}).items()], answers=CONSENT_ANSWERS,
        proposals=[_proposal(copy, proposal) for proposal in requests.open_proposals],
    )


def _proposal(copy: WorkingCopy, proposal: Proposal) -> dict[str, object]:
    """A correction with the present answer and the proposed one."""
    return {
        "row": proposal,
        **_sides(copy.category, proposal.question, copy.answers.get(proposal.question), proposal.proposed)
    }


def _sides(category: Category, key: str, now: object, proposed: object) -> dict[str, object]:
    question = category.question(key)
    return {
        "label": question.label.in_(current_language()),
        "now": show_answer(question, now, current_language(), lambda code: country_word(code, edition())),
        "proposed": show_answer(question, proposed, current_language(), lambda code: country_word(code, edition())),
    }


def _replacement(nomination_id: UUID, referee_id: UUID, wrong: Mapping[str, str]) -> str:
    nomination = policy_facts.nomination(work(), nomination_id, to=Action.ASK_LETTER)
    referee = load_outstanding(work(), nomination, referee_id)
    return render_template(
        "applicant/replacement.html", nomination=nomination, referee=referee,
        typed=request.form, wrong=wrong, errors=[(f"{name}-replacement", sentence) for name, sentence in wrong.items()],
        language_of=nomination.language or current_language(),
    )
