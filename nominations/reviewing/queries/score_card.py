"""One file in the hands of its reviewer: the submission that counts, their declaration, their own card."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import (
    Acceptance,
    Access,
    Advice,
    Assessment,
    AssessmentVersion,
    Assignment,
    Conflict,
    Mark,
    Nomination,
    NominationCountry,
    NotApplicable,
    Round,
    Submission,
)
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category, Edition
from nominations.reviewing.rules.cards import LEFT_OUT, TypedCard
from nominations.rounds.queries import blind
from nominations.rounds.rules.blind import without_names


@dataclass(frozen=True, slots=True)
class Held:
    """A file routed to the actor, with the assignment that stands in its newest round."""

    nomination: Nomination
    assignment: Assignment
    round: Round
    edition: Edition
    nameless: bool = False

    @property
    def category(self) -> Category:
        """The form, without the questions that a blind round leaves out."""
        category = self.edition.category(self.nomination.category)
        return without_names(category) if self.nameless else category


@dataclass(frozen=True, slots=True)
class Sheet:
    """The actor's own card as it stands; version 0 is one that was never saved."""

    assessment: Assessment | None
    typed: TypedCard

    @property
    def version(self) -> int:
        return self.assessment.version if self.assessment else 0


def held(work: Work, nomination_id: UUID, *, to: Action, lock: bool = False) -> Held:
    """The file, if the actor may do `to` with it now. `lock` lets those who write on the assignment come one by one."""
    if lock:
        _locked(work, nomination_id)
    nomination = policy_facts.nomination(work, nomination_id, to=to)
    nameless = blind.hidden_from(work, nomination_id)
    row = work.session.execute(_standing(work, nomination_id)).one_or_none()
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    edition = editions.by_id(work.session, nomination.edition_id).edition
    return Held(
        blind.nomination(nomination) if nameless else nomination, row.Assignment, row.Round, edition, nameless
    )


def _standing(work: Work, nomination_id: UUID) -> Select[tuple[Assignment, Round]]:
    return (
        select(Assignment, Round).join(Round, Round.id == Assignment.round_id)
        .where(Assignment.nomination_id == nomination_id, Assignment.reviewer_id == work.actor.id,
               Assignment.published_at.is_not(None), Assignment.removed_at.is_(None))
        .order_by(Round.opened_at.desc()).limit(1).execution_options(populate_existing=True)
    )


def _locked(work: Work, nomination_id: UUID) -> None:
    """Everything asked after this is asked of what stands: the assignment is ours, its round cannot close meanwhile."""
    rounds = select(Assignment.round_id).where(
        Assignment.nomination_id == nomination_id, Assignment.reviewer_id == work.actor.id
    )
    work.session.execute(
        select(Round.id).where(Round.id.in_(rounds)).order_by(Round.id).with_for_update(read=True)
    ).all()
    work.session.execute(
        select(Assignment.id).where(Assignment.nomination_id == nomination_id, Assignment.reviewer_id == work.actor.id)
        .order_by(Assignment.id).with_for_update()
    ).all()


def submission(work: Work, of: Nomination) -> Submission:
    """The newest one before the close: none is taken after it; without its people where the round hides them."""
    handed_in = work.session.get_one(Submission, of.submission_id)
    if blind.hidden_from(work, of.id):
        edition = editions.by_id(work.session, of.edition_id).edition
        return blind.submission(work.session, handed_in, edition)
    return handed_in


def countries(session: Session, nomination_id: UUID) -> tuple[str, ...]:
    """The countries of the work or of the nominee."""
    return tuple(session.scalars(
        select(NominationCountry.country).where(NominationCountry.nomination_id == nomination_id)
        .order_by(NominationCountry.country)
    ))


def attachments(of: Submission, category: Category, role: str) -> tuple[Mapping[str, Any], ...]:
    """The files handed in that this role may see, in the order of their kinds."""
    kinds = {kind.key: place for place, kind in enumerate(category.attachments) if kind.may_be_seen_by(role)}
    return tuple(sorted(
        (each for each in of.attachments if each["kind"] in kinds), key=lambda each: kinds[each["kind"]]
    ))


def attachment(work: Work, nomination_id: UUID, attachment_id: UUID) -> Mapping[str, Any]:
    """One file of the submission that counts, for the reviewer who reads it."""
    nomination = policy_facts.nomination(work, nomination_id, to=Action.REVIEW)
    handed_in = submission(work, nomination)
    category = editions.by_id(work.session, nomination.edition_id).edition.category(handed_in.category)
    for each in attachments(handed_in, category, work.actor.role):
        if each["id"] == str(attachment_id):
            return each
    raise Refused(Refusal.NOT_FOUND)


def sheet(session: Session, assignment_id: UUID) -> Sheet:
    """The card of an assignment."""
    found = session.scalars(
        select(Assessment).where(Assessment.assignment_id == assignment_id).execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        return Sheet(None, TypedCard())
    marks = session.scalars(
        select(Mark).where(Mark.assessment_id == found.id).execution_options(populate_existing=True)
    ).all()
    left_out = session.scalars(select(NotApplicable.criterion).where(NotApplicable.assessment_id == found.id)).all()
    advice = session.get(Advice, found.id, populate_existing=True) or Advice(for_applicant="", needs_visit=False)
    scores = {mark.criterion: "" if mark.score is None else str(mark.score) for mark in marks}
    return Sheet(found, TypedCard(
        scores | dict.fromkeys(left_out, LEFT_OUT), {mark.criterion: mark.reason for mark in marks},
        found.comment, found.strength, found.weakness, found.confidential_note, found.recommendation or "",
        advice.for_applicant, str(advice.confidence or ""), "yes" if advice.needs_visit else "",
    ))


def may_be_left_out(category: Category) -> frozenset[str]:
    """The criteria that a reviewer may say do not apply to a file."""
    return frozenset(each.key for each in category.criteria if each.may_be_left_out)


def versions(work: Work, of: Held) -> list[AssessmentVersion]:
    """Every version of the actor's own card, the newest first."""
    return list(work.session.scalars(
        select(AssessmentVersion).join(Assessment, Assessment.id == AssessmentVersion.assessment_id)
        .where(Assessment.assignment_id == of.assignment.id).order_by(AssessmentVersion.number.desc())
    ))


def as_typed(content: Mapping[str, Any]) -> TypedCard:
    """The card that a kept version holds."""
    marks = content["marks"]
    scores = {key: "" if mark["score"] is None else str(mark["score"]) for key, mark in marks.items()}
    return TypedCard(
        scores | dict.fromkeys(content.get("left_out", ()), LEFT_OUT),
        {key: mark["reason"] for key, mark in marks.items()},
        content["comment"], content["strength"], content["weakness"], content["note"], content["recommendation"] or "",
        content.get("for_applicant", ""), content.get("confidence", ""), content.get("needs_visit", ""),
    )


def newest_declaration(session: Session, assignment_id: UUID) -> Conflict | None:
    """What the reviewer declared last of an assignment."""
    return session.scalars(
        select(Conflict).where(Conflict.assignment_id == assignment_id).order_by(Conflict.number.desc()).limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()


@dataclass(frozen=True, slots=True)
class Declared:
    """One line of a reviewer's own declarations: no word of the file but its reference."""

    reference: str
    answer: str
    state: str | None
    declared_at: datetime


def declarations(work: Work, edition_id: UUID) -> list[Declared]:
    """What the actor declared, each assignment's newest declaration, the newest first."""
    rows = work.session.execute(
        select(Conflict.assignment_id, Nomination.reference, Conflict.answer, Conflict.state, Conflict.declared_at)
        .join(Assignment, Assignment.id == Conflict.assignment_id)
        .join(Nomination, Nomination.id == Assignment.nomination_id)
        .where(Assignment.reviewer_id == work.actor.id, Nomination.edition_id == edition_id)
        .order_by(Conflict.declared_at.desc(), Conflict.number.desc(), Nomination.reference)
    )
    newest: dict[UUID, Declared] = {}
    for assignment_id, *line in rows:
        newest.setdefault(assignment_id, Declared(*line))
    return list(newest.values())


def undertaking(work: Work, edition_id: UUID) -> Acceptance | None:
    """The actor's newest acceptance of the undertaking of confidentiality."""
    return work.session.scalars(
        select(Acceptance).where(
            Acceptance.account_id == work.actor.id, Acceptance.edition_id == edition_id,
            Acceptance.text == "undertaking",
        ).order_by(Acceptance.accepted_at.desc(), Acceptance.text_version.desc()).limit(1)
    ).one_or_none()


def was_opened(work: Work, nomination_id: UUID, what: str) -> bool:
    """Whether the actor has opened this before, in this role."""
    return bool(work.session.scalar(select(exists().where(
        Access.account_id == work.actor.id, Access.nomination_id == nomination_id, Access.what == what,
        Access.role == work.actor.role.value,
    ))))
