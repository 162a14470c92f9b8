"""An offline sheet comes back: read and kept first, applied row by row only where its reviewer says so."""

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
from nominations.reviewing.queries import offline as query
from nominations.reviewing.queries import score_card
from nominations.reviewing.rules import offline
from nominations.reviewing.rules.offline import Cells, Fault, Row
from nominations.reviewing.steps import score_cards
from nominations.rounds.queries import assigned_files

LARGEST = 5 * 1_048_576


def read(work: Work, edition_id: UUID, content: bytes, words: Mapping[str, str]) -> SheetImport:
    """Read an uploaded sheet and keep what its rows say, changing no card.

    `words` gives the values behind the words of its lists. Raises `Invalid` at `sheet` for what is no such sheet.
    """
    if len(content) > LARGEST:
        raise Invalid(sheet=("sheet_too_large", {"most": LARGEST}))
    work.require(Action.SEE_DESK, policy_facts.load_edition(work, edition_id))
    try:
        found = workbook_reader.read_rows(content, work.settings)
    except BadSheet as bad:
        raise Invalid(sheet=f"sheet_{bad.reason}") from None
    edition = editions.by_id(work.session, edition_id).edition
    with work.transaction() as session:
        stands = {str(each.file.assignment_id): each for each in query.lines(work, edition_id)}
        rows = [_row(work, edition, cells, stands, words) for cells in found]
        times = Counter(row.assignment for row in rows)
        twice = {assignment for assignment, count in times.items() if count > 1} - {""}
        kept = [_kept(row, doubled=row.assignment in twice) for row in rows]
        made = SheetImport(id=uuid4(), account_id=work.actor.id, edition_id=edition_id, rows=kept, read_at=work.now)
        session.add(made)
        session.flush()
        work.record(Action.ASSESS, made, {"what": "sheet read", "rows": len(kept)})
    return made


def _row(
    work: Work, edition: Edition, cells: Cells, stands: Mapping[str, query.Line], words: Mapping[str, str]
) -> Row:
    number = int(cells[""][1])
    told = {name: cells.get(name, ["", ""])[1] for name in offline.HIDDEN}
    if told["edition"] != edition.code:
        return Row(number, fault=Fault.OTHER_EDITION)
    if told["reviewer"] != str(work.actor.id):
        return Row(number, fault=Fault.OTHER_REVIEWER)
    version = int(told["version"]) if told["version"].isascii() and told["version"].isdigit() else -1
    words_sealed = offline.sealed_words(told["edition"], told["reviewer"], told["assignment"], version, told["base"])
    seal = secrets.keyed_hash(work.settings, "sheet", words_sealed)
    if not hmac.compare_digest(seal.encode(), told["seal"].encode("utf-8", "replace")):
        return Row(number, fault=Fault.TAMPERED)
    line = stands.get(told["assignment"])
    if line is None:
        return Row(number, told["assignment"], fault=Fault.NOT_ON_THE_DESK)
    if cells.get("reference", ["", ""])[1] != line.file.reference:
        return Row(number, told["assignment"], fault=Fault.TAMPERED)
    card, fault, where = offline.card_of(cells, line.criteria, words)
    return Row(number, told["assignment"], version, told["base"], card, fault, where)


def _kept(row: Row, *, doubled: bool) -> dict:
    if doubled:
        return {"number": row.number, "assignment": row.assignment, "fault": Fault.TWICE.value}
    return {
        "number": row.number, "assignment": row.assignment, "version": row.version, "base": row.base,
        "card": None if row.fault else asdict(row.card), "fault": row.fault.value if row.fault else None,
        "where": row.where,
    }


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows that were ticked, and those that were ticked although they were shown as a clash."""

    rows: Collection[int]
    over: Collection[int] = ()

    def takes(self, number: int, state: RowState) -> bool:
        """Whether what a row would do now is what its reviewer saw and agreed to."""
        return number in (self.over if state is RowState.CLASH else self.rows)


@dataclass(frozen=True, slots=True)
class Applied:
    """How many cards were saved, how many of them handed in, and how many chosen rows could not be."""

    saved: int
    submitted: int
    left: int


def apply(work: Work, edition_id: UUID, import_id: UUID, chosen: Chosen, *, submit: bool) -> Applied:
    """Save the chosen rows, each card as a version of its own; complete ones are handed in if `submit`.

    Every row is judged again against what stands now: what was refused meanwhile, or became a clash that its reviewer
    has not seen, stays out; the others are kept.
    """
    with work.transaction() as session:
        found = query.one(work, import_id, edition_id, lock=True)
        wanted = [each for each in found.judged if each.row.number in {*chosen.rows, *chosen.over}]
        able = [(each, each.line) for each in wanted
                if each.line is not None and each.state in (RowState.NEW, RowState.CHANGED, RowState.CLASH)
                and chosen.takes(each.row.number, each.state)]
        saved = handed_in = 0
        for each, line in able:
            act = Action.SUBMIT_ASSESSMENT if submit and each.complete else Action.ASSESS
            try:
                held = assigned_files.load_assigned(work, line.file.id, to=act, lock=True)
            except Refused:
                continue  # shut while we waited for the lock
            stands = score_card.sheet(session, held.assignment.id)
            if stands.version != line.version:
                continue  # saved elsewhere while we waited for the lock: judged anew on the page
            score_cards.store_card(work, held, stands, each.row.card, act)
            saved, handed_in = saved + 1, handed_in + (act is Action.SUBMIT_ASSESSMENT)
        found.row.applied_at = work.now
        session.flush()
        work.record(Action.ASSESS, found.row, {"what": "sheet applied", "saved": saved})
    return Applied(saved, handed_in, len(wanted) - saved)
