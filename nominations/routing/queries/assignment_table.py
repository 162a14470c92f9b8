"""The assignments of a round as rows of a table."""

from dataclasses import dataclass
from uuid import UUID

from nominations.core.rules.vocabulary import Action
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.rounds.queries import rounds
from nominations.routing.queries.assignments import load_routing
from nominations.routing.queries.match_scores import load_match_scores
from nominations.routing.queries.panel import list_locks
from nominations.routing.rules import CellState, cell_state


@dataclass(frozen=True, slots=True)
class TableRow:
    """An assignment as a row of the table."""

    reference: str
    title: str
    reviewer: str
    email: str
    state: CellState
    parts: tuple[int, int, int, int]
    fixed: bool
    reason: str


def list_rows(work: Work, round_id: UUID) -> list[TableRow]:
    """Every assignment of a round, by reference and name; raises `Refused` for those who may not assign."""
    this_round = rounds.one(work, round_id, to=Action.ASSIGN)
    edition = editions.by_id(work.session, this_round.edition_id).edition
    facts = load_routing(work.session, this_round)
    suit = load_match_scores(work.session, this_round.edition_id, edition, this_round.id, this_round.category)
    fixed = {(lock.nomination_id, lock.reviewer_id) for lock in list_locks(work.session, this_round.id)}
    table_rows = [
        TableRow(facts.files[file].reference, facts.files[file].title, facts.reviewers[who].name,
            facts.reviewers[who].email, cell_state(facts.pair(file, who)), suit.worth(file, who),
            (file, who) in fixed, routed.reason or "")
        for (file, who), routed in facts.assigned.items()
    ]
    return sorted(table_rows, key=lambda row: (row.reference, row.reviewer, row.email))
