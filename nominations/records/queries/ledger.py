"""The ledger read: the records of an edition, as people read them and as the chain keeps them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, select

from nominations.access.queries import policy_facts
from nominations.accounts.adapters.addresses import find_key
from nominations.core.queries.search_folding import is_searchable
from nominations.core.rules.text.understand import TypedKind, understand
from nominations.core.rules.vocabulary import Action, Role
from nominations.core.tables import Account, LedgerRecord, Nomination
from nominations.core.work import Work
from nominations.screening.queries import nomination_file

PAGE = 100


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which records: an act, a role, a person's name or address, a nomination's reference, those before a number."""

    act: str = ""
    role: str = ""
    who: str = ""
    reference: str = ""
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A record as people read it."""

    number: int
    at: datetime
    actor: str
    role: str
    act: str
    subject: str
    reference: str
    nomination_id: UUID | None
    hash: str


def list_lines(work: Work, code: str, wanted: LedgerFilter) -> list[Line]:
    """The newest records of this edition that fit, with names and references, in a fixed number of statements."""
    return _describe_records(work, work.session.execute(
        select(LedgerRecord).where(*_conditions(work, code, wanted)).order_by(LedgerRecord.number.desc()).limit(PAGE)
    ).scalars().all())


def list_all_lines(work: Work, edition_id: UUID) -> Iterator[Line]:
    """Every record of an edition as people read it, the oldest first, in blocks; for whoever may see the ledger."""
    work.require(Action.SEE_LEDGER, case := policy_facts.load_edition(work, edition_id))
    return _iterate_lines(work, case.edition)


def _iterate_lines(work: Work, code: str) -> Iterator[Line]:
    records = work.session.execute(
        select(LedgerRecord).where(_of(code)).order_by(LedgerRecord.number).execution_options(yield_per=1000)
    ).scalars()
    for block in records.partitions():
        yield from _describe_records(work, block)


def _describe_records(work: Work, records: Sequence[LedgerRecord]) -> list[Line]:
    people = nomination_file.load_names(work, {UUID(record.actor) for record in records if record.actor != "system"})
    about = {record.subject: UUID(record.subject.partition(":")[2]) for record in records
             if record.subject.startswith("nomination:")}
    references: dict[UUID | None, str] = dict(work.session.execute(
        select(Nomination.id, Nomination.reference).where(Nomination.id.in_(set(about.values())))
    ).all())
    return [
        Line(
            record.number, record.at, people.get(UUID(record.actor), "") if record.actor != "system" else "",
            record.role,
            record.act, record.subject, references.get(about.get(record.subject), ""), about.get(record.subject),
            record.hash,
        )
        for record in records
    ]


def list_acts(work: Work, code: str) -> list[str]:
    """The acts that occur in this edition."""
    return list(work.session.scalars(
        select(LedgerRecord.act).where(_of(code)).distinct().order_by(LedgerRecord.act)
    ))


def iterate_rows(work: Work, code: str, wanted: LedgerFilter) -> Iterator[tuple]:
    """Every record that fits, the oldest first, in blocks: as the chain keeps it, so that it can be walked from there.
    """
    columns = (
        LedgerRecord.number, LedgerRecord.at, LedgerRecord.actor, LedgerRecord.role, LedgerRecord.act,
        LedgerRecord.subject, LedgerRecord.edition, LedgerRecord.commitment, LedgerRecord.previous, LedgerRecord.hash,
    )
    records = work.session.execute(
        select(*columns).where(*_conditions(work, code, wanted)).order_by(LedgerRecord.number)
        .execution_options(yield_per=1000)
    )
    for number, at, *others in records:
        yield number, at.astimezone(UTC).isoformat(timespec="microseconds"), *others


def _of(code: str) -> ColumnElement[bool]:
    """Acts in this edition, and those of the command line, which are of none."""
    return or_(LedgerRecord.edition == code, LedgerRecord.edition.is_(None))


def _conditions(work: Work, code: str, wanted: LedgerFilter) -> Iterator[ColumnElement[bool]]:
    yield _of(code)
    if not is_searchable(wanted.act, wanted.who, wanted.reference) or (wanted.role and wanted.role not in set(Role)):
        yield false()
        return
    if wanted.act:
        yield LedgerRecord.act == wanted.act
    if wanted.role:
        yield LedgerRecord.role == wanted.role
    if wanted.before is not None:
        yield LedgerRecord.number < wanted.before
    if wanted.who:
        who = wanted.who.strip()
        ids = work.session.scalars(
            select(Account.id).where(or_(Account.name == who, Account.email_key == find_key(who)))
        )
        yield LedgerRecord.actor.in_([str(account_id) for account_id in ids])
    if wanted.reference:
        reference = understand(TypedKind.REFERENCE, wanted.reference).plain
        named = work.session.scalar(select(Nomination.id).where(Nomination.reference == reference))
        yield LedgerRecord.subject == f"nomination:{named}"
