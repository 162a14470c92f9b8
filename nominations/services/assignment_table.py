"""Assignments as a table that leaves and comes back: a row is a file's reference and a reviewer's mail.

What comes in is proposed whole or not at all; every row that cannot be taken is told with its line.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, select

from nominations.domain.errors import DomainError
from nominations.domain.routing import CellState, bar, cell_state
from nominations.domain.texts import refused_characters
from nominations.domain.vocabulary import Action
from nominations.models import Assignment
from nominations.queries import editions, rounds
from nominations.queries.panel import locked
from nominations.queries.routed import Routing, routing
from nominations.queries.suits import suits
from nominations.reports.tables import plain_text
from nominations.services.routes import made, open_round
from nominations.work import Work

MOST_BYTES, MOST_ROWS, MOST_TOLD = 2 * 1_048_576, 20_000, 100
REFERENCE, REVIEWER = "reference", "reviewer"
_SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in a line of a table; line 1 holds the heads, 0 is the file as a whole."""

    line: int
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


class BadTable(DomainError):
    """A table that cannot be taken; nothing of it was."""

    def __init__(self, wrongs: list[Wrong]) -> None:
        super().__init__(f"{len(wrongs)} lines cannot be taken")
        self.wrongs = wrongs


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
    suit = suits(work.session, found.edition_id, edition, found.id, found.category)
    fixed = {(lock.nomination_id, lock.reviewer_id) for lock in locked(work.session, found.id)}
    told = [
        Row(facts.files[file].reference, facts.files[file].title, facts.reviewers[who].name,
            facts.reviewers[who].email, cell_state(facts.pair(file, who)), tuple(suit.worth(file, who)),
            (file, who) in fixed)
        for file, who in facts.assigned
    ]
    return sorted(told, key=lambda row: (row.reference, row.reviewer, row.email))


def take_in(work: Work, round_id: UUID, content: bytes) -> tuple[int, int]:
    """Propose every row of a table: how many were new and how many stood already. Raises `BadTable`."""
    asked = list(_read(content))
    with work.transaction() as session:
        found = open_round(work, round_id)
        facts = routing(session, found)
        pairs, same = _pairs(facts, asked)
        session.add_all(made(work, found, *pair) for pair in pairs)
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


def _read(content: bytes) -> Iterator[tuple[int, str, str]]:
    """Line, reference and mail of each row; raises `BadTable` for what is no such table."""
    if len(content) > MOST_BYTES:
        raise BadTable([Wrong(0, "too_large", {"most": MOST_BYTES})])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadTable([Wrong(0, "not_utf8")]) from None
    if not text.strip() or refused_characters(text.replace("\r", "")):
        raise BadTable([Wrong(0, "not_a_table")])
    head = text.splitlines()[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=head.count), strict=True)
    try:
        every = [(reader.line_num, row) for row in reader]
    except csv.Error:
        raise BadTable([Wrong(reader.line_num, "not_a_table")]) from None
    names = [plain_text(name).strip().casefold() for name in every[0][1]]
    if REFERENCE not in names or REVIEWER not in names:
        raise BadTable([Wrong(1, "no_heads", {"reference": REFERENCE, "reviewer": REVIEWER})])
    if len(every) > MOST_ROWS:
        raise BadTable([Wrong(0, "too_many_rows", {"most": MOST_ROWS})])
    yield from _cells(every[1:], names.index(REFERENCE), names.index(REVIEWER))


def _cells(every: list[tuple[int, list[str]]], reference: int, reviewer: int) -> Iterator[tuple[int, str, str]]:
    short = [Wrong(line, "too_short") for line, row in every if any(row) and len(row) <= max(reference, reviewer)]
    if short:
        raise BadTable(short)
    for line, row in every:
        if any(cell.strip() for cell in row):
            yield line, plain_text(row[reference]).strip(), plain_text(row[reviewer]).strip()
