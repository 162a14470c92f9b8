"""Writes ledger records in bulk, with the same hashes that `nominations ledger verify` computes."""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from nominations.core.rules import ledger
from nominations.core.tables import LedgerContent, LedgerHead, LedgerRecord


class Chain:
    """Continues the chain from the head in the database; `write` stores the added records."""

    def __init__(self, session: Session, chance: Random, edition: str) -> None:
        self._session, self._chance, self._edition = session, chance, edition
        self.number, self._hash = session.execute(select(LedgerHead.number, LedgerHead.hash)).one()
        self._records: list[dict[str, Any]] = []
        self._contents: list[dict[str, Any]] = []

    def add(self, at: datetime, actor: object, role: str, act: str, subject: str, content: Mapping[str, Any]) -> int:
        """Add the record of one act and return its number."""
        salt, committed = f"{self._chance.getrandbits(128):032x}", ledger.plain({"act": act, **content})
        record = ledger.next_record(
            self.number + 1, at, str(actor), role, act, subject, self._edition,
            ledger.commitment(salt, committed), self._hash,
        )
        self.number, self._hash = record.number, record.hash
        self._records.append({name: getattr(record, name) for name in record.__slots__})
        self._contents.append({"number": record.number, "salt": salt, "content": committed})
        return record.number

    def write(self) -> None:
        """Store the records and move the head."""
        if self._records:
            self._session.execute(insert(LedgerRecord.__table__), self._records)
            self._session.execute(insert(LedgerContent.__table__), self._contents)
            self._session.execute(update(LedgerHead).values(number=self.number, hash=self._hash))
        self._records, self._contents = [], []
