"""What a change by hand does: the worth of a pair with its parts, and its effect on the sums of all files."""

from dataclasses import dataclass
from uuid import UUID

from nominations.core.rules.vocabulary import Action, State
from nominations.core.tables import Lock
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.rounds.queries import rounds
from nominations.routing.analysis.utility import Utility
from nominations.routing.queries.assignments import Reviewer, Routing, load_routing
from nominations.routing.queries.match_scores import MatchScores, load_match_scores
from nominations.routing.queries.panel import list_bans
from nominations.routing.rules import CellState, Pair, cell_state, is_judging


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change by hand does to the sum of all files and to the least well served one, in points."""

    total: int
    worst_before: int
    worst_after: int


@dataclass(frozen=True, slots=True)
class PairValue:
    """A pair: its worth, all that bars it for the optimiser, the effect of adding or removing it, its lock."""

    worth: Utility
    bans: tuple[str, ...]
    stands: bool
    effect: Effect
    locked: bool


def load_pair_value(work: Work, round_id: UUID, nomination_id: UUID, reviewer_id: UUID) -> PairValue:
    """What the pair is worth and what changing it would do; raises `Refused` for those who may not assign."""
    this_round = rounds.one(work, round_id, to=Action.ASSIGN)
    session = work.session
    edition = editions.by_id(session, this_round.edition_id).edition
    facts, suit = load_routing(session, this_round), load_match_scores(
        session, this_round.edition_id, edition, this_round.id, this_round.category
    )
    pair = (nomination_id, reviewer_id)
    before = current_sums(facts, suit)
    is_standing = pair in facts.assigned and is_judging(facts.pair(*pair))
    worth = suit.worth(*pair)
    after = dict(before)
    if nomination_id in after:
        after[nomination_id] += -worth.total if is_standing else worth.total
    effect = Effect(sum(after.values()) - sum(before.values()), min(before.values(), default=0),
                    min(after.values(), default=0))
    lock = session.get(Lock, (round_id, *pair))
    return PairValue(worth, list_bans(facts, suit, *pair), is_standing, effect, lock is not None)


def current_sums(facts: Routing, suit: MatchScores) -> dict[UUID, int]:
    """The sum of what the reviewers of each eligible file are worth to it now."""
    worths = {file.id: 0 for file in facts.files.values() if file.state is State.ELIGIBLE}
    for pair in facts.assigned:
        if pair[0] in worths and is_judging(facts.pair(*pair)):
            worths[pair[0]] += suit.worth(*pair).total
    return worths


@dataclass(frozen=True, slots=True)
class ReviewerLoad:
    """How many files of this round a reviewer has proposed, asked, accepted, submitted."""

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


def list_reviewer_loads(work: Work, round_id: UUID) -> list[ReviewerLoad]:
    """Every reviewer with their load in a round; in a fixed number of statements."""
    this_round = rounds.one(work, round_id, to=Action.ASSIGN)
    edition = editions.by_id(work.session, this_round.edition_id).edition
    facts = load_routing(work.session, this_round)
    suit = load_match_scores(work.session, this_round.edition_id, edition, this_round.id, this_round.category)
    counts = {who: {"proposed": 0, "asked": 0, "accepted": 0, "submitted": 0} for who in facts.reviewers}
    for nomination_id, reviewer_id in facts.assigned:
        pair = facts.pair(nomination_id, reviewer_id)
        if pair.recused or not pair.eligible:
            continue
        counts[reviewer_id][_stage(pair)] += 1
    return [
        ReviewerLoad(who, tuple(sorted(suit.offers[who.id].languages.items())), **counts[who.id],
             shadow=who.id in facts.shadows)
        for who in facts.reviewers.values()
    ]


def _stage(pair: Pair) -> str:
    if not pair.published:
        return "proposed"
    if cell_state(pair) is CellState.SUBMITTED:
        return "submitted"
    return "asked" if pair.answer is None else "accepted"
