"""The offline sheet of a reviewer: the files that belong on it, and what an uploaded one would do to their cards."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import DeskState, Refusal, RowState
from nominations.core.tables import Advice, Assessment, Mark, NotApplicable, SheetImport
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category, Edition
from nominations.reviewing.queries import desk, score_card
from nominations.reviewing.queries.desk import DeskFile
from nominations.reviewing.rules import cards as rules
from nominations.reviewing.rules import offline
from nominations.reviewing.rules.cards import LEFT_OUT, TypedCard
from nominations.reviewing.rules.offline import Change, Fault, Row

_OPEN_TO_SCORE = (DeskState.NOT_STARTED, DeskState.DRAFT, DeskState.SET_ASIDE, DeskState.SUBMITTED)


@dataclass(frozen=True, slots=True)
class Line:
    """A file whose card may be written now, and the card as it stands; version 0 is one that was never saved."""

    file: DeskFile
    category: Category
    card: TypedCard
    version: int

    @property
    def criteria(self) -> list[str]:
        return [each.key for each in self.category.criteria]


def lines(work: Work, edition_id: UUID) -> list[Line]:
    """The actor's files that belong on a sheet, by category and reference; the same number of statements for any."""
    edition = editions.by_id(work.session, edition_id).edition
    files = [each for each in desk.desk(work, edition_id).of(*_OPEN_TO_SCORE) if each.round_open]
    stand = _cards(work, [each.assignment_id for each in files])
    found = [
        Line(each, edition.category(each.category), *stand.get(each.assignment_id, (TypedCard(), 0))) for each in files
    ]
    order = [each.key for each in edition.categories]
    return sorted(found, key=lambda each: (order.index(each.category.key), each.file.reference))


def _cards(work: Work, assignments: Sequence[UUID]) -> dict[UUID, tuple[TypedCard, int]]:
    session = work.session
    found = session.scalars(select(Assessment).where(Assessment.assignment_id.in_(assignments))).all()
    ids = [each.id for each in found]
    marks: dict[UUID, list[Mark]] = {}
    for mark in session.scalars(select(Mark).where(Mark.assessment_id.in_(ids))):
        marks.setdefault(mark.assessment_id, []).append(mark)
    left_out: dict[UUID, list[str]] = {}
    for row in session.scalars(select(NotApplicable).where(NotApplicable.assessment_id.in_(ids))):
        left_out.setdefault(row.assessment_id, []).append(row.criterion)
    advice = {each.assessment_id: each for each in session.scalars(select(Advice).where(Advice.assessment_id.in_(ids)))}
    return {
        each.assignment_id: (_typed(each, marks.get(each.id, []), left_out.get(each.id, []), advice.get(each.id)),
                             each.version)
        for each in found
    }


def _typed(card: Assessment, marks: list[Mark], left_out: list[str], advice: Advice | None) -> TypedCard:
    scores = {mark.criterion: "" if mark.score is None else str(mark.score) for mark in marks}
    return TypedCard(
        scores | dict.fromkeys(left_out, LEFT_OUT), {mark.criterion: mark.reason for mark in marks}, card.comment,
        card.strength, card.weakness, card.confidential_note, card.recommendation or "",
        advice.for_applicant if advice else "", str(advice.confidence or "") if advice else "",
        "yes" if advice and advice.needs_visit else "",
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of an uploaded sheet and what applying it would do. A file that is not on the desk has no `line`."""

    row: Row
    state: RowState
    line: Line | None = None
    changes: tuple[Change, ...] = ()
    problems: rules.Problems | None = None
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    """An uploaded sheet as it would be applied now; `missing` are files of the desk that it does not hold."""

    row: SheetImport
    judged: tuple[Judged, ...]
    missing: tuple[DeskFile, ...]

    def count(self, state: RowState) -> int:
        return sum(each.state is state for each in self.judged)


def one(work: Work, import_id: UUID, edition_id: UUID, *, lock: bool = False) -> Import:
    """The actor's own upload, judged against what stands now; nobody else's is ever found."""
    query = select(SheetImport).where(
        SheetImport.id == import_id, SheetImport.account_id == work.actor.id, SheetImport.edition_id == edition_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise Refused(Refusal.NOT_FOUND)
    edition = editions.by_id(work.session, edition_id).edition
    stands = {str(each.file.assignment_id): each for each in lines(work, edition_id)}
    rows = [as_row(each) for each in found.rows]
    judged = tuple(judge(edition, each, stands.get(each.assignment)) for each in rows)
    held = {each.assignment for each in rows}
    missing = tuple(each.file for key, each in stands.items() if key not in held)
    return Import(found, judged, missing)


def judge(edition: Edition, row: Row, line: Line | None) -> Judged:
    """What applying a row would do to the card that stands."""
    if row.fault is not None:
        # The line is told only where the reviewer still has the file.
        return Judged(row, RowState.REFUSED, line)
    if line is None:
        gone = Row(row.number, fault=Fault.NOT_ON_THE_DESK)
        return Judged(gone, RowState.REFUSED)
    if wrong := rules.refused(row.card, line.criteria, score_card.may_be_left_out(line.category)):
        return Judged(row, RowState.REFUSED, line, problems=wrong)
    state = offline.state_of(row, line.card, line.version, line.criteria)
    complete = not rules.lacking(row.card, line.criteria, rules.rules_of(edition))
    return Judged(row, state, line, offline.changes(line.card, row.card, line.criteria), complete=complete)


def as_row(stored: dict) -> Row:
    """A row as it was kept."""
    card = stored.get("card") or {}
    fault = stored.get("fault")
    return Row(
        stored["number"], stored.get("assignment", ""), stored.get("version", 0), stored.get("base", ""),
        TypedCard(**card), Fault(fault) if fault else None, stored.get("where", ""),
    )
