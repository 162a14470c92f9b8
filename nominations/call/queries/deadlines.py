"""When the call closes, its history, who has more time, and whom an extension concerns."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, func, not_, select

from nominations.core.queries.search_folding import is_searchable
from nominations.core.rules.deadline import Closing
from nominations.core.rules.vocabulary import State
from nominations.core.tables import Account, ClosingDate, Extension, Nomination
from nominations.core.work import Work
from nominations.editions.queries import editions


def is_open(closes_at: SQLColumnExpression[datetime], now: datetime) -> ColumnElement[bool]:
    """`core.rules.deadline.is_open` in SQL, the only comparison of a closing instant there."""
    return and_(closes_at.is_not(None), closes_at > now)


class Recipients(StrEnum):
    """Who gets a letter about a new close."""

    DRAFTS = "drafts"
    ALL = "all"
    NOBODY = "nobody"


def list_recipients(work: Work, edition_id: UUID, choice: Recipients) -> list[Account]:
    """The owners of nominations that are still drafts, or of all; each person once, by name."""
    if choice is Recipients.NOBODY:
        return []
    owners = select(Nomination.owner_id).where(
        Nomination.edition_id == edition_id, Nomination.discarded_at.is_(None), Nomination._state != State.WITHDRAWN
    )
    if choice is Recipients.DRAFTS:
        owners = owners.where(Nomination._state == State.DRAFT)
    return list(work.session.scalars(
        select(Account).where(Account.id.in_(owners)).order_by(Account.name, Account.id)
    ))


def count_recipients(work: Work, edition_id: UUID) -> dict[Recipients, int]:
    """How many people each choice would tell."""
    return {choice: len(list_recipients(work, edition_id, choice)) for choice in Recipients}


@dataclass(frozen=True, slots=True)
class Announced:
    """One line of the history: what held before, what holds since."""

    number: int
    before: datetime | None
    closes_at: datetime
    enforced_at: datetime
    reason: dict[str, str]
    made_at: datetime
    made_by: str


def list_announcements(work: Work, edition_id: UUID) -> list[Announced]:
    """Every announcement, the newest first, with the close before it and who made it."""
    rows = work.session.execute(
        select(ClosingDate, Account.name).outerjoin(Account, Account.id == ClosingDate.made_by_id)
        .where(ClosingDate.edition_id == edition_id).order_by(ClosingDate.number)
    ).all()
    before: datetime | None = None
    announcements: list[Announced] = []
    for row, name in rows:
        announcements.insert(0, Announced(
            row.number, before, row.closes_at, row.enforced_at, row.reason, row.made_at, name or "",
        ))
        before = row.closes_at
    return announcements


@dataclass(frozen=True, slots=True)
class PersonalExtension:
    """More time for one nomination, as lists show it."""

    reference: str
    until: datetime
    reason: str
    made_at: datetime
    made_by: str
    expired: bool


def list_extensions(work: Work, edition_id: UUID) -> list[PersonalExtension]:
    """Personal extensions, those that still run first."""
    rows = work.session.execute(
        select(
            Nomination.reference, Extension.until, Extension.reason, Extension.made_at, Account.name,
            not_(is_open(Extension.until, work.now)).label("expired"),
        )
        .join(Nomination, Nomination.id == Extension.nomination_id)
        .join(Account, Account.id == Extension.made_by_id)
        .where(Nomination.edition_id == edition_id).order_by(Extension.until.desc(), Extension.id)
    )
    return [PersonalExtension(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a nomination could be handed in at an instant, and why."""

    reference: str
    at: datetime
    closing: Closing
    extended_until: datetime | None
    state: State

    @property
    def effective(self) -> datetime:
        return self.closing.effective(self.extended_until)

    @property
    def is_written(self) -> bool:
        return self.state in (State.DRAFT, State.SUBMITTED)

    @property
    def is_possible(self) -> bool:
        return self.is_written and self.closing.is_open(self.at, self.extended_until)

    @property
    def by_extension(self) -> bool:
        """It is the personal extension that decides."""
        return self.closing.is_extended(self.extended_until)


def check_instant(work: Work, edition_id: UUID, reference: str, at: datetime) -> Verdict | None:
    """The one rule of the deadline, asked about another instant; None where there is no such nomination."""
    if not is_searchable(reference):
        return None
    nomination = work.session.execute(
        select(Nomination.id, Nomination.reference, Nomination._state.label("state"))
        .where(Nomination.edition_id == edition_id, Nomination.reference == reference.strip().upper(),
               Nomination.discarded_at.is_(None))
    ).one_or_none()
    if nomination is None:
        return None
    until = work.session.scalar(select(func.max(Extension.until)).where(Extension.nomination_id == nomination.id))
    return Verdict(nomination.reference, at, editions.load_closing(work.session, edition_id), until, nomination.state)
