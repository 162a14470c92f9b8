"""Files that leave in a paper or a package: only those that the scanner found clean."""

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import delete

from nominations.core.rules.vocabulary import ScanState
from nominations.core.tables import Scan, StoredFile
from nominations.nominations.queries import printed_nomination
from nominations.nominations.reports import documents
from nominations.records.queries.dossier_pieces import Piece
from nominations.records.reports.dossier import stored
from nominations.reviewing.queries import packs
from tests.accounts.test_account_closure import archive, keep_file
from tests.support import make, reviewing

PICTURE = reviewing.jpeg()
# What the scanner may have said, and whether the file leaves then; None: it was never asked.
VERDICTS = [(None, False), (ScanState.WAITING, False), (ScanState.BLOCKED, False), (ScanState.CLEAN, True)]


@pytest.fixture
def guarded(world):
    """The world with a scanner; a picture lies in the submission of the eligible file."""
    world.settings = replace(world.settings, scanner_url="tcp://127.0.0.1:9")
    reviewing.attach(world, "photo", "quay.jpg", PICTURE, "image/jpeg")
    return world


def judge(world, content: bytes, verdict: ScanState | None) -> None:
    """Write down what the scanner is to have said of a content."""
    sha256 = hashlib.sha256(content).hexdigest()
    with world.session(writes=True) as session:
        session.execute(delete(Scan).where(Scan.sha256 == sha256))
        session.merge(StoredFile(sha256=sha256, size=len(content), stored_at=make.START))
        session.flush()
        if verdict:
            session.add(Scan(sha256=sha256, state=verdict, scanned_at=make.START,
                             threat="Eicar-Signature" if verdict is ScanState.BLOCKED else ""))
        session.commit()


def test_a_reviewers_pack_holds_only_what_was_found_clean(guarded):
    for verdict, leaves in VERDICTS:
        judge(guarded, PICTURE, verdict)

        work = guarded.work("assigned")
        packed = packs.load_packed_file(work, guarded.nomination("eligible").id)
        work.session.close()

        assert [attachment["name"] for attachment in packed.attachments] == (["quay.jpg"] if leaves else []), verdict


def test_a_printed_nomination_shows_only_what_was_found_clean(guarded):
    for verdict, leaves in VERDICTS:
        judge(guarded, PICTURE, verdict)
        work = guarded.work("officer")
        paper = printed_nomination.load_paper(work, guarded.nomination("eligible").id)
        work.session.close()
        [attachment] = [attachment for attachment in paper.attachments if attachment["name"] == "quay.jpg"]

        shown = documents._thumbnail(paper, attachment, guarded.settings)

        assert shown.startswith(b"\xff\xd8\xff") if leaves else shown == b"", verdict


def test_ones_own_data_holds_only_what_was_found_clean(guarded):
    content, path = b"%PDF-1.7 a plan of mine", "files/PRL-2025-P-0002/01-plan.pdf"
    keep_file(guarded, "finished", content)
    for verdict, leaves in VERDICTS:
        judge(guarded, content, verdict)

        names = archive(guarded, "owner")[1]

        assert (path in names, "files-not-released.txt" in names) == (leaves, not leaves), verdict


@pytest.mark.parametrize("is_ready", [False, True])
def test_a_dossier_reads_nothing_of_a_file_that_is_not_released(guarded, is_ready):
    content = b"%PDF-1.7 a plan"
    sha256 = keep_file(guarded, "finished", content)
    piece = Piece("plan", "plan.pdf", sha256, len(content), "application/pdf", is_ready)

    assert b"".join(stored.read_content(piece, guarded.settings)) == (content if is_ready else b"")
