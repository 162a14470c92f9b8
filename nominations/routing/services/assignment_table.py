"""Assignments uploaded as a table: a row is a file's reference, a reviewer's email address and, where needed, a reason.

A table is proposed whole or not at all; every row that cannot be proposed is named with its line.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from nominations.core.rules.errors import Invalid
from nominations.core.rules.text.contacts import tidy_address
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.text.understand import TypedKind, understand
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Assignment
from nominations.core.work import Work
from nominations.documents.reports import table_reader
from nominations.documents.reports.table_reader import BadTable, Wrong
from nominations.routing.queries.assignment_check import AssignmentCheck, Ids, Verdict, load_check
from nominations.routing.steps.assignment_changes import REASON_MOST, add_assignments, lock_open_round

MOST_BYTES, MOST_ROWS, MOST_TOLD = 2 * 1_048_576, 20_000, 100
REFERENCE, REVIEWER, REASON = "reference", "reviewer", "reason"


def import_table(work: Work, round_id: UUID, content: bytes) -> tuple[int, int]:
    """Propose every row of a table; returns how many were new and how many existed already. Raises `BadTable`."""
    lines = _read(content)
    with work.transaction() as session:
        this_round = lock_open_round(work, round_id)
        verdicts, reasons, same = _check_lines(load_check(session, this_round), lines)
        kept = add_assignments(work, session, this_round, verdicts, reasons)
        work.record(Action.ASSIGN, this_round, {
            "table": [[str(file), str(who)] for file, who in verdicts], **kept,
            "standing": session.scalar(select(func.count()).select_from(Assignment).where(
                Assignment.round_id == this_round.id, Assignment.removed_at.is_(None))),
        })
    return len(verdicts), same


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the table, with the number of its line."""

    number: int
    reference: str
    email: str
    reason: str


def _check_lines(
    check: AssignmentCheck, lines: list[_Line]
) -> tuple[dict[Ids, Verdict], dict[Ids, str], int]:
    facts = check.facts
    files = {file.reference.casefold(): file.id for file in facts.files.values()}
    people = {who.email.casefold(): who.id for who in facts.reviewers.values()}
    pairs: dict[Ids, int] = {}
    verdicts: dict[Ids, Verdict] = {}
    reasons: dict[Ids, str] = {}
    wrongs, same = [], 0
    for line in lines:
        file, who = files.get(line.reference.casefold()), people.get(line.email.casefold())
        if file is None:
            wrongs.append(Wrong(line.number, "no_file", {"reference": line.reference[:60]}))
        if who is None:
            wrongs.append(Wrong(line.number, "no_reviewer", {"email": line.email[:120]}))
        if file is None or who is None:
            continue
        pair = (file, who)
        if (first := pairs.get(pair)) is not None:
            wrongs.append(Wrong(line.number, "twice", {"first": first}))
            continue
        pairs[pair] = line.number
        if pair in facts.assigned:
            same += 1
            continue
        verdict = check.judge(pair)
        if why := verdict.refusal:
            wrongs.append(Wrong(line.number, f"bar_{why}"))
            continue
        check.take(pair)
        verdicts[pair] = verdict
        if verdict.doubts:
            try:
                reasons[pair] = parse_text("reason", line.reason, most=REASON_MOST)
            except Invalid:
                wrongs.append(Wrong(line.number, f"reason_{verdict.doubts[0]}"))
    if wrongs:
        raise BadTable(wrongs)
    return verdicts, reasons, same


def _read(content: bytes) -> list[_Line]:
    """The rows with their reference, email address and reason; raises `BadTable` for what is no such table."""
    heads = (REFERENCE, REVIEWER)
    table = table_reader.read_table(content, needed=heads, most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
    if short := [Wrong(line, "too_short") for line, cells in table.rows if not cells.keys() >= set(heads)]:
        raise BadTable(short)
    return [
        _Line(
            line, understand(TypedKind.REFERENCE, cells[REFERENCE]).plain, tidy_address(cells[REVIEWER]),
            cells.get(REASON, ""),
        )
        for line, cells in table.rows
    ]
