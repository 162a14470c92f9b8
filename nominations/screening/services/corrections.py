"""Asking an applicant for corrections of named questions, until a date; the next submission answers."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from nominations.access.queries import corrections, policy_facts
from nominations.core.queries import accounts
from nominations.core.rules.deadline import is_open
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.text.typed import parse_end_of_day, parse_text
from nominations.core.rules.text.words import LocalizedText
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import CorrectionRequest, Nomination, Submission
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category
from nominations.editions.rules.form import all_questions
from nominations.nominations.steps import working_copy_changes

A_SECOND = timedelta(seconds=1)


def may_be_named(category: Category) -> tuple[tuple[str, LocalizedText], ...]:
    """The keys of what a request may open, with their labels, in the order of the form."""
    questions = [(each.key, each.label) for each in all_questions(category.sections) if each.asked_from == "call"]
    return (*questions, *((each.key, each.label) for each in category.attachments if each.asked_from == "call"))


def ask(work: Work, nomination_id: UUID, keys: Collection[str], message: str, until: str) -> CorrectionRequest:
    """Open these questions to the owner until the end of that day. Raises `Invalid` by field.

    The working copy becomes what was handed in, so that a correction carries nothing else with it; unsent changes
    stay as versions.
    """
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.ASK_CORRECTION, lock=True)
        edition = editions.by_id(session, nomination.edition_id).edition
        submission = session.get_one(Submission, nomination.submission_id)
        category = edition.category(nomination.category)
        rounds = session.scalar(select(func.count()).select_from(CorrectionRequest).where(
            CorrectionRequest.nomination_id == nomination.id, CorrectionRequest.ended_at.is_(None)
        )) or 0
        if rounds >= edition.clarification_rounds:
            raise Invalid(questions=("no_more_rounds", {"most": edition.clarification_rounds}))
        asked = [key for key, _ in may_be_named(category) if key in keys]
        if not asked or set(keys) - set(asked):
            raise Invalid(questions="nothing_named")
        message = parse_text("message", message, most=4_000)
        last: datetime = parse_end_of_day("until", until, edition.zone)
        if not is_open(last, work.now):
            raise Invalid(until="in_the_past")
        if over := corrections.open_request(session, nomination.id):
            over.ended_at, over.ended_by_id = work.now, work.actor.id
            session.flush()
        working_copy_changes.restore_submission(work, nomination, submission, category, nomination.owner_id)
        working_copy_changes.refresh(work, nomination)
        made = CorrectionRequest(
            id=uuid4(), nomination_id=nomination.id, submission_id=submission.id, questions=asked, message=message,
            asked_at=work.now, asked_by_id=work.actor.id, until=last,
        )
        session.add(made)
        session.flush()
        _tell(work, nomination, "correction_asked", labels=_labels(category, asked), message=message,
              last=last - A_SECOND)
        work.record(Action.ASK_CORRECTION, nomination, {"request": made.id, "questions": asked, "until": last})
    return made


def end(work: Work, nomination_id: UUID) -> None:
    """Take an open request back: what was handed in stands as it is."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.END_CORRECTION, lock=True)
        request = corrections.open_request(session, nomination.id)
        if request is None:
            raise Refused(Refusal.WRONG_STATE)
        request.ended_at, request.ended_by_id = work.now, work.actor.id
        _tell(work, nomination, "correction_ended")
        work.record(Action.END_CORRECTION, nomination, {"request": request.id})


def _labels(category: Category, keys: Collection[str]) -> list[object]:
    return [label for key, label in may_be_named(category) if key in keys]


def _tell(work: Work, nomination: Nomination, template: str, **values: Any) -> None:
    edition = editions.by_id(work.session, nomination.edition_id).edition
    owner = accounts.load_account(work.session, nomination.owner_id)
    if owner is not None:
        work.send_mail(
            template, owner, edition_id=nomination.edition_id, nomination_id=nomination.id, edition=edition,
            reference=nomination.reference, path=f"/{edition.code}/nominations/{nomination.id}", **values,
        )
