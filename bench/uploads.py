"""Files through tus against a plain streamed upload, over a line of 50 Mbit/s: speed, processor time, memory.

The line is a proxy of our own on loopback that lets so many bytes a second pass. The plain upload is a bare function of
the server that writes the body to a file and syncs it, and does nothing else. Both are compared up to the last byte;
the time for inspecting and keeping the finished file is printed on a separate line.
"""

import hashlib
import os
import secrets
import socket
import statistics
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy import insert, select

from bench import servers
from bench.client import hidden
from nominations.core import database
from nominations.core.settings import Settings
from nominations.core.tables import Extension, Nomination, Session
from nominations.web.sessions import digest

RATE = 50_000_000 // 8
PART = 5 * 1_048_576
SIZE = 14 * 1_048_576
TIMES = 5
_PIECE = 65_536


@contextmanager
def line(port: int, rate: int = RATE) -> Iterator[int]:
    """The port of a proxy that passes `rate` bytes a second to `port`, and everything back."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", port))
            threading.Thread(target=_pass, args=(near, far, rate), daemon=True).start()
            threading.Thread(target=_pass, args=(far, near, 0), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()


def _pass(here: socket.socket, there: socket.socket, rate: int) -> None:
    began, passed = time.monotonic(), 0
    try:
        while piece := here.recv(_PIECE):
            # Whoever was silent for a while has saved nothing up but a tenth of a second.
            began = max(began, time.monotonic() - passed / rate - 0.1) if rate else began
            passed += len(piece)
            if rate and (ahead := passed / rate - (time.monotonic() - began)) > 0:
                time.sleep(ahead)
            there.sendall(piece)
    except OSError:
        passed = 0  # one end has gone, and so goes the other
    finally:
        for end in (here, there):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def measure(settings: Settings) -> dict[str, Any]:
    """Seconds and the server's processor seconds a file, both ways; the memory (MB) before and after."""
    cookie, address = _signed_in(settings)
    measured = {}
    with servers.real(settings) as server, line(server.port) as port:
        token = _token(port, cookie)
        for _ in range(4):  # what each process loads once is loaded
            _in_parts(port, address, cookie, token)
        before = _memory(server.pid)
        measured["tus"] = [_time(server.pid, lambda: _in_parts(port, address, cookie, token)) for _ in range(TIMES)]
        measured["memory"] = (before, _memory(server.pid))
        measured["whole"] = [_time(server.pid, lambda: _in_parts(port, address, cookie, token, whole=True))]
    with servers.plain(settings) as server, line(server.port) as port:
        measured["plain"] = [_time(server.pid, lambda: _at_once(port)) for _ in range(TIMES)]
    return measured


def lines(measured: dict[str, Any]) -> Iterator[str]:
    """What was measured, against its limits."""
    (tus, tus_cpu), (plain, plain_cpu) = (
        [statistics.median(column) for column in zip(*measured[way], strict=True)] for way in ("tus", "plain")
    )
    before, after = measured["memory"]
    yield f"uploads of {SIZE >> 20} MB over 50 Mbit/s         tus      plain"
    yield f"  seconds                          {tus:8.2f} {plain:10.2f}   {plain / tus:.0%} of its speed (80 %)"
    yield f"  processor seconds on the server  {tus_cpu:8.2f} {plain_cpu:10.2f}   {tus_cpu / plain_cpu:.1f} times (2)"
    yield f"  the last byte with what it brings: {measured['whole'][0][1] - tus_cpu:.2f} processor seconds"
    yield f"  memory of the server, MB         {before:8.0f} {after:10.0f}   before and after"


def _signed_in(settings: Settings) -> tuple[str, str]:
    """The cookie of the owner of a draft that is open, and where its files are announced."""
    from bench import fill

    engine, token = database.connect(settings.database_url), secrets.token_urlsafe(32)
    with database.open_session(engine, writes=True) as session, session.begin():
        draft = session.scalars(
            select(Nomination).join(Extension, Extension.nomination_id == Nomination.id)
            .where(Nomination.submission_id.is_(None), Nomination.category == "project")
            .order_by(Nomination.reference).limit(1)
        ).one()
        session.execute(insert(Session).values(
            token_hash=digest(token), account_id=draft.owner_id, content={}, created_at=fill.NOW, seen_at=fill.NOW,
            address="", agent="",
        ))
    engine.dispose()
    return f"session={token}", f"/{fill.CODE}/nominations/{draft.id}/attachments/drawings/uploads"


def _token(port: int, cookie: str) -> str:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/account", headers={"Cookie": cookie})
    return hidden(connection.getresponse().read().decode())["csrf_token"]


def _content() -> bytes:
    """A PDF that cannot be compressed."""
    import pikepdf

    out = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.Root.Extra = made.make_stream(os.urandom(SIZE - 4_096))
        made.save(out, compress_streams=False)
    return out.getvalue() + b"%" * (SIZE - out.tell() - 7) + b"\n%%EOF\n"


def _in_parts(port: int, address: str, cookie: str, token: str, *, whole: bool = False) -> None:
    content, connection = _content(), HTTPConnection("127.0.0.1", port)
    known = {"Cookie": cookie, "X-CSRFToken": token, "Tus-Resumable": "1.0.0"}
    connection.request("POST", address, headers={
        **known, "Upload-Length": str(SIZE), "Upload-Metadata": f"filename {b64encode(b'x.pdf').decode()}",
    })
    answer = connection.getresponse()
    answer.read()
    place = "/" + answer.headers["Location"].split("/", 3)[3]
    ends = SIZE if whole else SIZE - 1
    for at in range(0, ends, PART):
        connection.request("PATCH", place, content[at:min(at + PART, ends)], {
            **known, "Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream",
        })
        answer = connection.getresponse()
        answer.read()
        if answer.status != 204:
            raise RuntimeError(f"{answer.status} for a part")
    connection.close()


def _at_once(port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("POST", "/upload", _content(), {"Content-Type": "application/octet-stream"})
    connection.getresponse().read()
    connection.close()


def _time(pid: int, do: Any) -> tuple[float, float]:
    """Seconds that passed, and seconds of processor of the server and all that it started."""
    began, busy = time.perf_counter(), _busy(pid)
    do()
    return time.perf_counter() - began, _busy(pid) - busy


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split():
        yield from _family(int(child))


def _busy(pid: int) -> float:
    """The processor seconds of the process, including its ended children."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0
    for member in _family(pid):
        fields = Path(f"/proc/{member}/stat").read_text("ascii").rpartition(")")[2].split()
        total += sum(map(int, fields[11:15]))
    return total / ticks


def _memory(pid: int) -> float:
    total = 0
    for member in _family(pid):
        memory = Path(f"/proc/{member}/smaps_rollup").read_text("ascii")
        total += int(memory.partition("Pss:")[2].split()[0])
    return total / 1024


def _plain(environ: dict[str, Any], start: Any) -> list[bytes]:
    """The bare function: writes the body to a file with its hash and syncs it."""
    digest_, place = hashlib.sha256(), Path(sys.argv[2]) / f"plain-{uuid4()}"
    left = int(environ.get("CONTENT_LENGTH") or 0)
    with place.open("wb") as file:
        while left and (piece := environ["wsgi.input"].read(min(left, 262_144))):
            left -= len(piece)
            digest_.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    place.unlink()
    start("200 OK", [("Content-Type", "text/plain")])
    return [digest_.hexdigest().encode()]


def _load(*_: object) -> Any:
    return _plain


def main() -> None:
    """`python -m bench.uploads --data FOLDER --port PORT`: the bare function on the application's server."""
    Granian(
        "plain", address="127.0.0.1", port=int(sys.argv[4]), interface=Interfaces.WSGI, workers=2,
        blocking_threads=2048, backlog=2048, backpressure=2048, websockets=False, log_level=LogLevels.warning,
    ).serve(target_loader=_load, wrap_loader=False)


if __name__ == "__main__":
    main()
