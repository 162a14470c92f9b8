"""One file in the hands of its reviewer: the assignment that stands, and the submission that counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts, review_rules
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal, Role
from nominations.core.tables import (
    Assignment,
    Nomination,
    NominationCountry,
    Round,
    Submission,
)
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category, Edition
from nominations.rounds.queries import blind, reviewer_copies
from nominations.rounds.rules.blind import without_names


@dataclass(frozen=True, slots=True)
class AssignedFile:
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


def load_assigned(work: Work, nomination_id: UUID, *, to: Action, lock: bool = False) -> AssignedFile:
    """The file, if the actor may do `to` with it now. `lock` lets those who write on the assignment come one by one."""
    if lock:
        _lock_assignment(work, nomination_id)
    nomination = policy_facts.nomination(work, nomination_id, to=to)
    nameless = blind.is_hidden_from(work, nomination_id)
    row = work.session.execute(_standing(work, nomination_id)).one_or_none()
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    edition = editions.by_id(work.session, nomination.edition_id).edition
    return AssignedFile(
        blind.copy_nomination(nomination) if nameless else nomination, row.Assignment, row.Round, edition, nameless
    )


def _standing(work: Work, nomination_id: UUID) -> Select[Assignment, Round]:
    return (
        select(Assignment, Round).join(Round, Round.id == Assignment.round_id)
        .where(Assignment.nomination_id == nomination_id, Assignment.reviewer_id == work.actor.id,
               review_rules.is_published())
        .order_by(Round.opened_at.desc()).limit(1).execution_options(populate_existing=True)
    )


def _lock_assignment(work: Work, nomination_id: UUID) -> None:
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


def load_submission(work: Work, of: Nomination) -> Submission:
    """The newest one before the close: none is taken after it; with the attachments that reviewers get, and without its
    people where the round hides them."""
    newest = work.session.get_one(Submission, of.submission_id)
    if blind.is_hidden_from(work, of.id):
        edition = editions.by_id(work.session, of.edition_id).edition
        return blind.copy_submission(work.session, newest, edition)
    return reviewer_copies.copy_for_reviewers(work.session, newest)


def list_countries(session: Session, nomination_id: UUID) -> tuple[str, ...]:
    """The countries of the work or of the nominee."""
    return tuple(session.scalars(
        select(NominationCountry.country).where(NominationCountry.nomination_id == nomination_id)
        .order_by(NominationCountry.country)
    ))


def list_attachments(of: Submission, category: Category, role: str) -> tuple[Mapping[str, Any], ...]:
    """The files handed in that this role may see, in the order of their kinds."""
    kinds = {kind.key: place for place, kind in enumerate(category.attachments) if kind.may_be_seen_by(role)}
    return tuple(sorted(
        (attachment for attachment in of.attachments if attachment["kind"] in kinds),
        key=lambda attachment: kinds[attachment["kind"]]
    ))


def find_attachment(
    work: Work, nomination_id: UUID, attachment_id: UUID, *, to: Action = Action.REVIEW, role: str = Role.REVIEWER
) -> Mapping[str, Any]:
    """One file of the submission that counts, for whoever may do `to` and reads what `role` sees."""
    nomination = policy_facts.nomination(work, nomination_id, to=to)
    counted_submission = load_submission(work, nomination)
    category = editions.by_id(work.session, nomination.edition_id).edition.category(counted_submission.category)
    for attachment in list_attachments(counted_submission, category, role):
        if attachment["id"] == str(attachment_id):
            return attachment
    raise Refused(Refusal.NOT_FOUND)
