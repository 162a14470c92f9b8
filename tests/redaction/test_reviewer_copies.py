"""Attachments that officers hid or replaced: no road leads a reviewer to the original, and nobody else loses it."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Refusal, ScanState
from nominations.core.tables import LedgerRecord, ReviewerCopy, Scan
from nominations.files.queries import scans
from nominations.nominations.queries import printed_nomination
from nominations.ranking.services import manage_rounds
from nominations.redaction.services import replace_attachments
from nominations.reviewing.queries import desk, packs
from tests.reviewing.test_pack import ask_for_pack, download, make_packs
from tests.support import make, make_files, redaction, reviewing

ORIGINAL, CLEANED = make_files.pdf(pages=3), make_files.pdf(pages=1)
ENDS = ("", "/picture", "/thumbnail", "/pages/1", "/pages/3")
COPY = {"choice": "copy", "reason": "A name."}


@pytest.fixture
def plan(world):
    """A plan of the eligible nomination, and a picture that stays."""
    redaction.attach(world, "photo", "quay.jpg", reviewing.jpeg(), "image/jpeg")
    return redaction.attach(world, "plan", "Haddad letterhead.pdf", ORIGINAL, "application/pdf", pages=3)


@pytest.fixture(params=[True, False], ids=["blind", "named"])
def blindness(request, world):
    if request.param:
        manage_rounds.hide_names(world.work("head"), world.round().id, hidden=True, reason="Agreed.", unchecked=1)
    return request.param


def fetch(world, sign_in, plan, person="assigned"):
    client = sign_in(person)
    base = f"/pearl-2025/review/files/{world.nomination('eligible').id}/attachments/{plan}"
    return {end: client.get(base + end, buffered=True) for end in ENDS}


def packed_names(world):
    work = world.work("assigned")
    names = [item["name"] for item in packs.load_packed_file(work, world.nomination("eligible").id).attachments]
    paper = printed_nomination.load_paper(work, world.nomination("eligible").id)
    pages = desk.load_desk(work, world.edition_id).files[0]
    work.session.close()
    return names, [item["name"] for item in paper.attachments], (pages.files, pages.pages)


@pytest.mark.both_databases
def test_no_road_leads_a_reviewer_to_a_hidden_attachment(world, sign_in, browse, plan, blindness):
    assert fetch(world, sign_in, plan)[""].status_code == 200

    redaction.hide(world, plan)

    assert {end: answer.status_code for end, answer in fetch(world, sign_in, plan).items()} == dict.fromkeys(
        ENDS, 404
    )
    page = browse("assigned", "reviewer.file", nomination_id=world.nomination("eligible").id)
    assert "Haddad" not in page.response.text
    assert str(plan) not in page.response.text
    photo = "photo-1.jpg" if blindness else "quay.jpg"
    assert packed_names(world) == ([photo], [photo], (1, None))


def test_every_road_leads_a_reviewer_to_the_cleaned_copy(world, sign_in, plan, blindness):
    redaction.replace(world, plan, "clean.pdf", CLEANED)

    answers = fetch(world, sign_in, plan)

    assert [answers[end].status_code for end in answers] == [200, 200, 200, 200, 404]
    disposition = answers[""].headers["Content-Disposition"]
    assert ("plan-1.pdf" if blindness else "clean.pdf") in disposition
    if not blindness:
        assert answers[""].data == CLEANED
    names = ["photo-1.jpg", "plan-1.pdf"] if blindness else ["quay.jpg", "clean.pdf"]
    assert [sorted(packed_names(world)[0]), sorted(packed_names(world)[1]), packed_names(world)[2]] == [
        sorted(names), sorted(names), (2, 1)
    ]


def test_a_pack_holds_the_cleaned_copy_and_one_that_was_made_before_is_shut(world, browse, plan):
    before = ask_for_pack(browse, "Nominations and attachments (ZIP)")
    make_packs(world)
    assert ORIGINAL in pieces(before)

    redaction.replace(world, plan, "clean.pdf", CLEANED)
    world.clock.turn_to(world.clock() + timedelta(minutes=1))

    assert download(before).status_code == 404
    after = ask_for_pack(browse, "Nominations and attachments (ZIP)")
    make_packs(world)
    assert CLEANED in pieces(after)
    assert ORIGINAL not in pieces(after)


def pieces(page) -> list[bytes]:
    package = zipfile.ZipFile(io.BytesIO(download(page).data))
    return [package.read(name) for name in package.namelist()]


def test_the_owner_the_secretariat_and_the_receipt_keep_the_original(world, sign_in, plan):
    redaction.hide(world, plan)
    nomination = world.nomination("eligible")

    theirs = sign_in("owner").get(f"/pearl-2025/nominations/{nomination.id}/attachments/{plan}", buffered=True)
    ours = sign_in("officer").get(f"/pearl-2025/secretariat/nominations/{nomination.id}/attachments/{plan}",
                                  buffered=True)

    assert (theirs.data, ours.data) == (ORIGINAL, ORIGINAL)
    work = world.work("officer")
    assert len(printed_nomination.load_paper(work, nomination.id).attachments) == 2
    work.session.close()


@pytest.mark.parametrize("person", ["assigned", "chair", "observer", "auditor", "owner"])
def test_nobody_else_decides_what_reviewers_get(world, plan, person):
    with pytest.raises(Refused):
        redaction.hide(world, plan, person)


def test_an_officer_who_is_recused_from_the_nomination_does_not_find_it(world, plan):
    with world.session(writes=True) as session:
        make.recusal(session, world.nomination("eligible"), world.person("officer"))
        session.commit()

    with pytest.raises(Refused) as refused:
        redaction.hide(world, plan)
    assert refused.value.reason is Refusal.NOT_FOUND


@pytest.mark.both_databases
def test_of_two_officers_at_once_the_slower_overwrites_nothing(world, plan):
    redaction.hide(world, plan)

    with pytest.raises(Refused) as refused:
        replace_attachments.hide_attachment(
            world.work("second_officer"), world.nomination("eligible").id, plan, seen="", reason="The same."
        )

    assert refused.value.reason is Refusal.CHANGED_ELSEWHERE
    with world.session() as session:
        assert len(session.scalars(select(ReviewerCopy)).all()) == 1


def test_the_original_comes_back_and_who_decided_what_is_kept(world, sign_in, browse, plan):
    redaction.hide(world, plan)
    page = browse("second_officer", "secretariat.reviewer_copy", nomination_id=world.nomination("eligible").id,
                  attachment_id=plan)

    page = page.press("Save what reviewers get", {"choice": "original", "reason": "=HYPERLINK(\"http://x\") no name"})

    assert "as it was submitted" in page.text("main")
    assert "Omar Tazi" in page.text("main")
    assert "Nadia Berrada" in page.text("main")
    assert fetch(world, sign_in, plan)[""].data == ORIGINAL
    with world.session() as session:
        acts = session.scalars(select(LedgerRecord.act).order_by(LedgerRecord.number)).all()
    assert acts[-2:] == ["redact", "redact"]


def test_a_file_with_another_content_than_its_name_says_is_refused_and_nothing_changes(world, browse, plan):
    page = browse("officer", "secretariat.reviewer_copy", nomination_id=world.nomination("eligible").id,
                  attachment_id=plan)

    bad = page.press("Save what reviewers get", COPY, {"file": ("clean.pdf", b"MZ not a pdf")})
    none = page.press("Save what reviewers get", COPY)
    empty = page.press("Save what reviewers get", {"choice": "nothing", "reason": " "})

    assert [bad.status, none.status, empty.status] == [422, 422, 422]
    assert redaction.stands(world, plan) == ""
    good = page.press("Save what reviewers get", COPY, {"file": ("clean.pdf", CLEANED)})
    assert "Reviewers get a cleaned copy instead." in good.text("main")


def test_a_cleaned_copy_waits_for_the_scanner_as_any_upload(world, sign_in, plan):
    world.settings = replace(world.settings, scanner_url="tcp://127.0.0.1:9")
    redaction.replace(world, plan, "clean.pdf", CLEANED)

    with world.session(writes=True) as session:
        copy = session.scalars(select(ReviewerCopy)).one()
        assert session.scalars(select(Scan.state).where(Scan.sha256 == copy.sha256)).one() is ScanState.WAITING
        session.query(Scan).delete()
        session.commit()
        assert copy.sha256 in scans.list_unscanned(session)
    assert "plan" not in str(packed_names(world)[0])


def test_a_hidden_attachment_that_a_correction_replaced_is_a_new_one(world, plan):
    redaction.hide(world, plan)
    newer = redaction.attach(world, "plan", "newer.pdf", CLEANED, "application/pdf", pages=1)

    assert "newer.pdf" in packed_names(world)[0]
    assert redaction.stands(world, newer) == ""


def test_an_attachment_of_another_nomination_is_not_found(world, plan):
    with pytest.raises(Refused):
        redaction.hide(world, plan, of="submitted")
