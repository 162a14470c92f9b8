"""Making and removing an assignment while its round is locked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from nominations.core.rules.errors import ChangedElsewhere, Invalid, Refused
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Account, Assignment, AssignmentException, Lock, Nomination, Round
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.rounds.queries import rounds
from nominations.routing.queries.assignment_check import Ids, Verdict

REASON_MOST = 2000


def lock_open_round(work: Work, round_id: UUID) -> Round:
    """The round, locked so that changes of its assignments come one by one; raises `Refused` where it is closed."""
    this_round = rounds.one(work, round_id, to=Action.ASSIGN, lock=True)
    if this_round.closed_at is not None:
        raise Refused(Refusal.ROUND_CLOSED)
    return this_round


def add_assignments(
    work: Work, session: Session, this_round: Round, verdicts: Mapping[Ids, Verdict], reasons: Mapping[Ids, str]
) -> dict[str, Any]:
    """Propose the pairs on which the check passed a verdict; the only place where an assignment is made.

    What speaks against a pair is kept with its reason, on the assignment and in the part of the record that is
    returned. A pair without a reason that needs one raises `Invalid` at `reason`.
    """
    against = {pair: [*verdict.limits, *verdict.doubts] for pair, verdict in verdicts.items()}
    if any(codes and not reasons.get(pair) for pair, codes in against.items()):
        raise Invalid(reason="reason_needed")
    made = {
        pair: Assignment(
            id=uuid4(), round_id=this_round.id, nomination_id=pair[0], reviewer_id=pair[1], made_at=work.now,
            made_by_id=work.actor.id,
        )
        for pair in verdicts
    }
    session.add_all(made.values())
    session.flush()
    exceptions = {pair: [str(code) for code in codes] for pair, codes in against.items() if codes}
    session.add_all(
        AssignmentException(assignment_id=made[pair].id, against=codes, reason=reasons[pair])
        for pair, codes in exceptions.items()
    )
    session.flush()
    rows = [[*map(str, pair), codes, reasons[pair]] for pair, codes in exceptions.items()]
    return {"exceptions": rows} if rows else {}


def read_reason(typed: str) -> str:
    """The reason as it is kept; empty where none was typed. Raises `Invalid` at `reason` for what cannot be kept."""
    return parse_text("reason", typed, most=REASON_MOST) if typed.strip() else ""


def remove_assignment(
    work: Work, session: Session, this_round: Round, nomination_id: UUID, reviewer_id: UUID, reason: str
) -> None:
    """End an assignment and its lock; a reviewer to whom it was published gets a letter.

    Raises `ChangedElsewhere` where it was removed already.
    """
    assignment = session.scalars(
        select(Assignment).where(
            Assignment.round_id == this_round.id, Assignment.nomination_id == nomination_id,
            Assignment.reviewer_id == reviewer_id, Assignment.removed_at.is_(None),
        ).with_for_update()
    ).one_or_none()
    if assignment is None:
        raise ChangedElsewhere
    assignment.removed_at, assignment.removed_by_id, assignment.removed_reason = work.now, work.actor.id, reason
    session.execute(delete(Lock).where(
        Lock.round_id == this_round.id, Lock.nomination_id == nomination_id, Lock.reviewer_id == reviewer_id
    ))
    session.flush()
    if assignment.published_at is not None:
        edition = editions.by_id(session, this_round.edition_id).edition
        reviewer = session.get_one(Account, reviewer_id)
        work.send_mail(
            "assignment_removed", reviewer, edition_id=this_round.edition_id, nomination_id=nomination_id,
            reference=session.get_one(Nomination, nomination_id).reference,
            award=edition.title.in_(reviewer.language), path=f"/{edition.code}/review/",
        )
