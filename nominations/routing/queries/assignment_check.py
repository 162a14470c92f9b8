"""The one check before a file is assigned, whichever way: a cell, several at once, a table, a plan, a repair.

Pairs are judged one after the other, and those that were taken count for the next: ten files that are each possible
for a reviewer may be too many together.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from nominations.core.rules.vocabulary import State
from nominations.core.tables import Round
from nominations.editions.queries import editions
from nominations.routing.queries.assignments import Routing, load_routing
from nominations.routing.queries.match_scores import MatchScores, load_match_scores
from nominations.routing.rules import Bar, Doubt, Limit, first_bar

COUNTRY_CAP = 1  # reviewers of a nomination from one country
Ids = tuple[UUID, UUID]  # nomination, reviewer


@dataclass(frozen=True, slots=True)
class Verdict:
    """What bars a pair, which limits it would break, and what needs a reason."""

    bar: Bar | None = None
    limits: tuple[Limit, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def refusal(self) -> Bar | Limit | None:
        """The first reason why it is not possible; None where it is."""
        return self.bar or next(iter(self.limits), None)


NOTHING_AGAINST = Verdict()


class AssignmentCheck:
    """Judges pairs of a round. `demand`: how many reviews a file needs."""

    def __init__(self, facts: Routing, suits: MatchScores, demand: int) -> None:
        self.facts, self.suits, self.demand = facts, suits, demand
        self._loads = Counter({who.id: who.load for who in facts.reviewers.values()})
        self._readers: defaultdict[UUID, set[UUID]] = defaultdict(set)
        for file, who in facts.assigned:
            if self._is_counted(file, who):
                self._readers[file].add(who)

    def judge(self, pair: Ids) -> Verdict:
        """What assigning this pair would break, after the pairs that were taken."""
        if bar := first_bar(self.facts.pair(*pair)):
            return Verdict(bar)
        return Verdict(None, tuple(self._broken_limits(pair)), tuple(self._doubts(pair)))

    def take(self, pair: Ids) -> None:
        """Count this pair as assigned."""
        self._readers[pair[0]].add(pair[1])
        self._loads[pair[1]] += 1

    def release(self, pair: Ids) -> None:
        """Count this assignment as removed."""
        if pair[1] in self._readers[pair[0]]:
            self._readers[pair[0]].discard(pair[1])
            self._loads[pair[1]] -= 1

    def judge_all(self, pairs: Sequence[Ids]) -> dict[Ids, Verdict]:
        """The verdict on each of these pairs if they come in this order; those that are refused do not count."""
        verdicts: dict[Ids, Verdict] = {}
        for pair in dict.fromkeys(pairs):
            verdicts[pair] = self.judge(pair)
            if verdicts[pair].refusal is None:
                self.take(pair)
        return verdicts

    def _broken_limits(self, pair: Ids) -> list[Limit]:
        file, who = pair
        reviewer, offer = self.facts.reviewers[who], self.suits.offers[who]
        broken = []
        if offer.languages and self.suits.level(file, who) is None:
            broken.append(Limit.LANGUAGE)
        if reviewer.most is not None and self._loads[who] >= reviewer.most:
            broken.append(Limit.LOAD)
        if who not in self.facts.shadows:
            countries = Counter(code for other in self._others(pair) for code in self.suits.offers[other].countries)
            if any(countries[code] >= COUNTRY_CAP for code in offer.countries):
                broken.append(Limit.COUNTRY)
        return broken

    def _doubts(self, pair: Ids) -> list[Doubt]:
        offer = self.suits.offers[pair[1]]
        doubts = []
        if not offer.languages:
            doubts.append(Doubt.LANGUAGES_UNKNOWN)
        if self.demand > 1 and offer.region and pair[1] not in self.facts.shadows:
            same = sum(self.suits.offers[other].region == offer.region for other in self._others(pair))
            if same + 1 >= self.demand:
                doubts.append(Doubt.ONE_REGION)
        return doubts

    def _others(self, pair: Ids) -> set[UUID]:
        return self._readers[pair[0]] - self.facts.shadows - {pair[1]}

    def _is_counted(self, file: UUID, who: UUID) -> bool:
        return self.facts.files[file].state is State.ELIGIBLE and not self.facts.pair(file, who).recused


def load_check(session: Session, this_round: Round, only: Sequence[UUID] | None = None) -> AssignmentCheck:
    """The check of a round, or of some of its files; in a fixed number of statements."""
    edition = editions.by_id(session, this_round.edition_id).edition
    return AssignmentCheck(
        load_routing(session, this_round, only),
        load_match_scores(session, this_round.edition_id, edition, this_round.id, this_round.category),
        edition.scoring.least_reviews,
    )
