"""Assignments uploaded as a table: a row is a file's reference and a reviewer's email address.

A table is proposed whole or not at all; every row that cannot be proposed is named with its line.
"""

from uuid import UUID

from sqlalchemy import func, select

from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Assignment
from nominations.core.work import Work
from nominations.documents.reports import table_reader
from nominations.documents.reports.table_reader import BadTable, Wrong
from nominations.routing.queries.assignments import Routing, load_routing
from nominations.routing.rules import first_bar
from nominations.routing.steps.assignment_changes import lock_open_round, new_assignment

MOST_BYTES, MOST_ROWS, MOST_TOLD = 2 * 1_048_576, 20_000, 100
REFERENCE, REVIEWER = "reference", "reviewer"


def import_table(work: Work, round_id: UUID, content: bytes) -> tuple[int, int]:
    """Propose every row of a table; returns how many were new and how many existed already. Raises `BadTable`."""
    lines = _read(content)
    with work.transaction() as session:
        this_round = lock_open_round(work, round_id)
        facts = load_routing(session, this_round)
        pairs, same = _check_lines(facts, lines)
        session.add_all(new_assignment(work, this_round, *pair) for pair in pairs)
        session.flush()
        work.record(Action.ASSIGN, this_round, {
            "table": [[str(file), str(who)] for file, who in pairs],
            "standing": session.scalar(select(func.count()).select_from(Assignment).where(
                Assignment.round_id == this_round.id, Assignment.removed_at.is_(None))),
        })
    return len(pairs), same


def _check_lines(facts: Routing, lines: list[tuple[int, str, str]]) -> tuple[list[tuple[UUID, UUID]], int]:
    files = {file.reference.casefold(): file.id for file in facts.files.values()}
    people = {who.email.casefold(): who.id for who in facts.reviewers.values()}
    pairs: dict[tuple[UUID, UUID], int] = {}
    wrongs, same = [], 0
    for line, reference, email in lines:
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
        elif why := first_bar(facts.pair(file, who)):
            wrongs.append(Wrong(line, f"bar_{why}"))
    if wrongs:
        raise BadTable(wrongs)
    return [pair for pair in pairs if pair not in facts.assigned], same


def _read(content: bytes) -> list[tuple[int, str, str]]:
    """Line, reference and email address of each row; raises `BadTable` for what is no such table."""
    heads = (REFERENCE, REVIEWER)
    table = table_reader.read_table(content, needed=heads, most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
    if short := [Wrong(line, "too_short") for line, cells in table.rows if not cells.keys() >= set(heads)]:
        raise BadTable(short)
    return [(line, cells[REFERENCE].strip(), cells[REVIEWER].strip()) for line, cells in table.rows]
