"""The scanner: what it finds, what it does when it is away, and that nothing leaves before it has said yes."""

import hashlib
import socket
import threading
import zipfile
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import delete, select

from nominations.attachments.adapters.received_files import receive_files
from nominations.attachments.queries.kinds import find_kind
from nominations.attachments.services import attachments, scans
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import ScanState
from nominations.core.services import jobs
from nominations.core.tables import Attachment, Document, LedgerRecord, Nomination, Scan, StoredFile, Submission
from nominations.documents.services import documents
from nominations.files.adapters import scanner
from nominations.files.adapters.store import files
from nominations.nominations.queries import working_copy
from nominations.nominations.services import submissions
from nominations.ranking.services import manage_rounds
from tests.support import make, make_files, reviewing
from tests.support.clamd import EICAR

pytestmark = pytest.mark.both_databases


@pytest.fixture
def guarded(world, app, clamd):
    """The world with a scanner."""
    world.settings = replace(world.settings, scanner_url=f"tcp://127.0.0.1:{clamd.port}", scanner_seconds=1)
    app.extensions["settings"] = world.settings
    return world


def attach(world, content=None, kind="plan", name="plan.pdf", which="finished"):
    work, nomination = world.work("owner"), world.nomination(which)
    store = files(world.settings)
    wanted = find_kind(working_copy.load(work, nomination), kind)
    work.session.rollback()
    given = [(name, BytesIO(content or make_files.pdf()))]
    with receive_files(given, wanted, store, world.settings) as (arrived, refused):
        assert refused == []
        assert attachments.add_files(work, nomination.id, kind, arrived, store) == []
    with world.session() as session:
        return session.scalars(select(Attachment).order_by(Attachment.uploaded_at, Attachment.id)).all()[-1]


def infected_pdf():
    return make_files.pdf() + b"%" + EICAR + b"\n%%EOF\n"


def list_due(world):
    work = world.work("head")
    waiting = scans.list_due(work)
    work.session.close()
    return waiting


def sweep(world):
    for scan_id in list_due(world):
        work = world.work("head")
        scans.ask_scanner(work, scan_id)
        work.session.close()


def stand(world):
    with world.session() as session:
        return [(row.state, row.threat) for row in session.scalars(select(Scan).order_by(Scan.sha256))]


def judge(world, sha256, state):
    """Write down what the scanner is to have said of a content."""
    with world.session(writes=True) as session:
        session.merge(StoredFile(sha256=sha256, size=1, stored_at=make.START))
        session.execute(delete(Scan).where(Scan.sha256 == sha256))
        session.add(Scan(sha256=sha256, state=state, scanned_at=make.START,
                         threat="Eicar-Signature" if state is ScanState.BLOCKED else ""))
        session.commit()


@pytest.mark.parametrize("kind", ["tcp", "unix"])
def test_the_scanner_is_asked_over_its_socket(settings, clamd, tmp_path, kind):
    address = f"tcp://127.0.0.1:{clamd.port}"
    if kind == "unix":
        clamd.stop()
        clamd._listening = socket.socket(socket.AF_UNIX)
        clamd._listening.bind(str(tmp_path / "clamd"))
        clamd._listening.listen()
        threading.Thread(target=clamd._serve, daemon=True).start()
        address = f"unix://{tmp_path}/clamd"
    asked = replace(settings, scanner_url=address)

    assert scanner.scan_content([b"harmless", b" words"], asked) == ""
    assert scanner.scan_content([EICAR[:30], EICAR[30:]], asked) == "Eicar-Signature"
    assert clamd.seen == [b"harmless words", EICAR]


@pytest.mark.parametrize("does", ["error", "hang", "cut", "nonsense"])
def test_whatever_is_neither_yes_nor_no_proves_nothing(settings, clamd, does):
    clamd.does = does
    with pytest.raises(scanner.ScannerUnavailable):
        scanner.scan_content([b"x" * 1_000_000], replace(settings, scanner_url=f"tcp://127.0.0.1:{clamd.port}",
                                                 scanner_seconds=1))


def test_nobody_there_proves_nothing(settings, clamd):
    clamd.stop()
    with pytest.raises(scanner.ScannerUnavailable):
        scanner.scan_content([b"x"], replace(settings, scanner_url=f"tcp://127.0.0.1:{clamd.port}"))


def test_a_file_is_given_to_nobody_before_it_was_found_clean(guarded, sign_in):
    row = attach(guarded)
    client = sign_in("owner")
    place = f"/pearl-2025/nominations/{row.nomination_id}/attachments"
    page = client.get(place).text
    assert "Checking" in page
    assert f"{row.id}/small" not in page
    for end in ("", "/small", "/picture"):
        answer = client.get(f"{place}/{row.id}{end}")
        assert (answer.status_code, "still being checked" in answer.text) == (409, True)

    sweep(guarded)

    assert stand(guarded) == [(ScanState.CLEAN, "")]
    assert client.get(f"{place}/{row.id}").data == b"".join(files(guarded.settings).open(row.sha256))
    assert client.get(f"{place}/{row.id}/small").mimetype == "image/jpeg"
    assert "Ready" in client.get(place).text


@pytest.mark.parametrize(("person", "area", "views", "hidden"), [
    ("officer", "secretariat/nominations", ("", "/picture", "/thumbnail"), False),
    ("assigned", "review/files", ("", "/picture", "/thumbnail", "/pages/1"), False),
    ("assigned", "review/files", ("", "/picture", "/thumbnail", "/pages/1"), True),
], ids=["secretariat", "reviewer", "reviewer-of-a-blind-round"])
def test_a_file_leaves_for_others_only_once_it_was_found_clean(guarded, sign_in, person, area, views, hidden):
    if hidden:
        manage_rounds.hide_names(guarded.work("head"), guarded.round().id, hidden=True, reason="Agreed.", unchecked=1)
    content = make_files.pdf()
    attachment = reviewing.attach(guarded, "plan", "plan.pdf", content, "application/pdf", pages=1)
    place = f"/pearl-2025/{area}/{guarded.nomination('eligible').id}/attachments/{attachment}"
    client, sha256 = sign_in(person), hashlib.sha256(content).hexdigest()

    def statuses() -> dict[str, int]:
        return {view: client.get(place + view, buffered=True).status_code for view in views}

    assert statuses() == dict.fromkeys(views, 409)  # it was never asked about
    for verdict, status in ((ScanState.WAITING, 409), (ScanState.BLOCKED, 409), (ScanState.CLEAN, 200)):
        judge(guarded, sha256, verdict)
        assert statuses() == dict.fromkeys(views, status), verdict


@pytest.mark.parametrize("does", ["error", "hang", "cut", "nonsense"])
def test_while_the_scanner_is_away_a_file_waits_and_never_passes(guarded, clamd, sign_in, does):
    row = attach(guarded)
    clamd.does = does
    sweep(guarded)
    assert stand(guarded) == [(ScanState.WAITING, "")]
    url = f"/pearl-2025/nominations/{row.nomination_id}/attachments/{row.id}"
    assert sign_in("owner").get(url).status_code == 409
    assert list_due(guarded) == []  # not again at once

    clamd.does = "ok"
    guarded.clock.turn_to(make.START + timedelta(minutes=2))
    sweep(guarded)

    assert stand(guarded) == [(ScanState.CLEAN, "")]
    assert sign_in("owner").get(url).status_code == 200


def test_what_is_found_blocks_the_file_everywhere_and_its_owner_is_told(guarded, sign_in):
    row = attach(guarded, infected_pdf())
    sweep(guarded)

    assert stand(guarded) == [(ScanState.BLOCKED, "Eicar-Signature")]
    client = sign_in("owner")
    place = f"/pearl-2025/nominations/{row.nomination_id}/attachments"
    answer = client.get(f"{place}/{row.id}")
    assert (answer.status_code, "is blocked" in answer.text) == (409, True)
    assert "Eicar-Signature" in client.get(place).text
    assert guarded.letters()[-1] == ("ada.byron@example.org", "A file is blocked: PRL-2025-P-0002")
    with guarded.session() as session:
        assert session.scalars(select(LedgerRecord.act).order_by(LedgerRecord.number)).all()[-1] == "block_file"


def test_a_blocked_file_is_not_there_at_the_submission_and_a_waiting_one_is(guarded):
    attach(guarded, infected_pdf())
    nomination = guarded.nomination("finished")
    hand_in = {"declared": {"decl_truth": "1"}, "language": "en", "typed_name": "Ada Byron"}
    first = submissions.submit(guarded.work("owner"), nomination.id, **hand_in)
    # A slow scanner never costs the deadline.
    assert [attachment["name"] for attachment in first.attachments] == ["plan.pdf"]

    sweep(guarded)

    with guarded.session() as session:
        now = session.get_one(Nomination, nomination.id)
        assert now.changed_since
        assert [attachment["name"] for attachment in session.get_one(Submission, first.id).attachments] == ["plan.pdf"]
    with pytest.raises(Exception, match="nomination"):
        submissions.submit(guarded.work("owner"), nomination.id, **hand_in)
    attach(guarded)
    second = submissions.submit(guarded.work("owner"), nomination.id, **hand_in)
    assert len(second.attachments) == 1
    assert second.attachments[0]["sha256"] != first.attachments[0]["sha256"]


def test_a_verdict_that_comes_later_withdraws_a_file(guarded, clamd, monkeypatch):
    attach(guarded)
    sweep(guarded)
    again = make.START + timedelta(hours=guarded.settings.scanner_again_hours)
    guarded.clock.turn_to(again - make.A_MOMENT)
    assert list_due(guarded) == []
    guarded.clock.turn_to(again)
    monkeypatch.setattr(scanner, "scan_content", lambda *_: "New-Signature")

    sweep(guarded)

    assert stand(guarded) == [(ScanState.BLOCKED, "New-Signature")]


def test_a_clean_file_stays_given_out_while_the_scanner_is_away_for_its_second_look(guarded, clamd, sign_in):
    row = attach(guarded)
    sweep(guarded)
    guarded.clock.turn_to(make.START + timedelta(hours=guarded.settings.scanner_again_hours))
    clamd.stop()

    sweep(guarded)

    assert stand(guarded) == [(ScanState.CLEAN, "")]
    url = f"/pearl-2025/nominations/{row.nomination_id}/attachments/{row.id}"
    assert sign_in("owner").get(url).status_code == 200


def test_files_from_before_a_scanner_was_set_are_put_down_and_wait(world, guarded):
    guarded.settings, with_scanner = replace(guarded.settings, scanner_url=""), guarded.settings
    attach(guarded)
    assert stand(guarded) == []
    guarded.settings = with_scanner

    sweep(guarded)

    assert stand(guarded) == [(ScanState.CLEAN, "")]


def test_a_dossier_names_what_is_not_released_and_does_not_hold_it(guarded):
    nomination = guarded.nomination("submitted")
    row = attach(guarded, which="submitted")
    with guarded.session(writes=True) as session:
        session.get_one(Submission, nomination.submission_id).attachments = [
            working_copy.snapshot(session.get_one(Attachment, row.id))
        ]
        session.commit()
    names = {}
    for moment in ("before", "after"):
        asked = documents.ask_for_document(
            guarded.work("officer"), "dossier", language="en", nomination_id=nomination.id
        )
        jobs.run_job(guarded.work("head"), asked.job_id)
        with guarded.session() as session:
            made = session.get_one(Document, asked.id)
        content = b"".join(files(guarded.settings).open(made.sha256))
        names[moment] = zipfile.ZipFile(BytesIO(content)).namelist()
        sweep(guarded)

    assert "attachments/plan/plan.pdf" not in names["before"]
    assert "NOT-RELEASED.txt" in names["before"]
    assert "attachments/plan/plan.pdf" in names["after"]
    assert "NOT-RELEASED.txt" not in names["after"]


def test_nothing_is_asked_where_no_scanner_is_set(world):
    attach(world)
    assert list_due(world) == []
    assert stand(world) == []


def test_the_refusals_of_files_have_reasons(guarded):
    row = attach(guarded)
    from nominations.files.queries.scans import require_ready

    work = guarded.work("owner")
    with pytest.raises(Refused, match="being_checked"):
        require_ready(work, row.sha256)
