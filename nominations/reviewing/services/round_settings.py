"""What a round lets its reviewers see, and who reads along in it without being counted."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import OpenTotals, Round, Shadow
from nominations.core.work import Work
from nominations.rounds.queries import rounds, shadows
from nominations.routing.queries import assignments


def show_reviewers(work: Work, round_id: UUID, *, shown: bool) -> Round:
    """Whether reviewers see the others' totals of a file once their own card of it is in."""
    with work.transaction() as session:
        found = rounds.one(work, round_id, to=Action.SHOW_REVIEWERS, lock=True)
        standing = session.get(OpenTotals, round_id)
        if shown and standing is None:
            session.add(OpenTotals(round_id=round_id, at=work.now, by_id=work.actor.id))
        elif not shown and standing is not None:
            session.delete(standing)
        session.flush()
        work.record(Action.SHOW_REVIEWERS, found, {"shown": shown})
    return found


def let_shadow(work: Work, round_id: UUID, chosen: Collection[UUID]) -> Round:
    """Who of the round's reviewers reads along: from now on their marks enter no sum, whenever they were given."""
    with work.transaction() as session:
        found = rounds.one(work, round_id, to=Action.LET_SHADOW, lock=True)
        known = {each.id for each in assignments.reviewers(session, found.edition_id, round_id)}
        if not set(chosen) <= known:
            raise Invalid(reviewer="not_an_option")
        before, after = shadows.list_shadows(session, round_id), frozenset(chosen)
        for row in session.scalars(select(Shadow).where(Shadow.round_id == round_id)):
            if row.reviewer_id not in after:
                session.delete(row)
        session.add_all(
            Shadow(round_id=round_id, reviewer_id=each, at=work.now, by_id=work.actor.id) for each in after - before
        )
        session.flush()
        if before != after:
            work.record(Action.LET_SHADOW, found, {"shadows": sorted(map(str, after))})
    return found
