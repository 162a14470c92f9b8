"""The server killed (-9) while eight applicants save, upload and submit: nothing acknowledged is lost or doubled.

Two rounds in `make test`, twenty in `make soak` (ROUNDS).
"""

import hashlib
import io
import os
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import requests
from sqlalchemy import select
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

from nominations.core.queries import ledger_chain
from nominations.core.tables import Attachment, SectionAnswers, Submission
from nominations.files.adapters.store import files
from tests.support import make_files

ROUNDS = int(os.environ.get("ROUNDS", "2"))
APPLICANTS = 8


@dataclass
class Applicant:
    """Works until the connection breaks, and remembers what the server acknowledged."""

    number: int
    program: object
    nomination: object
    saved: int = 0
    uploaded: set[str] = field(default_factory=set)
    submitted: int = 0
    turns: int = 0

    def work(self, stopping: threading.Event) -> None:
        while not stopping.is_set():
            self.turns += 1
            try:
                self.save()
                self.upload()
                self.submit()
            except (requests.RequestException, TusCommunicationError, TusUploadFailed, OSError):
                if stopping.wait(0.05):
                    return

    def save(self) -> None:
        place = f"{self.program.place(self.nomination)}/sections/work"
        page = self.program.http.get(place, timeout=20)
        if page.status_code != 200:
            return
        text = f"Title {self.number}-{self.turns}"
        form = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page.text))
        form = {name: value for name, value in form.items() if name in ("csrf_token", "_version")} | {
            "title": text, "countries": "MA", "status": "completed", "start_date": "2021-01-01", "budget": "125000",
            "summary": "A quay was mended.", "funding.0.name": "Town", "funding.0.share": "100",
        }
        answer = self.program.http.post(place, data=form, timeout=20, allow_redirects=False)
        if answer.status_code in (200, 303):
            self.saved = self.turns

    def upload(self) -> None:
        if len(self.uploaded) >= 2:
            return
        content = make_files.pdf(pages=1 + self.number) + b"%" + os.urandom(30_000).hex().encode() + b"\n%%EOF\n"
        to = TusClient(f"{self.program.place(self.nomination)}/attachments/plan/uploads", headers=self.program.headers)
        sending = to.uploader(file_stream=io.BytesIO(content), metadata={"filename": "plan.pdf"}, chunk_size=20_000)
        sending.upload()
        if self.program.http.get(sending.url, timeout=20).json()["state"] == "ready":
            self.uploaded.add(hashlib.sha256(content).hexdigest())

    def submit(self) -> None:
        answer = self.program.http.post(f"{self.program.place(self.nomination)}/submit", data={
            "csrf_token": self.program.token, "declaration.decl_truth": "1", "typed_name": "Ada",
        }, timeout=20, allow_redirects=False)
        self.submitted += answer.status_code == 303


def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed(served):
    applicants = []
    for number in range(APPLICANTS):
        program = served.newcomer(f"Applicant {number}")
        applicants.append(Applicant(number, program, program.nomination))
    for round_ in range(ROUNDS):
        stopping = threading.Event()
        lanes = [threading.Thread(target=applicant.work, args=(stopping,)) for applicant in applicants]
        for lane in lanes:
            lane.start()
        time.sleep(1.5 + 0.37 * (round_ % 5))
        if round_ == ROUNDS - 1:
            wait_until(lambda: has_happened(applicants))
        served.kill()
        stopping.set()
        for lane in lanes:
            lane.join(60)
        served.start_again()
        _insist_that_all_is_there(served, applicants)
    assert has_happened(applicants)


def has_happened(applicants: list[Applicant]) -> bool:
    """Whether the server has acknowledged enough requests for something to be lost."""
    return (
        all(applicant.saved for applicant in applicants)
        and sum(len(applicant.uploaded) for applicant in applicants) > APPLICANTS // 2
        and sum(applicant.submitted for applicant in applicants) > 0
    )


def wait_until(happened: Callable[[], bool], seconds: int = 60) -> None:
    """A slow machine is given the time it needs."""
    until = time.monotonic() + seconds
    while not happened() and time.monotonic() < until:
        time.sleep(0.1)


def _insist_that_all_is_there(served, applicants: list[Applicant]) -> None:
    store = files(served.settings)
    with served.database() as session:
        assert ledger_chain.verify_chain(session).fault is None
        for applicant in applicants:
            section = session.scalars(select(SectionAnswers).where(
                SectionAnswers.nomination_id == applicant.nomination, SectionAnswers.section == "work"
            )).one()
            # A later save may have been kept whose yes was lost with the line.
            assert not applicant.saved or int(section.answers["title"].rpartition("-")[2]) >= applicant.saved
            held = session.scalars(
                select(Attachment.sha256).where(Attachment.nomination_id == applicant.nomination)
            ).all()
            assert len(held) == len(set(held))
            assert applicant.uploaded <= set(held)
            assert all(store.is_whole(sha256) for sha256 in held)
            numbers = session.scalars(
                select(Submission.number).where(Submission.nomination_id == applicant.nomination)
                .order_by(Submission.number)
            ).all()
            assert numbers == list(range(1, len(numbers) + 1))
            assert bool(numbers) or not applicant.submitted
            kept = session.scalars(select(Submission).where(Submission.nomination_id == applicant.nomination)).all()
            assert len({each_.content_code for each_ in kept}) == len(kept)
