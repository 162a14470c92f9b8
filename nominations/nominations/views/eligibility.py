"""The eligibility self-check: one question on each page; a draft begun later takes over the answers.

Answers are stored in the browser's session only, never in an address or in the database.
"""

from typing import Any

from flask import abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from nominations.core.language import current_language, gettext
from nominations.core.rules.text.words import NOTHING, LocalizedText
from nominations.editions.countries import country_codes
from nominations.editions.queries import editions
from nominations.editions.rules.answers import find_problems, is_empty
from nominations.editions.rules.edition import Category, CheckItem
from nominations.editions.rules.form import Kind, Option, Question, Section
from nominations.editions.texts import finding_sentence
from nominations.nominations.rules import selfcheck
from nominations.nominations.views import form_fields
from nominations.nominations.views.sections import section_page
from nominations.web.areas.public import bp
from nominations.web.authorization import open_to_all
from nominations.web.request import edition, edition_id, work
from nominations.web.request_values import category_of

Page = str | tuple[str, int] | Response
KEY = "self_check"


@bp.get("/<edition:edition>/eligibility/<category>")
@open_to_all
def eligibility(category: str) -> str:
    """What the self-check is, and its beginning."""
    chosen = _category_with_check(category)
    return render_template("public/eligibility.html", category=chosen, questions=selfcheck.list_questions(chosen),
                           begun=bool(_load_answers(chosen)))


@bp.get("/<edition:edition>/eligibility/<category>/<int:number>")
@open_to_all
def eligibility_question(category: str, number: int) -> str:
    """One question."""
    chosen = _category_with_check(category)
    return _page(chosen, number, _load_answers(chosen), {})


@bp.post("/<edition:edition>/eligibility/<category>/<int:number>")
@open_to_all
def answer_eligibility(category: str, number: int) -> Page:
    """Keep the answer in the session, and go on; back to the end, where a given answer was changed."""
    chosen = _category_with_check(category)
    question = _question(chosen, number)
    answer = _read_answer(question)
    if "_add" in request.form:
        return _page(chosen, number, _load_answers(chosen) | {question.key: answer}, {}, more=request.form["_add"])
    if wrong := _find_errors(question, answer):
        return _page(chosen, number, _load_answers(chosen) | {question.key: answer}, wrong), 422
    answers = {key: value for key, value in _load_answers(chosen).items() if key != question.key}
    session[KEY] = {
        **session.get(KEY, {}), _name(chosen): answers if is_empty(answer) else {**answers, question.key: answer}
    }
    ended = number >= len(chosen.self_check) or "_return" in request.form
    if ended:
        return redirect(url_for("public.eligibility_result", category=category), 303)
    return redirect(url_for("public.eligibility_question", category=category, number=number + 1), 303)


@bp.get("/<edition:edition>/eligibility/<category>/result")
@open_to_all
def eligibility_result(category: str) -> str:
    """What the rules say, which rule and which answer led there, and every answer with a way to change it."""
    chosen, answers = _category_with_check(category), _load_answers(_category_with_check(category))
    closing = editions.load_closing(work().session, edition_id())
    result = selfcheck.judge_answers(edition(), chosen, answers, work().now, closing.enforced)
    numbers = {key: number for number, key in enumerate(chosen.self_check, 1)}
    return render_template(
        "public/eligibility_result.html", category=chosen, result=result, numbers=numbers,
        shown=[
            section_page.show_answer(edition(), _as_question(question), answers)
            for question in selfcheck.list_questions(chosen)
        ],
        finding=finding_sentence,
    )


@bp.post("/<edition:edition>/eligibility/<category>/forget")
@open_to_all
def forget_eligibility(category: str) -> Response:
    """Start over: the answers leave the session."""
    chosen = _category_with_check(category)
    session[KEY] = {key: value for key, value in session.get(KEY, {}).items() if key != _name(chosen)}
    return redirect(url_for("public.eligibility", category=category), 303)


def _category_with_check(key: str) -> Category:
    category = category_of(key)
    if not category.self_check:
        abort(404)
    return category


def _name(category: Category) -> str:
    return f"{edition().code}/{category.key}"


def _load_answers(category: Category) -> dict[str, Any]:
    return dict(session.get(KEY, {}).get(_name(category), {}))


def _question(category: Category, number: int) -> Question:
    if not 1 <= number <= len(category.self_check):
        abort(404)
    return _as_question(selfcheck.list_questions(category)[number - 1])


def _as_question(question: Question | CheckItem) -> Question:
    """A question of the checklist becomes a choice of yes, no, and not sure."""
    if isinstance(question, Question):
        return question
    words = {"yes": gettext("Yes"), "no": gettext("No"), "unclear": gettext("I am not sure")}
    options = tuple(Option(key, LocalizedText({current_language(): word})) for key, word in words.items())
    return Question(question.key, Kind.CHOICE, question.question, options=options, required=True)


def _read_answer(question: Question) -> Any:
    return form_fields.read(Section(question.key, NOTHING, questions=(question,)), request.form).get(question.key, "")


def _find_errors(question: Question, answer: Any) -> dict[str, str]:
    return form_fields.errors_of(find_problems(question, answer, countries=country_codes()))


def _page(category: Category, number: int, answers: dict[str, Any], wrong: dict[str, str], more: str = "") -> str:
    question = _question(category, number)
    [box] = section_page.build_fields(category, (question,), answers, wrong, more)
    return render_template(
        "public/eligibility_question.html", category=category, number=number, total=len(category.self_check), box=box,
        countries=section_page.countries(edition()),
        errors=[(form_fields.field_id(key), sentence) for key, sentence in wrong.items()],
        returns="change" in request.args or "_return" in request.form,
    )
