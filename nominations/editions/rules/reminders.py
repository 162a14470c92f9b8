"""Reminders as data: when, to whom, with which letter; and which of them is due for somebody at an instant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from nominations.core.rules.deadline import is_open
from nominations.core.rules.text.words import NOTHING, LocalizedText


class Event(StrEnum):
    """What a reminder counts its hours from."""

    CLOSE = "close"
    DUE = "due"


class Audience(StrEnum):
    """To whom a reminder goes."""

    UNFINISHED_DRAFTS = "unfinished_drafts"
    UNFINISHED_REVIEWS = "unfinished_reviews"


# Each audience has the event it is reminded of.
EVENT_OF = {Audience.UNFINISHED_DRAFTS: Event.CLOSE, Audience.UNFINISHED_REVIEWS: Event.DUE}


@dataclass(frozen=True, slots=True)
class Reminder:
    """One line of the schedule. `hours` from the event: negative before it, positive after it.

    `text` is what the edition adds to the letter in its own words, in each of its languages.
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

    Only the newest whose time has come: an older one that was missed is not sent late beside it. `since` is when this
    event began to hold for this person (the draft begun, the date announced): what was due before says nothing new.
    A reminder before an event is not sent once the event has passed. One that is switched off still takes its time, so
    that the one before it is not sent in its place.
    """
    past = [reminder for reminder in schedule if since <= reminder.due_at(event_at) <= now]
    if not past:
        return None
    newest = max(past, key=lambda reminder: (reminder.hours, reminder.key))
    return None if newest.hours < 0 and not is_open(event_at, now) else newest
