"""The board of a round: files by reviewers, a word in every cell, loads against limits, what is below three."""

from dataclasses import dataclass
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
from nominations.routing.queries.assignments import File, Reviewer, Routed, Routing, routing
from nominations.routing.rules import Bar, CellState, Pair, bar, cell_state, is_judging

FILES_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands between a file and a reviewer."""

    file: File
    reviewer: Reviewer
    state: CellState
    pair: Pair
    routed: Routed | None
    hints: tuple[Hint, ...] = ()

    @property
    def bar(self) -> Bar | None:
        return bar(self.pair)


@dataclass(frozen=True, slots=True)
class Row:
    """A file and its cells, in the order of the reviewers. `judging` counts those who can still review it."""

    file: File
    cells: tuple[Cell, ...]
    judging: int


@dataclass(frozen=True, slots=True)
class Board:
    """One page of the board; `found` files in all answer to what was asked for."""

    round: Round
    reviewers: tuple[Reviewer, ...]
    rows: tuple[Row, ...]
    found: int
    files: int
    below: int
    proposed: int
    least: int


def board(work: Work, round_id: UUID, *, below_only: bool = False, page: int = 1) -> Board:
    """The board of a round for whoever may assign."""
    found = rounds.one(work, round_id, to=Action.ASSIGN)
    session = work.session
    least = editions.by_id(session, found.edition_id).edition.scoring.least_reviews
    counted = session.execute(_judging(round_id)).all()
    wanted = [row.id for row in counted if row.judging < least] if below_only else [row.id for row in counted]
    shown = wanted[(page - 1) * FILES_ON_A_PAGE:page * FILES_ON_A_PAGE]
    facts = routing(session, found, shown)
    proposed = session.scalar(
        select(func.count()).where(Assignment.round_id == round_id, Assignment.removed_at.is_(None),
                                   Assignment.published_at.is_(None))
    )
    return Board(
        found, tuple(facts.reviewers.values()), tuple(_row(facts, file) for file in facts.files.values()),
        len(wanted), len(counted), sum(row.judging < least for row in counted), proposed or 0, least,
    )


def cell(work: Work, round_id: UUID, nomination_id: UUID, reviewer_id: UUID) -> tuple[Cell, Routing]:
    """One cell with everything it rests on; raises `Refused` for strangers to the round."""
    found = rounds.one(work, round_id, to=Action.ASSIGN)
    facts = routing(work.session, found, [nomination_id])
    file, who = facts.files.get(nomination_id), facts.reviewers.get(reviewer_id)
    if file is None or who is None:
        raise Refused(Refusal.NOT_FOUND)
    return _cell(facts, file, who), facts


@dataclass(frozen=True, slots=True)
class Checked:
    """A pair that was asked for: what bars it, and what to think about before it is proposed."""

    file: File | None
    reviewer: Reviewer | None
    bar: Bar | None
    hints: tuple[Hint, ...] = ()


def check(work: Work, round_id: UUID, nominations: list[UUID], reviewers: list[UUID]) -> list[Checked]:
    """What proposing each of these files to each of these reviewers would do, before it is done."""
    found = rounds.one(work, round_id, to=Action.ASSIGN)
    facts = routing(work.session, found, nominations)
    chosen = [who for who in facts.reviewers.values() if who.id in set(reviewers)]
    return [
        Checked(file, who, bar(facts.pair(file.id, who.id)), facts.found.get((file.id, who.id), ()))
        for file in facts.files.values() for who in chosen
    ]


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing would do: how many files each reviewer gets, what stays back, what is below three."""

    round: Round
    gets: tuple[tuple[Reviewer, int], ...]
    held_back: tuple[tuple[File, Reviewer, Bar], ...]
    below: tuple[tuple[File, int], ...]
    least: int


def publication(work: Work, round_id: UUID) -> Publication:
    """Everything to be said before the assignments of a round are published."""
    found = rounds.one(work, round_id, to=Action.PUBLISH)
    facts = routing(work.session, found)
    least = editions.by_id(work.session, found.edition_id).edition.scoring.least_reviews
    proposed = [each for each in facts.assigned.values() if each.published_at is None]
    gets = dict.fromkeys(facts.reviewers, 0)
    held = []
    for each in proposed:
        pair = facts.pair(each.nomination_id, each.reviewer_id)
        if why := reasons_not_to_publish(pair):
            held.append((facts.files[each.nomination_id], facts.reviewers[each.reviewer_id], why))
        else:
            gets[each.reviewer_id] += 1
    judging = [(file, _judges(facts, file)) for file in facts.files.values() if file.state is State.ELIGIBLE]
    return Publication(
        found, tuple((facts.reviewers[key], count) for key, count in gets.items() if count), tuple(held),
        tuple((file, count) for file, count in judging if count < least), least,
    )


def reasons_not_to_publish(pair: Pair) -> Bar | None:
    """Why a proposed assignment is not published."""
    why = bar(pair)
    return None if why is Bar.ALREADY else why


def _row(facts: Routing, file: File) -> Row:
    cells = tuple(_cell(facts, file, who) for who in facts.reviewers.values())
    return Row(file, cells, sum(is_judging(cell.pair) for cell in cells))


def _cell(facts: Routing, file: File, who: Reviewer) -> Cell:
    key = (file.id, who.id)
    pair = facts.pair(*key)
    return Cell(file, who, cell_state(pair), pair, facts.assigned.get(key), facts.found.get(key, ()))


def _judges(facts: Routing, file: File) -> int:
    return sum(is_judging(facts.pair(file.id, who)) for who in facts.reviewers)


def _judging(round_id: UUID):
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
