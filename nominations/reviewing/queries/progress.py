"""How far the reviewing of a round is, by reviewer and by file; no score is read here."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from nominations.core.rules.vocabulary import Action, AssessmentState, State
from nominations.core.tables import Assessment, Assignment, Round
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.rounds.queries import rounds
from nominations.routing.queries.assignments import File, Reviewer, Routing, routing
from nominations.routing.rules import Pair, counts, is_judging

A_MOMENT = timedelta(microseconds=1)


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
    # Cards that were due and are not in.
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """A day, by the edition's clock, on which reviews came in; `so_far` counts this one too."""

    day: date
    came: int
    so_far: int
    late: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """A round at a glance. `below` have fewer than `least` reviews in; `short` cannot even reach them."""

    round: Round
    reviewers: tuple[OfReviewer, ...]
    files: tuple[OfFile, ...]
    least: int
    days: tuple[Day, ...] = ()

    @property
    def most_in_a_day(self) -> int:
        return max((each.came for each in self.days), default=0)

    @property
    def overdue(self) -> int:
        return sum(each.overdue for each in self.files)

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
    edition = editions.by_id(work.session, found.edition_id).edition
    late = found.closed_at is None and work.now >= found.due_at
    return Progress(
        found, tuple(_of_reviewer(facts, who, each, late=late) for who, each in by_reviewer.items() if each),
        tuple(_of_file(facts, file, each, late=late) for file, each in by_file.items()),
        edition.scoring.least_reviews, _days(work, found, pairs, ZoneInfo(edition.zone)),
    )


def _days(work: Work, found: Round, pairs: Mapping[tuple[UUID, UUID], Pair], zone: ZoneInfo) -> tuple[Day, ...]:
    """When the reviews that count came in: one statement."""
    rows = work.session.execute(
        select(Assignment.nomination_id, Assignment.reviewer_id, Assessment.submitted_at)
        .join(Assessment, Assessment.assignment_id == Assignment.id)
        .where(Assignment.round_id == found.id, Assignment.removed_at.is_(None), Assessment.submitted_at.is_not(None))
    )
    came = Counter(
        at.astimezone(zone).date() for file, who, at in rows
        if at and (pair := pairs.get((file, who))) and counts(pair)
    )
    last = (found.due_at - A_MOMENT).astimezone(zone).date()
    so_far = accumulate(came[day] for day in sorted(came))
    return tuple(Day(day, came[day], total, day > last) for day, total in zip(sorted(came), so_far, strict=True))


def _counting(pairs: list[Pair]) -> list[Pair]:
    return [pair for pair in pairs if pair.published and is_judging(pair)]


def _of_reviewer(facts: Routing, who: UUID, pairs: list[Pair], *, late: bool) -> OfReviewer:
    standing = _counting(pairs)
    submitted = sum(map(counts, standing))
    return OfReviewer(
        facts.reviewers[who], len(standing), sum(pair.answer is None for pair in standing),
        sum(pair.is_open_question for pair in standing),
        sum(pair.assessment is AssessmentState.DRAFT for pair in standing), submitted,
        sum(pair.recused for pair in pairs), len(standing) - submitted if late else 0,
    )


def _of_file(facts: Routing, file: UUID, pairs: list[Pair], *, late: bool) -> OfFile:
    standing = _counting(pairs)
    submitted = sum(map(counts, standing))
    return OfFile(
        facts.files[file], submitted, sum(map(is_judging, pairs)),
        sum(pair.assigned and not pair.published for pair in pairs), sum(pair.recused for pair in pairs),
        len(standing) - submitted if late else 0,
    )
