"""The eligibility self-check: one question a page, kept in the browser's session, carried into the file afterwards.

Nothing of it stands in an address, and nothing is written but the session.
"""

from typing import Any

from flask import abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from nominations.core.language import current_language, gettext
from nominations.core.rules.text.words import NOTHING, LocalizedText
from nominations.editions.countries import country_codes
from nominations.editions.queries import editions
from nominations.editions.rules.answers import is_empty, problems
from nominations.editions.rules.edition import Category, CheckItem
from nominations.editions.rules.form import Kind, Option, Question, Section
from nominations.editions.texts import finding
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
    found = _checked(category)
    return render_template("public/eligibility.html", category=found, questions=selfcheck.asked(found),
                           begun=bool(_kept(found)))


@bp.get("/<edition:edition>/eligibility/<category>/<int:number>")
@open_to_all
def eligibility_question(category: str, number: int) -> str:
    """One question."""
    found = _checked(category)
    return _page(found, number, _kept(found), {})


@bp.post("/<edition:edition>/eligibility/<category>/<int:number>")
@open_to_all
def answer_eligibility(category: str, number: int) -> Page:
    """Keep the answer in the session, and go on; back to the end, where a given answer was changed."""
    found = _checked(category)
    asked = _numbered(found, number)
    given = _given(asked)
    if "_add" in request.form:
        return _page(found, number, _kept(found) | {asked.key: given}, {}, more=request.form["_add"])
    if wrong := _wrong(asked, given):
        return _page(found, number, _kept(found) | {asked.key: given}, wrong), 422
    answers = {key: value for key, value in _kept(found).items() if key != asked.key}
    session[KEY] = {**session.get(KEY, {}), _name(found): answers if is_empty(given) else {**answers, asked.key: given}}
    ended = number >= len(found.self_check) or "_return" in request.form
    if ended:
        return redirect(url_for("public.eligibility_result", category=category), 303)
    return redirect(url_for("public.eligibility_question", category=category, number=number + 1), 303)


@bp.get("/<edition:edition>/eligibility/<category>/result")
@open_to_all
def eligibility_result(category: str) -> str:
    """What the rules say, which rule and which answer led there, and every answer with a way to change it."""
    found, answers = _checked(category), _kept(_checked(category))
    closing = editions.closing(work().session, edition_id())
    result = selfcheck.result(edition(), found, answers, work().now, closing.enforced)
    numbers = {key: number for number, key in enumerate(found.self_check, 1)}
    return render_template(
        "public/eligibility_result.html", category=found, result=result, numbers=numbers,
        shown=[section_page.shown(edition(), _as_question(each), answers) for each in selfcheck.asked(found)],
        finding=finding,
    )


@bp.post("/<edition:edition>/eligibility/<category>/forget")
@open_to_all
def forget_eligibility(category: str) -> Response:
    """Start over: the answers leave the session."""
    found = _checked(category)
    session[KEY] = {key: value for key, value in session.get(KEY, {}).items() if key != _name(found)}
    return redirect(url_for("public.eligibility", category=category), 303)


def _checked(key: str) -> Category:
    found = category_of(key)
    if not found.self_check:
        abort(404)
    return found


def _name(category: Category) -> str:
    return f"{edition().code}/{category.key}"


def _kept(category: Category) -> dict[str, Any]:
    return dict(session.get(KEY, {}).get(_name(category), {}))


def _numbered(category: Category, number: int) -> Question:
    if not 1 <= number <= len(category.self_check):
        abort(404)
    return _as_question(selfcheck.asked(category)[number - 1])


def _as_question(asked: Question | CheckItem) -> Question:
    """What an officer will ask is asked here as a choice of yes, no, and not sure."""
    if isinstance(asked, Question):
        return asked
    words = {"yes": gettext("Yes"), "no": gettext("No"), "unclear": gettext("I am not sure")}
    options = tuple(Option(key, LocalizedText({current_language(): word})) for key, word in words.items())
    return Question(asked.key, Kind.CHOICE, asked.question, options=options, required=True)


def _given(asked: Question) -> Any:
    return form_fields.read(Section(asked.key, NOTHING, questions=(asked,)), request.form).get(asked.key, "")


def _wrong(asked: Question, given: Any) -> dict[str, str]:
    return form_fields.errors_of(problems(asked, given, countries=country_codes()))


def _page(category: Category, number: int, answers: dict[str, Any], wrong: dict[str, str], more: str = "") -> str:
    asked = _numbered(category, number)
    [box] = section_page.fields(category, (asked,), answers, wrong, more)
    return render_template(
        "public/eligibility_question.html", category=category, number=number, total=len(category.self_check), box=box,
        countries=section_page.countries(edition()),
        errors=[(form_fields.field_id(key), said) for key, said in wrong.items()],
        returns="change" in request.args or "_return" in request.form,
    )
