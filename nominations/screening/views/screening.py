"""Screening a nomination: findings of the rules, the checklist, and the decision with its confirmation."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.access.views.access_log import log_opening
from nominations.core.language import current_language, gettext
from nominations.core.rules.errors import ChangedElsewhere, Invalid
from nominations.core.rules.vocabulary import Action
from nominations.editions.rules.display import show_answers
from nominations.editions.rules.eligibility import Met
from nominations.editions.texts import finding_sentence
from nominations.screening.queries import nomination_file
from nominations.screening.queries.nomination_file import Dossier
from nominations.screening.queries.screening import list_findings, load_sheet
from nominations.screening.reports.eligibility_register import reason_word
from nominations.screening.rules import list_doubts, list_reason_codes, list_unanswered
from nominations.screening.services import eligibility
from nominations.screening.texts import CHECKS, problems
from nominations.screening.views.file_page import file_page
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.countries import country_name
from nominations.web.request import work
from nominations.web.request_values import parse_count

_PLACE = "/nominations/<uuid:nomination_id>/screening"
Answer = Response | tuple[str, int]


@bp.get(_PLACE)
@needs(Action.INSPECT)
def screening(nomination_id: UUID) -> str:
    """The findings and the checklist, and below them the decisions that this person may make now."""
    dossier = nomination_file.load_dossier(work(), nomination_id)
    log_opening(nomination_id, "screening")
    return _page(dossier)


@bp.post(_PLACE)
@needs(Action.SCREEN)
def save_screening(nomination_id: UUID) -> Answer:
    """Save the checklist; if another officer saved meanwhile, show both versions."""
    form = request.form
    version = parse_count(form.get("version", ""))
    checks: dict[str, dict[str, str]] = {}
    for name, value in form.items():
        what, _, key = name.partition("-")
        if key and what in ("answer", "note"):
            checks.setdefault(key, {})[what] = value
    try:
        eligibility.save_checks(work(), nomination_id, version, checks)
    except Invalid as no:
        return _page(nomination_file.load_dossier(work(), nomination_id), mine=checks, errors=problems(no)), 422
    except ChangedElsewhere:
        return _page(nomination_file.load_dossier(work(), nomination_id), mine=checks, clash=True), 409
    return _done(nomination_id, gettext("The checklist is saved."))


@bp.get(f"{_PLACE}/admit")
@needs(Action.ADMIT)
def admission(nomination_id: UUID) -> str:
    """Before a nomination is found eligible: what follows, and what the checklist says."""
    policy_facts.nomination(work(), nomination_id, to=Action.ADMIT)
    return _render_admission(nomination_id, {})


def _render_admission(nomination_id: UUID, errors: dict[str, str]) -> str:
    dossier = nomination_file.load_dossier(work(), nomination_id)
    newest = nomination_file.list_submissions(work(), dossier.nomination)[0]
    checks = load_sheet(work(), dossier.nomination).checks
    findings = list_findings(work(), dossier.edition, dossier.nomination, newest)
    return file_page(
        "secretariat/admission.html", dossier, checks=checks, unanswered=list_unanswered(dossier.category, checks),
        doubts=list_doubts(dossier.category, checks), reason=request.form.get("admit_reason", ""),
        not_met=[finding_sentence(finding, dossier.edition) for finding in findings if finding.met is Met.NO],
        problem=errors, errors=list(errors.items()), words=CHECKS,
    )


@bp.post(f"{_PLACE}/admit")
@needs(Action.ADMIT)
def admit(nomination_id: UUID) -> Answer:
    """Eligible."""
    try:
        eligibility.admit(work(), nomination_id, request.form.get("admit_reason", ""))
    except Invalid as no:
        return _render_admission(nomination_id, problems(no)), 422
    return _done(nomination_id, gettext("The nomination is eligible."))


@bp.post(f"{_PLACE}/refuse")
@needs(Action.REFUSE)
def refuse(nomination_id: UUID) -> Answer:
    """Not eligible, for a second officer to confirm."""
    form = request.form
    try:
        eligibility.propose_refusal(work(), nomination_id, form.get("reason_code", ""), form.get("reason", ""))
    except Invalid as no:
        return _page(nomination_file.load_dossier(work(), nomination_id), errors=problems(no), given=form), 422
    return _done(nomination_id, gettext("The proposal is saved. A second officer must now confirm or reject it."))


@bp.post(f"{_PLACE}/confirm")
@needs(Action.CONFIRM_REFUSAL)
def confirm_refusal(nomination_id: UUID) -> Answer:
    """A second officer agrees."""
    eligibility.confirm_refusal(work(), nomination_id)
    return _done(nomination_id, gettext("The nomination is not eligible."))


@bp.post(f"{_PLACE}/reject")
@needs(Action.REJECT_REFUSAL)
def reject_refusal(nomination_id: UUID) -> Answer:
    """A second officer does not agree."""
    return _undo(nomination_id, eligibility.reject_refusal, gettext(
        "The proposal is rejected. The nomination must be screened again."
    ))


@bp.post(f"{_PLACE}/take-back")
@needs(Action.TAKE_BACK_REFUSAL)
def take_back_refusal(nomination_id: UUID) -> Answer:
    """The officer who proposed the refusal withdraws it."""
    return _undo(nomination_id, eligibility.take_back_refusal, gettext("Cancelled."))


@bp.post(f"{_PLACE}/reopen")
@needs(Action.UNDO_ADMISSION)
def undo_admission(nomination_id: UUID) -> Answer:
    """The head opens the screening of an eligible nomination again."""
    return _undo(nomination_id, eligibility.undo_admission, gettext("The nomination must be screened again."))


@bp.post(f"{_PLACE}/undo")
@needs(Action.UNDO_REFUSAL)
def undo_refusal(nomination_id: UUID) -> Answer:
    """The head opens the question of eligibility again."""
    return _undo(nomination_id, eligibility.undo_refusal, gettext("The nomination must be screened again."))


@bp.post(f"{_PLACE}/duplicate")
@needs(Action.MARK_DUPLICATE)
def mark_duplicate(nomination_id: UUID) -> Answer:
    """The same as another nomination."""
    form = request.form
    try:
        eligibility.mark_duplicate(
            work(), nomination_id, form.get("duplicate_of", ""), form.get("duplicate_reason", "")
        )
    except Invalid as no:
        return _page(nomination_file.load_dossier(work(), nomination_id), errors=problems(no), given=form), 422
    return _done(nomination_id, gettext("The nomination is marked as a duplicate."))


def _undo(nomination_id: UUID, act: Callable[..., None], sentence: str) -> Answer:
    try:
        act(work(), nomination_id, request.form.get("undone_reason", ""))
    except Invalid as no:
        return _page(nomination_file.load_dossier(work(), nomination_id), errors=problems(no), given=request.form), 422
    return _done(nomination_id, sentence)


def _done(nomination_id: UUID, sentence: str) -> Response:
    flash(sentence, "success")
    return redirect(url_for(".screening", nomination_id=nomination_id), 303)


def _page(
    dossier: Dossier, *, mine: Mapping | None = None, clash: bool = False, errors: dict[str, str] | None = None,
    given: Mapping[str, str] | None = None,
) -> str:
    """`mine` is what was typed and not saved; `clash` shows it beside what another officer saved."""
    newest = nomination_file.list_submissions(work(), dossier.nomination)[0]
    edition, category = dossier.edition, dossier.edition.category(newest.category)
    sections = show_answers(
        category, newest.answers, current_language(), work().actor.role, country=country_name
    )
    saved = load_sheet(work(), dossier.nomination)
    codes = list_reason_codes(dossier.category)
    return file_page(
        "secretariat/screening.html", dossier, submission=newest, category=category, saved=saved,
        findings=list_findings(work(), edition, dossier.nomination, newest), say_finding=finding_sentence,
        rules={rule.key: rule for rule in category.rules},
        evidence={item.key: item for section in sections for item in section.items},
        checks=saved.checks if mine is None or clash else mine, mine=mine if clash else None, given=given or {},
        problem=errors or {}, errors=list((errors or {}).items()),
        reasons=[(code, reason_word(dossier.category, code)) for code in codes], reason_word=reason_word,
        story=nomination_file.load_story(work(), dossier.nomination),
        answer_choices=[(key, str(word)) for key, word in CHECKS.items()],
    )

