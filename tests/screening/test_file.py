"""A file in the secretariat's hands: who may open what, and that each opening is noted."""

import io
from copy import deepcopy
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from nominations.core.rules.vocabulary import Role
from nominations.core.tables import Access, Account, LateAttempt, Message, Nomination, StoredFile, Submission
from nominations.files.adapters.store import files
from tests.support import make
from tests.support.hostile_texts import DIRECTIONS, MARKER, NUL, TEMPLATES
from tests.support.page import words
from tests.support.small_edition import PROJECT_ANSWERS

PAGES = ("file", "answers", "attachments", "screening", "log")


def submitted_again(world, **changes) -> None:
    """A second version of `submitted`."""
    with world.session(writes=True) as session:
        nomination = session.get_one(Nomination, world.nomination("submitted").id)
        first = session.get_one(Submission, nomination.submission_id)
        second = Submission(
            id=uuid4(), nomination_id=nomination.id, number=2, category=first.category, submitted_at=make.START,
            submitted_by_id=nomination.owner_id, typed_name="Ada Byron", closes_at=make.CLOSE,
            answers=deepcopy(PROJECT_ANSWERS) | changes.pop("answers", {}), attachments=changes.pop("attachments", []),
            declarations=first.declarations, findings=[], content_code="AAAA BBBB CCCC", language="en",
            ledger_number=2,
        )
        session.add(second)
        nomination.submission_id = second.id
        session.commit()


def accesses(world) -> list[tuple[str, str]]:
    with world.session() as session:
        return [tuple(row) for row in session.execute(select(Access.role, Access.what).order_by(Access.what))]


@pytest.mark.parametrize("page", PAGES)
def test_readers_open_a_submitted_file_and_each_opening_is_noted(browse, world, page):
    for who in ("officer", "head", "observer", "auditor"):
        assert browse(who, f"secretariat.{page}", nomination_id=world.nomination("submitted").id).status == 200

    assert len(accesses(world)) == 4
    assert {role for role, _ in accesses(world)} == {"officer", "head", "observer", "auditor"}


@pytest.mark.parametrize("page", PAGES)
def test_nobody_of_the_house_opens_a_draft(browse, world, clock, page):
    for instant in (make.START, make.CLOSE):
        clock.turn_to(instant)
        for who in ("officer", "head", "observer", "auditor"):
            answer = browse(who, f"secretariat.{page}", nomination_id=world.nomination("draft").id)
            assert answer.status == 404
            assert "Only a title" not in answer.response.text
    assert accesses(world) == []


def test_the_messages_of_a_draft_open_without_the_draft(browse, world):
    page = browse("officer", "secretariat.messages", nomination_id=world.nomination("draft").id)

    assert (page.status, page.heading) == (200, "Draft PRL-2025-P-0001")
    assert "Only a title" not in page.response.text
    assert browse("observer", "secretariat.messages", nomination_id=world.nomination("draft").id).status == 404


@pytest.mark.parametrize("who", ["owner", "assigned", "chair", "revoked", "foreign_head"])
def test_nobody_else_opens_a_file(browse, world, who):
    for page in (*PAGES, "messages"):
        assert browse(who, f"secretariat.{page}", nomination_id=world.nomination("submitted").id).status == 403


def test_the_head_of_another_edition_finds_nothing_under_her_own_address(browse, world):
    for page in (*PAGES, "messages", "move", "owner"):
        address = f"/reef-2031/secretariat/nominations/{world.nomination('submitted').id}"
        assert browse("foreign_head", address + ("" if page == "file" else f"/{page}")).status == 404


def test_answers_meant_for_some_are_not_shown_to_others(browse, world):
    of = {"nomination_id": world.nomination("submitted").id}

    assert "33.97" in browse("officer", "secretariat.answers", **of).response.text
    for who in ("observer", "auditor"):
        for page in PAGES:
            assert "33.97" not in browse(who, f"secretariat.{page}", **of).response.text


def test_an_older_version_is_shown_and_differences_are_marked(browse, world):
    submitted_again(world, answers={"summary": "Another summary."})
    page = browse("officer", "secretariat.answers", nomination_id=world.nomination("submitted").id)

    assert list(page.texts("#answer-summary dt")) == ["Summary Changed"]
    assert page.texts(".tag-amber").count("Changed") == 1
    older = page.follow("Version 1")
    assert "Another summary." not in older.response.text
    assert "This is not the latest version." in older.text("main")
    assert page.visit("?version=3").status == 404
    assert page.visit("?version=x").status == 404


def test_an_attachment_is_downloaded_by_its_name_and_noted(world, sign_in):
    content, name = b"%PDF-1.4 plan", "مخطط.pdf"
    with files(world.settings).take_in(io.BytesIO(content), 1000) as stored:
        files(world.settings).keep(stored)
    listed = {"id": str(uuid4()), "kind": "plan", "name": name, "size": stored.size, "sha256": stored.sha256,
              "media_type": "application/pdf", "pages": 1, "width": None, "height": None, "caption": "", "year": "",
              "photographer": "", "rights": "", "alternative": ""}
    secret = listed | {"id": str(uuid4()), "kind": "leader_id", "name": "identity.pdf"}
    submitted_again(world, attachments=[listed, secret])
    with world.session(writes=True) as session:
        session.add(StoredFile(sha256=stored.sha256, size=stored.size, stored_at=make.START))
        session.commit()
    place = f"/pearl-2025/secretariat/nominations/{world.nomination('submitted').id}/attachments"

    answer = sign_in("officer").get(f"{place}/{listed['id']}")

    assert (answer.status_code, answer.get_data()) == (200, content)
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert accesses(world) == [("officer", f"attachment {listed['id']}")]
    assert sign_in("officer").get(f"{place}/{listed['id']}/picture").status_code == 404
    assert sign_in("officer").get(f"{place}/{secret['id']}").status_code == 404
    assert "identity.pdf" not in sign_in("officer").get(place).text
    assert sign_in("head").get(f"{place}/{secret['id']}").status_code == 200
    assert sign_in("officer").get(f"{place}/{uuid4()}").status_code == 404


def test_the_overview_tells_of_late_attempts(browse, world):
    with world.session(writes=True) as session:
        session.add(LateAttempt(nomination_id=world.nomination("submitted").id, account_id=world.person("owner").id,
                                at=make.CLOSE, closed_at=make.CLOSE))
        session.commit()

    assert "Late attempt, refused" in browse(
        "auditor", "secretariat.file", nomination_id=world.nomination("submitted").id
    ).text(".timeline")


def test_a_reply_reaches_the_owner_in_their_language_and_reads_what_was_written(browse, world):
    with world.session(writes=True) as session:
        session.get_one(Account, world.person("owner").id).language = "ar"
        session.add(Message(nomination_id=world.nomination("draft").id, author_id=world.person("owner").id,
                            by_secretariat=False, text="<planted-mark> where?", sent_at=make.START))
        session.commit()
    page = browse("officer", "secretariat.messages", nomination_id=world.nomination("draft").id)
    assert page.texts(".message .tag-amber") == ["New"]

    page = page.press("Send the message", {"text": "Here.\nThere."})

    assert (page.status, page.texts(".message .tag-amber")) == (200, [])
    assert [address for address, _ in world.letters()] == [world.person("owner").email]
    with world.session() as session:
        message = session.scalars(select(Message).where(Message.by_secretariat)).one()
        assert message.text == "Here.\nThere."


def test_hostile_words_are_shown_as_they_were_typed(browse, world):
    page = browse("officer", "secretariat.messages", nomination_id=world.nomination("submitted").id)
    for text in (MARKER, TEMPLATES["jinja"], DIRECTIONS["override left open"]):
        page = page.press("Send the message", {"text": text})

        assert page.status == 200
        assert words(text) in page.texts(".message .user-text")
    assert page.press("Send the message", {"text": NUL}).has("#text-error")


def test_observers_read_messages_and_cannot_write(browse, sign_in, world):
    of = world.nomination("submitted").id
    for who in ("observer", "auditor"):
        page = browse(who, "secretariat.messages", nomination_id=of)
        assert (page.status, page.has("textarea")) == (200, False)
        for act in ("messages", "messages/read", "screening", "screening/admit", "move", "owner"):
            answer = sign_in(who, Role(who)).post(f"/pearl-2025/secretariat/nominations/{of}/{act}")
            assert answer.status_code == 403
    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 0


def test_a_role_taken_away_ends_at_once(browse, world, sign_in):
    from nominations.core.tables import Grant

    client = sign_in("officer")
    address = f"/pearl-2025/secretariat/nominations/{world.nomination('submitted').id}"
    assert client.get(address).status_code == 200
    with world.session(writes=True) as session:
        session.scalars(select(Grant).where(Grant.account_id == world.person("officer").id)).one().ended_at = make.START
        session.commit()

    assert client.get(address).status_code == 403


def test_the_head_hands_a_nomination_to_somebody_else(browse, world):
    page = browse("head", "secretariat.owner", nomination_id=world.nomination("draft").id)

    refused = page.press("Change the owner", {"email": "nobody@example.org", "reason": "Gone."})
    assert (refused.status, refused.has("#email-error")) == (422, True)
    judge = page.press("Change the owner", {"email": world.person("assigned").email, "reason": "Gone."})
    assert judge.status == 422
    assert page.press("Change the owner", {"email": world.person("stranger").email, "reason": ""}).status == 422

    page = page.press("Change the owner", {"email": world.person("stranger").email, "reason": "Gone."})

    assert page.status == 200
    assert world.nomination("draft").owner_id == world.person("stranger").id
    assert {address for address, _ in world.letters()} == {world.person("owner").email, world.person("stranger").email}
