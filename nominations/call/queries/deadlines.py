"""The deadline of an edition: its announcements, personal extensions, and who is notified of a new one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, func, not_, select

from nominations.core.queries.search_folding import is_searchable
from nominations.core.rules.deadline import Closing
from nominations.core.rules.text.understand import TypedKind, understand
from nominations.core.rules.vocabulary import State
from nominations.core.tables import Account, ClosingDate, Extension, Nomination
from nominations.core.work import Work
from nominations.editions.queries import editions


def is_open(closes_at: SQLColumnExpression[datetime], now: datetime) -> ColumnElement[bool]:
    """The condition `core.rules.deadline.is_open` in SQL. No other statement compares a closing instant."""
    return and_(closes_at.is_not(None), closes_at > now)


class Recipients(StrEnum):
    """Who gets a letter about a new deadline."""

    DRAFTS = "drafts"
    ALL = "all"
    NOBODY = "nobody"


def list_recipients(work: Work, edition_id: UUID, choice: Recipients) -> list[Account]:
    """The accounts that the choice notifies, each once, ordered by name."""
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
    """How many people each choice would notify."""
    return {choice: len(list_recipients(work, edition_id, choice)) for choice in Recipients}


@dataclass(frozen=True, slots=True)
class PastAnnouncement:
    """One past announcement with the deadline that it replaced; the first one replaced none."""

    number: int
    before: datetime | None
    closes_at: datetime
    enforced_at: datetime
    reason: dict[str, str]
    made_at: datetime
    made_by: str


def list_announcements(work: Work, edition_id: UUID) -> list[PastAnnouncement]:
    """Every announcement, the newest first."""
    rows = work.session.execute(
        select(ClosingDate, Account.name).outerjoin(Account, Account.id == ClosingDate.made_by_id)
        .where(ClosingDate.edition_id == edition_id).order_by(ClosingDate.number)
    ).all()
    before: datetime | None = None
    announcements: list[PastAnnouncement] = []
    for row, name in rows:
        announcements.insert(0, PastAnnouncement(
            row.number, before, row.closes_at, row.enforced_at, row.reason, row.made_at, name or "",
        ))
        before = row.closes_at
    return announcements


@dataclass(frozen=True, slots=True)
class PersonalExtension:
    """A personal extension of one nomination, as lists show it."""

    reference: str
    until: datetime
    reason: str
    made_at: datetime
    made_by: str
    expired: bool


def list_extensions(work: Work, edition_id: UUID) -> list[PersonalExtension]:
    """The personal extensions of an edition, the latest first."""
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
    """Whether a nomination could be submitted at an instant, and why."""

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
        """Whether the personal extension is the deadline that counts."""
        return self.closing.is_extended(self.extended_until)


def check_instant(work: Work, edition_id: UUID, reference: str, at: datetime) -> Verdict | None:
    """Apply the rule of the deadline to another instant; None where there is no such nomination."""
    if not is_searchable(reference):
        return None
    nomination = work.session.execute(
        select(Nomination.id, Nomination.reference, Nomination._state.label("state"))
        .where(Nomination.edition_id == edition_id,
               Nomination.reference == understand(TypedKind.REFERENCE, reference).plain,
               Nomination.discarded_at.is_(None))
    ).one_or_none()
    if nomination is None:
        return None
    until = work.session.scalar(select(func.max(Extension.until)).where(Extension.nomination_id == nomination.id))
    return Verdict(nomination.reference, at, editions.load_closing(work.session, edition_id), until, nomination.state)
