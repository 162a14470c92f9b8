"""A real server on loopback: slow lines shut nobody out, refusals are seen, stopping loses nothing."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.patience import wait_until

ROOT = Path(__file__).parents[2]
HALF = b"POST /upload HTTP/1.1\r\nHost: localhost\r\nCookie: session=x\r\nContent-Length: 5000000\r\n\r\n" + b"x" * 1000


class Server:
    def __init__(self, data: Path, stretch: int = 30) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = (data / "log").open("w+b")
        command = [sys.executable, "-m", "tests.web.tiny_server", str(data), str(self.port), str(stretch)]
        self.process = subprocess.Popen(command, cwd=ROOT, stderr=self.log, stdout=self.log)
        self._wait()

    def _wait(self) -> None:
        wait_until(self._answers, self.lines)

    def _answers(self) -> bool:
        try:
            self.get("/")
        except OSError:
            return False
        return True

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def get(self, path: str) -> bytes:
        return self.send(b"GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" % path.encode())

    def send(self, request: bytes, body: bytes = b"") -> bytes:
        with self.connect() as line:
            line.sendall(request)
            line.sendall(body)
            return read_answer(line)

    def lines(self) -> str:
        self.log.seek(0)
        return self.log.read().decode()

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(15)
        self.log.close()
        return code


def read_answer(line: socket.socket) -> bytes:
    """One answer: the head, and as much as it says."""
    answer = b""
    while b"\r\n\r\n" not in answer:
        if not (piece := line.recv(65536)):
            return answer
        answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    length = next(int(one.split(b":")[1]) for one in head.lower().split(b"\r\n") if one.startswith(b"content-length"))
    while len(body) < length and (piece := line.recv(65536)):
        body += piece
    return head + b"\r\n\r\n" + body


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    yield server
    server.stop()


def memory(pid: int) -> float:
    """Proportional megabytes of a process and its children."""
    total = 0.0
    for one in (pid, *map(int, children(pid))):
        text = Path(f"/proc/{one}/smaps_rollup").read_text()
        total += next(int(row.split()[1]) for row in text.splitlines() if row.startswith("Pss:")) / 1024
    return total


def test_two_hundred_unfinished_uploads_do_not_block_others(server):
    before = memory(server.process.pid)
    with ExitStack() as held:
        for _ in range(200):
            held.enter_context(server.connect()).sendall(HALF)
        time.sleep(0.3)

        # A server that gave its threads to the slow ones would answer nobody at all.
        beside = [server.get("/") for _ in range(100)]
        after = memory(server.process.pid)
        uploaded = server.send(HALF.replace(b"5000000", b"1000"))

    print(f"memory {before:.0f} to {after:.0f} MB")
    assert uploaded.endswith(b"\r\n\r\n1000")
    assert all(answer.endswith(b"\r\n\r\n0") for answer in beside)


def test_a_body_that_does_not_arrive_is_answered_408(tmp_path):
    server = Server(tmp_path, stretch=1)
    try:
        answer = server.send(HALF.replace(b"x" * 1000, b""))
        assert answer[:12] == b"HTTP/1.1 408"
        assert answer.endswith(b"<h1>The page for 408</h1>")
    finally:
        server.stop()


def test_a_body_that_is_too_large_gets_its_page_and_not_a_broken_line(server):
    size = 40_000_000
    request = HALF.replace(b"5000000", str(size).encode()).replace(b"x" * 1000, b"")

    answer = server.send(request, b"x" * size)

    assert answer[:12] == b"HTTP/1.1 413"
    assert answer.endswith(b"<h1>The page for 413</h1>")


def count_starts(data: Path) -> int:
    """How often the worker has begun: each time it adds one letter to its file."""
    return len((data / "worker").read_text()) if (data / "worker").exists() else 0


def test_stopping_answers_what_had_begun_and_takes_the_worker_along(server, tmp_path):
    wait_until(lambda: count_starts(tmp_path) == 1, server.lines)
    with server.connect() as line:
        line.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.15)
        server.process.send_signal(signal.SIGTERM)
        assert read_answer(line).endswith(b"\r\n\r\n0")

    assert server.process.wait(10) == 0
    assert [one for one in map(json.loads, server.lines().splitlines()) if one["event"] != "request"] == []
    assert count_starts(tmp_path) == 1
    assert not [pid for pid in os.listdir("/proc") if pid.isdigit() and str(tmp_path) in command(pid)]


def test_ctrl_c_is_for_the_parent_alone_to_pass_on(server):
    """The terminal sends it to every process; one that hears both it and its parent may wait for itself."""
    web: list[int] = []
    until = time.monotonic() + 15
    while len(web) < 2 and time.monotonic() < until:  # the second may start after the first has answered
        web = [int(pid) for pid in children(server.process.pid) if "tiny_server" in command(pid)]
        time.sleep(0.05)
    assert len(web) == 2

    for pid in web:
        os.kill(pid, signal.SIGINT)
    time.sleep(0.3)

    assert {str(pid) for pid in web} <= set(children(server.process.pid))
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(10) == 0
    assert "Killing" not in server.lines()


def test_a_worker_that_ends_is_started_again(server, tmp_path):
    wait_until(lambda: count_starts(tmp_path) == 1, server.lines)
    (worker,) = [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and str(tmp_path / "worker") in command(pid)]

    os.kill(worker, signal.SIGKILL)

    wait_until(lambda: count_starts(tmp_path) == 2, server.lines)
    assert '"event": "worker.died"' in server.lines()


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def command(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""
