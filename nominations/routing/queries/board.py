"""The board of a round: files by reviewers, the state of every pair, loads, files with too few reviewers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product
from uuid import UUID

from sqlalchemy import func, select

from nominations.access.queries import review_rules
from nominations.conflicts.rules import Hint
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal, State
from nominations.core.tables import Assignment, Nomination, Round, RoundFile
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.rounds.queries import rounds
from nominations.routing.queries.assignment_check import NOTHING_AGAINST, Ids, Verdict, load_check
from nominations.routing.queries.assignments import File, Reviewer, Routing, StandingAssignment, load_routing
from nominations.routing.rules import Bar, CellState, Pair, cell_state, first_bar, is_judging

FILES_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Cell:
    """A file and a reviewer with their state."""

    file: File
    reviewer: Reviewer
    state: CellState
    pair: Pair
    routed: StandingAssignment | None
    hints: tuple[Hint, ...] = ()
    verdict: Verdict = NOTHING_AGAINST

    @property
    def bar(self) -> Bar | None:
        return first_bar(self.pair)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A file and its cells, in the order of the reviewers. `judging` counts those who can still review it."""

    file: File
    cells: tuple[Cell, ...]
    judging: int


@dataclass(frozen=True, slots=True)
class Board:
    """One page of the board; `matching` counts the files of all its pages."""

    round: Round
    reviewers: tuple[Reviewer, ...]
    rows: tuple[BoardRow, ...]
    matching: int
    files: int
    below: int
    proposed: int
    least: int


def load_board(work: Work, round_id: UUID, *, below_only: bool = False, page: int = 1) -> Board:
    """The board of a round; raises `Refused` for those who may not assign."""
    this_round = rounds.one(work, round_id, to=Action.ASSIGN)
    session = work.session
    least = editions.by_id(session, this_round.edition_id).edition.scoring.least_reviews
    counted = session.execute(_select_judging(round_id)).all()
    matching = [row.id for row in counted if row.judging < least] if below_only else [row.id for row in counted]
    shown = matching[(page - 1) * FILES_ON_A_PAGE:page * FILES_ON_A_PAGE]
    facts = load_routing(session, this_round, shown)
    proposed = session.scalar(
        select(func.count()).where(Assignment.round_id == round_id, Assignment.removed_at.is_(None),
                                   Assignment.published_at.is_(None))
    )
    return Board(
        this_round, tuple(facts.reviewers.values()), tuple(_row(facts, file) for file in facts.files.values()),
        len(matching), len(counted), sum(row.judging < least for row in counted), proposed or 0, least,
    )


def load_cell(work: Work, round_id: UUID, nomination_id: UUID, reviewer_id: UUID) -> tuple[Cell, Routing]:
    """One cell with the facts behind it; raises `Refused` for a file or a reviewer outside the round."""
    this_round = rounds.one(work, round_id, to=Action.ASSIGN)
    check = load_check(work.session, this_round, [nomination_id])
    facts = check.facts
    file, who = facts.files.get(nomination_id), facts.reviewers.get(reviewer_id)
    if file is None or who is None:
        raise Refused(Refusal.NOT_FOUND)
    return replace(_cell(facts, file, who), verdict=check.judge((nomination_id, reviewer_id))), facts


@dataclass(frozen=True, slots=True)
class CheckedPair:
    """A pair that somebody wants to propose: the verdict of the check, and possible conflicts that were found."""

    file: File
    reviewer: Reviewer
    verdict: Verdict
    hints: tuple[Hint, ...] = ()


def check_pairs(work: Work, round_id: UUID, pairs: Iterable[Ids]) -> list[CheckedPair]:
    """What proposing each of these pairs would do, in the order of the board; nothing is written."""
    this_round, chosen = rounds.one(work, round_id, to=Action.ASSIGN), set(pairs)
    check = load_check(work.session, this_round, list({file for file, _ in chosen}))
    facts = check.facts
    verdicts = check.judge_all([pair for pair in product(facts.files, facts.reviewers) if pair in chosen])
    return [
        CheckedPair(facts.files[file], facts.reviewers[who], verdict, facts.hints.get((file, who), ()))
        for (file, who), verdict in verdicts.items()
    ]


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing would do: how many files each reviewer gets, what is held back, which files have too few."""

    round: Round
    gets: tuple[tuple[Reviewer, int], ...]
    held_back: tuple[tuple[File, Reviewer, Bar], ...]
    below: tuple[tuple[File, int], ...]
    least: int


def load_publication(work: Work, round_id: UUID) -> Publication:
    """What publishing the assignments of a round would do now."""
    this_round = rounds.one(work, round_id, to=Action.PUBLISH)
    facts = load_routing(work.session, this_round)
    least = editions.by_id(work.session, this_round.edition_id).edition.scoring.least_reviews
    proposed = [assignment for assignment in facts.assigned.values() if assignment.published_at is None]
    gets = dict.fromkeys(facts.reviewers, 0)
    held = []
    for assignment in proposed:
        pair = facts.pair(assignment.nomination_id, assignment.reviewer_id)
        if why := reason_not_to_publish(pair):
            held.append((facts.files[assignment.nomination_id], facts.reviewers[assignment.reviewer_id], why))
        else:
            gets[assignment.reviewer_id] += 1
    judging = [(file, _count_judging(facts, file)) for file in facts.files.values() if file.state is State.ELIGIBLE]
    return Publication(
        this_round, tuple((facts.reviewers[key], count) for key, count in gets.items() if count), tuple(held),
        tuple((file, count) for file, count in judging if count < least), least,
    )


def reason_not_to_publish(pair: Pair) -> Bar | None:
    """Why a proposed assignment cannot be published; None where it can."""
    why = first_bar(pair)
    return None if why is Bar.ALREADY else why


def _row(facts: Routing, file: File) -> BoardRow:
    cells = tuple(_cell(facts, file, who) for who in facts.reviewers.values())
    return BoardRow(file, cells, sum(is_judging(cell.pair) for cell in cells))


def _cell(facts: Routing, file: File, who: Reviewer) -> Cell:
    key = (file.id, who.id)
    pair = facts.pair(*key)
    return Cell(file, who, cell_state(pair), pair, facts.assigned.get(key), facts.hints.get(key, ()))


def _count_judging(facts: Routing, file: File) -> int:
    return sum(is_judging(facts.pair(file.id, who)) for who in facts.reviewers)


def _select_judging(round_id: UUID):
    """Each eligible file of a round with the number of reviewers on whom it can rely."""
    relied_on = (
        select(func.count()).select_from(Assignment)
        .where(Assignment.nomination_id == Nomination.id, Assignment.round_id == round_id, review_rules.is_expected())
        .correlate(Nomination).scalar_subquery()
    )
    return (
        select(Nomination.id, relied_on.label("judging"))
        .join(RoundFile, RoundFile.nomination_id == Nomination.id)
        .where(RoundFile.round_id == round_id, Nomination._state == State.ELIGIBLE).order_by(Nomination.reference)
    )
