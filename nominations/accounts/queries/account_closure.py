"""The consequences of closing an account: what is erased, what must stay, and what has to be done first."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.rules.vocabulary import Role, State
from nominations.core.tables import Assessment, Assignment, Grant, Nomination, OpenEdition, Recusal
from nominations.core.work import Work
from nominations.editions.queries import editions


@dataclass(frozen=True, slots=True)
class Consequences:
    """What closing an account would do, as references of nominations and codes of editions.

    `drafts` are erased and `kept` stay. `hand_over_first` and `last_head_of` prevent the closure.
    """

    drafts: tuple[str, ...]
    kept: tuple[str, ...]
    is_reviewer: bool
    had_roles: bool
    hand_over_first: tuple[str, ...]
    last_head_of: tuple[str, ...]

    @property
    def is_possible(self) -> bool:
        return not self.hand_over_first and not self.last_head_of

    @property
    def must_stay(self) -> bool:
        """Whether name and address are kept, because the award must be able to show who acted."""
        return bool(self.kept) or self.is_reviewer or self.had_roles


def load_consequences(work: Work, account_id: UUID) -> Consequences:
    """What closing this account would do now."""
    session = work.session
    own = list(
        session.scalars(select(Nomination).where(Nomination.owner_id == account_id).order_by(Nomination.reference))
    )
    drafts = [nomination for nomination in own if nomination.submitted_at is None]
    submitted = [nomination for nomination in own if nomination.submitted_at is not None]
    running = [
        nomination
        for nomination in submitted if nomination.state is not State.WITHDRAWN and _is_running(
            work, nomination.edition_id
        )
    ]
    return Consequences(
        tuple(nomination.reference for nomination in drafts if nomination.discarded_at is None),
        tuple(nomination.reference for nomination in submitted), _has_reviewed(session, account_id),
        _had_roles(session, account_id),
        tuple(nomination.reference for nomination in running), tuple(_list_sole_head_editions(session, account_id)),
    )


def _is_running(work: Work, edition_id: UUID) -> bool:
    """Whether the edition's last stage is not over, so that a nomination still needs an owner."""
    edition = editions.by_id(work.session, edition_id).edition
    last = max((stage.last_day or stage.first_day for stage in edition.stages), default=None)
    return last is None or edition.day_of(work.now) <= last


def _has_reviewed(session: Session, account_id: UUID) -> bool:
    sheets = select(Assessment.id).join(Assignment, Assignment.id == Assessment.assignment_id)
    return (
        session.scalar(sheets.where(Assignment.reviewer_id == account_id).limit(1)) is not None
        or session.scalar(select(Recusal.id).where(Recusal.reviewer_id == account_id).limit(1)) is not None
        or session.scalar(select(Assignment.id).where(Assignment.reviewer_id == account_id).limit(1)) is not None
    )


def _had_roles(session: Session, account_id: UUID) -> bool:
    """Whether the account ever held a role: it may have decided on nominations of others, and that record stays."""
    return session.scalar(select(Grant.id).where(Grant.account_id == account_id).limit(1)) is not None


def _list_sole_head_editions(session: Session, account_id: UUID) -> list[str]:
    """The editions of which this person is the only head."""
    heads = select(Grant.edition_id).where(
        Grant.account_id == account_id, Grant.role == Role.HEAD, Grant.ended_at.is_(None)
    )
    others = select(Grant.edition_id).where(
        Grant.account_id != account_id, Grant.role == Role.HEAD, Grant.ended_at.is_(None)
    )
    return list(session.scalars(
        select(OpenEdition.code).where(OpenEdition.id.in_(heads), OpenEdition.id.not_in(others))
        .order_by(OpenEdition.code)
    ))
