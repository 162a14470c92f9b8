"""What a round shows to its reviewers, and whose marks in it do not count."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from nominations.core.rules.errors import Invalid
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import OpenTotals, Round, Shadow
from nominations.core.work import Work
from nominations.rounds.queries import rounds, shadows
from nominations.routing.queries import assignments


def show_reviewers(work: Work, round_id: UUID, *, shown: bool, reason: str) -> Round:
    """Set whether reviewers see the others' totals of a file after they submitted their own card of it.

    Raises `Invalid` at `reason`.
    """
    reason = parse_text("reason", reason)
    with work.transaction() as session:
        this_round = rounds.one(work, round_id, to=Action.SHOW_REVIEWERS, lock=True)
        open_totals = session.get(OpenTotals, round_id)
        if shown and open_totals is None:
            session.add(OpenTotals(round_id=round_id, at=work.now, by_id=work.actor.id))
        elif not shown and open_totals is not None:
            session.delete(open_totals)
        session.flush()
        work.record(Action.SHOW_REVIEWERS, this_round, {"shown": shown, "reason": reason})
    return this_round


def let_shadow(work: Work, round_id: UUID, chosen: Collection[UUID]) -> Round:
    """Set which reviewers of the round are shadows: none of their marks count, earlier ones neither."""
    with work.transaction() as session:
        this_round = rounds.one(work, round_id, to=Action.LET_SHADOW, lock=True)
        known = {reviewer.id for reviewer in assignments.list_reviewers(session, this_round.edition_id, round_id)}
        if not set(chosen) <= known:
            raise Invalid(reviewer="not_an_option")
        before, after = shadows.list_shadows(session, round_id), frozenset(chosen)
        for row in session.scalars(select(Shadow).where(Shadow.round_id == round_id)):
            if row.reviewer_id not in after:
                session.delete(row)
        session.add_all(
            Shadow(round_id=round_id, reviewer_id=reviewer_id, at=work.now, by_id=work.actor.id)
            for reviewer_id in after - before
        )
        session.flush()
        if before != after:
            work.record(Action.LET_SHADOW, this_round, {"shadows": sorted(map(str, after))})
    return this_round
