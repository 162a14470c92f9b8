"""The ledger as a file: one line of JSON for each record, which shows without a database what it holds.

Contents stay behind, for they hold personal data; only those that commit to finished documents are given, with their
salt, so that a document can be compared with the record that it must agree with.
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

# A record is a few hundred letters.
LONGEST_LINE = 20_000


class NotAnExport(Exception):
    """Nothing can be checked; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class LedgerProof:
    """What an export shows: its fault, its last hash, whether it holds the head that was printed, and the record of a
    list of files, where it holds one."""

    records: int
    fault: Fault | None
    head: str
    holds_printed_head: bool
    record: Record | None


def write_ledger(rows: Iterable[Row], target: IO[bytes]) -> int:
    """Write the records; how many there were."""
    count = 0
    for record, salt, content in rows:
        count += 1
        line = asdict(record) | {"at": record.at.astimezone(UTC).isoformat(timespec="microseconds")}
        if record.act == FINISHED and salt is not None:
            line |= {"salt": salt, "content": content}
        target.write(canonical(line).encode() + b"\n")
    return count


def find_list(path: Path, list_sha256: str, printed: str = "") -> LedgerProof:
    """Walk an export and look for the record that commits to this list; `printed` is a head that somebody trusts.

    Raises `NotAnExport` where the file is none.
    """
    walk = _Walk(list_sha256, printed)
    try:
        with path.open("rb") as source:
            fault = first_fault(walk.pass_by(_read_rows(source)))
    except OSError as error:
        raise NotAnExport(f"{path} cannot be read: {error.strerror or error}.") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise NotAnExport(f"{path} is not an export of the ledger, or a broken one.") from None
    if not walk.count:
        raise NotAnExport(f"{path} is not an export of the ledger, or a broken one.")
    return LedgerProof(walk.count, fault, walk.head, walk.has_met_printed, walk.record)


class _Walk:
    """Remembers what it passes."""

    def __init__(self, list_sha256: str, printed: str) -> None:
        self.list_sha256, self.printed = list_sha256, printed
        self.count, self.head, self.has_met_printed = 0, GENESIS, False
        self.record: Record | None = None

    def pass_by(self, rows: Iterable[Row]) -> Iterator[Row]:
        for record, salt, content in rows:
            self.count, self.head = self.count + 1, record.hash
            self.has_met_printed = self.has_met_printed or record.hash == self.printed
            if record.act == FINISHED and content and content.get("source_sha256") == self.list_sha256:
                self.record = record
            yield record, salt, content


def _read_rows(source: IO[bytes]) -> Iterator[Row]:
    while line := source.readline(LONGEST_LINE):
        held: dict[str, Any] = json.loads(line)
        salt, content = held.pop("salt", None), held.pop("content", None)
        if (salt is None) is not (content is None):
            raise ValueError("A content comes with its salt.")
        record = Record(**held | {"at": datetime.fromisoformat(held["at"])})
        if record.at.tzinfo is None:
            raise ValueError("An instant names its zone.")
        yield record, salt, content
