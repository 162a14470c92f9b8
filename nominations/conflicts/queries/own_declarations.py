"""What a reviewer declared of the files assigned to them, and the undertaking they accepted: their own only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.tables import (
    Acceptance,
    Assignment,
    Conflict,
    Nomination,
)
from nominations.core.work import Work


def newest_declaration(session: Session, assignment_id: UUID) -> Conflict | None:
    """What the reviewer declared last of an assignment."""
    return session.scalars(
        select(Conflict).where(Conflict.assignment_id == assignment_id).order_by(Conflict.number.desc()).limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()


@dataclass(frozen=True, slots=True)
class OwnDeclaration:
    """One line of a reviewer's own declarations: no word of the file but its reference."""

    reference: str
    answer: str
    state: str | None
    declared_at: datetime


def list_declarations(work: Work, edition_id: UUID) -> list[OwnDeclaration]:
    """What the actor declared, each assignment's newest declaration, the newest first."""
    rows = work.session.execute(
        select(Conflict.assignment_id, Nomination.reference, Conflict.answer, Conflict.state, Conflict.declared_at)
        .join(Assignment, Assignment.id == Conflict.assignment_id)
        .join(Nomination, Nomination.id == Assignment.nomination_id)
        .where(Assignment.reviewer_id == work.actor.id, Nomination.edition_id == edition_id)
        .order_by(Conflict.declared_at.desc(), Conflict.number.desc(), Nomination.reference)
    )
    newest: dict[UUID, OwnDeclaration] = {}
    for assignment_id, reference, answer, state, declared_at in rows:
        newest.setdefault(assignment_id, OwnDeclaration(reference, answer, state, declared_at))
    return list(newest.values())


def load_undertaking(work: Work, edition_id: UUID) -> Acceptance | None:
    """The actor's newest acceptance of the undertaking of confidentiality."""
    return work.session.scalars(
        select(Acceptance).where(
            Acceptance.account_id == work.actor.id, Acceptance.edition_id == edition_id,
            Acceptance.text == "undertaking",
        ).order_by(Acceptance.accepted_at.desc(), Acceptance.text_version.desc()).limit(1)
    ).one_or_none()
