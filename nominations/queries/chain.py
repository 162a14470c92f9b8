"""The ledger as it stands: walked in blocks, judged by the rule of the domain."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nominations.domain.ledger import Fault, Record, first_fault
from nominations.models import LedgerContent, LedgerHead, LedgerRecord

_BLOCK = 2_000
# The columns that the chain is made of; others serve lists.
_CHAINED = tuple(getattr(LedgerRecord, field.name) for field in fields(Record))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found."""

    records: int
    erased: int
    head: str
    fault: Fault | None


def head(session: Session) -> tuple[int, str]:
    """Number and hash of the newest record."""
    row = session.execute(select(LedgerHead.number, LedgerHead.hash)).one()
    return row.number, row.hash


def verify(session: Session) -> Verdict:
    """Walk the whole chain; the head's row must be the last record."""
    number, digest = head(session)
    walk = _Walk()
    fault = first_fault(walk.records(session))
    if fault is None and (walk.count, walk.last or digest) != (number, digest):
        fault = Fault(min(walk.count + 1, number) or number, "is missing at the end, or the head was changed")
    erased = session.scalar(
        select(func.count()).select_from(LedgerRecord)
        .outerjoin(LedgerContent, LedgerContent.number == LedgerRecord.number).where(LedgerContent.number.is_(None))
    )
    return Verdict(walk.count, erased or 0, digest, fault)


class _Walk:
    """Counts what it passes and remembers the last hash."""

    def __init__(self) -> None:
        self.count, self.last = 0, ""

    def records(self, session: Session) -> Iterator[tuple[Record, str | None, Mapping[str, object] | None]]:
        rows = session.execute(
            select(*_CHAINED, LedgerContent.salt, LedgerContent.content)
            .outerjoin(LedgerContent, LedgerContent.number == LedgerRecord.number)
            .order_by(LedgerRecord.number).execution_options(yield_per=_BLOCK)
        )
        for *columns, salt, content in rows:
            record = Record(*columns)
            self.count, self.last = self.count + 1, record.hash
            yield record, salt, content
