"""Sending reminders: each person gets one once for each event; and switching lines of the schedule on or off."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite

from nominations.access.queries import policy_facts
from nominations.core.rules.deadline import is_open
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Nomination, ReminderSent, ReminderSwitch
from nominations.core.work import Work
from nominations.editions.countries import country_codes
from nominations.editions.queries import editions
from nominations.editions.queries.editions import Pinned
from nominations.editions.rules.reminders import Audience, Reminder
from nominations.nominations.queries import working_copy
from nominations.nominations.rules import progress
from nominations.nominations.rules.progress import Progress
from nominations.reminders.queries import reminders
from nominations.reminders.queries.reminders import Subject

A_SECOND = timedelta(seconds=1)


def send_due_reminders(work: Work) -> int:
    """Send what is due now in every edition; returns how many were sent."""
    sent = 0
    for edition_id in reminders.list_opened_editions(work.session):
        pinned = editions.by_id(work.session, edition_id)
        for reminder, subject in reminders.list_due_reminders(work.session, pinned, work.now):
            sent += send_reminder(work, pinned, reminder, subject)
    work.session.rollback()
    return sent


def send_reminder(work: Work, pinned: Pinned, reminder: Reminder, subject: Subject) -> bool:
    """Send one reminder, unless another process has or it is no longer due; returns whether it was sent.

    The row of the sent reminder is written first: of two processes, one waits at it for the other and sends nothing.
    """
    with work.transaction() as session:
        dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
        new_row = session.execute(
            dialect.insert(ReminderSent).values(
                id=uuid4(), edition_id=pinned.id, reminder=reminder.key, subject_id=subject.id,
                account_id=subject.account.id, event_at=subject.event_at, sent_at=work.now,
            ).on_conflict_do_nothing().returning(ReminderSent.id)
        ).first()
        # Read again in this transaction: a card may have been submitted, a file given back.
        still = _find_due(work, pinned, reminder, subject, new_row.id) if new_row else None
        if still is None:
            session.rollback()
            return False
        subject = still
        edition = pinned.edition
        work.send_mail(
            reminder.template, subject.account, edition_id=pinned.id, nomination_id=subject.nomination_id,
            edition=edition, last=subject.event_at - A_SECOND, own_words=reminder.text.in_(subject.account.language),
            **VALUES[reminder.audience](work, pinned, subject),
        )
        about = f"nomination:{subject.nomination_id}" if subject.nomination_id else f"edition:{pinned.id}"
        work.record("remind", about, {
            "reminder": reminder.key, "to": subject.account.id, "event_at": subject.event_at,
        })
    return True


def set_reminder(work: Work, edition_id: UUID, key: str, *, on: bool) -> None:
    """Switch one line of the schedule on or off; raises `Refused` where the actor may not, or it does not exist."""
    with work.transaction() as session:
        work.require(Action.SWITCH_REMINDER, policy_facts.load_edition(work, edition_id))
        pinned = editions.by_id(session, edition_id)
        if key not in {reminder.key for reminder in pinned.edition.reminders}:
            raise Refused(Refusal.NOT_FOUND)
        row = session.get(ReminderSwitch, (edition_id, key), with_for_update=True)
        if row is None:
            row = ReminderSwitch(edition_id=edition_id, reminder=key, on=on, changed_at=work.now,
                                 changed_by_id=work.actor.id)
            session.add(row)
        row.on, row.changed_at, row.changed_by_id = on, work.now, work.actor.account_id
        session.flush()
        work.record(Action.SWITCH_REMINDER, f"reminder:{key}", {"on": on})


def _find_due(work: Work, pinned: Pinned, reminder: Reminder, subject: Subject, but: UUID) -> Subject | None:
    """The subject as it is now if this reminder is still due for it; the row just written does not count."""
    return next((
        other for line, other in reminders.list_due_reminders(work.session, pinned, work.now, but=but)
        if (line.key, other.id, other.account.id, other.event_at)
        == (reminder.key, subject.id, subject.account.id, subject.event_at)
    ), None)


def _draft_values(work: Work, pinned: Pinned, subject: Subject) -> dict[str, Any]:
    """The values of the letter to the owner of a draft: which one, and how many sections are left."""
    nomination = work.session.get_one(Nomination, subject.id)
    copy = working_copy.load(work, nomination)
    left = sum(
        progress.assess_section(
            copy.category, section, copy.answers, section.key in nomination.sections_done, country_codes()
        ).progress is not Progress.COMPLETED
        for section in copy.category.sections
    )
    return {
        "reference": nomination.reference, "title": nomination.title, "left": left,
        "path": f"/{pinned.edition.code}/nominations/{nomination.id}",
    }


def _review_values(work: Work, pinned: Pinned, subject: Subject) -> dict[str, Any]:
    """The values of the letter to a reviewer: how many cards are not submitted; no file is named."""
    return {
        "left": subject.left, "late": not is_open(subject.event_at, work.now),
        "path": f"/{pinned.edition.code}/review/",
    }


VALUES: Mapping[Audience, Callable[[Work, Pinned, Subject], dict[str, Any]]] = {
    Audience.UNFINISHED_REVIEWS: _review_values,
    Audience.UNFINISHED_DRAFTS: _draft_values,
}
