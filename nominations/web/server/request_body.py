"""Receives the body of a request completely, on disk when it is large, as long as it keeps a least rate."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import SpooledTemporaryFile
from threading import Event, Lock, Thread
from typing import BinaryIO

from nominations.core.adapters import clock

# Bytes of one read. A read waits until it has all of them: few on a slow connection, so that its rate can be measured,
# and many on a fast one, where each read has a cost. Parts of files use even more: they can be continued after a break,
# so that a connection that suddenly becomes slow loses one piece only.
PIECE, MOST, MOST_OF_A_PART = 4_096, 65_536, 262_144
_QUICK = 0.02 / MOST  # seconds a byte
IN_MEMORY = 262_144
# Receiving stops at this many times the limit. A body above the limit is received up to there, because a browser shows
# the error page only after it has sent the body.
PATIENCE = 8


class Body:
    """One body being received, by a thread of its own, because a read has no time limit."""

    def __init__(
        self, source: BinaryIO, limit: int, length: int | None, folder: Path, done: Callable[[], object],
        most: int = MOST, patience: int = PATIENCE,
    ) -> None:
        self.received = self.written = 0
        self.kept = SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(folder))  # noqa: SIM115
        self._source = source
        self._limit = limit
        self._length = length
        self._done = done
        self._most = most
        self._patience = patience
        self._fault = 0
        self._ended = Event()
        self._writing = Lock()
        self._is_given_up = False

    def arrive(self, rate: int, stretch: int, *, rises: bool = False, most: int | None = None) -> int:
        """Wait for the end and return 0, or the status to answer with.

        The status is 408 where fewer than `rate` bytes a second arrive in `stretch` seconds; if the rate `rises`, twice
        as many are needed in the second stretch, and so on. After `most` stretches it is 408 in any case. `kept` holds
        the `written` bytes; the caller closes it.
        """
        Thread(target=self._read, name="body", daemon=True).start()
        before = 0
        for number in count(1):
            if self._ended.wait(stretch):
                break
            if number == most or self.received - before < rate * stretch * (number if rises else 1):
                # The thread may stay in its read until the sender disconnects; then it ends by itself.
                with self._writing:
                    self._is_given_up = True
                return 408
            before = self.received
        return self._fault

    def _read(self) -> None:
        try:
            size, began = PIECE, clock.monotonic()
            while not self._is_given_up and (piece := self._source.read(size)):
                is_quick = clock.monotonic() - began < _QUICK * max(size, MOST)
                size = min(size * 2, self._most) if is_quick else PIECE
                self.received += len(piece)
                if self.received > self._limit * self._patience:
                    break
                if self.received <= self._limit:
                    self._write(piece)
                began = clock.monotonic()
            self._fault = self._verdict()
        except OSError as error:
            # Reading fails where the sender disconnects, writing where the disk is full.
            self._fault = 507 if error.errno is not None else 400
        except ValueError:
            self._fault = 400
        finally:
            self._ended.set()
            self._done()

    def _write(self, piece: bytes) -> None:
        with self._writing:
            if not self._is_given_up:
                self.kept.write(piece)
                self.written += len(piece)

    def _verdict(self) -> int:
        if self.received > self._limit:
            return 413
        return 400 if self._length is not None and self.received != self._length else 0
