"""The page of the deadline: its history, extending it for everybody in two steps, and checking another instant."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.call.queries.deadlines import (
    Recipients,
    Verdict,
    check_instant,
    count_recipients,
    list_announcements,
    list_extensions,
)
from nominations.call.services.deadlines import Announcement, extend_call, preview_extension
from nominations.call.texts import describe_deadline_problems
from nominations.core.language import gettext, ngettext
from nominations.core.rules.errors import ChangedElsewhere, Invalid
from nominations.core.rules.text import typed
from nominations.core.rules.vocabulary import Action
from nominations.editions.queries import editions
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, edition_id, work
from nominations.web.request_values import parse_count

Answer = str | Response | tuple[str, int]


@bp.get("/deadline")
@needs(Action.LIST)
def deadline() -> str:
    """The current deadline and, for the head, the form to extend it."""
    return page()


@bp.post("/deadline/preview")
@needs(Action.EXTEND)
def preview() -> Answer:
    """The second step: shows what will change and who gets a letter. Nothing is changed yet."""
    work().require(Action.EXTEND, policy_facts.load_edition(work(), edition_id()))
    form = request.form
    try:
        announcement = _read_announcement(form)
        letters = preview_extension(work(), edition_id(), announcement)
    except Invalid as error:
        return page(form, describe_deadline_problems(error)), 422
    except ChangedElsewhere:
        return page(form, changed_elsewhere=True), 409
    return render_template(
        "secretariat/preview.html", announcement=announcement, letters=letters, given=form,
        before=editions.load_closing(work().session, edition_id()),
        comes_twice=form.get("kind") == "instant" and typed.comes_twice(announcement.closes_at, edition().zone),
    )


@bp.post("/deadline")
@needs(Action.EXTEND)
def extend() -> Answer:
    """Announce the new deadline."""
    work().require(Action.EXTEND, policy_facts.load_edition(work(), edition_id()))
    form = request.form
    try:
        letters = extend_call(work(), edition_id(), _read_announcement(form))
    except Invalid as error:
        return page(form, describe_deadline_problems(error)), 422
    except ChangedElsewhere:
        return page(form, changed_elsewhere=True), 409
    sentence = ngettext("One email is being sent.", "%(num)s emails are being sent.", letters)
    flash(gettext("The new deadline applies from now on.") + " " + sentence, "success")
    return redirect(url_for(".deadline"), 303)


def _read_announcement(form: Mapping[str, str]) -> Announcement:
    zone, after = edition().zone, form.get("after", "")
    closes_at = (
        typed.parse_instant("day", form.get("day", ""), "time", form.get("time", ""), zone)
        if form.get("kind") == "instant" else typed.parse_end_of_day("last_day", form.get("last_day", ""), zone)
    )
    recipients = form.get("told", "")
    if recipients not in set(Recipients):
        raise Invalid(told="not_an_option")
    reasons = {code: form.get(f"reason-{code}", "") for code in edition().languages}
    return Announcement(closes_at, reasons, Recipients(recipients), parse_count(after))


def page(
    given: Mapping[str, str] | None = None, errors: dict[str, str] | None = None, *, changed_elsewhere: bool = False,
    more: Mapping[str, Any] | None = None,
) -> str:
    """The page with the values and errors of its forms; `more` holds those of the other form (extensions.py)."""
    history = list_announcements(work(), edition_id())
    verdict, asked_at, trouble = _check_requested_instant()
    extension_form: dict[str, Any] = {"one": {}, "one_problem": {}, **(more or {})}
    problem = errors or {}
    return render_template(
        "secretariat/deadline.html", closing=editions.load_closing(work().session, edition_id()), history=history,
        personal=list_extensions(work(), edition_id()), case=policy_facts.load_edition(work(), edition_id()),
        how_many=count_recipients(work(), edition_id()), given=given or {}, problem=problem,
        errors=list((problem or extension_form["one_problem"]).items()), changed_elsewhere=changed_elsewhere,
        verdict=verdict, asked_at=asked_at, asked=request.args, asked_problem=trouble, **extension_form,
    )


def _check_requested_instant() -> tuple[Verdict | None, datetime | None, dict[str, str]]:
    """The check of another instant that the query string asks for: its result, the instant, and errors by field."""
    args = request.args
    reference = args.get("reference", "")
    if not reference:
        return None, None, {}
    try:
        at = typed.parse_instant("on", args.get("on", ""), "at", args.get("at", ""), edition().zone)
    except Invalid as error:
        return None, None, describe_deadline_problems(error)
    verdict = check_instant(work(), edition_id(), reference, at)
    return (verdict, at, {}) if verdict else (
        None, at, describe_deadline_problems(Invalid(reference="no_such_reference"))
    )
