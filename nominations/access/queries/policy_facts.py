"""One nomination, for somebody and for a purpose: loaded only if the policy lets this actor do this action."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, exists, func, select
from sqlalchemy.orm import Session

from nominations.access.queries import corrections, review_rules
from nominations.access.queries.involvement import is_involved
from nominations.core.queries.search_folding import is_searchable
from nominations.core.rules.deadline import is_open
from nominations.core.rules.errors import Refused
from nominations.core.rules.policy_facts import PolicyFacts
from nominations.core.rules.text.understand import TypedKind, understand
from nominations.core.rules.vocabulary import Action, ConflictAnswer, ConflictState, Refusal, Right, Role, State
from nominations.core.tables import (
    Acceptance,
    Assignment,
    CategoryMove,
    Collaborator,
    Conflict,
    EligibilityDecision,
    Extension,
    Nomination,
    Round,
    RoundFile,
    Submission,
)
from nominations.core.work import Work
from nominations.editions.queries import editions


def _about() -> Select[datetime | None, UUID | None, str | None, bool, bool, bool]:
    """Until when somebody extended it, who proposed to refuse it, the actor's right, whether they ever had one, whether
    anybody has, and whether the actor is too close to it. Written once: every page of a nomination asks it."""
    this: BindParameter[UUID] = bindparam("nomination")
    refused = select(EligibilityDecision.made_by_id).where(
        EligibilityDecision.nomination_id == this, EligibilityDecision.undone_at.is_(None),
        EligibilityDecision.outcome == "ineligible", EligibilityDecision.confirmed_at.is_(None),
    )
    joined = (Collaborator.nomination_id == this, Collaborator.accepted_at.is_not(None))
    mine, stands = Collaborator.account_id == bindparam("actor"), Collaborator.ended_at.is_(None)
    return select(
        select(func.max(Extension.until)).where(Extension.nomination_id == this).scalar_subquery(),
        refused.scalar_subquery(), select(Collaborator.right).where(*joined, mine, stands).scalar_subquery(),
        exists().where(*joined, mine), exists().where(*joined, stands),
        is_involved(this, bindparam("actor")),
    )


_ABOUT = _about()
NEWEST_MOVE = (
    select(CategoryMove).where(CategoryMove.nomination_id == bindparam("nomination"))
    .order_by(CategoryMove.proposed_at.desc(), CategoryMove.id).limit(1)
)


def nomination(work: Work, nomination_id: UUID, *, to: Action, lock: bool = False) -> Nomination:
    """The nomination, if `work.actor` may do `to` with it now; raises `Refused` with the reason otherwise.

    `lock` takes the row for this transaction, so that two who change it come one after the other.
    """
    return nomination_with_facts(work, nomination_id, to=to, lock=lock)[0]


def nomination_with_facts(
    work: Work, nomination_id: UUID, *, to: Action, lock: bool = False
) -> tuple[Nomination, PolicyFacts]:
    """`nomination`, and the case it was judged by: for pages that go on asking what else may be done with it."""
    query = select(Nomination).where(Nomination.id == nomination_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    nomination = work.session.scalars(query).one_or_none()
    if nomination is None:
        raise Refused(Refusal.NOT_FOUND)
    case = load(work, nomination)
    work.require(to, case)
    return nomination, case


def find_nomination(work: Work, edition_id: UUID, reference: str) -> Nomination | None:
    """The nomination with this reference, for commands and forms that name one; asks no policy."""
    return work.session.scalars(
        select(Nomination).where(Nomination.edition_id == edition_id, Nomination.reference == reference.strip())
    ).one_or_none()


def find_by_reference(work: Work, edition_id: UUID, reference: str, *, to: Action) -> UUID | None:
    """The id behind a reference of this edition, if the actor may do `to` with it; None where there is none such."""
    if not is_searchable(reference):
        return None
    nomination = work.session.scalars(
        select(Nomination).where(
            Nomination.edition_id == edition_id,
            Nomination.reference == understand(TypedKind.REFERENCE, reference).plain,
        )
    ).one_or_none()
    if nomination is None or nomination.discarded_at is not None:
        return None
    work.require(to, load(work, nomination))
    return nomination.id


def load(work: Work, nomination: Nomination) -> PolicyFacts:
    """What the rules need to know of a nomination, in the eyes of `work.actor`."""
    session = work.session
    pinned = editions.by_id(session, nomination.edition_id)
    closing = editions.load_closing(session, nomination.edition_id)
    extended_until, refused_by, right, took_part, shared, involved = session.execute(
        _ABOUT, {"nomination": nomination.id, "actor": work.actor.id}
    ).one()
    proposed, completes_by = _move(session, nomination, work.now)
    correction = corrections.open_request(session, nomination.id) if nomination.state is State.SUBMITTED else None
    return PolicyFacts(
        edition=pinned.edition.code, now=work.now, owner=nomination.owner_id, state=nomination.state,
        right=Right(right) if right else None, took_part=bool(took_part), shared=bool(shared),
        involved=bool(involved),
        discarded=nomination.discarded_at is not None, submitted=nomination.submission_id is not None,
        closes_at=closing.effective(max(filter(None, (extended_until, completes_by)), default=None)),
        only_missing_parts=completes_by is not None and not closing.is_open(work.now, extended_until),
        correction_until=correction.until if correction else None,
        correction_asks=frozenset(correction.questions) if correction else frozenset(),
        letters_close_at=pinned.edition.letters_close(), edition_closes_at=closing.enforced,
        sealed_until_close=pinned.edition.sealed_until_close, move_proposed=proposed, refusal_proposed_by=refused_by,
        **(_as_reviewer(work, nomination) if work.actor.role is Role.REVIEWER else _AsReviewer()),
        in_round=work.actor.role is Role.CHAIR and _takes_part(session, nomination.id),
    )


def _move(session: Session, nomination: Nomination, now: datetime) -> tuple[bool, datetime | None]:
    """Whether a move waits for its answer; and until when an accepted one leaves its missing answers open.

    One that nobody answered by its date has lapsed, so that the file can be decided as it is. The first submission
    after the acceptance ends it: what was missing is in.
    """
    move = session.scalars(NEWEST_MOVE, {"nomination": nomination.id}).one_or_none()
    if move is None or move.answered_at is None:
        return move is not None and is_open(move.complete_by, now), None
    if not move.accepted:
        return False, None
    completed = session.scalar(select(exists().where(
        Submission.nomination_id == nomination.id, Submission.submitted_at > move.answered_at
    )))
    return False, None if completed else move.complete_by


def _takes_part(session: Session, nomination_id: UUID) -> bool:
    """Whether it is among the nominations of a round, of whichever."""
    return bool(session.scalar(select(exists().where(RoundFile.nomination_id == nomination_id))))


class _AsReviewer(TypedDict, total=False):
    """The facts of a `Case` that only a reviewer has."""

    assigned: bool
    recused: bool
    undertaken: bool
    round_open: bool
    round_closed: bool
    has_open_finding: bool
    declared: ConflictAnswer | None
    conflict: ConflictState | None


def _as_reviewer(work: Work, nomination: Nomination) -> _AsReviewer:
    """The reviewer's side: a published assignment in the newest round, the newest declaration, a recusal."""
    session, who = work.session, work.actor.id
    recused, undertaken, found_between = session.execute(select(
        review_rules.has_recusal(nomination.id, who),
        exists().where(
            Acceptance.account_id == who, Acceptance.edition_id == nomination.edition_id,
            Acceptance.text == "undertaking"
        ),
        review_rules.has_open_finding(nomination.id, who),
    )).one()
    assigned = session.execute(
        select(Assignment.id, Round.closed_at)
        .join(Round, Round.id == Assignment.round_id)
        .where(
            Assignment.nomination_id == nomination.id, Assignment.reviewer_id == who,
            review_rules.is_published(),
        )
        .order_by(Round.opened_at.desc()).limit(1)
    ).one_or_none()
    if assigned is None:
        return {"recused": bool(recused), "undertaken": bool(undertaken)}
    declared = session.execute(
        select(Conflict.answer, Conflict.state).where(Conflict.assignment_id == assigned.id)
        .order_by(Conflict.number.desc()).limit(1)
    ).one_or_none()
    return {
        "assigned": True, "recused": bool(recused), "undertaken": bool(undertaken),
        "round_open": assigned.closed_at is None, "round_closed": assigned.closed_at is not None,
        "has_open_finding": bool(found_between),
        "declared": declared.answer if declared else None, "conflict": declared.state if declared else None,
    }


def load_edition(work: Work, edition_id: UUID) -> PolicyFacts:
    """What the rules need to know of an edition as a whole: when it closes, whether screening has begun."""
    pinned = editions.by_id(work.session, edition_id)
    closing = editions.load_closing(work.session, edition_id)
    begun = work.session.scalar(
        select(exists().where(
            EligibilityDecision.nomination_id == Nomination.id, Nomination.edition_id == edition_id
        ))
    )
    return PolicyFacts(
        edition=pinned.edition.code, now=work.now, closes_at=closing.enforced, edition_closes_at=closing.enforced,
        screening_begun=bool(begun), sealed_until_close=pinned.edition.sealed_until_close,
    )


def load_round(work: Work, stored_round: Round) -> PolicyFacts:
    """What the rules need to know of a round."""
    pinned = editions.by_id(work.session, stored_round.edition_id)
    return PolicyFacts(
        edition=pinned.edition.code, now=work.now, round_open=stored_round.closed_at is None,
        round_closed=stored_round.closed_at is not None, chair_sees_scores=stored_round.chair_sees_scores,
    )
