"""One section of the form: read, written, compared with what another tab saved."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.core.language import current_language, gettext
from nominations.core.rules.errors import ChangedElsewhere, InUse, Invalid, Refused
from nominations.core.rules.policy_facts import PolicyFacts
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.editions.countries import country_codes
from nominations.editions.rules.form import Problem, Section
from nominations.editions.texts import problem_place, problem_sentence
from nominations.nominations.queries import editable_parts, presence, working_copy
from nominations.nominations.queries.working_copy import WorkingCopy
from nominations.nominations.rules import progress
from nominations.nominations.services import answers
from nominations.nominations.texts import errors
from nominations.nominations.views import form_fields
from nominations.nominations.views.form_fields import list_errors
from nominations.nominations.views.sections import section_form, section_page
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import work

Page = str | tuple[str, int] | Response


@bp.get("/<uuid:nomination_id>/sections/<section>")
@needs(Action.VIEW)
def section(nomination_id: UUID, section: str) -> str:
    """The questions of a section; to read only, where nothing may be changed any more."""
    copy, case = section_form.copy_and_case(nomination_id)
    return _page(copy, section_form.section_of(copy, section), copy.answers, case=case)


@bp.post("/<uuid:nomination_id>/sections/<section>")
@needs(Action.EDIT)
def save_section(nomination_id: UUID, section: str) -> Page:
    """Save what was typed, as it was typed."""
    copy = section_form.copy_of(nomination_id)
    form, part = request.form, section_form.section_of(copy, section)
    typed = section_form.merge_choices(part, form_fields.read(part, form, without=form.get("_remove", "")))
    try:
        saved = answers.save(
            work(), nomination_id, section, typed, version=section_form.version_read(), done=section_form.is_done(),
            only=section_form.list_questions_sent(part), leaving=True,
        )
    except Invalid as wrong:
        return _page(copy, part, typed, wrong=errors(wrong)), 422
    except ChangedElsewhere as clash:
        if not isinstance(clash.theirs, answers.ConflictingAnswer):
            raise
        return _clash(copy, part, typed, clash.theirs), 409
    except InUse as held:
        return _page(copy, part, typed, held=held), 409
    except Refused as no:
        if no.reason is not Refusal.TOO_LATE:
            raise
        return _page(copy, part, typed, too_late=True), 409
    return _go_on(section_form.copy_of(nomination_id), part, saved.changed)


def _go_on(copy: WorkingCopy, part: Section, changed: bool) -> Response:
    """To the next section or back to the list; back to this section if something just saved is wrong."""
    form, nomination_id = request.form, copy.nomination.id
    here: dict[str, Any] = {"nomination_id": nomination_id, "section": part.key}
    if "_add" in form:
        key = form["_add"]
        return redirect(url_for("applicant.section", **here, more=key, _anchor=form_fields.field_id(key)), 303)
    if "_remove" in form:
        key = form["_remove"].rpartition("-")[0]
        return redirect(url_for("applicant.section", **here, _anchor=form_fields.field_id(key)), 303)
    state = progress.assess_section(
        copy.category, part, copy.answers, part.key in copy.nomination.sections_done, country_codes()
    )
    if changed and state.progress is progress.Progress.PROBLEM:
        flash(gettext("Saved. Some answers still need your attention."), "warning")
        return redirect(url_for("applicant.section", **here), 303)
    flash(gettext("Saved."), "success")
    if "_return" in form:
        return redirect(url_for("applicant.show", nomination_id=nomination_id), 303)
    if "_check" in form:
        return redirect(url_for("applicant.check", nomination_id=nomination_id), 303)
    keys = [item.key for item in copy.category.sections]
    later = keys[keys.index(part.key) + 1:]
    if not later:
        return redirect(url_for("applicant.attachments", nomination_id=nomination_id), 303)
    return redirect(url_for("applicant.section", nomination_id=nomination_id, section=later[0]), 303)


def _page(
    copy: WorkingCopy, part: Section, typed: dict[str, Any], *, wrong: dict[str, str] | None = None,
    too_late: bool = False, held: InUse | None = None, case: PolicyFacts | None = None,
) -> str:
    nomination = copy.nomination
    case = case or policy_facts.load(work(), nomination)
    turn = presence.load_turn(work(), nomination.id, part.key) if case.shared else None
    in_use = turn is not None and not turn.mine
    opened = editable_parts.open_keys(work(), case, copy) if held or not in_use else frozenset()
    done = part.key in nomination.sections_done
    state = progress.assess_section(copy.category, part, typed if wrong else copy.answers, done, country_codes())
    problems = [*state.mistakes, *(state.lacking if done or "missing" in request.args else ())]
    soft = {} if wrong else form_fields.errors_of(problems)
    questions = section_page.list_questions(part)
    stood = copy.sections.get(part.key)
    if opened is not None and not too_late:
        questions = tuple(question for question in questions if question.key in opened)
    keys = [item.key for item in copy.category.sections]
    return render_template(
        "applicant/section.html", copy=copy, nomination=nomination, part=part, title=part.title.in_(current_language()),
        boxes=section_page.build_fields(copy.category, questions, typed, wrong or soft, request.args.get("more", "")),
        closed=[section_page.show_answer(
            copy.edition, question, copy.answers
        ) for question in section_page.list_questions(part)
                if question not in questions],
        countries=section_page.countries(copy.edition), errors=list_errors(wrong or {}),
        soft=[] if wrong else [_link(copy, fault) for fault in problems],
        version=(request.form.get("_version") if wrong or held else None) or (stood.version if stood else 0), done=done,
        saved_at=stood.saved_at if stood else None, too_late=too_late, number=keys.index(part.key) + 1, total=len(keys),
        case=case, only_lacking=case.only_missing_parts, turn=turn,
        submission=working_copy.newest_submission(work().session, nomination), held=held, in_use=in_use,
        others=_others(copy) if case.shared else (), unsettled=_count_open_remarks(copy, part) if case.shared else 0,
        back_to_check="check" in request.args or "_check" in request.form,
    )


def _others(copy: WorkingCopy) -> list[tuple[str, str]]:
    """Who else is in which section now, in words."""
    titles = {item.key: item.title.in_(current_language()) for item in copy.category.sections}
    return [(name, titles.get(key, key)) for name, key in presence.list_others(work(), copy.nomination.id)]


def _count_open_remarks(copy: WorkingCopy, part: Section) -> int:
    open_remarks = presence.count_open_remarks(work(), copy.nomination.id)
    return sum(open_remarks.get(question.key, 0) for question in part.questions)


def _link(copy: WorkingCopy, fault: Problem) -> tuple[str, str]:
    return form_fields.field_id(
        form_fields.name_of(fault)
    ), f"{problem_place(fault, copy.category)}: {problem_sentence(fault)}"


def _clash(copy: WorkingCopy, part: Section, typed: dict[str, Any], theirs: answers.ConflictingAnswer) -> str:
    return render_template(
        "applicant/clash.html", copy=copy, nomination=copy.nomination, part=part, theirs=theirs,
        differences=section_page.list_differences(
            copy.edition, copy.category, part, typed, theirs.answers, theirs.base
        ),
        countries=section_page.countries(copy.edition), done=request.form.get("_done", ""),
    )


@bp.get("/<uuid:nomination_id>/sections/<section>/versions")
@needs(Action.VIEW)
def section_versions(nomination_id: UUID, section: str) -> str:
    """Earlier versions of a section, each with a way back."""
    copy = section_form.copy_of(nomination_id)
    part = section_form.section_of(copy, section)
    case = policy_facts.load(work(), copy.nomination)
    return render_template(
        "applicant/section_versions.html", nomination=copy.nomination, part=part, case=case,
        versions=[
            (version, [section_page.show_answer(copy.edition, question, version.version.answers)
                    for question in section_page.list_questions(part) if question.key in version.version.answers])
            for version in working_copy.list_section_versions(work(), nomination_id, section)[:50]
        ],
    )


@bp.post("/<uuid:nomination_id>/sections/<section>/versions/<int:number>/restore")
@needs(Action.EDIT)
def restore_section(nomination_id: UUID, section: str, number: int) -> Response:
    """Write an earlier version again."""
    answers.restore(work(), nomination_id, section, min(number, section_form.MOST))
    flash(gettext("The earlier version is restored. What it replaced is saved as a version too."), "success")
    return redirect(url_for("applicant.section", nomination_id=nomination_id, section=section), 303)
