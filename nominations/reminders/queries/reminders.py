"""The schedule of reminders, the people of each audience, and who is due for which.

A new audience needs a word in editions/rules/reminders.py and a function here that lists its people.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from nominations.access.queries import review_rules
from nominations.core.rules.vocabulary import AssessmentState, Role, State
from nominations.core.tables import (
    Account,
    Assessment,
    Assignment,
    ClosingDate,
    Extension,
    Grant,
    Nomination,
    OpenEdition,
    ReminderSent,
    ReminderSwitch,
    Round,
)
from nominations.editions.queries import editions
from nominations.editions.queries.editions import Pinned
from nominations.editions.rules.reminders import Audience, Reminder, find_due


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody to be reminded of something: `event_at` is the event, `since` when it began to apply to them.

    `left` is how many things of theirs are not done, where the audience is counted by them.
    """

    id: UUID
    account: Account
    nomination_id: UUID | None
    event_at: datetime
    since: datetime
    left: int = 0


def load_schedule(session: Session, pinned: Pinned) -> list[Reminder]:
    """The edition's reminders in its order, each on or off as the head last set it."""
    switches = dict(session.execute(
        select(ReminderSwitch.reminder, ReminderSwitch.on).where(ReminderSwitch.edition_id == pinned.id)
    ).all())
    return [replace(reminder, on=switches.get(reminder.key, reminder.on)) for reminder in pinned.edition.reminders]


def list_unfinished_drafts(session: Session, pinned: Pinned) -> list[Subject]:
    """The owners of drafts, each with the closing time of the draft, a personal extension included."""
    closing = editions.load_closing(session, pinned.id)
    announced_at = session.scalars(
        select(ClosingDate.made_at).where(ClosingDate.edition_id == pinned.id)
        .order_by(ClosingDate.number.desc()).limit(1)
    ).one()
    drafts = session.execute(
        select(Nomination, Account).join(Account, Account.id == Nomination.owner_id).where(
            Nomination.edition_id == pinned.id, Nomination._state == State.DRAFT, Nomination.discarded_at.is_(None)
        ).order_by(Nomination.reference).execution_options(populate_existing=True)
    ).all()
    longest: dict[UUID, Extension] = {}
    for extension in session.scalars(
        select(Extension).join(Nomination, Nomination.id == Extension.nomination_id)
        .where(Nomination.edition_id == pinned.id, Nomination._state == State.DRAFT).order_by(Extension.until)
    ):
        longest[extension.nomination_id] = extension
    subjects = []
    for draft, owner in drafts:
        own = longest.get(draft.id)
        closes_at = closing.effective(own.until if own else None)
        set_at = own.made_at if own and closing.is_extended(own.until) else announced_at
        subjects.append(Subject(draft.id, owner, draft.id, closes_at, max(set_at, draft.created_at)))
    return subjects


def list_unfinished_reviews(session: Session, pinned: Pinned) -> list[Subject]:
    """Reviewers who can still submit a card in an open round, each once for a day on which cards are due.

    One statement. `left` counts exactly these files. Files from which they are recused, files that wait for a decision
    on a conflict, and rounds in which they are a shadow do not count.
    """
    shadow = review_rules.is_shadow(Assignment.round_id, Assignment.reviewer_id)
    sent = exists().where(
        Assessment.assignment_id == Assignment.id, Assessment.state == AssessmentState.SUBMITTED
    )
    reviews = exists().where(
        Grant.account_id == Account.id, Grant.edition_id == pinned.id, Grant.role == Role.REVIEWER,
        Grant.ended_at.is_(None),
    )
    reviewers = session.execute(
        select(Account, Round.due_at, func.min(Assignment.published_at), func.count())
        .select_from(Assignment).join(Round, Round.id == Assignment.round_id)
        .join(Account, Account.id == Assignment.reviewer_id)
        .where(
            Round.edition_id == pinned.id, Round.closed_at.is_(None), review_rules.visible_to_reviewer(), ~sent,
            ~review_rules.is_undecided(), ~shadow, reviews,
        )
        .group_by(Account.id, Round.due_at).order_by(Account.name, Account.id, Round.due_at)
    )
    return [Subject(pinned.id, who, None, due_at, since, left) for who, due_at, since, left in reviewers if since]


PEOPLE: Mapping[Audience, Callable[[Session, Pinned], list[Subject]]] = {
    Audience.UNFINISHED_REVIEWS: list_unfinished_reviews,
    Audience.UNFINISHED_DRAFTS: list_unfinished_drafts,
}


def list_due_reminders(
    session: Session, pinned: Pinned, now: datetime, *, but: UUID | None = None
) -> list[tuple[Reminder, Subject]]:
    """The reminders that are due now, switched on, and not sent yet; `but` is a row that does not count as sent."""
    lines = load_schedule(session, pinned)
    sent = {tuple(row) for row in session.execute(
        select(ReminderSent.reminder, ReminderSent.subject_id, ReminderSent.account_id, ReminderSent.event_at)
        .where(ReminderSent.edition_id == pinned.id, ReminderSent.id != (but or UUID(int=0)))
    )}
    due_reminders = []
    for audience in dict.fromkeys(line.audience for line in lines):
        own = [line for line in lines if line.audience is audience]
        for subject in PEOPLE[audience](session, pinned):
            reminder = find_due(own, subject.event_at, subject.since, now)
            if reminder is not None and reminder.on and (
                (reminder.key, subject.id, subject.account.id, subject.event_at) not in sent
            ):
                due_reminders.append((reminder, subject))
    return due_reminders


def list_opened_editions(session: Session) -> list[UUID]:
    """The ids of all opened editions."""
    return list(session.scalars(select(OpenEdition.id).order_by(OpenEdition.opened_at)))
