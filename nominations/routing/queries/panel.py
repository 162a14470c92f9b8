"""A round as the optimiser's problem: the only place where one is made from the database."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.rules.vocabulary import AssessmentState, State
from nominations.core.tables import Lock, Round
from nominations.editions.queries import editions
from nominations.routing.analysis.problem import FileDemand, Pair, Problem, Reader, fair_caps
from nominations.routing.analysis.utility import Utility
from nominations.routing.queries.assignment_check import COUNTRY_CAP
from nominations.routing.queries.assignments import File, Reviewer, Routing, load_routing
from nominations.routing.queries.match_scores import MatchScores, load_match_scores, pair_worth
from nominations.routing.rules import Bar, Limit, is_judging, list_bars

METHOD = "1"  # the version of what the input hash covers
# Bars that concern the round, or an assignment that exists, and are no reason against a pair.
_OUTSIDE = (Bar.ROUND_CLOSED, Bar.NOT_IN_ROUND, Bar.NOT_ELIGIBLE, Bar.ALREADY)


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody asks of the optimiser. `changes` are limits changed afterwards: plain rows of
    {kind, file, who, group, value}, named as in `analysis.relaxation.Change`, with ids; `moves`: a repair may move
    files that were not opened.
    """

    reviews: int
    country_cap: int | None = COUNTRY_CAP
    mixed_regions: bool = True
    seed: int = 1
    moves: bool = False
    changes: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """A round with its problem: the eligible files and the reviewers who hold the role, without shadows, in the order
    of the problem's indexes.

    `standing`: pairs of the problem that are assigned and count, published or not; of them `finished` have a submitted
    review, `opened` a declaration or a card. `barred_locks`: locks that the rules no longer allow.
    """

    facts: Routing
    suits: MatchScores
    files: tuple[File, ...]
    reviewers: tuple[Reviewer, ...]
    problem: Problem
    standing: frozenset[Pair]
    finished: frozenset[Pair]
    opened: frozenset[Pair]
    barred_locks: frozenset[tuple[UUID, UUID]]

    @property
    def movable(self) -> frozenset[Pair]:
        """The pairs that a repair may move: those that are neither begun nor locked."""
        return self.standing - self.finished - self.opened - self.problem.locks

    def ids(self, pair: Pair) -> tuple[UUID, UUID]:
        """The file and the reviewer behind two indexes."""
        return self.files[pair[0]].id, self.reviewers[pair[1]].id

    def worth(self, nomination_id: UUID, reviewer_id: UUID) -> Utility:
        """What the pair is worth, also where the rules bar it."""
        return self.suits.worth(nomination_id, reviewer_id)


def load_panel(session: Session, this_round: Round, choices: Choices, *, keep: str = "published") -> Panel:
    """The round as a problem; in a fixed number of statements.

    `keep`: which assignments every answer holds: "published" for a proposal, which makes all others anew; "nothing"
    for a repair, which itself keeps what it may not move.
    """
    edition = editions.by_id(session, this_round.edition_id).edition
    facts = load_routing(session, this_round)
    suit = load_match_scores(session, this_round.edition_id, edition, this_round.id, this_round.category)
    files = tuple(file for file in facts.files.values() if file.state is State.ELIGIBLE)
    reviewers = tuple(who for who in facts.reviewers.values() if who.stands and who.id not in facts.shadows)
    at_file = {file.id: index for index, file in enumerate(files)}
    at_reviewer = {who.id: index for index, who in enumerate(reviewers)}
    standing, finished, opened = _standing_pairs(facts, at_file, at_reviewer)
    worth, bans = _allowed_and_barred(facts, suit, files, reviewers, standing)
    locks = {
        (lock.nomination_id, lock.reviewer_id): (at_file.get(lock.nomination_id), at_reviewer.get(lock.reviewer_id))
        for lock in list_locks(session, this_round.id)
    }
    held = frozenset(pair for pair in locks.values() if pair in worth)
    kept = frozenset() if keep == "nothing" else frozenset(
        pair for pair in standing
        if facts.assigned[files[pair[0]].id, reviewers[pair[1]].id].published_at is not None
    )
    problem = Problem(
        tuple(FileDemand(str(file.id), choices.reviews) for file in files),
        _readers(standing, suit, len(files), reviewers, {who for _, who in worth}, choices), worth, bans, locks=held,
        kept=kept, country_cap=choices.country_cap, mixed_regions=choices.mixed_regions, seed=choices.seed,
    )
    return Panel(
        facts, suit, files, reviewers, _apply_changes(problem, files, reviewers, choices.changes), standing, finished,
        opened,
        frozenset(ids for ids, pair in locks.items() if pair not in worth),
    )


def list_locks(session: Session, round_id: UUID) -> list[Lock]:
    """The pairs of a round that every proposal keeps."""
    return list(session.scalars(
        select(Lock).where(Lock.round_id == round_id).order_by(Lock.nomination_id, Lock.reviewer_id)
    ))


def input_hash(panel: Panel) -> str:
    """The SHA-256 of everything an answer depends on: panels with equal hashes have the same answer."""
    problem = panel.problem
    content = [
        METHOD, [[file.name, file.demand] for file in problem.files],
        [[who.name, who.low, who.high, who.countries, who.region] for who in problem.reviewers],
        [[*pair, *problem.worth[pair]] for pair in problem.pairs],
        sorted([*pair, why] for pair, why in problem.bans.items()),
        sorted(problem.locks), sorted(problem.kept), sorted(panel.standing), sorted(panel.finished | panel.opened),
        problem.country_cap, problem.caps, problem.mixed_regions, problem.balance, problem.seed,
    ]
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()


def _standing_pairs(
    facts: Routing, at_file: Mapping[UUID, int], at_reviewer: Mapping[UUID, int]
) -> tuple[frozenset[Pair], frozenset[Pair], frozenset[Pair]]:
    standing, finished, opened = set(), set(), set()
    for (nomination_id, reviewer_id), routed in facts.assigned.items():
        if nomination_id not in at_file or reviewer_id not in at_reviewer:
            continue
        facts_of_pair = facts.pair(nomination_id, reviewer_id)
        if not is_judging(facts_of_pair) or (
            routed.published_at is None and any(bar not in _OUTSIDE for bar in list_bars(facts_of_pair))
        ):
            continue
        pair = at_file[nomination_id], at_reviewer[reviewer_id]
        standing.add(pair)
        if routed.assessment is AssessmentState.SUBMITTED:
            finished.add(pair)
        if routed.answer is not None or routed.assessment is not None:
            opened.add(pair)
    return frozenset(standing), frozenset(finished), frozenset(opened)


def _allowed_and_barred(
    facts: Routing,
    suit: MatchScores,
    files: tuple[File, ...],
    reviewers: tuple[Reviewer, ...],
    standing: frozenset[Pair],
) -> tuple[dict[Pair, Utility], dict[Pair, tuple[str, ...]]]:
    worth: dict[Pair, Utility] = {}
    bans: dict[Pair, tuple[str, ...]] = {}
    offers = [suit.offers[who.id] for who in reviewers]
    for f, file in enumerate(files):
        need = suit.needs[file.id]
        for r, who in enumerate(reviewers):
            why = () if (f, r) in standing else list_bans(facts, suit, file.id, who.id)
            if why:
                bans[f, r] = why
            else:
                worth[f, r] = pair_worth(need, offers[r])
    return worth, bans


def list_bans(facts: Routing, suit: MatchScores, nomination_id: UUID, reviewer_id: UUID) -> tuple[str, ...]:
    """All the reasons why the optimiser leaves a pair out; a closed round or an existing assignment is none."""
    why = [str(bar) for bar in list_bars(facts.pair(nomination_id, reviewer_id)) if bar not in (*_OUTSIDE, Bar.FOUND)]
    # A finding is named by its sign: a nationality, an institution.
    why += dict.fromkeys(str(hint.sign) for hint in facts.hints.get((nomination_id, reviewer_id), ()))
    if suit.level(nomination_id, reviewer_id) is None:
        why.append(str(Limit.LANGUAGE))
    return tuple(why)


def _readers(
    standing: frozenset[Pair], suit: MatchScores, files: int, reviewers: tuple[Reviewer, ...], able: set[int],
    choices: Choices,
) -> tuple[Reader, ...]:
    """The reviewers, each with the most files they take: their own limit less their files outside the problem, or a
    fair share among those who can read something.
    """
    here = Counter(reviewers[pair[1]].id for pair in standing)
    limits = [None if who.most is None else max(0, who.most - max(0, who.load - here[who.id])) for who in reviewers]
    sharing = sorted(able)
    caps = dict(zip(sharing, fair_caps([limits[who] for who in sharing], choices.reviews * files), strict=True))
    return tuple(
        Reader(str(who.id), caps.get(index, 0), 0, suit.offers[who.id].countries, suit.offers[who.id].region)
        for index, who in enumerate(reviewers)
    )


def _apply_changes(
    problem: Problem, files: tuple[File, ...], reviewers: tuple[Reviewer, ...],
    changes: Iterable[Mapping[str, object]],
) -> Problem:
    """The problem with these limits changed; changes of files or reviewers that left the round are ignored."""
    if not changes:
        return problem
    from nominations.routing.analysis.relaxation import Change, apply_changes

    at_file = {str(file.id): index for index, file in enumerate(files)} | {"": -1}
    at_reviewer = {str(who.id): index for index, who in enumerate(reviewers)} | {"": -1}
    known = [
        Change(str(change["kind"]), at_file[str(change["file"])], at_reviewer[str(change["who"])], str(change["group"]),
               int(str(change["value"])))
        for change in changes if change["file"] in at_file and change["who"] in at_reviewer
    ]
    return apply_changes(problem, known)
