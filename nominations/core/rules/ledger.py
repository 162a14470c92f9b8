"""The ledger: a chain of hashes over acts that shows tampering, and whose contents can still be erased.

A record holds only a salted hash of its content; salt and content are in a table of their own. The chain proves
that nothing was changed since a head was printed; it does not stop an owner of the database who rewrites all of it,
which is why heads are printed on reports and mailed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Record:
    """One act in the chain."""

    number: int
    at: datetime
    actor: str
    role: str
    act: str
    subject: str
    edition: str | None
    commitment: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """The first record that is wrong, and why."""

    number: int
    why: str


def canonical(content: object) -> str:
    """One text for equal contents: sorted keys, no spaces, as written."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def plain(content: Mapping[str, object]) -> dict[str, object]:
    """The same content as a database's JSON column gives it back: ids, instants and numbers as text where needed."""
    held: dict[str, object] = json.loads(canonical(content))
    return held


def commitment(salt: str, content: Mapping[str, object]) -> str:
    """SHA-256 over salt and content: nobody can guess the content from it without the salt."""
    return hashlib.sha256(f"{salt}\n{canonical(content)}".encode("utf-8", "surrogatepass")).hexdigest()


def next_record(
    number: int, at: datetime, actor: str, role: str, act: str, subject: str, edition: str | None, committed: str,
    previous: str,
) -> Record:
    """The next record of the chain, with its hash: SHA-256(previous ‖ canonical record)."""
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [number, instant, actor, role, act, subject, edition, committed]
    digest = hashlib.sha256(f"{previous}{canonical(parts)}".encode()).hexdigest()
    return Record(number, at, actor, role, act, subject, edition, committed, previous, digest)


def first_fault(records: Iterable[tuple[Record, str | None, Mapping[str, object] | None]]) -> Fault | None:
    """Walk the chain from its first record; each comes with its salt and content, or None where they were erased.

    Erased content is no fault; content that does not match its commitment is.
    """
    previous, expected = GENESIS, 1
    for record, salt, content in records:
        if record.number != expected:
            return Fault(expected, "missing")
        if record.previous != previous:
            return Fault(record.number, "does not follow the record before it")
        again = next_record(
            record.number, record.at, record.actor, record.role, record.act, record.subject, record.edition,
            record.commitment, previous,
        )
        if again.hash != record.hash:
            return Fault(record.number, "was changed")
        if salt is not None and content is not None and commitment(salt, content) != record.commitment:
            return Fault(record.number, "its content was changed")
        previous, expected = record.hash, expected + 1
    return None
