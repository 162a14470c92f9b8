"""The content of the receipt and of the printed nomination: one version, as its reader may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from nominations.access.queries import policy_facts
from nominations.core.queries import accounts
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, FileState, Refusal, Role
from nominations.core.tables import LedgerRecord, Nomination, Submission
from nominations.core.work import Work
from nominations.documents.queries import received_letters
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category, Edition
from nominations.editions.rules.questions import LetterIn, content_hash
from nominations.files.queries import scans
from nominations.nominations.queries import working_copy
from nominations.rounds.queries import blind, reviewer_copies
from nominations.rounds.rules.blind import without_names

_READING = (Action.VIEW, Action.INSPECT, Action.REVIEW, Action.READ_IN_ROUND)


@dataclass(frozen=True, slots=True)
class Paper:
    """A nomination as it was submitted, or its working copy where `submission` is None."""

    nomination: Nomination
    edition: Edition
    category: Category
    owner: str
    answers: Mapping[str, Any]
    attachments: Sequence[Mapping[str, Any]]
    submission: Submission | None
    content_hash: str
    ledger_hash: str
    closes_at: datetime | None
    made_for: str
    # The state of each attachment's content, by SHA-256: only what is ready is shown.
    states: Mapping[str, FileState]
    letters: Sequence[LetterIn]


def load_paper(work: Work, nomination_id: UUID, number: int | None = None) -> Paper:
    """The version with this number, else the newest; its owner without a number gets the working copy."""
    to = next((action for action in _READING if work.may_ever(action)), Action.VIEW)
    nomination = policy_facts.nomination(work, nomination_id, to=to)
    edition = editions.by_id(work.session, nomination.edition_id).edition
    submission = _version(work, nomination, number)
    if submission is None and (number is not None or work.actor.role is not Role.APPLICANT):
        raise Refused(Refusal.NOT_FOUND)
    owner = accounts.load_account(work.session, nomination.owner_id)
    reader = accounts.load_account(work.session, work.actor.id) if work.actor.id else None
    if submission is None:
        copy = working_copy.load(work, nomination)
        answers, attachments = copy.answers, [working_copy.snapshot(attachment) for attachment in copy.standing]
    else:
        answers, attachments = submission.answers, submission.attachments
    category = edition.category(submission.category if submission else nomination.category)
    # The code is that of the submission even where names are hidden: it names nobody.
    letters = received_letters.list_letters(work.session, submission.id) if submission else ()
    attached = [working_copy.as_attached(attachment) for attachment in attachments]
    code = content_hash(answers, attached, letters) if submission else ""
    closes_at = policy_facts.load(work, nomination).closes_at
    if submission is not None and blind.is_hidden_from(work, nomination.id):
        bare = blind.copy_submission(work.session, submission, edition)
        nomination, owner, category = blind.copy_nomination(nomination), None, without_names(category)
        answers, attachments, letters = bare.answers, bare.attachments, ()
    elif submission is not None and work.actor.role in (Role.REVIEWER, Role.CHAIR):
        attachments = reviewer_copies.copy_for_reviewers(work.session, submission).attachments
    return Paper(
        nomination, edition, category, (owner.name or owner.email) if owner else "", answers, attachments, submission,
        code, _ledger_hash(work, submission), closes_at,
        (reader.name or reader.email) if reader else "",
        scans.load_states(work.session, work.settings, (attachment["sha256"] for attachment in attachments)), letters,
    )


def _version(work: Work, nomination: Nomination, number: int | None) -> Submission | None:
    if number is None:
        is_owner = work.actor.role is Role.APPLICANT
        return None if is_owner else working_copy.newest_submission(work.session, nomination)
    submissions = working_copy.list_submissions(work, nomination.id)
    return next((submission for submission in submissions if submission.number == number), None)


def _ledger_hash(work: Work, submission: Submission | None) -> str:
    """The hash of the ledger's record of this submission."""
    if submission is None:
        return ""
    return work.session.scalar(
        select(LedgerRecord.hash).where(LedgerRecord.number == submission.ledger_number)
    ) or ""
