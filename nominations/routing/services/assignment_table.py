"""Assignments as a table that leaves and comes back: a row is a file's reference and a reviewer's mail.

What comes in is proposed whole or not at all; every row that cannot be taken is told with its line.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Assignment
from nominations.core.work import Work
from nominations.documents.reports import table_reader
from nominations.documents.reports.table_reader import BadTable, Wrong
from nominations.editions.queries import editions
from nominations.rounds.queries import rounds
from nominations.routing.queries.assignments import Routing, routing
from nominations.routing.queries.match_scores import match_scores
from nominations.routing.queries.panel import locked
from nominations.routing.rules import CellState, bar, cell_state
from nominations.routing.steps.assignment_changes import add_assignment, open_round

MOST_BYTES, MOST_ROWS, MOST_TOLD = 2 * 1_048_576, 20_000, 100
REFERENCE, REVIEWER = "reference", "reviewer"


@dataclass(frozen=True, slots=True)
class Row:
    """A standing assignment as the table tells it."""

    reference: str
    title: str
    reviewer: str
    email: str
    state: CellState
    parts: tuple[int, int, int, int]
    fixed: bool


def rows(work: Work, round_id: UUID) -> list[Row]:
    """Every standing assignment of a round, by reference and name; for whoever may assign."""
    found = rounds.one(work, round_id, to=Action.ASSIGN)
    edition = editions.by_id(work.session, found.edition_id).edition
    facts = routing(work.session, found)
    suit = match_scores(work.session, found.edition_id, edition, found.id, found.category)
    fixed = {(lock.nomination_id, lock.reviewer_id) for lock in locked(work.session, found.id)}
    told = [
        Row(facts.files[file].reference, facts.files[file].title, facts.reviewers[who].name,
            facts.reviewers[who].email, cell_state(facts.pair(file, who)), suit.worth(file, who),
            (file, who) in fixed)
        for file, who in facts.assigned
    ]
    return sorted(told, key=lambda row: (row.reference, row.reviewer, row.email))


def take_in(work: Work, round_id: UUID, content: bytes) -> tuple[int, int]:
    """Propose every row of a table: how many were new and how many stood already. Raises `BadTable`."""
    asked = _read(content)
    with work.transaction() as session:
        found = open_round(work, round_id)
        facts = routing(session, found)
        pairs, same = _pairs(facts, asked)
        session.add_all(add_assignment(work, found, *pair) for pair in pairs)
        session.flush()
        work.record(Action.ASSIGN, found, {
            "table": [[str(file), str(who)] for file, who in pairs],
            "standing": session.scalar(select(func.count()).select_from(Assignment).where(
                Assignment.round_id == found.id, Assignment.removed_at.is_(None))),
        })
    return len(pairs), same


def _pairs(facts: Routing, asked: list[tuple[int, str, str]]) -> tuple[list[tuple[UUID, UUID]], int]:
    files = {file.reference.casefold(): file.id for file in facts.files.values()}
    people = {who.email.casefold(): who.id for who in facts.reviewers.values()}
    pairs: dict[tuple[UUID, UUID], int] = {}
    wrongs, same = [], 0
    for line, reference, email in asked:
        file, who = files.get(reference.casefold()), people.get(email.casefold())
        if file is None:
            wrongs.append(Wrong(line, "no_file", {"reference": reference[:60]}))
        if who is None:
            wrongs.append(Wrong(line, "no_reviewer", {"email": email[:120]}))
        if file is None or who is None:
            continue
        if (first := pairs.get((file, who))) is not None:
            wrongs.append(Wrong(line, "twice", {"first": first}))
            continue
        pairs[file, who] = line
        if (file, who) in facts.assigned:
            same += 1
        elif why := bar(facts.pair(file, who)):
            wrongs.append(Wrong(line, f"bar_{why}"))
    if wrongs:
        raise BadTable(wrongs)
    return [pair for pair in pairs if pair not in facts.assigned], same


def _read(content: bytes) -> list[tuple[int, str, str]]:
    """Line, reference and mail of each row; raises `BadTable` for what is no such table."""
    heads = (REFERENCE, REVIEWER)
    table = table_reader.read_table(content, needed=heads, most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
    if short := [Wrong(line, "too_short") for line, cells in table.rows if not cells.keys() >= set(heads)]:
        raise BadTable(short)
    return [(line, cells[REFERENCE].strip(), cells[REVIEWER].strip()) for line, cells in table.rows]
