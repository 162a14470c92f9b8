"""Files in parts: what the protocol promises, who may, what is refused and told, and nothing lost on the way."""

import base64
import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import select

from nominations.attachments import views
from nominations.attachments.adapters import partial_uploads
from nominations.attachments.adapters.partial_uploads import Parts
from nominations.attachments.services import uploads
from nominations.core.tables import Attachment, LedgerRecord, Upload
from nominations.web.server.request_limits import PART_TYPE
from tests.guarantees.matrix_requests import TOKEN
from tests.support import make, make_files, odd_files

PDF = make_files.pdf(pages=3)
SIZE = len(PDF)


class Tus:
    """A program that speaks the protocol for somebody."""

    def __init__(self, client, nomination_id):
        self.client = client
        self.place = f"/pearl-2025/nominations/{nomination_id}"
        self.token = TOKEN.search(client.get("/account").text)[1]

    def ask(self, method, address, /, headers=None, data=b"", *, version="1.0.0", token=None):
        known = {"X-CSRFToken": self.token if token is None else token}
        if version:
            known["Tus-Resumable"] = version
        return self.client.open(address, method=method, headers=known | (headers or {}), data=data)

    def begin(self, name="plan.pdf", size=SIZE, kind="plan", **more):
        encoded = base64.b64encode(name.encode()).decode()
        return self.ask("POST", f"{self.place}/attachments/{kind}/uploads",
                        {"Upload-Length": str(size), "Upload-Metadata": f"filename {encoded},note"}, **more)

    def part(self, address, at, data, **headers):
        return self.ask("PATCH", address, {
            "Upload-Offset": str(at), "Content-Type": PART_TYPE,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }, data)

    def send(self, name="plan.pdf", content=PDF, kind="plan"):
        address = self.begin(name, len(content), kind).location
        return self.part(address, 0, content), self.client.get(address)


@pytest.fixture
def tus(sign_in, world):
    return Tus(sign_in("owner"), world.nomination("finished").id)


def rows(world, model=Attachment):
    with world.session() as session:
        return session.scalars(select(model)).all()


def test_the_protocol_is_told_to_whoever_asks(app, tus):
    answer = app.test_client().options(f"{tus.place}/attachments/plan/uploads")

    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["Tus-Version"] == answer.headers["Tus-Resumable"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,termination,expiration,checksum"
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert int(answer.headers["Tus-Max-Size"]) > 0


def test_a_file_in_three_parts_becomes_the_attachment_it_would_have_been_by_the_form(tus, world):
    begun = tus.begin("خطة.pdf")
    assert begun.status_code == 201
    third = len(PDF) // 3
    for at, end in ((0, third), (third, 2 * third), (2 * third, len(PDF))):
        head = tus.ask("HEAD", begun.location)
        assert (head.status_code, head.headers["Upload-Offset"], head.headers["Upload-Length"]) == (
            200, str(at), str(len(PDF)))
        assert head.headers["Cache-Control"] == "no-store"
        answer = tus.part(begun.location, at, PDF[at:end])
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(end))

    [row] = rows(world)
    assert (row.name, row.kind, row.size, row.pages) == ("خطة.pdf", "plan", len(PDF), 3)
    assert row.sha256 == hashlib.sha256(PDF).hexdigest()
    assert tus.client.get(begun.location).json["state"] == "ready"
    assert tus.client.get(f"{tus.place}/attachments/{row.id}").data == PDF
    with world.session() as session:
        assert session.scalars(select(LedgerRecord.act).order_by(LedgerRecord.number)).all()[-1] == "edit"


def test_a_part_at_another_place_changes_nothing_and_says_where_the_file_ends(tus, world):
    address = tus.begin().location
    tus.part(address, 0, PDF[:100])

    for at in (0, 99, 101, len(PDF)):
        answer = tus.part(address, at, PDF[at:at + 10])
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "100")
    assert tus.ask("HEAD", address).headers["Upload-Offset"] == "100"


def test_the_same_last_part_sent_again_is_the_same_attachment(tus, world):
    address = tus.begin().location
    tus.part(address, 0, PDF)

    assert tus.part(address, len(PDF), b"").status_code == 204
    assert tus.part(address, 0, PDF).status_code == 409
    assert len(rows(world)) == 1


@pytest.mark.parametrize(("algorithm", "wrong", "status"), [
    ("sha1", False, 204), ("sha256", False, 204), ("sha1", True, 460), ("sha256", True, 460), ("md5", False, 400),
    ("", False, 400),
])
def test_a_part_that_is_not_what_its_sum_says_is_not_kept(tus, algorithm, wrong, status):
    address = tus.begin().location
    digest = base64.b64encode(hashlib.new(algorithm or "md5", PDF[:50]).digest()).decode()

    answer = tus.part(address, 0, PDF[1:51] if wrong else PDF[:50], Upload_Checksum=f"{algorithm} {digest}")

    assert answer.status_code == status
    assert tus.ask("HEAD", address).headers["Upload-Offset"] == ("50" if status == 204 else "0")


def test_another_version_of_the_protocol_is_refused_with_the_version_spoken_here(tus):
    address = tus.begin().location
    for version in ("", "0.2.2", "1.0.1"):
        for method in ("HEAD", "PATCH", "DELETE"):
            answer = tus.ask(method, address, {"Upload-Offset": "0", "Content-Type": PART_TYPE}, version=version)
            assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")
        assert tus.begin(version=version).status_code == 412
    assert tus.ask("HEAD", address).status_code == 200


@pytest.mark.parametrize("headers", [
    {}, {"Upload-Length": "10"}, {"Upload-Metadata": "filename eC5wZGY="},
    {"Upload-Length": "-1", "Upload-Metadata": "filename eC5wZGY="},
    {"Upload-Length": "٣", "Upload-Metadata": "filename eC5wZGY="},
    {"Upload-Length": "1e3", "Upload-Metadata": "filename eC5wZGY="},
    {"Upload-Length": "10", "Upload-Metadata": "filename not*base64"},
    {"Upload-Length": "10", "Upload-Metadata": "filename /w=="},
    {"Upload-Defer-Length": "1", "Upload-Metadata": "filename eC5wZGY="},
])
def test_an_announcement_that_says_too_little_is_refused(tus, world, headers):
    sent = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    assert tus.ask("POST", f"{tus.place}/attachments/plan/uploads", sent).status_code == 400
    assert rows(world, Upload) == []


@pytest.mark.parametrize(("name", "size", "kind", "status", "reason"), [
    ("plan.pdf", 2_000_001, "plan", 413, "larger than"), ("plan.exe", 10, "plan", 422, "PDF, PNG, JPG"),
    ("plan.pdf", 0, "plan", 422, "empty"), ("plan.pdf", 10, "leader_id", 404, ""), ("plan.pdf", 10, "none", 404, ""),
])
def test_what_could_not_be_taken_is_refused_before_it_is_sent(tus, world, name, size, kind, status, reason):
    answer = tus.begin(name, size, kind)

    assert (answer.status_code, reason in answer.text) == (status, True)
    assert rows(world, Upload) == []


@pytest.mark.parametrize(("content", "reason"), [
    (b"%PDF-1.4 no", "damaged"), (odd_files.heic(), "This is an iPhone photograph (HEIC)"),
    (b"<svg onload=alert(1)>", "not accepted here"),
])
def test_a_file_that_proves_bad_when_it_is_whole_is_blocked_with_its_reason(tus, world, content, reason):
    answer, stands = tus.send("plan.pdf", content)

    assert (answer.status_code, stands.json["state"]) == (204, "blocked")
    assert "plan.pdf" in stands.json["reason"]
    assert reason in stands.json["reason"]
    assert rows(world) == []


def test_only_the_sender_of_a_nomination_sees_grows_and_forgets_its_uploads(tus, sign_in, world):
    address = tus.begin().location
    other = Tus(sign_in("stranger"), world.nomination("finished").id)

    assert other.begin().status_code == 404
    for method in ("HEAD", "GET", "PATCH", "DELETE"):
        assert other.ask(method, address, {"Upload-Offset": "0", "Content-Type": PART_TYPE}, b"x").status_code == 404
    mine = Tus(sign_in("stranger"), world.nomination("other").id)
    through = address.replace(str(world.nomination("finished").id), str(world.nomination("other").id))
    assert mine.part(through, 0, b"x").status_code == 404
    assert tus.ask("HEAD", address).headers["Upload-Offset"] == "0"


def test_a_part_without_the_token_of_the_session_is_refused(tus):
    address = tus.begin().location
    assert tus.ask("PATCH", address, {"Upload-Offset": "0", "Content-Type": PART_TYPE}, b"x",
                   token="").status_code == 400
    assert tus.ask("HEAD", address).headers["Upload-Offset"] == "0"


def test_what_is_forgotten_is_gone(tus, world, settings):
    address = tus.begin().location
    tus.part(address, 0, PDF[:10])

    assert tus.ask("DELETE", address).status_code == 204
    assert {tus.ask("HEAD", address).status_code, tus.part(address, 10, b"x").status_code} == {404}
    assert list((settings.data / "uploads").iterdir()) == []


def test_more_than_was_announced_is_not_taken(tus):
    address = tus.begin(size=10).location
    assert tus.part(address, 0, b"x" * 11).status_code == 413
    assert tus.ask("HEAD", address).headers["Upload-Offset"] == "0"


def test_two_parts_at_once_one_waits_its_turn(tus, world, settings):
    address = tus.begin().location
    [row] = rows(world, Upload)

    with Parts(settings).whole(row.id):
        assert tus.part(address, 0, PDF[:10]).status_code == 423
    assert tus.part(address, 0, PDF[:10]).status_code == 204


def test_what_arrives_after_the_close_is_refused_and_told(world, clock, sign_in):
    clock.turn_to(make.CLOSE - make.A_MOMENT)
    tus = Tus(sign_in("owner"), world.nomination("finished").id)
    address = tus.begin().location
    tus.part(address, 0, PDF[:10])
    assert tus.part(address, 10, PDF[10:20]).status_code == 204

    clock.turn_to(make.CLOSE)
    answer = tus.part(address, 20, PDF[20:])

    assert answer.status_code == 403
    assert "The deadline has passed" in answer.text
    assert tus.begin().status_code == 403
    assert tus.ask("HEAD", address).headers["Upload-Offset"] == "20"
    assert rows(world) == []


def test_a_child_that_is_just_starting_does_not_keep_a_file_locked(settings):
    parts, upload_id = Parts(settings), uuid4()
    parts.begin(upload_id)

    with parts.whole(upload_id) as file:
        # What a fork in another thread holds until it runs its own program.
        copy = os.dup(file.fileno())
    try:
        assert parts.append(upload_id, 0, BytesIO(b"part"), 4) == 4
    finally:
        os.close(copy)


@pytest.mark.both_databases
def test_two_uploads_at_once_cannot_pass_the_limit_together(tus, world, app, sign_in):
    nomination = world.nomination("finished").id
    lanes = [Tus(sign_in("owner"), nomination) for _ in range(4)]
    addresses = [lane.begin(f"{number}.pdf", len(make_files.pdf(pages=number + 1))).location
                 for number, lane in enumerate(lanes)]
    start = Barrier(4)

    def last(number):
        start.wait()
        return lanes[number].part(addresses[number], 0, make_files.pdf(pages=number + 1)).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(last, range(4))) == [204] * 4

    assert len(rows(world)) == 2  # the kind takes two
    states = sorted(lane.client.get(address).json["state"] for lane, address in zip(lanes, addresses, strict=True))
    assert states == ["blocked", "blocked", "ready", "ready"]


def test_a_crash_before_the_attachment_is_made_up_for_by_the_worker_once(tus, world, monkeypatch, settings):
    address = tus.begin().location
    with monkeypatch.context() as crash:
        crash.setattr(views.uploads, "finish_upload", lambda *_: None)
        tus.part(address, 0, PDF)
    assert tus.client.get(address).json["state"] == "checking"
    world.clock.turn_to(make.START + timedelta(minutes=1))

    for _ in range(2):
        uploads.sweep_uploads(world.work("head"))

    assert [row.name for row in rows(world)] == ["plan.pdf"]
    assert [row.uploaded_by_id for row in rows(world)] == [world.person("owner").id]
    assert tus.client.get(address).json["state"] == "ready"
    assert list((settings.data / "uploads").iterdir()) == []


def test_what_a_crash_left_until_after_the_close_is_refused_and_told(world, sign_in, monkeypatch):
    world.clock.turn_to(make.CLOSE - timedelta(hours=1))
    tus = Tus(sign_in("owner"), world.nomination("finished").id)
    address = tus.begin().location
    with monkeypatch.context() as crash:
        crash.setattr(views.uploads, "finish_upload", lambda *_: None)
        tus.part(address, 0, PDF)
    world.clock.turn_to(make.CLOSE)

    uploads.sweep_uploads(world.work("head"))

    assert rows(world) == []
    [row] = rows(world, Upload)
    assert row.refusal == "too_late"


def test_the_sweep_forgets_what_has_expired_and_what_belongs_to_nobody(tus, world, settings, monkeypatch):
    tus.begin()
    [row] = rows(world, Upload)
    stray = settings.data / "uploads" / "11111111-1111-4111-8111-111111111111"
    stray.write_bytes(b"x")
    uploads.sweep_uploads(world.work("head"))
    assert len(rows(world, Upload)) == 1
    monkeypatch.setattr(partial_uploads, "_AN_HOUR", -1)
    uploads.sweep_uploads(world.work("head"))
    assert [path.name for path in (settings.data / "uploads").iterdir()] == [str(row.id)]

    world.clock.turn_to(row.expires_at)
    uploads.sweep_uploads(world.work("head"))

    assert rows(world, Upload) == []
    assert list((settings.data / "uploads").iterdir()) == []


def test_a_file_whose_parts_were_lost_is_told_to_be_gone(tus, world, settings):
    address = tus.begin().location
    for path in (settings.data / "uploads").iterdir():
        path.unlink()

    assert {tus.ask("HEAD", address).status_code, tus.part(address, 0, b"x").status_code} == {410}


def test_nobody_fills_the_disk_with_files_that_never_end(tus, world, app):
    from dataclasses import replace

    app.extensions["settings"] = replace(app.extensions["settings"], uploads_at_once=2)
    assert [tus.begin(f"{number}.pdf").status_code for number in range(3)] == [201, 201, 422]


@pytest.mark.parametrize(("name", "content", "kept"), [
    ("IMG_1.jfif", make_files.picture(size=(200, 160)), "IMG_1.jpg"),
    ("screenshot.jpg", make_files.picture("PNG", (200, 160)), "screenshot.png"),
    ("scan", odd_files.PLAIN + bytes(9_000), "scan.pdf"),
    ("locked.pdf", odd_files.SOUND["locked against copying, 256 bits"][0], "locked.pdf"),
])
def test_a_sound_file_is_kept_untouched_under_the_ending_of_its_content(tus, world, name, content, kept):
    _, stands = tus.send(name, content)

    assert stands.json["state"] == "ready"
    [row] = rows(world)
    assert (row.name, row.sha256) == (kept, hashlib.sha256(content).hexdigest())
    assert tus.client.get(f"{tus.place}/attachments/{row.id}").data == content
