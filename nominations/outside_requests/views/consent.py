"""The nominee: reads the nomination, proposes corrections of facts about themselves, agrees or does not."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.views.private_links import bearer_work, require_link, require_link_to_change
from nominations.core.language import current_language, gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.private_links import Purpose
from nominations.core.rules.text.stored_text import clean
from nominations.core.rules.text.words import NOTHING
from nominations.editions.countries import country_word
from nominations.editions.rules import consent as rules
from nominations.editions.rules import display
from nominations.editions.rules.form import Section
from nominations.nominations.texts import errors
from nominations.nominations.views import form_fields
from nominations.nominations.views.form_fields import field_id, list_errors
from nominations.nominations.views.sections import section_page
from nominations.outside_requests.services import consents
from nominations.outside_requests.services.consents import Opened
from nominations.web.areas.invited import bp
from nominations.web.authorization import by_link
from nominations.web.request import edition_id

Page = str | tuple[str, int] | Response


@bp.get("/consent/<token>")
@by_link
def consent(token: str) -> str:
    """A page with a button, and nothing about anybody."""
    require_link(Purpose.CONSENT, token)
    return render_template("invited/consent.html", token=token)


@bp.post("/consent/<token>")
@by_link
def open_consent(token: str) -> Response:
    """Note that it was opened, and go on."""
    require_link_to_change(Purpose.CONSENT, token)
    consents.open_(bearer_work(), edition_id(), token)
    return redirect(url_for("invited.nomination", token=token), 303)


@bp.get("/consent/<token>/nomination")
@by_link
def nomination(token: str) -> str:
    """The nomination, the facts about oneself to correct, the wording, three answers."""
    require_link(Purpose.CONSENT, token)
    return _page(consents.behind(bearer_work(), edition_id(), token), token)


@bp.post("/consent/<token>/nomination")
@by_link
def answer_consent(token: str) -> Page:
    """Keep the answer; more empty rows are asked for by a button of the same form."""
    require_link_to_change(Purpose.CONSENT, token)
    told = consents.behind(bearer_work(), edition_id(), token)
    given = form_fields.read(_facts(told), request.form, without=request.form.get("_remove", ""))
    said, note = request.form.get("answer", ""), clean(request.form.get("note", ""))
    if "_add" in request.form or "_remove" in request.form:
        return _page(told, token, given, said, note, more=request.form.get("_add", ""))
    try:
        consents.answer(bearer_work(), edition_id(), token, said, given=given, note=note, language=current_language())
    except Invalid as wrong:
        return _page(consents.behind(bearer_work(), edition_id(), token), token, given, said, note, errors(wrong)), 422
    flash(gettext("We have saved your answer. Thank you."), "success")
    return redirect(url_for("invited.thanks"), 303)


def _facts(told: Opened) -> Section:
    return Section("facts", NOTHING, NOTHING, rules.list_correctable(told.copy.category))


def _page(
    told: Opened, token: str, given: dict[str, Any] | None = None, said: str = "", note: str = "",
    wrong: dict[str, str] | None = None, *, more: str = "",
) -> str:
    copy, wrong = told.copy, wrong or {}
    own = {question.key for question in rules.list_correctable(copy.category)}
    readable = {
        question.key for section in copy.category.sections for question in section.questions
        if rules.is_readable(question)
    } - own
    sections = display.show_answers(
        copy.category, copy.answers, current_language(), "applicant",
        country=lambda code: country_word(code, copy.edition)
    )
    told_sections = [(each, [item for item in each.items if item.key in readable]) for each in sections]
    ids = {"answer": "answer", "note": "note"}
    return render_template(
        "invited/nomination.html", told=told, token=token, copy=copy,
        sections=[(section.title, items) for section, items in told_sections if items],
        boxes=section_page.build_fields(
            copy.category, _facts(told).questions, copy.answers if given is None else given, wrong, more
        ),
        countries=section_page.countries(copy.edition), said=said, note=note, wrong=wrong,
        errors=list_errors(wrong, lambda name: ids.get(name, field_id(name))),
        wording=copy.edition.consent,
    )
