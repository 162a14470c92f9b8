"""The ledger in the database: read in blocks and verified by `core.rules.ledger`."""

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass, fields

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from nominations.core.rules.ledger import GENESIS, Fault, Record, first_fault
from nominations.core.tables import (
    LedgerContent,
    LedgerHead,
    LedgerRecord,
)
from nominations.core.withheld import EVERYTHING
from nominations.core.work import Work

_BLOCK = 2_000
# The columns that the chain covers, in the order of `Record`; the table has others.
_CHAINED = tuple(getattr(LedgerRecord, field.name) for field in fields(Record))
# A record with its salt and content, or None where they were erased.
Row = tuple[Record, str | None, Mapping[str, object] | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of verifying the chain."""

    records: int
    erased: int
    head: str
    fault: Fault | None


def load_head(session: Session) -> tuple[int, str]:
    """Number and hash of the newest record."""
    row = session.execute(select(LedgerHead.number, LedgerHead.hash)).one()
    return row.number, row.hash


def verify_chain(session: Session, *, printed: str = "") -> Verdict:
    """Walk the whole chain; the head's row must be the last record.

    `printed` is a head that was printed or mailed earlier: it must be the hash of one of the records. Only that shows
    a chain that was cut or written anew together with its head.
    """
    walk = _Walk(printed)
    with closing(walk.records(session)) as records:
        fault = first_fault(records)
    fault = fault or walk.fault_at_the_end()
    return Verdict(walk.count, walk.erased, walk.head[1], fault)


def read_records(session: Session) -> Generator[Row, None, None]:
    """Every record from the first, each with its salt and content, in blocks; for the operator."""
    return _Walk("").records(session)


class _Walk:
    """Counts what it passes and remembers the last hash."""

    def __init__(self, printed: str) -> None:
        self.printed, self.head = printed, (0, GENESIS)
        self.count, self.erased, self.last, self.has_met_printed = 0, 0, GENESIS, printed in ("", GENESIS)

    def records(self, session: Session) -> Generator[Row, None, None]:
        # One statement reads one state of the database: a record written meanwhile is no fault.
        statement = (
            select(LedgerHead.number, LedgerHead.hash, *_CHAINED, LedgerContent.salt, LedgerContent.content)
            .select_from(LedgerHead).outerjoin(LedgerRecord, true())
            .outerjoin(LedgerContent, LedgerContent.number == LedgerRecord.number)
            .order_by(LedgerRecord.number).execution_options(yield_per=_BLOCK, **EVERYTHING)
        )
        with session.execute(statement) as rows:
            for number, digest, *parts, salt, content in rows:
                self.head = (number, digest)
                record = Record(*parts)
                if record.number is None:
                    return
                self.count, self.last = self.count + 1, record.hash
                self.erased += salt is None
                self.has_met_printed = self.has_met_printed or record.hash == self.printed
                yield record, salt, content

    def fault_at_the_end(self) -> Fault | None:
        """The faults that can only be seen after the last record."""
        if self.head[0] > self.count:
            return Fault(self.count + 1, "missing")
        if self.head != (self.count, self.last):
            return Fault(self.count, "is not what the head says")
        return None if self.has_met_printed else Fault(self.count, "does not follow from the head that was printed")


def ledger_head(work: Work) -> tuple[int, str]:
    """Number and hash of the newest record, as of now."""
    return load_head(work.session)
