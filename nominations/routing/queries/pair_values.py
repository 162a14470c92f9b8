"""What routing by hand does: the worth of a pair with its parts, and what a change costs all files together."""

from dataclasses import dataclass
from uuid import UUID

from nominations.core.rules.vocabulary import Action, State
from nominations.core.tables import Lock
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.rounds.queries import rounds
from nominations.routing.analysis.utility import Utility
from nominations.routing.queries.assignments import Reviewer, Routing, routing
from nominations.routing.queries.match_scores import MatchScores, match_scores
from nominations.routing.queries.panel import bans_of
from nominations.routing.rules import CellState, Pair, cell_state, is_judging


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change by hand does to the sum of all files and to the least well served one, in points."""

    total: int
    worst_before: int
    worst_after: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """A pair: its worth, all that bars it in the optimiser's eyes, what adding or removing it does, a lock."""

    worth: Utility
    bans: tuple[str, ...]
    stands: bool
    effect: Effect
    locked: bool


def weighed(work: Work, round_id: UUID, nomination_id: UUID, reviewer_id: UUID) -> Weighed:
    """What the pair is worth and what changing it by hand costs; for whoever may assign."""
    found = rounds.one(work, round_id, to=Action.ASSIGN)
    session = work.session
    edition = editions.by_id(session, found.edition_id).edition
    facts, suit = routing(session, found), match_scores(session, found.edition_id, edition, found.id, found.category)
    pair = (nomination_id, reviewer_id)
    before = sums(facts, suit)
    stands = pair in facts.assigned and is_judging(facts.pair(*pair))
    worth = suit.worth(*pair)
    after = dict(before)
    if nomination_id in after:
        after[nomination_id] += -worth.total if stands else worth.total
    effect = Effect(sum(after.values()) - sum(before.values()), min(before.values(), default=0),
                    min(after.values(), default=0))
    lock = session.get(Lock, (round_id, *pair))
    return Weighed(worth, bans_of(facts, suit, *pair), stands, effect, lock is not None)


def sums(facts: Routing, suit: MatchScores) -> dict[UUID, int]:
    """What the readers of each eligible file are worth as things stand."""
    found = {file.id: 0 for file in facts.files.values() if file.state is State.ELIGIBLE}
    for pair in facts.assigned:
        if pair[0] in found and is_judging(facts.pair(*pair)):
            found[pair[0]] += suit.worth(*pair).total
    return found


@dataclass(frozen=True, slots=True)
class Load:
    """A reviewer's place on the board: how many files of this round are proposed, asked, accepted, handed in."""

    reviewer: Reviewer
    languages: tuple[tuple[str, str], ...]
    proposed: int
    asked: int
    accepted: int
    submitted: int
    shadow: bool

    @property
    def here(self) -> int:
        return self.proposed + self.asked + self.accepted + self.submitted


def loads(work: Work, round_id: UUID) -> list[Load]:
    """Every reviewer with their load in a round; the same number of statements whatever its size."""
    found = rounds.one(work, round_id, to=Action.ASSIGN)
    edition = editions.by_id(work.session, found.edition_id).edition
    facts = routing(work.session, found)
    suit = match_scores(work.session, found.edition_id, edition, found.id, found.category)
    counts = {who: {"proposed": 0, "asked": 0, "accepted": 0, "submitted": 0} for who in facts.reviewers}
    for nomination_id, reviewer_id in facts.assigned:
        pair = facts.pair(nomination_id, reviewer_id)
        if pair.recused or not pair.eligible:
            continue
        counts[reviewer_id][_where(pair)] += 1
    return [
        Load(who, tuple(sorted(suit.offers[who.id].languages.items())), **counts[who.id],
             shadow=who.id in facts.shadows)
        for who in facts.reviewers.values()
    ]


def _where(pair: Pair) -> str:
    if not pair.published:
        return "proposed"
    if cell_state(pair) is CellState.SUBMITTED:
        return "submitted"
    return "asked" if pair.answer is None else "accepted"
