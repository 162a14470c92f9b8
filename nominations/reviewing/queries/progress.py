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
from nominations.routing.queries.assignments import File, Reviewer, Routing, load_routing
from nominations.routing.rules import Pair, is_counted, is_judging

A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class ReviewerProgress:
    """How many files of a round a reviewer has; `unanswered` wait for a declaration, `open` for a decision on one."""

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
class FileProgress:
    """How many reviews of a file are submitted, and how many reviewers can count, are proposed, are recused."""

    file: File
    submitted: int
    judging: int
    proposed: int
    recused: int
    # Cards that were due and are not submitted.
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """A day, in the edition's time zone, on which reviews were submitted; `so_far` counts this day too."""

    day: date
    came: int
    so_far: int
    late: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round is. `below` have fewer than `least` submitted reviews; `short` cannot even reach them."""

    round: Round
    reviewers: tuple[ReviewerProgress, ...]
    files: tuple[FileProgress, ...]
    least: int
    days: tuple[Day, ...] = ()

    @property
    def most_in_a_day(self) -> int:
        return max((day.came for day in self.days), default=0)

    @property
    def overdue(self) -> int:
        return sum(file.overdue for file in self.files)

    @property
    def below(self) -> tuple[FileProgress, ...]:
        return tuple(file for file in self.files if file.submitted < self.least)

    @property
    def short(self) -> tuple[FileProgress, ...]:
        return tuple(file for file in self.files if file.judging < self.least)

    @property
    def unfinished(self) -> tuple[ReviewerProgress, ...]:
        return tuple(reviewer for reviewer in self.reviewers if reviewer.left)

    @property
    def submitted(self) -> int:
        return sum(reviewer.submitted for reviewer in self.reviewers)

    @property
    def assigned(self) -> int:
        return sum(reviewer.assigned for reviewer in self.reviewers)


def load_progress(work: Work, round_id: UUID, *, to: Action = Action.FOLLOW) -> Progress:
    """How far a round is; raises `Refused` unless the actor may do `to` with it."""
    this_round = rounds.one(work, round_id, to=to)
    facts = load_routing(work.session, this_round)
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
    edition = editions.by_id(work.session, this_round.edition_id).edition
    late = this_round.closed_at is None and work.now >= this_round.due_at
    return Progress(
        this_round, tuple(
            _reviewer_progress(facts, who, own_pairs, late=late) for who, own_pairs in by_reviewer.items() if own_pairs
        ),
        tuple(_file_progress(facts, file, own_pairs, late=late) for file, own_pairs in by_file.items()),
        edition.scoring.least_reviews, _load_days(work, this_round, pairs, ZoneInfo(edition.zone)),
    )


def _load_days(
    work: Work, this_round: Round, pairs: Mapping[tuple[UUID, UUID], Pair], zone: ZoneInfo
) -> tuple[Day, ...]:
    """The days on which reviews that count were submitted: one statement."""
    reviews = work.session.execute(
        select(Assignment.nomination_id, Assignment.reviewer_id, Assessment.submitted_at)
        .join(Assessment, Assessment.assignment_id == Assignment.id)
        .where(
            Assignment.round_id == this_round.id, Assignment.removed_at.is_(None), Assessment.submitted_at.is_not(None)
        )
    )
    came = Counter(
        at.astimezone(zone).date() for file, who, at in reviews
        if at and (pair := pairs.get((file, who))) and is_counted(pair)
    )
    last = (this_round.due_at - A_MOMENT).astimezone(zone).date()
    so_far = accumulate(came[day] for day in sorted(came))
    return tuple(Day(day, came[day], total, day > last) for day, total in zip(sorted(came), so_far, strict=True))


def _counting_pairs(pairs: list[Pair]) -> list[Pair]:
    return [pair for pair in pairs if pair.published and is_judging(pair)]


def _reviewer_progress(facts: Routing, who: UUID, pairs: list[Pair], *, late: bool) -> ReviewerProgress:
    counting = _counting_pairs(pairs)
    submitted = sum(map(is_counted, counting))
    return ReviewerProgress(
        facts.reviewers[who], len(counting), sum(pair.answer is None for pair in counting),
        sum(pair.is_open_question for pair in counting),
        sum(pair.assessment is AssessmentState.DRAFT for pair in counting), submitted,
        sum(pair.recused for pair in pairs), len(counting) - submitted if late else 0,
    )


def _file_progress(facts: Routing, file: UUID, pairs: list[Pair], *, late: bool) -> FileProgress:
    counting = _counting_pairs(pairs)
    submitted = sum(map(is_counted, counting))
    return FileProgress(
        facts.files[file], submitted, sum(map(is_judging, pairs)),
        sum(pair.assigned and not pair.published for pair in pairs), sum(pair.recused for pair in pairs),
        len(counting) - submitted if late else 0,
    )
