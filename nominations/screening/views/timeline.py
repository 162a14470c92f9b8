"""The story of a file in words, one line per event, for the overview."""

from datetime import datetime
from typing import NamedTuple

from nominations.core.language import current_language, gettext
from nominations.core.rules.deadline import is_open
from nominations.core.rules.vocabulary import State
from nominations.screening.queries.nomination_file import Dossier, Story
from nominations.screening.reports.eligibility_register import OUTCOMES


class Event(NamedTuple):
    """Something that happened: when, what, the words that were given with it."""

    at: datetime
    title: str
    text: str = ""


def timeline(dossier: Dossier, story: Story) -> list[Event]:
    """What happened, the oldest first."""
    events = [Event(dossier.nomination.created_at, gettext("Started"))]
    events += [
        Event(each.submitted_at, gettext("Version %(number)s submitted", number=each.number))
        for each in story.submissions
    ]
    events += [Event(each.at, gettext("Late attempt, refused")) for each in story.late_attempts]
    events += [
        Event(each.made_at, gettext("Deadline extended by %(name)s", name=story.name(each.made_by_id)), each.reason)
        for each in story.extensions
    ]
    events += _decisions(story) + _moves(dossier, story) + _corrections(dossier, story)
    if dossier.nomination.state is State.WITHDRAWN:
        events.append(Event(dossier.nomination.changed_at, gettext("Withdrawn by its owner")))
    return sorted(events, key=lambda event: event.at)


def _decisions(story: Story) -> list[Event]:
    events = []
    for each in story.decisions:
        values = {"outcome": str(OUTCOMES[each.outcome]), "name": story.name(each.made_by_id)}
        proposed = each.outcome == "ineligible"
        by = gettext("Proposed by %(name)s: %(outcome)s") if proposed else gettext("Decided by %(name)s: %(outcome)s")
        events.append(Event(each.made_at, by % values, each.reason))
        if each.confirmed_at:
            name = story.name(each.confirmed_by_id)
            events.append(Event(each.confirmed_at, gettext("Confirmed by %(name)s", name=name)))
        if each.undone_at:
            name = story.name(each.undone_by_id)
            events.append(Event(each.undone_at, gettext("Cancelled by %(name)s", name=name), each.undone_reason))
    return events


def _moves(dossier: Dossier, story: Story) -> list[Event]:
    events = []
    for each in story.moves:
        category = dossier.edition.category(each.to_category).label.in_(current_language())
        events.append(Event(each.proposed_at, gettext("Move to %(category)s proposed", category=category), each.reason))
        if each.answered_at:
            title = gettext("The owner accepted the move") if each.accepted else gettext("The owner declined the move")
            events.append(Event(each.answered_at, title))
    return events


def _corrections(dossier: Dossier, story: Story) -> list[Event]:
    events, numbers = [], {each.id: each.number for each in story.submissions}
    for each in story.corrections:
        title = gettext("Correction request by %(name)s", name=story.name(each.asked_by_id))
        events.append(Event(each.asked_at, title, each.message))
        if each.answered_at and each.answer_id:
            number = numbers[each.answer_id]
            title = gettext("Version %(number)s answered the correction request", number=number)
            # The version came at the same instant and is told first.
            events.append(Event(each.answered_at, title))
        elif each.ended_at and is_open(each.until, each.ended_at):
            title = gettext(
                "Correction request cancelled by %(name)s", name=story.name(each.ended_by_id)
            )
            events.append(Event(each.ended_at, title))
        elif not is_open(each.until, dossier.case.now):
            events.append(Event(each.until, gettext("The correction request ended without an answer")))
    return events
