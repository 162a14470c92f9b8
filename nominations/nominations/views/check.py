"""Check the answers, declare, sign, submit; then the receipt."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.core.language import current_language, gettext
from nominations.core.rules.errors import Invalid, TooLate
from nominations.core.rules.text.stored_text import clean
from nominations.core.rules.vocabulary import Action
from nominations.editions.countries import country_codes, country_word
from nominations.editions.rules import display
from nominations.editions.rules.form import Problem
from nominations.editions.texts import finding_sentence, problem_place, problem_sentence
from nominations.nominations.queries import outside_requests, working_copy
from nominations.nominations.queries.working_copy import WorkingCopy
from nominations.nominations.rules import progress
from nominations.nominations.services import submissions
from nominations.nominations.texts import errors
from nominations.nominations.views.form_fields import field_id, name_of
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import work

Page = str | tuple[str, int] | Response


@bp.get("/<uuid:nomination_id>/check")
@needs(Action.VIEW)
def check(nomination_id: UUID) -> str:
    """Every answer in order, what stops the submission on top, the declarations below."""
    return _page(_copy(nomination_id), {}, "", {})


@bp.post("/<uuid:nomination_id>/submit")
@needs(Action.SUBMIT)
def submit(nomination_id: UUID) -> Page:
    """Submit: in time, with a receipt; late, with a page that says so and keeps everything."""
    declared = {
        key.removeprefix("declaration."): value for key, value in request.form.items() if key.startswith("declaration.")
    }
    typed_name = clean(request.form.get("typed_name", ""))
    try:
        outcome = submissions.submit(
            work(), nomination_id, declared=declared, language=current_language(), typed_name=typed_name
        )
    except Invalid as wrong:
        return _page(_copy(nomination_id), declared, typed_name, errors_of(wrong)), 422
    if isinstance(outcome, TooLate):
        return _late(nomination_id, outcome), 409
    flash(gettext("We have received your nomination."), "success")
    return redirect(url_for("applicant.receipt", nomination_id=nomination_id), 303)


def errors_of(wrong: Invalid) -> dict[str, str]:
    """The sentences of declarations and name; what is unfinished in the answers is listed by itself."""
    return errors(Invalid(**{key: value for key, value in wrong.problems.items() if key != "nomination"}))


def _copy(nomination_id: UUID) -> WorkingCopy:
    return working_copy.load(work(), policy_facts.nomination(work(), nomination_id, to=Action.VIEW))


def _late(nomination_id: UUID, outcome: TooLate) -> str:
    copy = _copy(nomination_id)
    last = working_copy.newest_submission(work().session, copy.nomination)
    return render_template(
        "errors/late.html", received_at=outcome.at, closes_at=outcome.closed_at, reference=copy.nomination.reference,
        last_submission=last.submitted_at if last else None,
        nomination_url=url_for("applicant.show", nomination_id=nomination_id),
    )


def _page(copy: WorkingCopy, declared: dict[str, str], typed_name: str, wrong: dict[str, str]) -> str:
    nomination = copy.nomination
    case = policy_facts.load(work(), nomination)
    around = outside_requests.load(work().session, nomination.id)
    ready = progress.assess_readiness(
        copy.edition, copy.category, copy.answers, copy.attached, declared, now=work().now,
        closes=case.open_until or work().now, countries=country_codes(),
        outside=outside_requests.gather_facts(around, copy),
    )
    sections = display.show_answers(
        copy.category, copy.answers, current_language(), "applicant",
        country=lambda code: country_word(code, copy.edition)
    )
    stops = [
        (_where(copy, fault), f"{problem_place(fault, copy.category)}: {problem_sentence(fault)}")
        for fault in ready.problems
    ]
    for block in ready.blocks:
        rule = next(candidate for candidate in copy.category.rules if candidate.key == block.rule)
        sentence = f"{rule.label.in_(current_language())}: {finding_sentence(block, copy.edition)}"
        where = _where(copy, Problem(block.questions[0])) if block.questions else "#stops"
        stops.append((where, sentence))
    summary = [(name.replace(".", "-"), sentence) for name, sentence in wrong.items()]
    submission = working_copy.newest_submission(work().session, nomination)
    return render_template(
        "applicant/check.html", copy=copy, nomination=nomination, case=case, sections=sections, stops=stops,
        declared=declared, typed_name=typed_name, wrong=wrong, errors=summary, submission=submission,
        unchanged=submission is not None and not working_copy.differs(copy, submission),
        flagged={fault.question for fault in ready.problems},
    )


def _where(copy: WorkingCopy, fault: Problem) -> str:
    """The address of the field where a problem can be corrected."""
    nomination_id = copy.nomination.id
    for section in copy.category.sections:
        if any(question.key == fault.question for question in section.questions):
            return url_for(
                "applicant.section", nomination_id=nomination_id, section=section.key, check=1, missing=1,
                _anchor=field_id(name_of(fault)),
            )
    anchor = "" if fault.question == "attachments" else f"kind-{fault.question}"
    return url_for("applicant.attachments", nomination_id=nomination_id, _anchor=anchor)
