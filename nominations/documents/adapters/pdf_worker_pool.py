"""Makes PDFs in a process with WeasyPrint loaded, which forks a child process with limits for each document.

Loading WeasyPrint takes longer than most documents, so it happens once per worker; a document that exceeds its limits
still ends only its own child. The process ends with the one that started it, and is started again where it has ended.
"""

import json
import os
import selectors
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from threading import Lock
from typing import IO

from nominations.core.adapters import clock, sandbox
from nominations.core.adapters.sandbox import ChildFailed, Limits, Reason

CHUNK = 65_536
_MODULE = "nominations.documents.adapters.pdf_worker"


class PoolUnavailable(Exception):
    """The process cannot be started or does not answer; the document can still be made by a separate child."""


@dataclass(frozen=True, slots=True)
class _ChildResult:
    """How a child ended: its status, its output, its error output, and its peak of memory in kilobytes."""

    status: int
    answer: bytes
    words: bytes
    peak: int


class PdfWorkerPool:
    """One per process. Several threads may use it at once; each document has its own child."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._connection: socket.socket | None = None
        self._process: subprocess.Popen | None = None
        self.peak = 0  # kilobytes that the last document needed, for the bench

    def run(self, task: dict[str, object], content: bytes, limits: Limits, failed: type[ChildFailed]) -> bytes:
        """The output for `content`. Raises `failed`, or `PoolUnavailable` where nothing was begun."""
        whole = json.dumps(task | {"memory": limits.memory, "cpu_seconds": limits.cpu_seconds}).encode()
        try:
            result = self._run_child(whole, content, limits.wall_seconds)
        except PoolUnavailable:
            result = self._run_child(whole, content, limits.wall_seconds)
        if result is None:
            raise failed(Reason.TIME, f"It took more than {limits.wall_seconds:g} seconds.")
        self.peak = result.peak
        if result.status != 0:
            raise sandbox.failure(failed, result.status, result.words)
        return result.answer

    def _run_child(self, task: bytes, content: bytes, patience: float) -> _ChildResult | None:
        """The result of one child; None where it took longer than `patience` seconds and was killed."""
        with ExitStack() as ours:
            there, give = _pipe(ours, "wb")
            (out, answer), (err, words), (tell, outcome) = (_pipe(ours, "rb") for _ in range(3))
            theirs = [there, out, err, tell]
            try:
                used = self._send(task, theirs)
            finally:
                for end in theirs:
                    os.close(end)
            try:
                return _Exchange(give, answer, words, outcome, content).wait_until(clock.monotonic() + patience)
            except PoolUnavailable:
                self._discard(used)
                raise

    def _send(self, task: bytes, ends: list[int]) -> subprocess.Popen:
        with self._lock:
            line, used = self._ensure_process()
            try:
                socket.send_fds(line, [task], ends)
            except OSError as error:
                self._stop_process()
                raise PoolUnavailable(str(error)) from error
        return used

    def _ensure_process(self) -> tuple[socket.socket, subprocess.Popen]:
        """The socket to the process, and the process, which is started where it is not running."""
        if self._connection is None or self._process is None or self._process.poll() is not None:
            self._stop_process()
            ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with its:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", _MODULE, str(its.fileno())], stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL, env=sandbox.environment(), pass_fds=[its.fileno()],
                    start_new_session=True,
                )
            self._connection = ours
        return self._connection, self._process

    def _discard(self, used: subprocess.Popen) -> None:
        """Give up the process `used`, unless another thread has already replaced it."""
        with self._lock:
            if self._process is used:
                self._stop_process()

    def close(self) -> None:
        """End the process; documents in progress are finished first."""
        with self._lock:
            self._stop_process()

    def _stop_process(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
            self._process = None


def _pipe(ours: ExitStack, mode: str) -> tuple[int, IO[bytes]]:
    """The child's end of a pipe, and this process's end, which `ours` closes; `mode` is for this process's end."""
    reading, writing = os.pipe()
    here, there = (writing, reading) if mode == "wb" else (reading, writing)
    return there, ours.enter_context(open(here, mode, buffering=0))


class _Exchange:
    """Send the content, read the answer and the messages, and wait for the exit status."""

    def __init__(
        self, give: IO[bytes], answer: IO[bytes], words: IO[bytes], outcome: IO[bytes], content: bytes
    ) -> None:
        self._input, self._unsent = give, memoryview(content)
        self._answer, self._words, self._outcome = answer, words, outcome
        self._received = {pipe: bytearray() for pipe in (answer, words, outcome)}

    def wait_until(self, end: float) -> _ChildResult | None:
        """How the child ended; None where it was killed at the instant `end`. Raises `PoolUnavailable` where nothing
        began."""
        with selectors.DefaultSelector() as waiting:
            os.set_blocking(self._input.fileno(), False)
            waiting.register(self._input, selectors.EVENT_WRITE)
            for pipe in self._received:
                waiting.register(pipe, selectors.EVENT_READ, pipe)
            while any(key.fileobj is not self._input for key in waiting.get_map().values()):
                left = end - clock.monotonic()
                if left <= 0:
                    self._stop()
                    return None
                for key, _ in waiting.select(left):
                    if key.fileobj is self._input:
                        self._send_content(waiting)
                    else:
                        self._receive(waiting, key.data)
        outcome = self._received[self._outcome].split()
        if not outcome:
            raise PoolUnavailable("The press was gone before it began.")
        # The process group alone: the watching process was killed, and the child with it.
        status, peak = (int(outcome[1]), int(outcome[2])) if len(outcome) == 3 else (1, 0)
        return _ChildResult(status, bytes(self._received[self._answer]), bytes(self._received[self._words]), peak)

    def _send_content(self, waiting: selectors.BaseSelector) -> None:
        try:
            self._unsent = self._unsent[os.write(self._input.fileno(), self._unsent[:CHUNK]):]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self._unsent = self._unsent[:0]
        if not self._unsent:
            waiting.unregister(self._input)
            self._input.close()

    def _receive(self, waiting: selectors.BaseSelector, end: IO[bytes]) -> None:
        piece = os.read(end.fileno(), CHUNK)
        self._received[end] += piece
        if not piece:
            waiting.unregister(end)

    def _stop(self) -> None:
        """Kill the child's process group, whose number is the first word of the outcome."""
        group = bytes(self._received[self._outcome]).partition(b"\n")[0]
        if group:
            with suppress(ProcessLookupError):
                os.killpg(int(group), signal.SIGKILL)
