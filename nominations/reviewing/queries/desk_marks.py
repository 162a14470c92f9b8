"""Small facts of the desk: what is postponed, who is a shadow, who has finished, which keys are on."""

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
    """A file is set `aside`; the actor's marks in its round do not count (`reads_along`); `letter_keys` are on."""

    aside: bool
    reads_along: bool
    letter_keys: bool


def load_marks(work: Work, assignment_id: UUID, round_id: UUID) -> Marks:
    """The marks of an assignment's file, in one statement."""
    row = work.session.execute(select(
        exists().where(SetAside.assignment_id == assignment_id),
        review_rules.is_shadow(round_id, work.actor.id),
        ~exists().where(Preference.account_id == work.actor.id, ~Preference.letter_keys),
    )).one()
    return Marks(*map(bool, row))


def has_letter_keys(work: Work) -> bool:
    """Whether single letters are shortcuts on the actor's desk."""
    preference = work.session.get(Preference, work.actor.id)
    return preference is None or preference.letter_keys


def load_finishing_times(session: Session, round_id: UUID) -> dict[UUID, datetime]:
    """When each reviewer marked a round as finished; those who did not are left out."""
    finishes = session.execute(
        select(Finished.reviewer_id, Finished.at).where(Finished.round_id == round_id).order_by(Finished.at)
    )
    return dict(finishes.all())


def load_eligibility(session: Session, nomination_id: UUID) -> tuple[datetime | None, tuple[str, ...]]:
    """When a file was found eligible, and the keys of the checklist's questions that stayed unclear."""
    found_at = session.scalar(
        select(EligibilityDecision.made_at).where(
            EligibilityDecision.nomination_id == nomination_id, EligibilityDecision.outcome == "eligible",
            EligibilityDecision.undone_at.is_(None),
        ).order_by(EligibilityDecision.made_at.desc()).limit(1)
    )
    checks = session.scalar(select(Screening.checks).where(Screening.nomination_id == nomination_id)) or {}
    return found_at, tuple(key for key, check in checks.items() if check.get("answer") == "unclear")
