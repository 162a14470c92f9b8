"""Files: limits said before, refusals by name with the reason, names of any script, nothing beyond the limits."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from nominations.attachments.adapters.received_files import receive_files
from nominations.attachments.services import attachments
from nominations.core.tables import Attachment, StoredFile
from nominations.editions.queries import editions
from nominations.files.adapters.store import files
from tests.support import make, make_files
from tests.support.hostile_texts import ARABIC


def open_attachments(browse, world, who="owner", which="finished", **more):
    return browse(who, "applicant.attachments", nomination_id=world.nomination(which).id, **more)


def attach(page, name, content, kind="Plan"):
    return page.press(f"Attach {kind}", files={"files": (name, content)})


def rows(world):
    with world.session() as session:
        return session.scalars(select(Attachment).where(Attachment.removed_at.is_(None))).all()


def test_the_rules_stand_before_the_choice(browse, world):
    hints = open_attachments(browse, world).texts(".hint")

    assert any("PDF, PNG, JPG" in hint and "1 to 2 files" in hint for hint in hints)
    assert any("at least 100 pixels on the longer side" in hint for hint in hints)
    assert "Identity paper" not in open_attachments(browse, world).texts("main")[0]  # asked of the shortlist only


@pytest.mark.parametrize(("name", "content", "reason"), [
    ("empty.pdf", b"", "The file is empty."),
    ("cut.pdf", make_files.pdf()[:-200], "damaged or incomplete"),
    ("disguised.exe", make_files.picture("PNG"), "its content is of another kind"),
    ("notes.txt", b"only words", "This kind of file is not accepted here"),
    ("paper.docx", make_files.docx(), "This kind of file is not accepted here"),
    ("locked.pdf", None, "password"),
])
def test_a_bad_file_is_refused_by_name_with_the_reason(browse, world, name, content, reason):
    if content is None:
        import pikepdf

        content = make_files.pdf(encryption=pikepdf.Encryption(owner="o", user="u"))

    page = attach(open_attachments(browse, world), name, content)

    assert page.status == 422
    [message] = page.texts(".error-summary li")
    assert name in message
    assert reason in message
    assert rows(world) == []


def test_the_good_ones_of_several_are_kept(browse, world):
    page = open_attachments(browse, world).press("Attach Plan", files={"files": [
        ("good.pdf", make_files.pdf()), ("bad.pdf", b"%PDF-1.4 no"), ("fine.png", make_files.picture("PNG")),
    ]})

    assert page.status == 422
    assert len(page.texts(".error-summary li")) == 1
    assert {row.name for row in rows(world)} == {"good.pdf", "fine.png"}


def test_a_file_beyond_the_count_of_its_kind_is_refused(browse, world):
    page = open_attachments(browse, world).press("Attach Plan", files={"files": [
        (f"{number}.pdf", make_files.pdf(pages=number)) for number in (1, 2, 3)
    ]})

    assert page.status == 422
    assert "3.pdf" in page.texts(".error-summary li")[0]
    assert len(rows(world)) == 2


def test_a_file_too_large_is_refused_with_the_limit(browse, world):
    page = attach(open_attachments(browse, world), "large.pdf", b"%PDF-1.4\n" + b"x" * 2_000_001)

    assert page.status == 422
    assert "larger than" in page.texts(".error-summary li")[0]


def test_a_picture_too_small_is_refused(browse, world):
    page = attach(open_attachments(browse, world), "small.jpg", make_files.picture(size=(64, 48)), "Photograph")

    assert page.status == 422
    assert "too small" in page.texts(".error-summary li")[0]


def test_an_arabic_name_of_three_hundred_letters_keeps_its_ending_and_its_bytes(browse, world):
    content = make_files.pdf()
    page = attach(open_attachments(browse, world), "خ" * 300 + ".pdf", content)
    assert page.status == 200

    [row] = rows(world)
    answer = page.client.get(f"/pearl-2025/nominations/{row.nomination_id}/attachments/{row.id}")

    assert row.name.endswith("خ.pdf")
    assert len(row.name) == 200
    assert answer.data == content
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "a\r\nX-Evil: 1.pdf", 'a"b.pdf', "<script>.pdf", "=1+1.pdf",
                                  "invoice\u202efdp.pdf", ARABIC + ".pdf"])
def test_a_hostile_name_is_only_a_name(browse, world, name):
    page = attach(open_attachments(browse, world), name, make_files.pdf())

    [row] = rows(world)
    answer = page.client.get(f"/pearl-2025/nominations/{row.nomination_id}/attachments/{row.id}")
    assert (page.status, answer.status_code) == (200, 200)
    assert "/" not in row.name
    assert "X-Evil" not in answer.headers


def test_a_picture_says_what_belongs_to_it_and_shows_itself(browse, world):
    page = attach(open_attachments(browse, world), "quay.jpg", make_files.picture(size=(300, 200)), "Photograph")
    [row] = rows(world)
    small = page.client.get(f"/pearl-2025/nominations/{row.nomination_id}/attachments/{row.id}/small")
    assert (small.status_code, small.mimetype) == (200, "image/jpeg")

    page = page.press("Save quay.jpg", {"caption": ARABIC, "year": "2024", "photographer": "M", "rights": "Town"})

    assert page.status == 200
    [row] = rows(world)
    assert (row.caption, row.year) == (ARABIC, "2024")
    wrong = page.press("Save quay.jpg", {"caption": "a\x00b", "year": "x" * 41})
    assert wrong.status == 422
    assert len(wrong.texts(".error-summary li")) == 2
    assert rows(world)[0].caption == ARABIC


def test_a_file_can_be_taken_out(browse, world):
    page = attach(open_attachments(browse, world), "plan.pdf", make_files.pdf())

    page = page.press("Remove plan.pdf")

    assert (page.status, rows(world)) == (200, [])


def test_somebody_else_gets_neither_page_nor_file(browse, world):
    attach(open_attachments(browse, world), "plan.pdf", make_files.pdf())
    [row] = rows(world)

    for who in ("stranger", "foreign_head"):
        assert open_attachments(browse, world, who).status == 404
        for path in ("", "/small"):
            address = f"/pearl-2025/nominations/{row.nomination_id}/attachments/{row.id}{path}"
            assert browse(who, address).status == 404
    own = world.nomination("other").id
    assert browse("stranger", f"/pearl-2025/nominations/{own}/attachments/{row.id}").status == 404


@pytest.mark.both_databases
def test_two_uploads_at_once_do_not_exceed_the_limit_together(world):
    nomination = world.nomination("finished")
    store = files(world.settings)
    together = Barrier(4)

    def upload(number):
        content = make_files.pdf(pages=number + 1)
        work = world.work("owner")
        kind = editions.by_id(work.session, nomination.edition_id).edition.category("project").attachment("plan")
        work.session.close()
        from io import BytesIO

        with receive_files([(f"{number}.pdf", BytesIO(content))], kind, store, world.settings) as (arrived, _):
            together.wait()
            refused = attachments.add_files(work, nomination.id, "plan", arrived, store)
        work.session.close()
        return [problem.code for problem in refused]

    with ThreadPoolExecutor(4) as people:
        outcomes = list(people.map(upload, range(4)))

    assert sorted(outcomes) == [[], [], ["no_room_in_kind"], ["no_room_in_kind"]]
    assert len(rows(world)) == 2


def test_the_limit_of_the_whole_nomination_holds(world):
    nomination = world.nomination("finished")
    person = world.person("owner")
    with world.session(writes=True) as session:
        session.add(StoredFile(sha256="a" * 64, size=1, stored_at=world.clock()))
        session.flush()
        session.add_all(Attachment(
            id=uuid4(), nomination_id=nomination.id, kind="photo", sha256="a" * 64, name="x", size=1,
            media_type="image/png", uploaded_at=world.clock(), uploaded_by_id=person.id,
        ) for _ in range(40))
        session.commit()
    store = files(world.settings)
    work = world.work("owner")
    kind = editions.by_id(work.session, nomination.edition_id).edition.category("project").attachment("plan")
    from io import BytesIO

    work.session.close()
    with receive_files([("a.pdf", BytesIO(make_files.pdf()))], kind, store, world.settings) as (arrived, _):
        [refused] = attachments.add_files(work, nomination.id, "plan", arrived, store)

    assert refused.code == "no_room_for_files"
    tight = replace(world.work("owner"), settings=replace(world.settings, nomination_bytes=10))
    with world.session(writes=True) as session:
        for row in session.scalars(select(Attachment).limit(39)):
            row.removed_at = world.clock()
        session.commit()
    with receive_files([("a.pdf", BytesIO(make_files.pdf()))], kind, store, world.settings) as (arrived, _):
        [refused] = attachments.add_files(tight, nomination.id, "plan", arrived, store)
    tight.session.close()

    assert refused.code == "no_room_for_bytes"
    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(Attachment)) == 40


def test_after_the_close_no_file_is_taken(browse, world, clock):
    clock.turn_to(make.CLOSE - make.A_MOMENT)
    page = open_attachments(browse, world)
    clock.turn_to(make.CLOSE)

    assert attach(page, "plan.pdf", make_files.pdf()).status == 409
    assert rows(world) == []
