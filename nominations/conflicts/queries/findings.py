"""Findings between nominations and reviewers, and the data that they are found from."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from uuid import UUID

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session

from nominations.access.queries import review_rules
from nominations.conflicts import rules
from nominations.conflicts.rules import Hint, Reviewer, Traces
from nominations.core.rules.vocabulary import ConflictState, Role, Sign, State
from nominations.core.tables import (
    Account,
    Collaborator,
    Consent,
    Finding,
    Grant,
    Nomination,
    Profile,
    Recusal,
    Referee,
    Submission,
)
from nominations.core.work import Work
from nominations.editions.rules.edition import Category, Edition
from nominations.rounds.queries import blind

Pair = tuple[UUID, UUID]  # nomination, reviewer
Person = tuple[rules.Place, str, str]  # where they are named, name, mail address
MOST_CACHED = 4096
_ORDER = {sign: place for place, sign in enumerate(Sign)}
# Neither a submission nor its edition ever changes, so what was read from one stays valid.
_cache: OrderedDict[UUID, Traces] = OrderedDict()


def list_undecided(session: Session, nominations: Select | Collection[UUID]) -> dict[Pair, tuple[Hint, ...]]:
    """The undecided findings of these nominations, by nomination and reviewer, in the order of `Sign`."""
    # Rows, not entities: before a thousand files and sixty reviewers there are ten thousand of them.
    rows = session.execute(
        select(Finding.nomination_id, Finding.reviewer_id, Finding.sign, Finding.shared, Finding.question,
               Finding.part, Finding.own, Finding.similarity)
        .where(Finding.nomination_id.in_(nominations), Finding.state == ConflictState.OPEN, Finding.gone_at.is_(None))
    )
    hints: dict[Pair, list[Hint]] = {}
    for row in rows:
        hints.setdefault((row.nomination_id, row.reviewer_id), []).append(as_hint(row))
    return {pair: _sort_hints(pair_hints) for pair, pair_hints in hints.items()}


def _sort_hints(hints: Iterable[Hint]) -> tuple[Hint, ...]:
    return tuple(sorted(hints, key=lambda hint: (_ORDER[hint.sign], hint.own, hint.shared)))


def as_hint(row: Finding | Row) -> Hint:
    """The evidence of a finding, or of a row with the same columns."""
    return Hint(row.sign, row.shared, row.question, row.part, row.own, row.similarity)


def has_open_finding(work: Work, nomination_id: UUID) -> bool:
    """Whether a finding between the actor and a nomination waits for a decision."""
    return bool(work.session.scalar(select(review_rules.has_open_finding(nomination_id, work.actor.id))))


def list_own_hints(work: Work, category: Category, nomination_id: UUID) -> tuple[Hint, ...]:
    """The hints between the actor and a nomination that come from answers a reviewer may see.

    None where a round hides the names: the evidence would reveal them.
    """
    if blind.is_hidden_from(work, nomination_id):
        return ()
    rows = work.session.scalars(
        select(Finding).where(Finding.nomination_id == nomination_id, Finding.reviewer_id == work.actor.id,
                              Finding.gone_at.is_(None))
    )
    return _sort_hints(as_hint(row) for row in rows if may_be_shown(category, row.question, work.actor.role))


def may_be_shown(category: Category, question: str, role: str) -> bool:
    """Whether this role may see the question that a finding comes from."""
    try:
        return category.question(question).may_be_seen_by(role)
    except KeyError:
        return role != Role.REVIEWER  # it comes from no answer: the owner's account, an earlier edition


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A nomination with what conflicts are found from."""

    id: UUID
    owner_id: UUID
    reference: str
    traces: Traces


def load_files(
    session: Session, edition_id: UUID, edition: Edition, only: Collection[UUID] | None = None
) -> list[KnownFile]:
    """The submitted files of an edition that are or may come to be judged, with what they say.

    The same number of statements for any.
    """
    query = (
        select(Nomination.id, Nomination.owner_id, Nomination.reference, Nomination.submission_id, Account.name,
               Account.email)
        .join(Account, Account.id == Nomination.owner_id)
        .where(Nomination.edition_id == edition_id, Nomination.submission_id.is_not(None),
               Nomination._state.in_((State.SUBMITTED, State.ELIGIBLE)))
        .order_by(Nomination.reference)
    )
    rows = session.execute(query if only is None else query.where(Nomination.id.in_(only))).all()
    read = _traces(session, edition, [row.submission_id for row in rows])
    people = _people(session, [row.id for row in rows])
    return [
        KnownFile(row.id, row.owner_id, row.reference, reduce(
            lambda file, who: rules.with_person(file, *who),
            ((rules.OWNER, row.name, row.email), *people.get(row.id, ())), read[row.submission_id],
        ))
        for row in rows
    ]


def _people(session: Session, nominations: list[UUID]) -> dict[UUID, list[Person]]:
    """Who wrote each file with its owner, was asked for a letter about it (its kind is the place), or to agree."""
    people: dict[UUID, list[Person]] = {}
    for row in session.execute(
        select(Referee.nomination_id, Referee.kind, Referee.name, Referee.email)
        .where(Referee.nomination_id.in_(nominations), Referee.ended_at.is_(None))
        .order_by(Referee.asked_at, Referee.id)
    ):
        people.setdefault(row.nomination_id, []).append(((row.kind, ""), row.name, row.email))
    for nomination_id, name, email in session.execute(
        select(Consent.nomination_id, Consent.name, Consent.email)
        .where(Consent.nomination_id.in_(nominations), Consent.ended_at.is_(None))
    ):
        people.setdefault(nomination_id, []).append((rules.NOMINEE, name, email))
    for nomination_id, name, email in session.execute(
        select(Collaborator.nomination_id, Account.name, Account.email)
        .join(Account, Account.id == Collaborator.account_id)
        .where(Collaborator.nomination_id.in_(nominations)).order_by(Collaborator.accepted_at, Collaborator.id)
    ):
        people.setdefault(nomination_id, []).append((rules.WRITER, name, email))
    return people


def load_reviewers(session: Session, edition_id: UUID, only: Collection[UUID] | None = None) -> dict[UUID, Reviewer]:
    """The reviewers of an edition with their profiles."""
    query = (
        select(Account.id, Account.name, Account.email, Profile)
        .join(Grant, and_(Grant.account_id == Account.id, Grant.edition_id == edition_id, Grant.role == Role.REVIEWER,
                          Grant.ended_at.is_(None)))
        .outerjoin(Profile, and_(Profile.account_id == Account.id, Profile.edition_id == edition_id))
        .order_by(Account.name, Account.id)
    )
    rows = session.execute(query if only is None else query.where(Account.id.in_(only)))
    return {row.id: _as_reviewer(row) for row in rows}


def _as_reviewer(row: Row) -> Reviewer:
    profile = row.Profile or Profile(nationalities=[], country="", institutions=[], domains=[], collaborators=[])
    return rules.reviewer(
        row.name, row.email, profile.nationalities, profile.country, profile.institutions, profile.domains,
        profile.collaborators,
    )


def list_earlier_recusals(
    session: Session, edition_id: UUID, people: Iterable[UUID]
) -> Mapping[tuple[UUID, UUID], str]:
    """Recusals in other editions: the reference of the nomination by reviewer and owner."""
    rows = session.execute(
        select(Recusal.reviewer_id, Nomination.owner_id, Nomination.reference)
        .join(Nomination, Nomination.id == Recusal.nomination_id)
        .where(Nomination.edition_id != edition_id, Recusal.reviewer_id.in_(list(people)))
        .order_by(Nomination.reference)
    )
    return {(reviewer, owner): reference for reviewer, owner, reference in rows}


def _traces(session: Session, edition: Edition, submissions: list[UUID]) -> dict[UUID, Traces]:
    known = {submission_id: _cache[submission_id] for submission_id in submissions if submission_id in _cache}
    if unread := [submission_id for submission_id in submissions if submission_id not in known]:
        rows = session.execute(
            select(Submission.id, Submission.category, Submission.answers).where(Submission.id.in_(unread))
        )
        for submission_id, category, answers in rows:
            known[submission_id] = _cache[submission_id] = rules.traces(edition.category(category), answers)
    while len(_cache) > MOST_CACHED:
        _cache.popitem(last=False)
    return known
