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
from nominations.reviewing.rules import offline
from nominations.reviewing.rules.cards import LEFT_OUT, Problems, TypedCard, card_rules, missing_fields, refused_fields
from nominations.reviewing.rules.offline import Change, Row, RowFault

_OPEN_TO_SCORE = (DeskState.NOT_STARTED, DeskState.DRAFT, DeskState.SET_ASIDE, DeskState.SUBMITTED)


@dataclass(frozen=True, slots=True)
class Line:
    """A file whose card may be written now, and the stored card; version 0 is one that was never saved."""

    file: DeskFile
    category: Category
    card: TypedCard
    version: int

    @property
    def criteria(self) -> list[str]:
        return [criterion.key for criterion in self.category.criteria]


def load_lines(work: Work, edition_id: UUID) -> list[Line]:
    """The actor's files that belong on a sheet, by category and reference; in a fixed number of statements."""
    edition = editions.by_id(work.session, edition_id).edition
    files = [file for file in desk.load_desk(work, edition_id).of(*_OPEN_TO_SCORE) if file.round_open]
    cards = _load_cards(work, [file.assignment_id for file in files])
    sheet_lines = [
        Line(file, edition.category(file.category), *cards.get(file.assignment_id, (TypedCard(), 0))) for file in files
    ]
    order = [category.key for category in edition.categories]
    return sorted(sheet_lines, key=lambda line: (order.index(line.category.key), line.file.reference))


def _load_cards(work: Work, assignments: Sequence[UUID]) -> dict[UUID, tuple[TypedCard, int]]:
    session = work.session
    cards = session.scalars(select(Assessment).where(Assessment.assignment_id.in_(assignments))).all()
    ids = [card.id for card in cards]
    marks: dict[UUID, list[Mark]] = {}
    for mark in session.scalars(select(Mark).where(Mark.assessment_id.in_(ids))):
        marks.setdefault(mark.assessment_id, []).append(mark)
    left_out: dict[UUID, list[str]] = {}
    for row in session.scalars(select(NotApplicable).where(NotApplicable.assessment_id.in_(ids))):
        left_out.setdefault(row.assessment_id, []).append(row.criterion)
    advice = {row.assessment_id: row for row in session.scalars(select(Advice).where(Advice.assessment_id.in_(ids)))}
    return {
        card.assignment_id: (_card(card, marks.get(card.id, []), left_out.get(card.id, []), advice.get(card.id)),
                             card.version)
        for card in cards
    }


def _card(card: Assessment, marks: list[Mark], left_out: list[str], advice: Advice | None) -> TypedCard:
    scores = {mark.criterion: "" if mark.score is None else str(mark.score) for mark in marks}
    return TypedCard(
        scores | dict.fromkeys(left_out, LEFT_OUT), {mark.criterion: mark.reason for mark in marks}, card.comment,
        card.strength, card.weakness, card.confidential_note, card.recommendation or "",
        advice.for_applicant if advice else "", str(advice.confidence or "") if advice else "",
        "yes" if advice and advice.needs_visit else "",
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of an uploaded sheet and what applying it would do. `line` is None for a file that is not on the desk."""

    row: Row
    state: RowState
    line: Line | None = None
    changes: tuple[Change, ...] = ()
    problems: Problems | None = None
    complete: bool = False

    @property
    def is_submitted(self) -> bool:
        """The stored card is submitted."""
        return self.line is not None and self.line.file.state is DeskState.SUBMITTED

    @property
    def makes_draft(self) -> bool:
        """Applying it would take a submitted card back, since the row is not complete."""
        return self.is_submitted and not self.complete and self.state in (RowState.CHANGED, RowState.CLASH)


@dataclass(frozen=True, slots=True)
class Import:
    """An uploaded sheet as it would be applied now; `missing` are files of the desk without a row in it."""

    row: SheetImport
    judged: tuple[Judged, ...]
    missing: tuple[DeskFile, ...]

    def count(self, state: RowState) -> int:
        return sum(judged.state is state for judged in self.judged)


def load_import(work: Work, import_id: UUID, edition_id: UUID, *, lock: bool = False) -> Import:
    """The actor's own upload, compared with the cards of now; raises `Refused` for anybody else's."""
    query = select(SheetImport).where(
        SheetImport.id == import_id, SheetImport.account_id == work.actor.id, SheetImport.edition_id == edition_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    sheet = work.session.scalars(query).one_or_none()
    if sheet is None:
        raise Refused(Refusal.NOT_FOUND)
    edition = editions.by_id(work.session, edition_id).edition
    by_assignment = {str(line.file.assignment_id): line for line in load_lines(work, edition_id)}
    rows = [restore_row(stored) for stored in sheet.rows]
    judged = tuple(judge(edition, row, by_assignment.get(row.assignment)) for row in rows)
    held = {row.assignment for row in rows}
    missing = tuple(line.file for key, line in by_assignment.items() if key not in held)
    return Import(sheet, judged, missing)


def judge(edition: Edition, row: Row, line: Line | None) -> Judged:
    """What applying a row would do to the stored card."""
    if row.fault is not None:
        # The line is None where the reviewer no longer has the file.
        return Judged(row, RowState.REFUSED, line)
    if line is None:
        gone = Row(row.number, fault=RowFault.NOT_ON_THE_DESK)
        return Judged(gone, RowState.REFUSED)
    if wrong := refused_fields(row.card, line.criteria, score_card.optional_criteria(line.category)):
        return Judged(row, RowState.REFUSED, line, problems=wrong)
    state = offline.row_state(row, line.card, line.version, line.criteria)
    complete = not missing_fields(row.card, line.criteria, card_rules(edition))
    return Judged(row, state, line, offline.list_changes(line.card, row.card, line.criteria), complete=complete)


def restore_row(stored: dict) -> Row:
    """A row from its stored form."""
    card = stored.get("card") or {}
    fault = stored.get("fault")
    return Row(
        stored["number"], stored.get("assignment", ""), stored.get("version", 0), stored.get("base", ""),
        TypedCard(**card), RowFault(fault) if fault else None, stored.get("where", ""),
    )
