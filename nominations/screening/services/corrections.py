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
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import CorrectionRequest, Nomination, Submission
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category
from nominations.nominations.steps import working_copy_changes
from nominations.screening.rules import list_correctable_parts

A_SECOND = timedelta(seconds=1)


def ask_for_corrections(
    work: Work, nomination_id: UUID, keys: Collection[str], message: str, until: str
) -> CorrectionRequest:
    """Let the owner change these questions until the end of that day. Raises `Invalid` by field.

    The working copy is reset to the submission, so that the correction contains nothing else; unsent changes are kept
    as versions.
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
        parts = [key for key, _ in list_correctable_parts(category) if key in keys]
        if not parts or set(keys) - set(parts):
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
        request = CorrectionRequest(
            id=uuid4(), nomination_id=nomination.id, submission_id=submission.id, questions=parts, message=message,
            asked_at=work.now, asked_by_id=work.actor.id, until=last,
        )
        session.add(request)
        session.flush()
        _write_to_owner(work, nomination, "correction_asked", labels=_labels(category, parts), message=message,
              last=last - A_SECOND)
        work.record(Action.ASK_CORRECTION, nomination, {"request": request.id, "questions": parts, "until": last})
    return request


def end_request(work: Work, nomination_id: UUID) -> None:
    """End the open request; the submission stays as it is."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.END_CORRECTION, lock=True)
        request = corrections.open_request(session, nomination.id)
        if request is None:
            raise Refused(Refusal.WRONG_STATE)
        request.ended_at, request.ended_by_id = work.now, work.actor.id
        _write_to_owner(work, nomination, "correction_ended")
        work.record(Action.END_CORRECTION, nomination, {"request": request.id})


def _labels(category: Category, keys: Collection[str]) -> list[object]:
    return [label for key, label in list_correctable_parts(category) if key in keys]


def _write_to_owner(work: Work, nomination: Nomination, template: str, **values: Any) -> None:
    edition = editions.by_id(work.session, nomination.edition_id).edition
    owner = accounts.load_account(work.session, nomination.owner_id)
    if owner is not None:
        work.send_mail(
            template, owner, edition_id=nomination.edition_id, nomination_id=nomination.id, edition=edition,
            reference=nomination.reference, path=f"/{edition.code}/nominations/{nomination.id}", **values,
        )
