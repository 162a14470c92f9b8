"""A filled-in form: read, compared with the draft, and written into it answer by answer as chosen."""

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.core.language import gettext, ngettext
from nominations.core.rules.errors import ChangedElsewhere, Invalid
from nominations.core.rules.vocabulary import Action
from nominations.documents.texts import FORM_TROUBLES
from nominations.editions.countries import country_codes
from nominations.editions.rules.answers import find_lacking, find_problems
from nominations.editions.rules.display import Shown
from nominations.editions.rules.edition import Category
from nominations.editions.rules.form import Answers, Problem, Question
from nominations.editions.texts import describe_readings, problem_place, problem_sentence
from nominations.nominations.queries import working_copy
from nominations.nominations.queries.working_copy import WorkingCopy
from nominations.nominations.services import nominations
from nominations.nominations.texts import errors
from nominations.nominations.views.form_fields import list_errors
from nominations.nominations.views.sections import section_page
from nominations.official_form.adapters import form_reader
from nominations.official_form.rules import form_reading, paper_form
from nominations.official_form.rules.form_reading import FormRead, Trouble
from nominations.official_form.rules.merging import drop_blank_rows, merge_answer
from nominations.official_form.services import paper_forms
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, edition_id, settings, work

Page = str | tuple[str, int] | Response


@bp.get("/form")
@needs(Action.START)
def new_form() -> str:
    """Send a filled-in form of which there is no draft yet."""
    work().require(Action.START, policy_facts.load_edition(work(), edition_id()))
    return render_template("applicant/form.html", nomination=None, categories=edition().categories, wrong={})


@bp.post("/form")
@needs(Action.START)
def read_new_form() -> Page:
    """The answers of the form, before a draft is begun."""
    work().require(Action.START, policy_facts.load_edition(work(), edition_id()))
    return _read(None)


@bp.post("/form/begin")
@needs(Action.START)
def begin_from_form() -> Page:
    """Begin a draft with the answers that were ticked."""
    category = request.form.get("category", "")
    chosen = next((candidate for candidate in edition().categories if candidate.key == category), None)
    answers = form_reading.well_shaped(chosen, _read_carried("given")) if chosen else {}
    taken = {key: drop_blank_rows(answers[key]) for key in request.form.getlist("take") if key in answers}
    try:
        nomination = nominations.start_draft(work(), category, taken)
    except Invalid as wrong:
        return _show_refusal(None, wrong), 422
    flash(gettext("We have started a draft with the answers in your form. Check them and continue."), "success")
    return redirect(url_for("applicant.show", nomination_id=nomination.id), 303)


@bp.get("/<uuid:nomination_id>/form")
@needs(Action.EDIT)
def form(nomination_id: UUID) -> str:
    """Send a filled-in form for this draft."""
    copy = _copy(nomination_id)
    return render_template(
        "applicant/form.html", nomination=copy.nomination, categories=[copy.category], wrong={},
    )


@bp.post("/<uuid:nomination_id>/form")
@needs(Action.EDIT)
def read_form(nomination_id: UUID) -> Page:
    """The form beside the draft: old and new of each answer that differs."""
    return _read(_copy(nomination_id))


@bp.post("/<uuid:nomination_id>/form/take")
@needs(Action.EDIT)
def take_form(nomination_id: UUID) -> Page:
    """Take over what was ticked."""
    copy = _copy(nomination_id)
    answers = form_reading.well_shaped(copy.category, _read_carried("given"))
    try:
        changed = paper_forms.take_over(
            work(), nomination_id, answers, _read_carried("seen"), request.form.getlist("take")
        )
    except Invalid as wrong:
        return _show_refusal(copy, wrong), 422
    except ChangedElsewhere:
        flash(gettext(
            "The draft has changed in the meantime, so nothing was saved. Check the differences again."
        ), "warning")
        read = FormRead(None, (), paper_form.ReadAnswers(answers))
        return _difference(_copy(nomination_id), copy.category, read), 409
    sentence = ngettext(
        "%(num)s answer was copied into the draft.",
        "%(num)s answers were copied into the draft.", len(changed),
    )
    flash(sentence if changed else gettext("Nothing was changed."), "success")
    return redirect(url_for("applicant.show", nomination_id=nomination_id), 303)


def _copy(nomination_id: UUID) -> WorkingCopy:
    return working_copy.load(work(), policy_facts.nomination(work(), nomination_id, to=Action.EDIT))


def _read_carried(name: str) -> dict[str, Any]:
    """The answers that the page of differences sent back; they are checked again before they are written."""
    try:
        carried = json.loads(request.form.get(name, "{}"))
    except (ValueError, RecursionError):
        return {}
    return carried if isinstance(carried, dict) else {}


def _read(copy: WorkingCopy | None) -> Page:
    file = request.files.get("form")
    if file is None or not file.filename:
        wrong = {"form": gettext("Choose a file first.")}
        return _again(copy, wrong), 422
    folder = settings().data / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=folder, suffix=".pdf") as temporary:
        sent = _read_upload(file, Path(temporary.name))
    category, read = form_reading.interpret(
        edition(), copy.category if copy else None, sent.fields, sent.properties, is_pdf=sent.is_pdf,
        encrypted=sent.encrypted, damaged=sent.damaged,
    )
    if category is None or not read.read.answers:
        troubles = [FORM_TROUBLES[trouble] for trouble in read.troubles or (Trouble.EMPTY,)]
        return _again(copy, {"form": " ".join(map(str, troubles))}), 422
    return _difference(copy, category, read)


def _read_upload(file: FileStorage, path: Path) -> form_reader.Sent:
    file.save(path)
    return form_reader.look(path, settings())


def _again(copy: WorkingCopy | None, wrong: dict[str, str]) -> str:
    return render_template(
        "applicant/form.html", nomination=copy.nomination if copy else None, wrong=wrong,
        errors=list_errors(wrong, str),
        categories=[copy.category] if copy else edition().categories,
    )


def _show_refusal(copy: WorkingCopy | None, wrong: Invalid) -> str:
    introduction = gettext("Something in this form cannot be saved:")
    return _again(copy, {"form": " ".join([introduction, *errors(wrong).values()])})


@dataclass(frozen=True, slots=True)
class _Difference:
    """One answer of the form beside the draft's: what it becomes, what will be asked of it, how its texts are read."""

    old: Shown
    new: Shown
    result: Shown | None
    asked: list[str]
    understood: list[str]

    @property
    def is_proposed(self) -> bool:
        return not self.old.is_answered


def _compare_answers(
    category: Category, question: Question, stored: Answers, answers: Answers, merged: Answers
) -> _Difference:
    old, new, result = (
        section_page.show_answer(edition(), question, values) for values in (stored, answers, merged)
    )
    problems = find_lacking(question, merged[question.key], merged)
    problems += find_problems(question, merged[question.key], countries=country_codes())
    return _Difference(
        old, new, result if old.is_answered and result != new else None,
        [_place_problem(problem, category) for problem in problems],
        list(dict.fromkeys(describe_readings(question, merged[question.key]))),
    )


def _place_problem(problem: Problem, category: Category) -> str:
    sentence = problem_sentence(problem)
    if not problem.part and problem.row is None:
        return sentence
    return gettext("%(place)s: %(sentence)s", place=problem_place(problem, category), sentence=sentence)


def _difference(copy: WorkingCopy | None, category: Category, read: FormRead) -> str:
    stored, answers = copy.answers if copy else {}, read.read.placed
    merged = stored | {
        question.key: merge_answer(question, stored.get(question.key), answers[question.key])
        for question in paper_form.list_questions(category) if question.key in answers
    }
    rows = [
        _compare_answers(category, question, stored, answers, merged)
        for question in paper_form.list_questions(category)
        if question.key in answers and merged[question.key] != stored.get(question.key)
    ]
    same = sum(merged[key] == stored.get(key) for key in answers)
    return render_template(
        "applicant/form_difference.html", nomination=copy.nomination if copy else None, category=category, rows=rows,
        same=same, troubles=[FORM_TROUBLES[trouble] for trouble in read.troubles], mark=read.mark,
        given=json.dumps(answers), seen=json.dumps({key: stored[key] for key in answers if key in stored}),
    )
