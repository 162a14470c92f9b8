"""Writes the ledger into a file and reads it back: one line of JSON for each record, verifiable without a database.

Contents of records are left out because they hold personal data. The exception are records of finished documents: their
content is exported with its salt, so that a document can be compared with its record.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from nominations.core.queries.ledger_chain import Row
from nominations.core.rules.ledger import GENESIS, Fault, Record, canonical, first_fault
from nominations.documents.kinds import FINISHED

# In bytes; a record takes a few hundred.
MAX_LINE_BYTES = 20_000


class NotAnExport(Exception):
    """The file is not an export of the ledger, so nothing can be checked. The message is one sentence."""


@dataclass(frozen=True, slots=True)
class LedgerProof:
    """What an export proves: its first fault, its last hash, whether it holds the printed head, and the record that
    commits to the list of files; None where there is no such fault or record."""

    records: int
    fault: Fault | None
    head: str
    holds_printed_head: bool
    record: Record | None


def write_ledger(rows: Iterable[Row], target: IO[bytes]) -> int:
    """Write the records and return their number."""
    count = 0
    for record, salt, content in rows:
        count += 1
        line = asdict(record) | {"at": record.at.astimezone(UTC).isoformat(timespec="microseconds")}
        if record.act == FINISHED and salt is not None:
            line |= {"salt": salt, "content": content}
        target.write(canonical(line).encode() + b"\n")
    return count


def find_list(path: Path, list_sha256: str, printed: str = "") -> LedgerProof:
    """Verify an export and find the record that commits to this list; `printed` is a head that the reader trusts.

    Raises `NotAnExport` where the file is not an export of the ledger.
    """
    scan = _LedgerScan(list_sha256, printed)
    try:
        with path.open("rb") as source:
            fault = first_fault(scan.scan(_read_rows(source)))
    except OSError as error:
        raise NotAnExport(f"{path} cannot be read: {error.strerror or error}.") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise NotAnExport(f"{path} is not an export of the ledger, or a broken one.") from None
    if not scan.count:
        raise NotAnExport(f"{path} is not an export of the ledger, or a broken one.")
    return LedgerProof(scan.count, fault, scan.head, scan.has_printed_head, scan.record)


class _LedgerScan:
    """Passes records on and remembers what the proof needs: their number, the last hash and the two that are sought."""

    def __init__(self, list_sha256: str, printed: str) -> None:
        self.list_sha256, self.printed = list_sha256, printed
        self.count, self.head, self.has_printed_head = 0, GENESIS, False
        self.record: Record | None = None

    def scan(self, rows: Iterable[Row]) -> Iterator[Row]:
        for record, salt, content in rows:
            self.count, self.head = self.count + 1, record.hash
            self.has_printed_head = self.has_printed_head or record.hash == self.printed
            if record.act == FINISHED and content and content.get("source_sha256") == self.list_sha256:
                self.record = record
            yield record, salt, content


def _read_rows(source: IO[bytes]) -> Iterator[Row]:
    while line := source.readline(MAX_LINE_BYTES):
        fields: dict[str, Any] = json.loads(line)
        salt, content = fields.pop("salt", None), fields.pop("content", None)
        if (salt is None) is not (content is None):
            raise ValueError("A content comes with its salt.")
        record = Record(**fields | {"at": datetime.fromisoformat(fields["at"])})
        if record.at.tzinfo is None:
            raise ValueError("An instant names its zone.")
        yield record, salt, content
