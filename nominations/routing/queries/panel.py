"""A round as the optimiser sees it: the one place where rows become its problem."""

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
from nominations.routing.analysis.problem import File as Asked
from nominations.routing.analysis.problem import Pair, Problem, fair_caps
from nominations.routing.analysis.problem import Reviewer as Asker
from nominations.routing.analysis.utility import Utility
from nominations.routing.queries.assignments import File, Reviewer, Routing, routing
from nominations.routing.queries.match_scores import MatchScores, match_scores, worth_of
from nominations.routing.rules import Bar, bars, is_judging

LANGUAGE = "language"  # a ban that no bar of the board says: not even reading in the file's language
METHOD = "1"  # of what the input hash covers
# What bars an assignment of somebody who is not in the panel at all, or of a file that is not in question.
_OUTSIDE = (Bar.ROUND_CLOSED, Bar.NOT_IN_ROUND, Bar.NOT_ELIGIBLE, Bar.ALREADY)


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody asks of the optimiser. `changes` are limits changed afterwards: plain rows of
    {kind, file, who, group, value}, as `analysis.routing.relax.Change` names them, with ids; `moves`: a repair may
    move files that were not opened.
    """

    reviews: int
    country_cap: int | None = 1
    mixed_regions: bool = True
    seed: int = 1
    moves: bool = False
    changes: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """A round made ready: the eligible files and the standing reviewers, without those who only read along, in
    the order of the problem's indexes.

    `standing`: pairs of the problem that are assigned and count, published or not; `finished` of them have their
    review in; `opened` were declared on. `barred_locks`: locks that the rules no longer allow.
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
        """What a repair may move: nobody has begun with it, and nobody fixed it by hand."""
        return self.standing - self.finished - self.opened - self.problem.locks

    def ids(self, pair: Pair) -> tuple[UUID, UUID]:
        """The file and the reviewer behind two indexes."""
        return self.files[pair[0]].id, self.reviewers[pair[1]].id

    def worth(self, nomination_id: UUID, reviewer_id: UUID) -> Utility:
        """What the pair is worth, allowed or not."""
        return self.suits.worth(nomination_id, reviewer_id)


def panel(session: Session, found: Round, choices: Choices, *, keep: str = "published") -> Panel:
    """The round as a problem; the same number of statements whatever its size.

    `keep`: which standing assignments the answer holds in any case: "published" for a proposal, which makes all
    others anew; "nothing" for a repair, which keeps by itself what it may not move.
    """
    edition = editions.by_id(session, found.edition_id).edition
    facts = routing(session, found)
    suit = match_scores(session, found.edition_id, edition, found.id, found.category)
    files = tuple(file for file in facts.files.values() if file.state is State.ELIGIBLE)
    reviewers = tuple(who for who in facts.reviewers.values() if who.stands and who.id not in facts.shadows)
    at_file = {file.id: index for index, file in enumerate(files)}
    at_reviewer = {who.id: index for index, who in enumerate(reviewers)}
    standing, finished, opened = _standing(facts, at_file, at_reviewer)
    worth, bans = _pairs(facts, suit, files, reviewers, standing)
    locks = {
        (lock.nomination_id, lock.reviewer_id): (at_file.get(lock.nomination_id), at_reviewer.get(lock.reviewer_id))
        for lock in locked(session, found.id)
    }
    held = frozenset(pair for pair in locks.values() if pair in worth)
    kept = frozenset() if keep == "nothing" else frozenset(
        pair for pair in standing
        if facts.assigned[files[pair[0]].id, reviewers[pair[1]].id].published_at is not None
    )
    problem = Problem(
        tuple(Asked(str(file.id), choices.reviews) for file in files),
        _askers(facts, suit, len(files), reviewers, {who for _, who in worth}, choices), worth, bans, locks=held,
        kept=kept, country_cap=choices.country_cap, mixed_regions=choices.mixed_regions, seed=choices.seed,
    )
    return Panel(
        facts, suit, files, reviewers, _changed(problem, files, reviewers, choices.changes), standing, finished, opened,
        frozenset(ids for ids, pair in locks.items() if pair not in worth),
    )


def locked(session: Session, round_id: UUID) -> list[Lock]:
    """The pairs of a round that every proposal keeps."""
    return list(session.scalars(
        select(Lock).where(Lock.round_id == round_id).order_by(Lock.nomination_id, Lock.reviewer_id)
    ))


def input_hash(panel: Panel) -> str:
    """The SHA-256 of everything an answer depends on: two that are equal have the same answer."""
    problem = panel.problem
    told = [
        METHOD, [[file.name, file.demand] for file in problem.files],
        [[who.name, who.low, who.high, who.countries, who.region] for who in problem.reviewers],
        [[*pair, *problem.worth[pair]] for pair in problem.pairs],
        sorted([*pair, why] for pair, why in problem.bans.items()),
        sorted(problem.locks), sorted(problem.kept), sorted(panel.standing), sorted(panel.finished | panel.opened),
        problem.country_cap, problem.caps, problem.mixed_regions, problem.balance, problem.seed,
    ]
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()


def _standing(
    facts: Routing, at_file: Mapping[UUID, int], at_reviewer: Mapping[UUID, int]
) -> tuple[frozenset[Pair], frozenset[Pair], frozenset[Pair]]:
    standing, finished, opened = set(), set(), set()
    for (nomination_id, reviewer_id), routed in facts.assigned.items():
        if nomination_id not in at_file or reviewer_id not in at_reviewer:
            continue
        stands = facts.pair(nomination_id, reviewer_id)
        if not is_judging(stands) or (routed.published_at is None and any(bar not in _OUTSIDE for bar in bars(stands))):
            continue
        pair = at_file[nomination_id], at_reviewer[reviewer_id]
        standing.add(pair)
        if routed.assessment is AssessmentState.SUBMITTED:
            finished.add(pair)
        if routed.answer is not None or routed.assessment is not None:
            opened.add(pair)
    return frozenset(standing), frozenset(finished), frozenset(opened)


def _pairs(
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
            why = () if (f, r) in standing else bans_of(facts, suit, file.id, who.id)
            if why:
                bans[f, r] = why
            else:
                worth[f, r] = worth_of(need, offers[r])
    return worth, bans


def bans_of(facts: Routing, suit: MatchScores, nomination_id: UUID, reviewer_id: UUID) -> tuple[str, ...]:
    """All the reasons why the optimiser leaves a pair out; a round that is closed or a pair that stands is none."""
    why = [str(bar) for bar in bars(facts.pair(nomination_id, reviewer_id)) if bar not in (*_OUTSIDE, Bar.FOUND)]
    # What was found says by itself what it is: a nationality, an institution.
    why += dict.fromkeys(str(hint.sign) for hint in facts.found.get((nomination_id, reviewer_id), ()))
    if suit.level(nomination_id, reviewer_id) is None:
        why.append(LANGUAGE)
    return tuple(why)


def _askers(
    facts: Routing, suit: MatchScores, files: int, reviewers: tuple[Reviewer, ...], able: set[int], choices: Choices
) -> tuple[Asker, ...]:
    """Each with the most files they take: their own limit less what they judge elsewhere, or a fair share of what
    those who can read something have to share.
    """
    here = Counter(reviewer for _, reviewer in facts.assigned)
    limits = [None if who.most is None else max(0, who.most - max(0, who.load - here[who.id])) for who in reviewers]
    sharing = sorted(able)
    caps = dict(zip(sharing, fair_caps([limits[who] for who in sharing], choices.reviews * files), strict=True))
    return tuple(
        Asker(str(who.id), caps.get(index, 0), 0, suit.offers[who.id].countries, suit.offers[who.id].region)
        for index, who in enumerate(reviewers)
    )


def _changed(
    problem: Problem, files: tuple[File, ...], reviewers: tuple[Reviewer, ...],
    changes: Iterable[Mapping[str, object]],
) -> Problem:
    """The limits changed as asked; what names no file or reviewer of the round any more is passed over."""
    if not changes:
        return problem
    from nominations.routing.analysis.relaxation import Change, changed

    at_file = {str(file.id): index for index, file in enumerate(files)} | {"": -1}
    at_reviewer = {str(who.id): index for index, who in enumerate(reviewers)} | {"": -1}
    known = [
        Change(str(each["kind"]), at_file[str(each["file"])], at_reviewer[str(each["who"])], str(each["group"]),
               int(str(each["value"])))
        for each in changes if each["file"] in at_file and each["who"] in at_reviewer
    ]
    return changed(problem, known)
