"""The register of eligibility: every decision about every nomination of a list, with its reasons."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from nominations.models import EligibilityDecision, Nomination
from nominations.queries import dossiers, table
from nominations.queries.table import Row
from nominations.queries.wanted import Wanted
from nominations.work import Work


@dataclass(frozen=True, slots=True)
class Entry:
    """A nomination with one decision about it, or with none yet."""

    row: Row
    decision: EligibilityDecision | None
    made_by: str = ""
    confirmed_by: str = ""
    undone_by: str = ""


def eligibility(work: Work, edition_id: UUID, wanted: Wanted) -> Iterator[Entry]:
    """The nominations of the list that may be read, each with its decisions in the order they were made."""
    of: dict[UUID, list[EligibilityDecision]] = {}
    for decision in work.session.scalars(
        select(EligibilityDecision).join(Nomination, Nomination.id == EligibilityDecision.nomination_id)
        .where(Nomination.edition_id == edition_id).order_by(EligibilityDecision.made_at, EligibilityDecision.id)
    ):
        of.setdefault(decision.nomination_id, []).append(decision)
    people = dossiers.names(work, {
        by for decisions in of.values() for each in decisions
        for by in (each.made_by_id, each.confirmed_by_id, each.undone_by_id) if by
    })
    for row in table.every_row(work, edition_id, wanted):
        if not row.readable:
            continue
        for each in of.get(row.id, ()) or (None,):
            by = (each.made_by_id, each.confirmed_by_id, each.undone_by_id) if each else ()
            yield Entry(row, each, *(people.get(who, "") if who else "" for who in by))
