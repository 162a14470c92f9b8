"""A reviewer marks a round as finished; until it closes they can undo that."""

from uuid import UUID

from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Finished
from nominations.core.work import Work
from nominations.reviewing.queries import reviewer_round


def finish_round(work: Work, round_id: UUID) -> None:
    """Mark the round as finished for the actor, also while cards are open: the secretariat sees how many are."""
    with work.transaction() as session:
        mine = reviewer_round.load_own_round(work, round_id, to=Action.FINISH, lock=True)
        if mine.finished_at is None:
            session.add(Finished(round_id=round_id, reviewer_id=work.actor.id, at=work.now))
            session.flush()
            work.record(Action.FINISH, mine.round, {"finished": True, "open": len(mine.unscored) + len(mine.begun)})


def take_back_finish(work: Work, round_id: UUID) -> None:
    """Remove the mark."""
    with work.transaction() as session:
        mine = reviewer_round.load_own_round(work, round_id, to=Action.FINISH, lock=True)
        finished = session.get(Finished, (round_id, work.actor.id))
        if finished is not None:
            session.delete(finished)
            session.flush()
            work.record(Action.FINISH, mine.round, {"finished": False})
