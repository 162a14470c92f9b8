"""Reminders as data (when, to whom, with which letter), and which of them is due at an instant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from nominations.core.rules.deadline import is_open
from nominations.core.rules.text.words import NOTHING, LocalizedText


class Event(StrEnum):
    """The event from which a reminder's hours are counted."""

    CLOSE = "close"
    DUE = "due"


class Audience(StrEnum):
    """To whom a reminder goes."""

    UNFINISHED_DRAFTS = "unfinished_drafts"
    UNFINISHED_REVIEWS = "unfinished_reviews"


# The event that each audience is reminded of.
EVENT_OF = {Audience.UNFINISHED_DRAFTS: Event.CLOSE, Audience.UNFINISHED_REVIEWS: Event.DUE}


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of the schedule. `hours` counts from the event and is negative before it.

    `text` is added to the letter by the edition, in each of its languages.
    """

    key: str
    event: Event
    hours: int
    audience: Audience
    template: str
    on: bool = True
    text: LocalizedText = NOTHING

    def due_at(self, event_at: datetime) -> datetime:
        return event_at + timedelta(hours=self.hours)


def find_due(schedule: Iterable[Reminder], event_at: datetime, since: datetime, now: datetime) -> Reminder | None:
    """The reminder of one event and audience that is due at `now`; None where there is none.

    Only the newest one whose time has come is due: an older one that was missed is not sent late. `since` is when the
    event began to apply to this person (the draft was begun, the date was announced): what was due before is not sent.
    A reminder before an event is not sent once the event has passed. One that is off still counts, so that the one
    before it is not sent in its place.
    """
    past = [reminder for reminder in schedule if since <= reminder.due_at(event_at) <= now]
    if not past:
        return None
    newest = max(past, key=lambda reminder: (reminder.hours, reminder.key))
    return None if newest.hours < 0 and not is_open(event_at, now) else newest
