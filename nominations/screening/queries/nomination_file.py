"""One file as the secretariat reads it: its head, its versions, its story."""

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

    @property
    def is_proposed(self) -> bool:
        """A refusal waits for its second officer."""
        return self.case.refusal_proposed_by is not None


def dossier(work: Work, nomination_id: UUID, *, to: Action = Action.INSPECT) -> Dossier:
    """The head of the file; raises `Refused` where the actor may not do `to` with it."""
    found, case = policy_facts.nomination_with_facts(work, nomination_id, to=to)
    session = work.session
    edition = editions.by_id(session, found.edition_id).edition
    owner = session.get_one(Account, found.owner_id)
    decision = session.scalars(
        select(EligibilityDecision)
        .where(EligibilityDecision.nomination_id == found.id, EligibilityDecision.undone_at.is_(None))
    ).one_or_none()
    move = session.scalars(
        select(CategoryMove).where(CategoryMove.nomination_id == found.id)
        .order_by(CategoryMove.proposed_at.desc(), CategoryMove.id).limit(1)
    ).one_or_none()
    unread = session.scalar(
        select(func.count()).select_from(Message)
        .where(Message.nomination_id == found.id, ~Message.by_secretariat, Message.read_at.is_(None))
    )
    return Dossier(
        found, owner, edition, edition.category(found.category), editions.load_closing(session, found.edition_id),
        case, decision, move, unread or 0,
    )


def correspondence_with(work: Work, nomination_id: UUID) -> Dossier:
    """The head of a file whose messages are read: also of a draft, by those who may answer its owner."""
    may_reply = refusal_by_role(work.actor, Action.REPLY) is None
    return dossier(work, nomination_id, to=Action.REPLY if may_reply else Action.INSPECT)


def submissions(work: Work, nomination: Nomination) -> list[Submission]:
    """Every version that was handed in, the newest first."""
    return list(work.session.scalars(
        select(Submission).where(Submission.nomination_id == nomination.id).order_by(Submission.number.desc())
    ))


def version(of: Sequence[Submission], number: int | None) -> Submission:
    """The version asked for, else the newest; raises `Refused` where there is none such."""
    for each in of:
        if number is None or each.number == number:
            return each
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


def story(work: Work, nomination: Nomination) -> Story:
    """Versions, late attempts, extensions, decisions, moves and requests for corrections, the oldest first, with the
    names of those who acted."""
    told = Story(
        submissions(work, nomination), _rows(work, nomination, LateAttempt, LateAttempt.at),
        _rows(work, nomination, Extension, Extension.made_at),
        _rows(work, nomination, EligibilityDecision, EligibilityDecision.made_at),
        _rows(work, nomination, CategoryMove, CategoryMove.proposed_at),
        _rows(work, nomination, CorrectionRequest, CorrectionRequest.asked_at), {},
    )
    ids = {each.submitted_by_id for each in told.submissions} | {each.account_id for each in told.late_attempts}
    ids |= {each.made_by_id for each in told.extensions} | {each.proposed_by_id for each in told.moves}
    ids |= {by for each in told.decisions for by in (each.made_by_id, each.confirmed_by_id, each.undone_by_id) if by}
    ids |= {by for each in told.corrections for by in (each.asked_by_id, each.ended_by_id) if by}
    told.people.update(names(work, ids))
    return told


Happened = TypeVar("Happened", LateAttempt, Extension, EligibilityDecision, CategoryMove, CorrectionRequest)


def _rows(
    work: Work, nomination: Nomination, kind: type[Happened], at: SQLColumnExpression[datetime]
) -> list[Happened]:
    return list(work.session.scalars(select(kind).where(kind.nomination_id == nomination.id).order_by(at, kind.id)))


def names(work: Work, ids: set[UUID]) -> dict[UUID, str]:
    """The names of these people; an address where somebody gave no name."""
    found = work.session.execute(select(Account.id, Account.name, Account.email).where(Account.id.in_(ids)))
    return {account_id: name or email for account_id, name, email in found}


def messages(work: Work, nomination: Nomination) -> list[tuple[Message, str]]:
    """The thread, the oldest first, with the names of its authors."""
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


def log(work: Work, nomination: Nomination) -> list[LogLine]:
    """The ledger's records of this file and of its versions, the newest first."""
    subjects = [f"nomination:{nomination.id}"] + [
        f"submission:{submission_id}" for submission_id in work.session.scalars(
            select(Submission.id).where(Submission.nomination_id == nomination.id)
        )
    ]
    found = work.session.execute(
        select(LedgerRecord.number, LedgerRecord.at, LedgerRecord.actor, LedgerRecord.role, LedgerRecord.act)
        .where(LedgerRecord.subject.in_(subjects)).order_by(LedgerRecord.number.desc()).limit(500)
    ).all()
    people = names(work, {UUID(row.actor) for row in found if row.actor != "system"})
    return [
        LogLine(row.number, row.at, people.get(UUID(row.actor), "") if row.actor != "system" else "", row.role, row.act)
        for row in found
    ]
