"""A reviewer's own reviews in an edition, of files open to them now, and what of them may be certified."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from nominations.access.queries import review_rules
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import AssessmentState, DeskState, Recommendation, Refusal, RoundCode
from nominations.core.tables import Account, Advice, Assessment, Assignment, Document, Mark, Round
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category, Edition
from nominations.reviewing.queries import desk
from nominations.reviewing.queries.desk import DeskFile

_SCORED = (DeskState.DRAFT, DeskState.SET_ASIDE, DeskState.SUBMITTED)


@dataclass(frozen=True, slots=True)
class OwnReview:
    """One card with its file; marks and reasons by criterion."""

    file: DeskFile
    category: Category
    round: RoundCode
    submitted: bool
    submitted_at: datetime | None
    marks: dict[str, int | None]
    reasons: dict[str, str]
    comment: str
    strength: str
    weakness: str
    confidential_note: str
    for_applicant: str
    confidence: int | None
    needs_visit: bool
    recommendation: Recommendation | None


def list_files_with_card(work: Work, edition_id: UUID) -> list[UUID]:
    """The files of which the actor has a card that they may read now."""
    return [file.id for file in desk.load_desk(work, edition_id).of(*_SCORED)]


def require_open_files(work: Work, edition_id: UUID, files: Sequence[str] | None) -> None:
    """Raise `Refused` unless every file of a document is still open to the actor: one recusal closes the document."""
    if files is None or not {UUID(file) for file in files} <= set(list_files_with_card(work, edition_id)):
        raise Refused(Refusal.NOT_FOUND)


def load_reviews(
    work: Work, edition_id: UUID, only: Sequence[str] | None = None
) -> tuple[Edition, list[OwnReview]]:
    """The actor's cards of the files on their desk, or of `only` these, by reference; in a fixed number of statements.
    """
    edition = editions.by_id(work.session, edition_id).edition
    files = {file.assignment_id: file for file in desk.load_desk(work, edition_id).of(*_SCORED)
             if only is None or str(file.id) in only}
    cards = work.session.execute(
        select(Assessment, Round.code, Advice)
        .join(Assignment, Assignment.id == Assessment.assignment_id).join(Round, Round.id == Assignment.round_id)
        .outerjoin(Advice, Advice.assessment_id == Assessment.id)
        .where(Assessment.assignment_id.in_(files), Assignment.reviewer_id == work.actor.id)
    ).all()
    marks = _load_marks(work, [card.id for card, _code, _advice in cards])
    own_reviews = [
        _review(files[card.assignment_id], edition, card, code, advice or Advice(for_applicant=""), marks[card.id])
        for card, code, advice in cards
    ]
    return edition, sorted(own_reviews, key=lambda review: review.file.reference)


def _load_marks(work: Work, ids: Sequence[UUID]) -> dict[UUID, list[Mark]]:
    marks: dict[UUID, list[Mark]] = defaultdict(list)
    for mark in work.session.scalars(select(Mark).where(Mark.assessment_id.in_(ids))):
        marks[mark.assessment_id].append(mark)
    return marks


def _review(
    file: DeskFile, edition: Edition, card: Assessment, code: RoundCode, advice: Advice, marks: list[Mark]
) -> OwnReview:
    return OwnReview(
        file, edition.category(file.category), code, card.state is AssessmentState.SUBMITTED, card.submitted_at,
        {mark.criterion: mark.score for mark in marks}, {mark.criterion: mark.reason for mark in marks},
        card.comment, card.strength, card.weakness, card.confidential_note, advice.for_applicant, advice.confidence,
        bool(advice.needs_visit), card.recommendation,
    )


@dataclass(frozen=True, slots=True)
class Service:
    """What somebody did as a reviewer of an edition: how many files they reviewed, from when until when."""

    name: str
    edition: Edition
    files: int
    began_at: datetime | None
    ended_at: datetime | None


def load_service(work: Work, edition_id: UUID, reviewer_id: UUID) -> Service:
    """The service of a reviewer; only reviews that count, as in the ranking."""
    person = work.session.get_one(Account, reviewer_id)
    files, began_at, ended_at = work.session.execute(
        select(
            func.count(Assignment.nomination_id.distinct()), func.min(Assignment.published_at),
            func.max(Assessment.submitted_at),
        )
        .join(Assessment, Assessment.assignment_id == Assignment.id)
        .join(Round, Round.id == Assignment.round_id)
        .where(Round.edition_id == edition_id, Assignment.reviewer_id == reviewer_id, review_rules.is_counted())
    ).one()
    edition = editions.by_id(work.session, edition_id).edition
    return Service(person.name or person.email, edition, files, began_at, ended_at)


def list_certificates(work: Work, edition_id: UUID) -> list[Document]:
    """The certificates made for the actor in an edition, the newest first; those that are being made too."""
    return list(work.session.scalars(
        select(Document).where(
            Document.edition_id == edition_id, Document.kind == "certificate", Document.made_for_id == work.actor.id
        ).order_by(Document.made_at.desc(), Document.id)
    ))
