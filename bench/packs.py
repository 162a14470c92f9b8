"""Measures a reviewer's pack of few and of many files with 10 MB of attachments each: time and memory, which must not
grow."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import pikepdf
from sqlalchemy import select

from bench import fill
from bench.fill import Shape
from nominations.core import database
from nominations.core.adapters import clock
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Role
from nominations.core.services import jobs
from nominations.core.settings import Settings, load_settings
from nominations.core.tables import Assignment, Document, Job, Nomination, Round, StoredFile, Submission
from nominations.core.work import Work
from nominations.documents.services import documents
from nominations.files.adapters.store import files
from nominations.reviewing.queries import packs

FILES = (4, 40)
ATTACHED, LARGE = 2, 5 * 1_048_576  # attachments of each file, and how large one is
_SIDE = 1_320  # pixels of a picture that has no compression: three bytes each
_SECONDS = 1_800
_MEBIBYTE = 1_048_576


@dataclass(frozen=True, slots=True)
class Packed:
    """One pack: seconds, its size, and the peaks of the worker and of its largest child, in megabytes."""

    kind: str
    files: int
    seconds: float
    octets: int
    worker: float
    child: float


def measure(folder: Path) -> Iterator[Packed]:
    """Both kinds of few and of many, each in a worker process of its own."""
    settings = fill.fill_folder(folder / "packs", Shape(max(FILES) + 8, (max(FILES) + 8) * 18, all_eligible=True,
                                                   only="project"))
    reviewer, round_id = _attach_files(settings)
    for kind in packs.KINDS:
        for count in FILES:
            done = subprocess.run(
                [sys.executable, "-m", "bench.packs", str(settings.data), kind, str(count), str(reviewer),
                 str(round_id)],
                stdout=subprocess.PIPE, check=True, text=True, timeout=_SECONDS,
            )
            yield Packed(kind, count, **json.loads(done.stdout))


def lines(measured: Iterator[Packed]) -> Iterator[str]:
    """One line for each pack."""
    yield f"{'pack':12}{'files':>7}{'s':>8}{'MB':>7}{'worker MB':>11}{'child MB':>10}"
    for pack in measured:
        yield (f"{pack.kind:12}{pack.files:>7}{pack.seconds:>8.1f}{pack.octets / _MEBIBYTE:>7.0f}"
               f"{pack.worker:>11.0f}{pack.child:>10.0f}")


def _attach_files(settings: Settings) -> tuple[UUID, UUID]:
    """Give every file its attachments; the reviewer with the most files, and their round."""
    store, now = files(settings), clock.make_clock(settings)()
    with database.open_session(database.connect(settings.database_url), writes=True) as session:
        for submission in session.scalars(select(Submission).join(
            Nomination, Nomination.submission_id == Submission.id
        )):
            submission.attachments = []  # what the filling names is not in the store
            for number in range(ATTACHED):
                content = _paper()
                with store.take_in(BytesIO(content), len(content)) as stored:
                    store.keep(stored)
                session.add(StoredFile(sha256=stored.sha256, size=stored.size, stored_at=now))
                submission.attachments = [*submission.attachments, {
                    "id": str(uuid4()), "kind": "drawings", "name": f"drawing-{number}.pdf", "size": stored.size,
                    "media_type": "application/pdf", "sha256": stored.sha256, "pages": 1, "width": None,
                    "height": None, "caption": "", "year": "", "photographer": "", "rights": "", "alternative": "",
                }]
        session.commit()
        round_id = session.scalars(select(Round.id).where(Round.category == "project")).one()
        held = session.scalars(select(Assignment.reviewer_id).where(Assignment.round_id == round_id)).all()
    return max(sorted(set(held)), key=held.count), round_id


def _paper() -> bytes:
    """A page with a picture that cannot be compressed."""
    with pikepdf.new() as made:
        made.add_blank_page()
        noise = os.urandom(_SIDE * _SIDE * 3)[:LARGE] + bytes(max(0, _SIDE * _SIDE * 3 - LARGE))
        picture = pikepdf.Stream(made, noise, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=_SIDE,
                                 Height=_SIDE, ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8)
        made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
        made.pages[0].Contents = pikepdf.Stream(made, b"q 400 0 0 400 90 200 cm /P Do Q")
        out = BytesIO()
        made.save(out)
        return out.getvalue()


def _one(settings: Settings, kind: str, count: int, reviewer: UUID, round_id: UUID) -> dict[str, float]:
    """Run in a separate process, so that its peak of memory and that of its children can be measured."""
    engine, now = database.connect(settings.database_url), clock.make_clock(settings)()
    with database.open_session(engine, writes=True) as session:
        work = Work(session, Actor(reviewer, Role.REVIEWER, fill.CODE), now, settings)
        readable = [str(file_id) for file_id in packs.list_readable_files(work, round_id)][:count]
        if len(readable) < count:
            raise SystemExit(f"The reviewer has {len(readable)} files.")
        session.rollback()
        document = documents.ask_for_document(work, kind, language="en", round_id=round_id, choices={"files": readable})
    began = time.perf_counter()
    with database.open_session(engine, writes=True) as session:
        jobs.run_job(Work(session, Actor(None, Role.SYSTEM), now, settings), document.job_id)
    seconds = time.perf_counter() - began
    with database.open_session(engine) as session:
        made, job = session.get_one(Document, document.id), session.get_one(Job, document.job_id)
        if made.sha256 is None:
            raise SystemExit(f"The pack was not made: {job.trouble}")
        octets = files(settings).size(made.sha256)
    peaks = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return dict(zip(("seconds", "octets", "worker", "child"), (seconds, octets, *peaks), strict=True))


if __name__ == "__main__":
    json.dump(_one(load_settings(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3]), UUID(sys.argv[4]),
                   UUID(sys.argv[5])), sys.stdout)
