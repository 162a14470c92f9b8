"""What a reviewer of a blind round reads of a nomination, with each redaction: what it hides, why, and how often."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from nominations.core.rules.vocabulary import Role
from nominations.core.tables import Account, Nomination, RedactionMark, Submission
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category
from nominations.redaction.rules import NumberingFilter
from nominations.rounds.queries import assigned_files, blind
from nominations.rounds.rules.blind import without_names
from nominations.rounds.rules.name_filter import CONTACT_TEXT, NameFilter, fold


@dataclass(frozen=True, slots=True)
class Redaction:
    """One phrase that is struck out. `question`: the key of the question it was taken from; `mark`: who added it."""

    number: int
    phrase: str
    count: int
    question: str
    is_contact: bool
    mark: RedactionMark | None


@dataclass(frozen=True, slots=True)
class Reading:
    """The nomination as a reviewer reads it, numbered, and its redactions in the order in which they stand."""

    category: Category
    answers: Mapping[str, Any]
    attachments: Sequence[Mapping[str, Any]]
    redactions: tuple[Redaction, ...]
    veil: NameFilter
    marks: tuple[RedactionMark, ...]
    people: Mapping[UUID | None, str]


def load_reading(work: Work, nomination: Nomination) -> Reading:
    """The newest submission as it is read in a blind round; the caller has asked the policy."""
    session = work.session
    edition = editions.by_id(session, nomination.edition_id).edition
    submission = session.get_one(Submission, nomination.submission_id)
    category = edition.category(submission.category)
    # The same phrases as for a reviewer, by the same function.
    phrases, lifted = blind.load_phrases(session, submission, category)
    veil = NumberingFilter(phrases, lifted=lifted)
    bare = blind.copy_submission(session, submission, edition, veil)
    marks = list_marks(work, nomination.id)
    return Reading(
        without_names(category), bare.answers, assigned_files.list_attachments(bare, category, Role.REVIEWER),
        tuple(_redactions(veil, blind.load_names(session, submission, category), marks)), veil, tuple(marks),
        _names(work, marks),
    )


def _redactions(veil: NumberingFilter, sources: Mapping[str, str], marks: Sequence[RedactionMark]) -> list[Redaction]:
    questions = {fold(phrase): key for phrase, key in sources.items()}
    added = {mark.folded: mark for mark in marks if mark.ended_at is None and not mark.is_lifted}
    return [
        Redaction(number, veil.phrases[key], veil.counts[key], questions.get(key, ""),
                  key not in questions and CONTACT_TEXT.fullmatch(veil.phrases[key]) is not None, added.get(key))
        for key, number in veil.numbers.items()
    ]


def list_marks(work: Work, nomination_id: UUID) -> list[RedactionMark]:
    """Everything that was added or lifted, those that ended included, the newest first."""
    return list(work.session.scalars(
        select(RedactionMark).where(RedactionMark.nomination_id == nomination_id)
        .order_by(RedactionMark.made_at.desc(), RedactionMark.id)
    ))


def _names(work: Work, marks: Sequence[RedactionMark]) -> Mapping[UUID | None, str]:
    ids = {by for mark in marks for by in (mark.made_by_id, mark.ended_by_id) if by}
    people = work.session.execute(select(Account.id, Account.name, Account.email).where(Account.id.in_(ids)))
    return {account_id: name or email for account_id, name, email in people}


def find_standing(work: Work, nomination_id: UUID, folded: str) -> RedactionMark | None:
    """What was decided about this phrase and stands."""
    return work.session.scalars(
        select(RedactionMark).where(
            RedactionMark.nomination_id == nomination_id, RedactionMark.folded == folded,
            RedactionMark.ended_at.is_(None),
        )
    ).one_or_none()
