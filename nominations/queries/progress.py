"""How far the reviewing of a round is, by reviewer and by file; no score is read here."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from nominations.domain.routing import Pair, counts, is_judging
from nominations.domain.vocabulary import Action, AssessmentState, State
from nominations.models import Round
from nominations.queries import editions, rounds
from nominations.queries.routed import File, Reviewer, Routing, routing
from nominations.work import Work


@dataclass(frozen=True, slots=True)
class OfReviewer:
    """One reviewer's files of a round. `unanswered` wait for a declaration; `open` for the secretariat's word."""

    reviewer: Reviewer
    assigned: int
    unanswered: int
    open: int
    drafts: int
    submitted: int
    recused: int
    overdue: int = 0

    @property
    def left(self) -> int:
        return self.assigned - self.submitted


@dataclass(frozen=True, slots=True)
class OfFile:
    """One file: reviews in, reviewers who can still send one, proposed ones, recusals."""

    file: File
    submitted: int
    judging: int
    proposed: int
    recused: int


@dataclass(frozen=True, slots=True)
class Progress:
    """A round at a glance. `below` have fewer than `least` reviews in; `short` cannot even reach them."""

    round: Round
    reviewers: tuple[OfReviewer, ...]
    files: tuple[OfFile, ...]
    least: int

    @property
    def below(self) -> tuple[OfFile, ...]:
        return tuple(each for each in self.files if each.submitted < self.least)

    @property
    def short(self) -> tuple[OfFile, ...]:
        return tuple(each for each in self.files if each.judging < self.least)

    @property
    def unfinished(self) -> tuple[OfReviewer, ...]:
        return tuple(each for each in self.reviewers if each.left)

    @property
    def submitted(self) -> int:
        return sum(each.submitted for each in self.reviewers)

    @property
    def assigned(self) -> int:
        return sum(each.assigned for each in self.reviewers)


def progress(work: Work, round_id: UUID, *, to: Action = Action.FOLLOW) -> Progress:
    """How far a round is, for whoever may follow it or do `to` with it."""
    found = rounds.one(work, round_id, to=to)
    facts = routing(work.session, found)
    eligible = [file for file in facts.files.values() if file.state is State.ELIGIBLE]
    pairs = {
        (file.id, who): facts.pair(file.id, who)
        for file in eligible for who in facts.reviewers if who not in facts.shadows
        if (file.id, who) in facts.assigned or (file.id, who) in facts.recused
    }
    by_reviewer: dict[UUID, list[Pair]] = {who: [] for who in facts.reviewers}
    by_file: dict[UUID, list[Pair]] = {file.id: [] for file in eligible}
    for (file, who), pair in pairs.items():
        by_reviewer[who].append(pair)
        by_file[file].append(pair)
    least = editions.by_id(work.session, found.edition_id).edition.scoring.least_reviews
    return Progress(
        found, tuple(_late(_of_reviewer(facts, who, each), found, work.now)
                     for who, each in by_reviewer.items() if each),
        tuple(_of_file(facts, file, each) for file, each in by_file.items()), least,
    )


def _late(of: OfReviewer, found: Round, now: datetime) -> OfReviewer:
    """What is left after the date by which it was due, in a round that is still open, is overdue."""
    return replace(of, overdue=of.left if found.closed_at is None and now >= found.due_at else 0)


def _counting(pairs: list[Pair]) -> list[Pair]:
    return [pair for pair in pairs if pair.published and is_judging(pair)]


def _of_reviewer(facts: Routing, who: UUID, pairs: list[Pair]) -> OfReviewer:
    standing = _counting(pairs)
    return OfReviewer(
        facts.reviewers[who], len(standing), sum(pair.answer is None for pair in standing),
        sum(pair.is_open_question for pair in standing),
        sum(pair.assessment is AssessmentState.DRAFT for pair in standing), sum(map(counts, standing)),
        sum(pair.recused for pair in pairs),
    )


def _of_file(facts: Routing, file: UUID, pairs: list[Pair]) -> OfFile:
    standing = _counting(pairs)
    return OfFile(
        facts.files[file], sum(map(counts, standing)), sum(map(is_judging, pairs)),
        sum(pair.assigned and not pair.published for pair in pairs), sum(pair.recused for pair in pairs),
    )
