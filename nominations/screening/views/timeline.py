"""The history of a nomination in words, one line for each event."""

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
        Event(submission.submitted_at, gettext("Version %(number)s submitted", number=submission.number))
        for submission in story.submissions
    ]
    events += [Event(attempt.at, gettext("Late attempt, refused")) for attempt in story.late_attempts]
    events += [
        Event(
            extension.made_at, gettext("Deadline extended by %(name)s", name=story.name(extension.made_by_id)),
            extension.reason
        )
        for extension in story.extensions
    ]
    events += _decisions(story) + _moves(dossier, story) + _corrections(dossier, story)
    if dossier.nomination.state is State.WITHDRAWN:
        events.append(Event(dossier.nomination.changed_at, gettext("Withdrawn by its owner")))
    return sorted(events, key=lambda event: event.at)


def _decisions(story: Story) -> list[Event]:
    events = []
    for decision in story.decisions:
        values = {"outcome": str(OUTCOMES[decision.outcome]), "name": story.name(decision.made_by_id)}
        proposed = decision.outcome == "ineligible"
        by = gettext("Proposed by %(name)s: %(outcome)s") if proposed else gettext("Decided by %(name)s: %(outcome)s")
        events.append(Event(decision.made_at, by % values, decision.reason))
        if decision.confirmed_at:
            name = story.name(decision.confirmed_by_id)
            events.append(Event(decision.confirmed_at, gettext("Confirmed by %(name)s", name=name)))
        if decision.undone_at:
            name = story.name(decision.undone_by_id)
            events.append(
                Event(decision.undone_at, gettext("Cancelled by %(name)s", name=name), decision.undone_reason)
            )
    return events


def _moves(dossier: Dossier, story: Story) -> list[Event]:
    events = []
    for move in story.moves:
        category = dossier.edition.category(move.to_category).label.in_(current_language())
        events.append(Event(move.proposed_at, gettext("Move to %(category)s proposed", category=category), move.reason))
        if move.answered_at:
            title = gettext("The owner accepted the move") if move.accepted else gettext("The owner declined the move")
            events.append(Event(move.answered_at, title))
    return events


def _corrections(dossier: Dossier, story: Story) -> list[Event]:
    events, numbers = [], {submission.id: submission.number for submission in story.submissions}
    for request in story.corrections:
        title = gettext("Correction request by %(name)s", name=story.name(request.asked_by_id))
        events.append(Event(request.asked_at, title, request.message))
        if request.answered_at and request.answer_id:
            number = numbers[request.answer_id]
            title = gettext("Version %(number)s answered the correction request", number=number)
            # The submission has the same instant and is listed before.
            events.append(Event(request.answered_at, title))
        elif request.ended_at and is_open(request.until, request.ended_at):
            title = gettext(
                "Correction request cancelled by %(name)s", name=story.name(request.ended_by_id)
            )
            events.append(Event(request.ended_at, title))
        elif not is_open(request.until, dossier.case.now):
            events.append(Event(request.until, gettext("The correction request ended without an answer")))
    return events
