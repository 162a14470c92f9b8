"""A reviewer says that they have finished a round; until it closes they can take it back."""

from uuid import UUID

from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Finished
from nominations.core.work import Work
from nominations.reviewing.queries import reviewer_round


def finish(work: Work, round_id: UUID) -> None:
    """Say so, whatever is still open: the secretariat sees it beside what is."""
    with work.transaction() as session:
        mine = reviewer_round.one(work, round_id, to=Action.FINISH, lock=True)
        if mine.finished_at is None:
            session.add(Finished(round_id=round_id, reviewer_id=work.actor.id, at=work.now))
            session.flush()
            work.record(Action.FINISH, mine.round, {"finished": True, "open": len(mine.unscored) + len(mine.begun)})


def take_back(work: Work, round_id: UUID) -> None:
    """Take it back."""
    with work.transaction() as session:
        mine = reviewer_round.one(work, round_id, to=Action.FINISH, lock=True)
        said = session.get(Finished, (round_id, work.actor.id))
        if said is not None:
            session.delete(said)
            session.flush()
            work.record(Action.FINISH, mine.round, {"finished": False})
