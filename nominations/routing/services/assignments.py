"""Assigning by hand. A reviewer sees nothing of it before it is published."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Account, Assignment, Round
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.rounds.queries import rounds
from nominations.routing.queries import board
from nominations.routing.queries.assignment_check import load_check
from nominations.routing.queries.assignments import Routing, load_routing
from nominations.routing.rules import Bar, Limit
from nominations.routing.steps.assignment_changes import (
    REASON_MOST,
    add_assignments,
    lock_open_round,
    read_reason,
    remove_assignment,
)

Pairs = Sequence[tuple[UUID, UUID]]
A_SECOND = timedelta(seconds=1)  # letters name the last second that is in time


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many pairs were proposed, how many were assigned already, and those that could not be proposed and why."""

    made: int
    same: int
    refused: tuple[tuple[UUID, UUID, Bar | Limit], ...]


def propose_pairs(work: Work, round_id: UUID, pairs: Pairs, reason: str = "") -> Outcome:
    """Propose files to reviewers, as (nomination, reviewer). A pair that the rules bar is left out and named.

    Raises `Invalid` at `reason` where a pair needs one and none is given; nothing is proposed then.
    """
    reason = read_reason(reason)
    with work.transaction() as session:
        this_round = lock_open_round(work, round_id)
        check = load_check(session, this_round, list({nomination for nomination, _ in pairs}))
        verdicts = check.judge_all(pairs)
        free = {pair: verdict for pair, verdict in verdicts.items() if verdict.refusal is None}
        kept = add_assignments(work, session, this_round, free, dict.fromkeys(free, reason))
        work.record(Action.ASSIGN, this_round, {"proposed": [[str(file), str(who)] for file, who in free], **kept})
    refused = [
        (*pair, why) for pair, verdict in verdicts.items() if (why := verdict.refusal) not in (None, Bar.ALREADY)
    ]
    return Outcome(len(free), sum(verdict.bar is Bar.ALREADY for verdict in verdicts.values()), tuple(refused))


def remove_pair(work: Work, round_id: UUID, nomination_id: UUID, reviewer_id: UUID, reason: str) -> None:
    """Take a file from a reviewer: their rights end with the next request, their card stays but does not count."""
    reason = parse_text("reason", reason, most=REASON_MOST)
    with work.transaction() as session:
        this_round = lock_open_round(work, round_id)
        remove_assignment(work, session, this_round, nomination_id, reviewer_id, reason)
        work.record(Action.ASSIGN, f"nomination:{nomination_id}", {
            "removed": str(reviewer_id), "round": str(this_round.id), "reason": reason,
        })


def replace_reviewer(
    work: Work, round_id: UUID, nomination_id: UUID, reviewer_id: UUID, by: UUID | None, reason: str
) -> None:
    """Take a file from one reviewer and propose it to another, or do neither. Raises `Invalid` at `reason` or `by`."""
    reason = parse_text("reason", reason, most=REASON_MOST)
    with work.transaction() as session:
        this_round = lock_open_round(work, round_id)
        check = load_check(session, this_round, [nomination_id])
        if by is None or by == reviewer_id:
            raise Invalid(by="missing")
        check.release((nomination_id, reviewer_id))
        verdict = check.judge((nomination_id, by))
        if why := verdict.refusal:
            raise Invalid(by=f"bar_{why}")
        remove_assignment(work, session, this_round, nomination_id, reviewer_id, reason)
        pair = (nomination_id, by)
        kept = add_assignments(work, session, this_round, {pair: verdict}, {pair: reason})
        work.record(Action.ASSIGN, f"nomination:{nomination_id}", {
            "removed": str(reviewer_id), "proposed": str(by), "round": str(this_round.id), "reason": reason, **kept,
        })


def publish_assignments(work: Work, round_id: UUID) -> int:
    """Publish the proposed assignments of a round: each reviewer sees theirs and gets one letter with their number.

    One that has become impossible since it was proposed is held back. Returns how many were published.
    """
    with work.transaction() as session:
        this_round = rounds.one(work, round_id, to=Action.PUBLISH, lock=True)
        if this_round.closed_at is not None:
            raise Refused(Refusal.ROUND_CLOSED)
        facts = load_routing(session, this_round)
        shown = _list_publishable(facts)
        for assignment in session.scalars(select(Assignment).where(
            Assignment.round_id == this_round.id, Assignment.removed_at.is_(None), Assignment.published_at.is_(None)
        )):
            if (assignment.nomination_id, assignment.reviewer_id) in shown:
                assignment.published_at = work.now
        session.flush()
        _send_letters(work, session, this_round, Counter(reviewer for _, reviewer in shown))
        work.record(Action.PUBLISH, this_round, {"published": [[str(file), str(who)] for file, who in shown]})
    return len(shown)


def _list_publishable(facts: Routing) -> list[tuple[UUID, UUID]]:
    return [
        pair for pair, assignment in facts.assigned.items()
        if assignment.published_at is None and board.reason_not_to_publish(facts.pair(*pair)) is None
    ]


def _send_letters(work: Work, session: Session, this_round: Round, counts: Counter[UUID]) -> None:
    edition = editions.by_id(session, this_round.edition_id).edition
    for reviewer in session.scalars(select(Account).where(Account.id.in_(counts)).order_by(Account.email_key)):
        work.send_mail(
            "assignments_published", reviewer, edition_id=this_round.edition_id, count=counts[reviewer.id],
            award=edition.title.in_(reviewer.language), last=this_round.due_at - A_SECOND, zone=edition.zone,
            zone_name=edition.zone_name.in_(reviewer.language), path=f"/{edition.code}/review/",
        )
