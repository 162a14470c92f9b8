"""An uploaded offline sheet: first it is read and stored, then the rows that its reviewer chooses are applied."""

import hmac
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from uuid import UUID, uuid4

from nominations.access.queries import policy_facts
from nominations.core.adapters import secrets
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.vocabulary import Action, RowState
from nominations.core.tables import SheetImport
from nominations.core.work import Work
from nominations.documents.adapters import workbook_reader
from nominations.documents.adapters.workbook_reader import BadSheet
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Edition
from nominations.reviewing.queries import score_card
from nominations.reviewing.queries.offline import Judged, Line, load_import, load_lines
from nominations.reviewing.rules import offline
from nominations.reviewing.rules.offline import Cells, Row, RowFault
from nominations.reviewing.steps import score_cards
from nominations.rounds.queries import assigned_files

LARGEST = 5 * 1_048_576


def read_sheet(work: Work, edition_id: UUID, content: bytes, words: Mapping[str, str]) -> SheetImport:
    """Read an uploaded sheet and store what its rows contain; no card changes.

    `words` gives the value for each word of its lists. Raises `Invalid` at `sheet` for what is no such sheet.
    """
    if len(content) > LARGEST:
        raise Invalid(sheet=("sheet_too_large", {"most": LARGEST}))
    work.require(Action.SEE_DESK, policy_facts.load_edition(work, edition_id))
    try:
        sheet_rows = workbook_reader.read_rows(content, work.settings)
    except BadSheet as bad:
        raise Invalid(sheet=f"sheet_{bad.reason}") from None
    edition = editions.by_id(work.session, edition_id).edition
    with work.transaction() as session:
        lines = {str(line.file.assignment_id): line for line in load_lines(work, edition_id)}
        rows = [_read_row(work, edition, cells, lines, words) for cells in sheet_rows]
        times = Counter(row.assignment for row in rows)
        twice = {assignment for assignment, count in times.items() if count > 1} - {""}
        stored = [_stored_row(row, doubled=row.assignment in twice) for row in rows]
        sheet_import = SheetImport(
            id=uuid4(), account_id=work.actor.id, edition_id=edition_id, rows=stored, read_at=work.now
        )
        session.add(sheet_import)
        session.flush()
        work.record(Action.ASSESS, sheet_import, {"what": "sheet read", "rows": len(stored)})
    return sheet_import


def _read_row(
    work: Work, edition: Edition, cells: Cells, lines: Mapping[str, Line], words: Mapping[str, str]
) -> Row:
    number = int(cells[""][1])
    hidden = {name: cells.get(name, ["", ""])[1] for name in offline.HIDDEN}
    if hidden["edition"] != edition.code:
        return Row(number, fault=RowFault.OTHER_EDITION)
    if hidden["reviewer"] != str(work.actor.id):
        return Row(number, fault=RowFault.OTHER_REVIEWER)
    version = int(hidden["version"]) if hidden["version"].isascii() and hidden["version"].isdigit() else -1
    words_sealed = offline.sealed_words(
        hidden["edition"], hidden["reviewer"], hidden["assignment"], version, hidden["base"]
    )
    seal = secrets.keyed_hash(work.settings, "sheet", words_sealed)
    if not hmac.compare_digest(seal.encode(), hidden["seal"].encode("utf-8", "replace")):
        return Row(number, fault=RowFault.TAMPERED)
    line = lines.get(hidden["assignment"])
    if line is None:
        return Row(number, hidden["assignment"], fault=RowFault.NOT_ON_THE_DESK)
    if cells.get("reference", ["", ""])[1] != line.file.reference:
        return Row(number, hidden["assignment"], fault=RowFault.TAMPERED)
    card, fault, where = offline.read_card(cells, line.criteria, words)
    return Row(number, hidden["assignment"], version, hidden["base"], card, fault, where)


def _stored_row(row: Row, *, doubled: bool) -> dict:
    if doubled:
        return {"number": row.number, "assignment": row.assignment, "fault": RowFault.TWICE.value}
    return {
        "number": row.number, "assignment": row.assignment, "version": row.version, "base": row.base,
        "card": None if row.fault else asdict(row.card), "fault": row.fault.value if row.fault else None,
        "where": row.where,
    }


@dataclass(frozen=True, slots=True)
class ChosenRows:
    """The rows that were ticked; `over`: those ticked although they were shown as a clash, or as making a submitted
    card a draft.
    """

    rows: Collection[int]
    over: Collection[int] = ()

    def takes(self, judged: Judged) -> bool:
        """Whether the reviewer ticked this row while it was shown in the state that it has now."""
        return judged.row.number in (self.over if judged.state is RowState.CLASH or judged.makes_draft else self.rows)


@dataclass(frozen=True, slots=True)
class AppliedRows:
    """How many cards were saved, how many of them submitted, and how many rows could not be applied: those that were
    refused in the table, and those that were chosen and are refused by now."""

    saved: int
    submitted: int
    left: int


def apply_sheet(work: Work, edition_id: UUID, import_id: UUID, chosen: ChosenRows, *, submit: bool) -> AppliedRows:
    """Save the chosen rows, each card as a version of its own; complete ones are submitted if `submit`. A card that is
    submitted stays so while it is complete.

    Every row is compared again with the cards of this moment: a row that is refused by now, or that became a clash
    which its reviewer has not seen, is not applied; the others are.
    """
    with work.transaction() as session:
        sheet_import = load_import(work, import_id, edition_id, lock=True)
        wanted = [judged for judged in sheet_import.judged if judged.row.number in {*chosen.rows, *chosen.over}]
        able = [(judged, judged.line) for judged in wanted
                if judged.line is not None and judged.state in (RowState.NEW, RowState.CHANGED, RowState.CLASH)
                and chosen.takes(judged)]
        saved = handed_in = 0
        for judged, line in able:
            stays = judged.complete and (submit or judged.is_submitted)
            act = Action.SUBMIT_ASSESSMENT if stays else Action.ASSESS
            try:
                held = assigned_files.load_assigned(work, line.file.id, to=act, lock=True)
            except Refused:
                continue  # the file was closed to the actor while this waited for the lock
            sheet = score_card.load_sheet(session, held.assignment.id)
            if sheet.version != line.version:
                continue  # saved elsewhere while this waited for the lock: the page shows it as a clash
            score_cards.store_card(work, held, sheet, judged.row.card, act)
            saved, handed_in = saved + 1, handed_in + (act is Action.SUBMIT_ASSESSMENT)
        sheet_import.row.applied_at = work.now
        session.flush()
        work.record(Action.ASSESS, sheet_import.row, {"what": "sheet applied", "saved": saved})
    refused = {judged.row.number for judged in sheet_import.judged if judged.state is RowState.REFUSED}
    chosen_numbers = {judged.row.number for judged in wanted}
    return AppliedRows(saved, handed_in, len(refused | chosen_numbers) - saved)
