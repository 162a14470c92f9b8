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
from nominations.editions.rules import display
from nominations.editions.rules.consent import is_readable, list_correctable
from nominations.editions.rules.form import Section
from nominations.nominations.texts import errors
from nominations.nominations.views import form_fields
from nominations.nominations.views.form_fields import field_id, list_errors
from nominations.nominations.views.sections import section_page
from nominations.outside_requests.queries.consents import OpenedConsent, load_opened_consent
from nominations.outside_requests.services import consents
from nominations.web.areas.invited import bp
from nominations.web.authorization import by_link
from nominations.web.request import edition_id

Page = str | tuple[str, int] | Response


@bp.get("/consent/<token>")
@by_link
def consent(token: str) -> str:
    """A page with a button that shows nothing about anybody."""
    require_link(Purpose.CONSENT, token)
    return render_template("invited/consent.html", token=token)


@bp.post("/consent/<token>")
@by_link
def open_consent(token: str) -> Response:
    """Note that it was opened, and go on."""
    require_link_to_change(Purpose.CONSENT, token)
    consents.record_opening(bearer_work(), edition_id(), token)
    return redirect(url_for("invited.nomination", token=token), 303)


@bp.get("/consent/<token>/nomination")
@by_link
def nomination(token: str) -> str:
    """The nomination, the facts about oneself to correct, the wording, three answers."""
    require_link(Purpose.CONSENT, token)
    return _page(load_opened_consent(bearer_work(), edition_id(), token), token)


@bp.post("/consent/<token>/nomination")
@by_link
def answer_consent(token: str) -> Page:
    """Store the answer, or show more empty rows where that button was pressed."""
    require_link_to_change(Purpose.CONSENT, token)
    opened = load_opened_consent(bearer_work(), edition_id(), token)
    facts = form_fields.read(_facts(opened), request.form, without=request.form.get("_remove", ""))
    answer, note = request.form.get("answer", ""), clean(request.form.get("note", ""))
    if "_add" in request.form or "_remove" in request.form:
        return _page(opened, token, facts, answer, note, more=request.form.get("_add", ""))
    try:
        consents.answer(bearer_work(), edition_id(), token, answer, given=facts, note=note, language=current_language())
    except Invalid as wrong:
        opened = load_opened_consent(bearer_work(), edition_id(), token)
        return _page(opened, token, facts, answer, note, errors(wrong)), 422
    flash(gettext("We have saved your answer. Thank you."), "success")
    return redirect(url_for("invited.thanks"), 303)


def _facts(opened: OpenedConsent) -> Section:
    return Section("facts", NOTHING, NOTHING, list_correctable(opened.copy.category))


def _page(
    opened: OpenedConsent, token: str, facts: dict[str, Any] | None = None, answer: str = "", note: str = "",
    wrong: dict[str, str] | None = None, *, more: str = "",
) -> str:
    copy, wrong = opened.copy, wrong or {}
    own = {question.key for question in list_correctable(copy.category)}
    readable_keys = {
        question.key for section in copy.category.sections for question in section.questions
        if is_readable(question)
    } - own
    sections = display.show_answers(
        copy.category, copy.answers, current_language(), "applicant",
        country=lambda code: country_word(code, copy.edition)
    )
    told_sections = [(section, [item for item in section.items if item.key in readable_keys]) for section in sections]
    ids = {"answer": "answer", "note": "note"}
    return render_template(
        "invited/nomination.html", told=opened, token=token, copy=copy,
        sections=[(section.title, items) for section, items in told_sections if items],
        boxes=section_page.build_fields(
            copy.category, _facts(opened).questions, copy.answers if facts is None else facts, wrong, more
        ),
        countries=section_page.countries(copy.edition), said=answer, note=note, wrong=wrong,
        errors=list_errors(wrong, lambda name: ids.get(name, field_id(name))),
        wording=copy.edition.consent,
    )
