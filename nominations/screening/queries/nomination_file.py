"""One nomination as the secretariat reads it: its head, its versions, its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import SQLColumnExpression, func, select

from nominations.access.queries import policy_facts
from nominations.core.rules.deadline import Closing
from nominations.core.rules.errors import Refused
from nominations.core.rules.policy import refusal_by_role
from nominations.core.rules.policy_facts import PolicyFacts
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import (
    Account,
    CategoryMove,
    CorrectionRequest,
    EligibilityDecision,
    Extension,
    LateAttempt,
    LedgerRecord,
    Message,
    Nomination,
    ReviewerMessage,
    Submission,
)
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category, Edition


@dataclass(frozen=True, slots=True)
class Dossier:
    """The head of a file: what every page of it shows."""

    nomination: Nomination
    owner: Account
    edition: Edition
    category: Category
    closing: Closing
    case: PolicyFacts
    decision: EligibilityDecision | None
    move: CategoryMove | None
    unread: int
    unread_of_reviewers: int = 0

    @property
    def is_proposed(self) -> bool:
        """Whether a refusal waits for a second officer."""
        return self.case.refusal_proposed_by is not None


def load_dossier(work: Work, nomination_id: UUID, *, to: Action = Action.INSPECT) -> Dossier:
    """The head of the file; raises `Refused` where the actor may not do `to` with it."""
    nomination, case = policy_facts.nomination_with_facts(work, nomination_id, to=to)
    session = work.session
    edition = editions.by_id(session, nomination.edition_id).edition
    owner = session.get_one(Account, nomination.owner_id)
    decision = session.scalars(
        select(EligibilityDecision)
        .where(EligibilityDecision.nomination_id == nomination.id, EligibilityDecision.undone_at.is_(None))
    ).one_or_none()
    move = session.scalars(
        select(CategoryMove).where(CategoryMove.nomination_id == nomination.id)
        .order_by(CategoryMove.proposed_at.desc(), CategoryMove.id).limit(1)
    ).one_or_none()
    unread = session.scalar(
        select(func.count()).select_from(Message)
        .where(Message.nomination_id == nomination.id, ~Message.by_secretariat, Message.read_at.is_(None))
    )
    unread_of_reviewers = session.scalar(
        select(func.count()).select_from(ReviewerMessage).where(
            ReviewerMessage.nomination_id == nomination.id, ~ReviewerMessage.by_secretariat,
            ReviewerMessage.read_at.is_(None),
        )
    )
    return Dossier(
        nomination, owner, edition, edition.category(nomination.category),
        editions.load_closing(session, nomination.edition_id),
        case, decision, move, unread or 0, unread_of_reviewers or 0,
    )


def load_correspondence(work: Work, nomination_id: UUID) -> Dossier:
    """The head of a nomination for the page of messages: a draft too, for those who may answer its owner."""
    may_reply = refusal_by_role(work.actor, Action.REPLY) is None
    return load_dossier(work, nomination_id, to=Action.REPLY if may_reply else Action.INSPECT)


def list_submissions(work: Work, nomination: Nomination) -> list[Submission]:
    """All submissions, the newest first."""
    return list(work.session.scalars(
        select(Submission).where(Submission.nomination_id == nomination.id).order_by(Submission.number.desc())
    ))


def find_version(of: Sequence[Submission], number: int | None) -> Submission:
    """The submission with this number, else the newest; raises `Refused` if there is none."""
    for submission in of:
        if number is None or submission.number == number:
            return submission
    raise Refused(Refusal.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to a file, for the overview."""

    submissions: list[Submission]
    late_attempts: list[LateAttempt]
    extensions: list[Extension]
    decisions: list[EligibilityDecision]
    moves: list[CategoryMove]
    corrections: list[CorrectionRequest]
    people: dict[UUID, str]

    def name(self, account_id: UUID | None) -> str:
        return self.people.get(account_id, "") if account_id else ""


def load_story(work: Work, nomination: Nomination) -> Story:
    """Versions, late attempts, extensions, decisions, moves and requests for corrections, the oldest first, with the
    names of those who acted."""
    story = Story(
        list_submissions(work, nomination), _rows(work, nomination, LateAttempt, LateAttempt.at),
        _rows(work, nomination, Extension, Extension.made_at),
        _rows(work, nomination, EligibilityDecision, EligibilityDecision.made_at),
        _rows(work, nomination, CategoryMove, CategoryMove.proposed_at),
        _rows(work, nomination, CorrectionRequest, CorrectionRequest.asked_at), {},
    )
    ids = {item.submitted_by_id for item in story.submissions} | {item.account_id for item in story.late_attempts}
    ids |= {item.made_by_id for item in story.extensions} | {item.proposed_by_id for item in story.moves}
    ids |= {
        by for decision in story.decisions
        for by in (decision.made_by_id, decision.confirmed_by_id, decision.undone_by_id) if by
    }
    ids |= {by for request in story.corrections for by in (request.asked_by_id, request.ended_by_id) if by}
    story.people.update(load_names(work, ids))
    return story


Happened = TypeVar("Happened", LateAttempt, Extension, EligibilityDecision, CategoryMove, CorrectionRequest)


def _rows(
    work: Work, nomination: Nomination, kind: type[Happened], at: SQLColumnExpression[datetime]
) -> list[Happened]:
    return list(work.session.scalars(select(kind).where(kind.nomination_id == nomination.id).order_by(at, kind.id)))


def load_names(work: Work, ids: set[UUID]) -> dict[UUID, str]:
    """The names of these people; an address where somebody gave no name."""
    people = work.session.execute(select(Account.id, Account.name, Account.email).where(Account.id.in_(ids)))
    return {account_id: name or email for account_id, name, email in people}


def list_messages(work: Work, nomination: Nomination) -> list[tuple[Message, str]]:
    """The messages, the oldest first, with the names of their authors."""
    return [(message, name) for message, name in work.session.execute(
        select(Message, Account.name).join(Account, Account.id == Message.author_id)
        .where(Message.nomination_id == nomination.id).order_by(Message.sent_at, Message.id)
    )]


@dataclass(frozen=True, slots=True)
class LogLine:
    """A record of the ledger about this file."""

    number: int
    at: datetime
    actor: str
    role: str
    act: str


def list_log(work: Work, nomination: Nomination) -> list[LogLine]:
    """The ledger's records of this file and of its versions, the newest first."""
    subjects = [f"nomination:{nomination.id}"] + [
        f"submission:{submission_id}" for submission_id in work.session.scalars(
            select(Submission.id).where(Submission.nomination_id == nomination.id)
        )
    ]
    records = work.session.execute(
        select(LedgerRecord.number, LedgerRecord.at, LedgerRecord.actor, LedgerRecord.role, LedgerRecord.act)
        .where(LedgerRecord.subject.in_(subjects)).order_by(LedgerRecord.number.desc()).limit(500)
    ).all()
    people = load_names(work, {UUID(record.actor) for record in records if record.actor != "system"})
    return [
        LogLine(
            record.number, record.at, people.get(UUID(record.actor), "") if record.actor != "system" else "",
            record.role, record.act
        )
        for record in records
    ]
