"""What closing an account would mean: what would be erased, what must stay, and what stands in the way."""

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
    """What closing would do: references of drafts to erase and of files that stay, and what stands in the way."""

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
        """Whether name and address are kept beside what the award must be able to show."""
        return bool(self.kept) or self.is_reviewer or self.had_roles


def load_consequences(work: Work, who: UUID) -> Consequences:
    """What closing this account would mean now."""
    session = work.session
    own = list(session.scalars(select(Nomination).where(Nomination.owner_id == who).order_by(Nomination.reference)))
    drafts = [nomination for nomination in own if nomination.submitted_at is None]
    submitted = [nomination for nomination in own if nomination.submitted_at is not None]
    running = [
        nomination
        for nomination in submitted if nomination.state is not State.WITHDRAWN and _runs(work, nomination.edition_id)
    ]
    return Consequences(
        tuple(nomination.reference for nomination in drafts if nomination.discarded_at is None),
        tuple(nomination.reference for nomination in submitted), _has_reviewed(session, who), _had_roles(session, who),
        tuple(nomination.reference for nomination in running), tuple(_headless(session, who)),
    )


def _runs(work: Work, edition_id: UUID) -> bool:
    """Until the last stage of its year is over, somebody must answer for a file."""
    edition = editions.by_id(work.session, edition_id).edition
    last = max((stage.last_day or stage.first_day for stage in edition.stages), default=None)
    return last is None or edition.day_of(work.now) <= last


def _has_reviewed(session: Session, who: UUID) -> bool:
    sheets = select(Assessment.id).join(Assignment, Assignment.id == Assessment.assignment_id)
    return (
        session.scalar(sheets.where(Assignment.reviewer_id == who).limit(1)) is not None
        or session.scalar(select(Recusal.id).where(Recusal.reviewer_id == who).limit(1)) is not None
        or session.scalar(select(Assignment.id).where(Assignment.reviewer_id == who).limit(1)) is not None
    )


def _had_roles(session: Session, who: UUID) -> bool:
    """Whoever held an office may have decided on files of others; the record of it stays."""
    return session.scalar(select(Grant.id).where(Grant.account_id == who).limit(1)) is not None


def _headless(session: Session, who: UUID) -> list[str]:
    """The editions of which this person is the only head."""
    heads = select(Grant.edition_id).where(
        Grant.account_id == who, Grant.role == Role.HEAD, Grant.ended_at.is_(None)
    )
    others = select(Grant.edition_id).where(
        Grant.account_id != who, Grant.role == Role.HEAD, Grant.ended_at.is_(None)
    )
    return list(session.scalars(
        select(OpenEdition.code).where(OpenEdition.id.in_(heads), OpenEdition.id.not_in(others))
        .order_by(OpenEdition.code)
    ))
