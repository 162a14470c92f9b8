"""Routing by hand: who judges which file. Nothing is visible to a reviewer before it is published."""

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
from nominations.routing.queries.assignments import Routing, routing
from nominations.routing.rules import Bar, bar
from nominations.routing.steps.assignment_changes import add_assignment, open_round, remove_assignment

Pairs = Sequence[tuple[UUID, UUID]]
REASON_MOST = 2000
A_SECOND = timedelta(seconds=1)  # people are told the last one that is in time


@dataclass(frozen=True, slots=True)
class Outcome:
    """What proposing came to: how many were made, how many stood already, and those that could not be made and why."""

    made: int
    same: int
    refused: tuple[tuple[UUID, UUID, Bar], ...]


def propose(work: Work, round_id: UUID, pairs: Pairs) -> Outcome:
    """Route files to reviewers, by (nomination, reviewer). What the rules bar is left out and told, never made."""
    with work.transaction() as session:
        found = open_round(work, round_id)
        facts = routing(session, found, list({nomination for nomination, _ in pairs}))
        bars = {pair: bar(facts.pair(*pair)) for pair in dict.fromkeys(pairs)}
        free = [pair for pair, why in bars.items() if why is None]
        for nomination_id, reviewer_id in free:
            session.add(add_assignment(work, found, nomination_id, reviewer_id))
        session.flush()
        work.record(Action.ASSIGN, found, {"proposed": [[str(file), str(who)] for file, who in free]})
    refused = [(*pair, why) for pair, why in bars.items() if why not in (None, Bar.ALREADY)]
    return Outcome(len(free), sum(why is Bar.ALREADY for why in bars.values()), tuple(refused))


def remove(work: Work, round_id: UUID, nomination_id: UUID, reviewer_id: UUID, reason: str) -> None:
    """Take a file from a reviewer: their rights end with the next request, their card is kept and not counted."""
    reason = parse_text("reason", reason, most=REASON_MOST)
    with work.transaction() as session:
        found = open_round(work, round_id)
        remove_assignment(work, session, found, nomination_id, reviewer_id, reason)
        work.record(Action.ASSIGN, f"nomination:{nomination_id}", {
            "removed": str(reviewer_id), "round": str(found.id), "reason": reason,
        })


def replace(
    work: Work, round_id: UUID, nomination_id: UUID, reviewer_id: UUID, by: UUID | None, reason: str
) -> None:
    """Take a file from one reviewer and propose it to another, both or neither. Raises `Invalid` by field."""
    reason = parse_text("reason", reason, most=REASON_MOST)
    with work.transaction() as session:
        found = open_round(work, round_id)
        facts = routing(session, found, [nomination_id])
        if by is None or by == reviewer_id:
            raise Invalid(by="missing")
        if why := bar(facts.pair(nomination_id, by)):
            raise Invalid(by=f"bar_{why}")
        remove_assignment(work, session, found, nomination_id, reviewer_id, reason)
        session.add(add_assignment(work, found, nomination_id, by))
        session.flush()
        work.record(Action.ASSIGN, f"nomination:{nomination_id}", {
            "removed": str(reviewer_id), "proposed": str(by), "round": str(found.id), "reason": reason,
        })


def publish(work: Work, round_id: UUID) -> int:
    """Show every proposed assignment of the round to its reviewer; one letter each, with the number of files.

    What has become impossible since it was proposed stays back. How many were published.
    """
    with work.transaction() as session:
        found = rounds.one(work, round_id, to=Action.PUBLISH, lock=True)
        if found.closed_at is not None:
            raise Refused(Refusal.ROUND_CLOSED)
        facts = routing(session, found)
        shown = _publishable(facts)
        for each in session.scalars(select(Assignment).where(
            Assignment.round_id == found.id, Assignment.removed_at.is_(None), Assignment.published_at.is_(None)
        )):
            if (each.nomination_id, each.reviewer_id) in shown:
                each.published_at = work.now
        session.flush()
        _tell(work, session, found, Counter(reviewer for _, reviewer in shown))
        work.record(Action.PUBLISH, found, {"published": [[str(file), str(who)] for file, who in shown]})
    return len(shown)


def _publishable(facts: Routing) -> list[tuple[UUID, UUID]]:
    return [
        pair for pair, each in facts.assigned.items()
        if each.published_at is None and board.reasons_not_to_publish(facts.pair(*pair)) is None
    ]


def _tell(work: Work, session: Session, found: Round, counts: Counter[UUID]) -> None:
    edition = editions.by_id(session, found.edition_id).edition
    for reviewer in session.scalars(select(Account).where(Account.id.in_(counts)).order_by(Account.email_key)):
        work.send_mail(
            "assignments_published", reviewer, edition_id=found.edition_id, count=counts[reviewer.id],
            award=edition.title.in_(reviewer.language), last=found.due_at - A_SECOND, zone=edition.zone,
            zone_name=edition.zone_name.in_(reviewer.language), path=f"/{edition.code}/review/",
        )
