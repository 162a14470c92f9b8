"""The schedule of reminders: when each goes, to how many people it would go today, on or off."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import gettext
from nominations.core.rules.vocabulary import Action
from nominations.editions.queries import editions
from nominations.editions.rules.reminders import Audience, Event
from nominations.reminders.queries.reminders import PEOPLE, Subject, load_schedule
from nominations.reminders.services.reminders import set_reminder
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition_id, work


@bp.get("/reminders")
@needs(Action.SEE_LETTERS)
def reminders() -> str:
    """Every line of the schedule."""
    pinned = editions.by_id(work().session, edition_id())
    lines = load_schedule(work().session, pinned)
    people = {audience: PEOPLE[audience](work().session, pinned) for audience in {line.audience for line in lines}}
    closes_at = editions.load_closing(work().session, pinned.id).announced
    return render_template(
        "secretariat/reminders.html", lines=lines,
        counts={
            line.key: len(_accounts([who for who in people[line.audience] if line.due_at(who.event_at) > work().now]))
            for line in lines
        },
        is_past={line.key: line.event is Event.CLOSE and line.due_at(closes_at) <= work().now for line in lines},
        audiences=_audiences(), events=_events(), letters=_letters(),
    )


@bp.post("/reminders/<key>")
@needs(Action.SWITCH_REMINDER)
def switch_reminder(key: str) -> Response:
    """Switch a line of the schedule on or off."""
    on = request.form.get("on") == "yes"
    set_reminder(work(), edition_id(), key, on=on)
    flash(gettext("The reminder is on.") if on else gettext("The reminder is off."), "success")
    return redirect(url_for(".reminders"), 303)


def _audiences() -> dict[Audience, str]:
    return {
        Audience.UNFINISHED_DRAFTS: gettext("Owners of unfinished drafts"),
        Audience.UNFINISHED_REVIEWS: gettext("Reviewers with reviews to submit"),
    }


def _events() -> dict[Event, str]:
    return {Event.CLOSE: gettext("the close of the call"), Event.DUE: gettext("the deadline for reviews")}


def _letters() -> dict[Audience, str]:
    """The contents of the letter for each audience."""
    return {
        Audience.UNFINISHED_DRAFTS: gettext("What is left to do, and the deadline"),
        Audience.UNFINISHED_REVIEWS: gettext("How many reviews are left, and the deadline"),
    }


def _accounts(people: list[Subject]) -> set[UUID]:
    return {subject.account.id for subject in people}
