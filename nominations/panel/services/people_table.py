"""A table of reviewers: read and stored first, then applied to the rows that are chosen."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from uuid import UUID, uuid4

from sqlalchemy import delete

from nominations.access.queries import policy_facts
from nominations.accounts.adapters.addresses import parse_address, require_writable
from nominations.accounts.steps.accounts import find_or_make_account
from nominations.accounts.steps.role_lock import lock_roles
from nominations.core.language import LANGUAGES
from nominations.core.rules.errors import Invalid
from nominations.core.rules.events import ReviewersImported
from nominations.core.rules.text.stored_text import fault
from nominations.core.rules.vocabulary import Action, RowState
from nominations.core.tables import PeopleImport
from nominations.core.work import Work
from nominations.documents.reports import table_reader
from nominations.panel.queries import people_table
from nominations.panel.queries.people_table import JudgedRow
from nominations.panel.rules.people_table import COLUMNS, LETTERS, MAIL, NAME, PROFILE, VERSION, Row, fingerprint
from nominations.panel.rules.profiles import ProfileAnswers
from nominations.panel.steps.invitations import invite_account
from nominations.panel.steps.profiles import store_profile

MOST_BYTES, MOST_ROWS = 2 * 1_048_576, 1_001  # the line of the heads is one of them


def read_table(work: Work, edition_id: UUID, content: bytes) -> PeopleImport:
    """Read a table and store its rows without changing any profile. Raises `BadTable` for a file that is none.

    It replaces the table that the actor read before.
    """
    table = table_reader.read_table(content, needed=[MAIL], most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
    unwritable = {mail for _line, cells in table.rows if not _is_writable(work, mail := cells.get(MAIL, "").strip())}
    with work.transaction() as session:
        people = {
            person.email_key: person.answers
            for person in people_table.list_known(work, edition_id, to=Action.MANAGE_PEOPLE)
        }
        rows: list[Row] = []
        first: dict[str, int] = {}
        for line, cells in table.rows:
            row = _row(line, cells, table.heads, people, first)
            if not row.fault and cells.get(MAIL, "").strip() in unwritable:
                row = Row(line, row.mail, fault="not_writable")
            rows.append(row)
        session.execute(delete(PeopleImport).where(
            PeopleImport.edition_id == edition_id, PeopleImport.account_id == work.actor.id
        ))
        table_import = PeopleImport(
            id=uuid4(), account_id=work.actor.id, edition_id=edition_id, read_at=work.now,
            rows=[row.stored() for row in rows],
            passed_over=[head[:60] for head in table.heads if head and head not in COLUMNS],
        )
        session.add(table_import)
        session.flush()
        work.record(Action.MANAGE_PEOPLE, table_import, {"what": "table read", "rows": len(rows)})
    return table_import


def _is_writable(work: Work, mail: str) -> bool:
    try:
        require_writable(mail, work.settings)
    except Invalid:
        return False
    return True


def _row(
    line: int,
    cells: Mapping[str, str],
    heads: tuple[str, ...],
    people: Mapping[str, ProfileAnswers],
    first: dict[str, int],
) -> Row:
    typed = cells.get(MAIL, "").strip()
    name, letters = cells.get(NAME, "").strip(), cells.get(LETTERS, "").strip().casefold()
    if cells.keys() < {head for head in heads if head}:
        return Row(line, typed[:320], fault="too_short")
    try:
        address = parse_address(typed)
    except Invalid:
        return Row(line, typed[:320], fault="not_email")
    if (before := first.setdefault(address.key, line)) != line:
        return Row(line, address.email, fault="twice", params={"first": before})
    if "\n" in name or fault(name, most=200):
        return Row(line, address.email, fault="not_name")
    if letters and letters not in LANGUAGES:
        return Row(line, address.email, fault="not_letters", params={"languages": ", ".join(LANGUAGES)})
    stored = people.get(address.key)
    return Row(
        line, address.email, name, letters, {key: cells[key] for key in PROFILE if key in cells},
        cells.get(VERSION, "").strip()[:60], fingerprint(stored) if stored is not None else "",
    )


@dataclass(frozen=True, slots=True)
class Applied:
    """How many profiles were changed, how many people invited, and how many rows could not be applied: those
    that were refused in the table, and those that were chosen and are refused by now."""

    changed: int
    invited: int
    left: int


def apply_table(work: Work, edition_id: UUID, import_id: UUID, chosen: Collection[int]) -> Applied:
    """Store the profiles of the chosen lines, and invite those who do not review yet.

    Every row is compared again with the present profiles; those that cannot be applied any more are left out.
    The worker searches for conflicts afterwards.
    """
    with work.transaction() as session:
        work.require(Action.MANAGE_PEOPLE, policy_facts.load_edition(work, edition_id))
        lock_roles(session, edition_id)
        table = people_table.load_import(work, import_id, edition_id, lock=True)
        wanted = [row for row in table.judged if row.row.line in chosen]
        able = [row for row in wanted if row.able]
        for row in able:
            _apply_row(work, edition_id, table.row, row)
        if able:
            table.row.applied_at = work.now
        known = tuple(row.known.account_id for row in able if row.known and not row.known.invited)
        if known:
            work.announce(ReviewersImported(edition_id, known))
        session.flush()
        invited = sum(row.state is RowState.NEW for row in able)
        work.record(Action.MANAGE_PEOPLE, table.row, {"what": "table applied", "rows": len(able), "invited": invited})
    refused = sum(row.state is RowState.REFUSED or row in wanted for row in table.judged)
    return Applied(len(able) - invited, invited, refused - len(able))


def _apply_row(work: Work, edition_id: UUID, table: PeopleImport, row: JudgedRow) -> None:
    account_id = row.known.account_id if row.known else None
    if account_id is None:
        address = parse_address(row.row.mail)
        account = find_or_make_account(work, work.session, address, row.row.letters or "en", row.row.name)
        invite_account(work, edition_id, account)
        account_id = account.id
    store_profile(work, edition_id, account_id, row.answers or ProfileAnswers())
    work.record(Action.MANAGE_PEOPLE, f"account:{account_id}", {
        "profile": asdict(row.answers or ProfileAnswers()), "table": str(table.id), "line": row.row.line,
    })
