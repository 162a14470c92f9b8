"""Conflicts by pairs of a nomination and a reviewer: what was found, declared and decided between the two."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import aliased

from nominations.access.queries import policy_facts, review_rules
from nominations.conflicts.queries import conflicts
from nominations.conflicts.queries.conflicts import Declaration, ListedRecusal
from nominations.core.rules.vocabulary import Action, ConflictKind, ConflictState, DeclineReason, Sign
from nominations.core.tables import Account, Assignment, Decline, Finding, Nomination, WithdrawnRecusal
from nominations.core.work import Work

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class ConflictPair:
    """A file and a reviewer with what was found between them; `asked` if the file is assigned to the reviewer."""

    nomination_id: UUID
    reference: str
    title: str
    reviewer_id: UUID
    reviewer: str
    asked: bool
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page of the pairs that wait for a decision; `total` pairs in all."""

    pairs: tuple[ConflictPair, ...]
    total: int


def list_undecided(
    work: Work, edition_id: UUID, *, sign: Sign | None = None, reviewer_id: UUID | None = None, page: int = 1
) -> FoundPage:
    """Pairs with an undecided finding, first those whose reviewer has the nomination; three statements."""
    work.require(Action.DECIDE_CONFLICT, policy_facts.load_edition(work, edition_id))
    wanted = _pairs().where(
        Nomination.edition_id == edition_id, Finding.state == ConflictState.OPEN, Finding.gone_at.is_(None)
    )
    if sign:
        wanted = wanted.where(Finding.sign == sign)
    if reviewer_id:
        wanted = wanted.where(Finding.reviewer_id == reviewer_id)
    count = work.session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
    rows = work.session.execute(wanted.offset((page - 1) * ON_A_PAGE).limit(ON_A_PAGE)).all()
    of: dict[tuple[UUID, UUID], list[Finding]] = {}
    for finding in work.session.scalars(
        select(Finding).where(
            Finding.nomination_id.in_({row[0] for row in rows}), Finding.reviewer_id.in_({row[3] for row in rows}),
            Finding.state == ConflictState.OPEN, Finding.gone_at.is_(None),
        ).order_by(Finding.found_at, Finding.sign, Finding.id)
    ):
        of.setdefault((finding.nomination_id, finding.reviewer_id), []).append(finding)
    return FoundPage(
        tuple(
            ConflictPair(file, reference, title, reviewer, name, bool(has_file), tuple(of.get((file, reviewer), ())))
            for file, reference, title, reviewer, name, has_file in rows
        ), count
    )


def _pairs() -> Select[UUID, str, str, UUID, str, bool]:
    has_file = exists().where(
        Assignment.nomination_id == Finding.nomination_id, Assignment.reviewer_id == Finding.reviewer_id,
        review_rules.is_published(),
    ).correlate(Finding)
    name = func.coalesce(func.nullif(Account.name, ""), Account.email)
    return (
        select(Nomination.id, Nomination.reference, Nomination.title, Account.id, name, has_file.label("asked"))
        .select_from(Finding)
        .join(Nomination, Nomination.id == Finding.nomination_id).join(Account, Account.id == Finding.reviewer_id)
        .distinct().order_by(has_file.label("asked").desc(), Nomination.reference, name, Account.id)
    )


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A recusal that was lifted."""

    kind: ConflictKind
    words: str
    at: datetime
    withdrawn_at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Declined:
    """A nomination that the reviewer returned."""

    reason: DeclineReason
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Pair:
    """All present and past reasons, decided or not, between a nomination and a reviewer."""

    between: ConflictPair
    declared: tuple[Declaration, ...]
    recusal: ListedRecusal | None
    withdrawn: tuple[Withdrawn, ...]
    declined: tuple[Declined, ...]

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that wait for a decision."""
        return tuple(finding for finding in self.between.findings
                     if finding.state is ConflictState.OPEN and finding.gone_at is None)


def load_pair(work: Work, nomination_id: UUID, reviewer_id: UUID) -> Pair:
    """All present and past reasons against this reviewer for this nomination, for an actor who may decide."""
    nomination, reviewer = conflicts.load_two(work, nomination_id, reviewer_id)
    session = work.session
    findings = session.scalars(
        select(Finding).where(Finding.nomination_id == nomination_id, Finding.reviewer_id == reviewer_id)
        .order_by(Finding.found_at, Finding.sign, Finding.id)
    ).all()
    has_file = session.scalar(select(exists().where(
        Assignment.nomination_id == nomination_id, Assignment.reviewer_id == reviewer_id,
        review_rules.is_published(),
    )))
    by = aliased(Account)
    withdrawn = session.execute(
        select(WithdrawnRecusal, func.coalesce(func.nullif(by.name, ""), by.email))
        .join(by, by.id == WithdrawnRecusal.withdrawn_by_id)
        .where(WithdrawnRecusal.nomination_id == nomination_id, WithdrawnRecusal.reviewer_id == reviewer_id)
        .order_by(WithdrawnRecusal.withdrawn_at, WithdrawnRecusal.id)
    )
    declined = session.execute(
        select(Decline.reason, Decline.words, Decline.at)
        .join(Assignment, and_(Assignment.id == Decline.assignment_id, Assignment.nomination_id == nomination_id,
                               Assignment.reviewer_id == reviewer_id))
        .order_by(Decline.at, Decline.assignment_id)
    )
    return Pair(
        ConflictPair(
            nomination_id,
            nomination.reference,
            nomination.title,
            reviewer_id,
            reviewer.name or reviewer.email,
            bool(has_file),
            tuple(findings),
        ),
        tuple(conflicts.list_declarations(work, nomination_id, reviewer_id)),
        conflicts.load_recusal(work, nomination_id, reviewer_id),
        tuple(Withdrawn(row.kind, row.words, row.at, row.withdrawn_at, name, row.reason) for row, name in withdrawn),
        tuple(Declined(*row) for row in declined),
    )
