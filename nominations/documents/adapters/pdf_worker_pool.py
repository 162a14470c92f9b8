"""A press that stands ready: one process with WeasyPrint loaded, which forks a child with limits for each document.

Loading WeasyPrint takes longer than most documents; here it is paid once per worker, and still only the child of a
document that asks too much dies. The press ends with the process that started it, and is set up again when it is gone.
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
    """The press cannot be set up or does not answer; the work can still be done by a child of its own."""


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a child ended: its status, what it answered, what it said, and its peak of memory in kilobytes."""

    status: int
    answer: bytes
    words: bytes
    peak: int


class PdfWorkerPool:
    """One per process; may be used by several threads at once, each document in a child of its own."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._line: socket.socket | None = None
        self._process: subprocess.Popen | None = None
        self.peak = 0  # kilobytes that the last document needed, for the bench

    def run(self, task: dict[str, object], content: bytes, limits: Limits, failed: type[ChildFailed]) -> bytes:
        """What the press makes of `content`; raises `failed`, or `Away` where nothing was begun."""
        whole = json.dumps(task | {"memory": limits.memory, "cpu_seconds": limits.cpu_seconds}).encode()
        try:
            ended = self._ended(whole, content, limits.wall_seconds)
        except PoolUnavailable:
            ended = self._ended(whole, content, limits.wall_seconds)
        if ended is None:
            raise failed(Reason.TIME, f"It took more than {limits.wall_seconds:g} seconds.")
        self.peak = ended.peak
        if ended.status != 0:
            raise sandbox.failure(failed, ended.status, ended.words)
        return ended.answer

    def _ended(self, task: bytes, content: bytes, patience: float) -> _Ended | None:
        """None where it took too long: then it was ended with whatever it had begun."""
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
                return _Talk(give, answer, words, outcome, content).until(clock.monotonic() + patience)
            except PoolUnavailable:
                self._forget(used)
                raise

    def _send(self, task: bytes, ends: list[int]) -> subprocess.Popen:
        with self._lock:
            line, used = self._standing()
            try:
                socket.send_fds(line, [task], ends)
            except OSError as error:
                self._hang_up()
                raise PoolUnavailable(str(error)) from error
        return used

    def _standing(self) -> tuple[socket.socket, subprocess.Popen]:
        """The press and the line to it; it is set up when it is not there, or not any more."""
        if self._line is None or self._process is None or self._process.poll() is not None:
            self._hang_up()
            ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with its:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", _MODULE, str(its.fileno())], stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL, env=sandbox.environment(), pass_fds=[its.fileno()],
                    start_new_session=True,
                )
            self._line = ours
        return self._line, self._process

    def _forget(self, used: subprocess.Popen) -> None:
        """A press that did not begin; unless somebody has set up another one meanwhile."""
        with self._lock:
            if self._process is used:
                self._hang_up()

    def close(self) -> None:
        """Let the press go; documents in hand are finished first."""
        with self._lock:
            self._hang_up()

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
            self._process = None


def _pipe(ours: ExitStack, mode: str) -> tuple[int, IO[bytes]]:
    """Their end of a pipe, and ours, which is closed with `ours`; `mode` is what we do."""
    reading, writing = os.pipe()
    here, there = (writing, reading) if mode == "wb" else (reading, writing)
    return there, ours.enter_context(open(here, mode, buffering=0))


class _Talk:
    """Send the content, read the answer and the messages, and wait for the exit status."""

    def __init__(
        self, give: IO[bytes], answer: IO[bytes], words: IO[bytes], outcome: IO[bytes], content: bytes
    ) -> None:
        self._give, self._rest = give, memoryview(content)
        self._answer, self._words, self._told = answer, words, outcome
        self._heard = {pipe: bytearray() for pipe in (answer, words, outcome)}

    def until(self, end: float) -> _Ended | None:
        """How it ended; None where it had to be stopped at the instant `end`. Raises `Away` where nothing began."""
        with selectors.DefaultSelector() as waiting:
            os.set_blocking(self._give.fileno(), False)
            waiting.register(self._give, selectors.EVENT_WRITE)
            for pipe in self._heard:
                waiting.register(pipe, selectors.EVENT_READ, pipe)
            while any(key.fileobj is not self._give for key in waiting.get_map().values()):
                left = end - clock.monotonic()
                if left <= 0:
                    self._stop()
                    return None
                for key, _ in waiting.select(left):
                    if key.fileobj is self._give:
                        self._hand_on(waiting)
                    else:
                        self._hear(waiting, key.data)
        outcome = self._heard[self._told].split()
        if not outcome:
            raise PoolUnavailable("The press was gone before it began.")
        # Its number alone: whoever watched the child was killed, and the child with it.
        status, peak = (int(outcome[1]), int(outcome[2])) if len(outcome) == 3 else (1, 0)
        return _Ended(status, bytes(self._heard[self._answer]), bytes(self._heard[self._words]), peak)

    def _hand_on(self, waiting: selectors.BaseSelector) -> None:
        try:
            self._rest = self._rest[os.write(self._give.fileno(), self._rest[:CHUNK]):]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self._rest = self._rest[:0]
        if not self._rest:
            waiting.unregister(self._give)
            self._give.close()

    def _hear(self, waiting: selectors.BaseSelector, end: IO[bytes]) -> None:
        piece = os.read(end.fileno(), CHUNK)
        self._heard[end] += piece
        if not piece:
            waiting.unregister(end)

    def _stop(self) -> None:
        """The child leads a group of its own, whose number is the first word that is heard."""
        group = bytes(self._heard[self._told]).partition(b"\n")[0]
        if group:
            with suppress(ProcessLookupError):
                os.killpg(int(group), signal.SIGKILL)
