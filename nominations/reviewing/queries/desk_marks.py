"""Small facts of the desk: what is set aside, who reads along, who has finished, how somebody likes the keys."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from nominations.access.queries import review_rules
from nominations.core.tables import EligibilityDecision, Finished, Preference, Screening, SetAside
from nominations.core.work import Work


@dataclass(frozen=True, slots=True)
class Marks:
    """Of one file: set aside; of its round: the actor's marks count nowhere; of the actor: single letters work."""

    aside: bool
    reads_along: bool
    letter_keys: bool


def marks(work: Work, assignment_id: UUID, round_id: UUID) -> Marks:
    """All of them, in one statement."""
    row = work.session.execute(select(
        exists().where(SetAside.assignment_id == assignment_id),
        review_rules.is_shadow(round_id, work.actor.id),
        ~exists().where(Preference.account_id == work.actor.id, ~Preference.letter_keys),
    )).one()
    return Marks(*map(bool, row))


def letter_keys(work: Work) -> bool:
    """Whether single letters do something on the actor's desk."""
    found = work.session.get(Preference, work.actor.id)
    return found is None or found.letter_keys


def finished(session: Session, round_id: UUID) -> dict[UUID, datetime]:
    """Who said that they have finished a round, and when."""
    rows = session.execute(
        select(Finished.reviewer_id, Finished.at).where(Finished.round_id == round_id).order_by(Finished.at)
    )
    return dict(rows.all())


def eligibility(session: Session, nomination_id: UUID) -> tuple[datetime | None, tuple[str, ...]]:
    """When a file was found eligible, and the questions of the checklist that stayed unclear; the notes stay inside."""
    found_at = session.scalar(
        select(EligibilityDecision.made_at).where(
            EligibilityDecision.nomination_id == nomination_id, EligibilityDecision.outcome == "eligible",
            EligibilityDecision.undone_at.is_(None),
        ).order_by(EligibilityDecision.made_at.desc()).limit(1)
    )
    checks = session.scalar(select(Screening.checks).where(Screening.nomination_id == nomination_id)) or {}
    return found_at, tuple(key for key, given in checks.items() if given.get("answer") == "unclear")
