"""The hundred hostile files and names against the real server: each takes five seconds of its processors at the most,
and its memory stays flat.

A sample of them once in `make test`; in `make soak` all of them, a fifth of ROUNDS times.
"""

import base64
import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select

from nominations.core.tables import Attachment
from nominations.files.adapters import file_names
from tests.support import hostile_files, make_files

ROUNDS = int(os.environ.get("ROUNDS", "0")) // 5
EVERY = 1 if ROUNDS else 12
FIVE = 5.0
# After so many rounds each of the two web processes has met every kind of file and holds what it loads for it.
WARM = 2
# MB that the server may hold more after the last round than then.
GROWTH = 20
A_KNOWN_TYPE = ("application/pdf", "image/png", "image/jpeg")


def test_hostile_files_and_names_are_answered_and_leave_the_server_as_it_was(served):
    sizes, dearest = [], 0.0
    for round_ in range(max(ROUNDS, 1) + WARM):
        for number, (name, content) in enumerate(hostile_files.FILES[::EVERY]):
            dearest = max(dearest, _file(served.newcomer(f"Round {round_}, file {number}"), name, content()))
        program = served.newcomer(f"Round {round_}, names")
        dearest = max(dearest, *(_name(program, name) for name in hostile_files.NAMES[::EVERY]))
        sizes.append(_memory(served.server.process.pid))
        assert dearest < FIVE
    print(f"dearest {dearest:.2f} s; MB after each round: {', '.join(f'{size:.0f}' for size in sizes)}")

    assert sizes[-1] - sizes[WARM - 1] < GROWTH
    _insist_that_it_still_works(served)


def _file(program, name: str, content: bytes) -> float:
    """Send it by the form; look at whatever was kept of it. The dearest answer, in seconds of processor."""
    kind = "photo" if name.endswith((".jpg", ".png")) else "plan"
    place, nomination = program.place(program.nomination), program.nomination
    answer, dearest = _measure(program, "POST", f"{place}/attachments/{kind}", files={"files": (name, content)})
    assert answer.status_code in (303, 413, 422), name
    with program.served.database() as session:
        held = session.scalars(select(Attachment.id).where(Attachment.nomination_id == nomination)).all()
    assert len(held) == (answer.status_code == 303), name
    for attachment in held:
        for end in ("", "/small", "/picture"):
            got, took = _measure(program, "GET", f"{place}/attachments/{attachment}{end}")
            dearest = max(dearest, took)
            assert got.status_code in (200, 404), name
            assert got.headers["X-Content-Type-Options"] == "nosniff"
            if got.status_code == 200:
                assert got.headers["Content-Type"].partition(";")[0] in A_KNOWN_TYPE, name
                assert "sandbox" in got.headers["Content-Security-Policy"]
    return dearest


def _name(program, name: str) -> float:
    """Announce a good file under this name, and forget it again."""
    encoded = base64.b64encode(name.encode("utf-8", "surrogatepass")).decode()
    speaks = {"Tus-Resumable": "1.0.0"}
    begun, took = _measure(program, "POST", f"{program.place(program.nomination)}/attachments/plan/uploads", headers={
        **speaks, "Upload-Length": "100", "Upload-Metadata": f"filename {encoded}",
    })
    assert begun.status_code in (201, 400, 422), name
    if begun.status_code == 201:
        place = begun.headers["Location"]
        kept = program.http.head(place, headers=speaks, timeout=120).headers["Upload-Metadata"].partition(" ")[2]
        assert base64.b64decode(kept).decode() == file_names.clean_name(name)
        assert program.http.delete(place, headers=speaks, timeout=120).status_code == 204
    return took


def _measure(program, method: str, place: str, **how):
    server = program.served.server.process.pid
    before = _spent(server)
    answer = program.http.request(method, place, timeout=120, allow_redirects=False, **how)
    return answer, _spent(server) - before


def _spent(pid: int) -> float:
    """Seconds of processor of the server and all that it started, of those that have ended as well."""
    ticks = 0
    for member in _family(pid):
        fields = Path(f"/proc/{member}/stat").read_text("ascii").rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _insist_that_it_still_works(served) -> None:
    program = served.newcomer("Afterwards")
    place = f"{program.place(program.nomination)}/attachments/plan"
    answer = program.http.post(place, files={"files": ("plan.pdf", make_files.pdf())}, timeout=120,
                               allow_redirects=False)
    assert answer.status_code == 303
    with served.database() as session:
        assert session.scalar(select(func.count()).where(Attachment.nomination_id == program.nomination)) == 1
    assert list((served.data / "uploads").iterdir()) == []


def _memory(pid: int) -> float:
    """MB of the server and all that it started, what they share counted once."""
    total = 0
    for member in _family(pid):
        memory = Path(f"/proc/{member}/smaps_rollup").read_text("ascii")
        total += int(memory.partition("Pss:")[2].split()[0])
    return total / 1024


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split():
        yield from _family(int(child))
