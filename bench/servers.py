"""Starts servers on loopback ports: the real one as `nominations run` starts it, and the floor."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from nominations.core.settings import Settings

_TO_START, _TO_STOP = 60.0, 30.0


class DidNotStart(RuntimeError):
    """A server to be measured did not answer."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers, and how long that took."""

    port: int
    pid: int
    seconds: float


@contextmanager
def real(settings: Settings) -> Iterator[Server]:
    """`nominations run`: two web processes and the worker."""
    with _running(["-m", "nominations", "run"], settings) as server:
        yield server


@contextmanager
def floor(settings: Settings) -> Iterator[Server]:
    """The bare pages, on the same server with as many processes."""
    with _running(["-m", "bench.floor"], settings) as server:
        yield server


@contextmanager
def plain(settings: Settings) -> Iterator[Server]:
    """The bare function that takes a body in, on the same server."""
    with _running(["-m", "bench.uploads"], settings) as server:
        yield server


@contextmanager
def _running(command: Sequence[str], settings: Settings) -> Iterator[Server]:
    port = _free_port()
    environ = {key: value for key, value in os.environ.items() if not key.startswith("NOMINATIONS_")}
    environ["NOMINATIONS_DATABASE_URL"] = settings.database_url
    began = time.perf_counter()
    with open(settings.data / "server.log", "ab") as log:
        process = subprocess.Popen(
            [sys.executable, *command, "--data", str(settings.data), "--port", str(port)], env=environ,
            stdout=log, stderr=log, start_new_session=True,
        )
    try:
        _wait(port, process)
        yield Server(port, process.pid, time.perf_counter() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_TO_STOP)
        except subprocess.TimeoutExpired:
            # Only our own: the server was started as the head of a group of its own.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    last = time.perf_counter() + _TO_START
    while time.perf_counter() < last and process.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.02)
    raise DidNotStart(f"Nothing answers on port {port}.")


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]
