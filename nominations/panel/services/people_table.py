"""Reviewers as a table that comes back: read and kept first, applied row by row only where its reader says so."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from uuid import UUID, uuid4

from sqlalchemy import delete

from nominations.access.queries import policy_facts
from nominations.accounts.services.sign_in import address_of, find_or_make
from nominations.accounts.steps.role_lock import lock_roles
from nominations.core.language import LANGUAGES
from nominations.core.rules.errors import Invalid
from nominations.core.rules.events import ReviewersImported
from nominations.core.rules.text.stored_text import fault
from nominations.core.rules.vocabulary import Action, RowState
from nominations.core.tables import PeopleImport
from nominations.core.work import Work
from nominations.documents.reports import table_reader
from nominations.panel.queries import people_table as query
from nominations.panel.queries.people_table import Judged
from nominations.panel.rules import people_table as rules
from nominations.panel.rules.people_table import Row
from nominations.panel.rules.profiles import ProfileAnswers
from nominations.panel.services.invitations import invite_account
from nominations.panel.services.reviewer_profiles import stored

MOST_BYTES, MOST_ROWS = 2 * 1_048_576, 1_001  # the line of the heads is one of them


def read(work: Work, edition_id: UUID, content: bytes) -> PeopleImport:
    """Read a table and keep what its rows say, changing nobody. Raises `BadTable` for what is no such table.

    The one that this reader had before is thrown away.
    """
    table = table_reader.read(content, needed=[rules.MAIL], most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
    with work.transaction() as session:
        people = {each.email_key: each.told for each in query.known(work, edition_id, to=Action.MANAGE_PEOPLE)}
        rows: list[Row] = []
        first: dict[str, int] = {}
        for line, cells in table.rows:
            rows.append(_row(line, cells, table.heads, people, first))
        session.execute(delete(PeopleImport).where(
            PeopleImport.edition_id == edition_id, PeopleImport.account_id == work.actor.id
        ))
        made = PeopleImport(
            id=uuid4(), account_id=work.actor.id, edition_id=edition_id, read_at=work.now,
            rows=[each.stored() for each in rows],
            passed_over=[head[:60] for head in table.heads if head and head not in rules.COLUMNS],
        )
        session.add(made)
        session.flush()
        work.record(Action.MANAGE_PEOPLE, made, {"what": "table read", "rows": len(rows)})
    return made


def _row(
    line: int,
    cells: Mapping[str, str],
    heads: tuple[str, ...],
    people: Mapping[str, ProfileAnswers],
    first: dict[str, int],
) -> Row:
    typed = cells.get(rules.MAIL, "").strip()
    name, letters = cells.get(rules.NAME, "").strip(), cells.get(rules.LETTERS, "").strip().casefold()
    if cells.keys() < {head for head in heads if head}:
        return Row(line, typed[:320], fault="too_short")
    try:
        address = address_of(typed)
    except Invalid:
        return Row(line, typed[:320], fault="not_email")
    if (before := first.setdefault(address.key, line)) != line:
        return Row(line, address.email, fault="twice", params={"first": before})
    if "\n" in name or fault(name, most=200):
        return Row(line, address.email, fault="not_name")
    if letters and letters not in LANGUAGES:
        return Row(line, address.email, fault="not_letters", params={"languages": ", ".join(LANGUAGES)})
    told = people.get(address.key)
    return Row(
        line, address.email, name, letters, {key: cells[key] for key in rules.PROFILE if key in cells},
        cells.get(rules.VERSION, "").strip()[:60], rules.fingerprint(told) if told is not None else "",
    )


@dataclass(frozen=True, slots=True)
class Applied:
    """How many profiles were changed, how many people invited, and how many chosen rows could not be."""

    changed: int
    invited: int
    left: int


def apply(work: Work, edition_id: UUID, import_id: UUID, chosen: Collection[int]) -> Applied:
    """Keep the profiles of the chosen lines, and invite by mail those who do not review yet.

    Every row is judged again against what stands now: what cannot be taken any more stays out, the others are kept.
    Conflicts are looked for by the worker.
    """
    with work.transaction() as session:
        work.require(Action.MANAGE_PEOPLE, policy_facts.load_edition(work, edition_id))
        lock_roles(session, edition_id)
        found = query.one(work, import_id, edition_id, lock=True)
        wanted = [each for each in found.judged if each.row.line in chosen]
        able = [each for each in wanted if each.able]
        for each in able:
            _put(work, edition_id, found.row, each)
        if able:
            found.row.applied_at = work.now
        known = tuple(each.known.account_id for each in able if each.known and not each.known.invited)
        if known:
            work.announce(ReviewersImported(edition_id, known))
        session.flush()
        invited = sum(each.state is RowState.NEW for each in able)
        work.record(Action.MANAGE_PEOPLE, found.row, {"what": "table applied", "rows": len(able), "invited": invited})
    return Applied(len(able) - invited, invited, len(wanted) - len(able))


def _put(work: Work, edition_id: UUID, table: PeopleImport, each: Judged) -> None:
    account_id = each.known.account_id if each.known else None
    if account_id is None:
        address = address_of(each.row.mail)
        account = find_or_make(work, work.session, address, each.row.letters or "en", each.row.name)
        invite_account(work, edition_id, account)
        account_id = account.id
    stored(work, edition_id, account_id, each.told or ProfileAnswers())
    work.record(Action.MANAGE_PEOPLE, f"account:{account_id}", {
        "profile": asdict(each.told or ProfileAnswers()), "table": str(table.id), "line": each.row.line,
    })
