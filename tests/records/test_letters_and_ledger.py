"""The mail and the ledger as the secretariat sees them."""

import csv
import io
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import select, text, update

from nominations.accounts.services import roles
from nominations.core.rules.ledger import Record, first_fault
from nominations.core.rules.policy import POLICY
from nominations.core.rules.vocabulary import LetterState, Role
from nominations.core.tables import LedgerContent, LedgerRecord, Letter, OpenEdition
from nominations.core.texts.actions import ACTIONS
from nominations.core.work import Work
from nominations.documents.reports.tables import plain_text
from nominations.screening.services import replies
from tests.support import make
from tests.support.hostile_texts import ODD_PARAMETERS


def a_letter(world, **changes) -> Letter:
    given = {
        "id": uuid4(), "edition_id": world.edition_id, "template": "extended", "language": "en",
        "address": "ada@example.org", "subject": "<planted-mark> More time", "text": "The body.", "html": "<p>x</p>",
        "message_id": f"<{uuid4()}@here>", "state": LetterState.FAILED, "written_at": make.START, "tries": 8,
        "next_try_at": make.START, "trouble": "550 no such user",
    } | changes
    with world.session(writes=True) as session:
        letter = Letter(**given)
        session.add(letter)
        session.commit()
    return letter


def test_a_failed_letter_is_sent_again(browse, world):
    letter = a_letter(world)
    page = browse("officer", "secretariat.letters").follow("<planted-mark> More time")
    assert "550 no such user" in page.text("main")
    assert "The body." in page.text("main")

    page = page.press("Send again")

    assert "Send again" not in page.buttons
    with world.session() as session:
        assert session.get_one(Letter, letter.id).state is LetterState.WAITING
        assert session.scalars(select(LedgerRecord.act).order_by(LedgerRecord.number.desc())).first() == "send_again"


def test_a_letter_with_a_code_shows_no_body(browse, world):
    letter = a_letter(world, secret=True, text="Your code is 123456.")

    assert "123456" not in browse("head", "secretariat.letter", letter_id=letter.id).response.text


def test_letters_of_other_editions_and_of_none_are_not_there(browse, world):
    with world.session() as session:
        other = session.scalars(select(OpenEdition.id).where(OpenEdition.code == "reef-2031")).one()
    for where in (other, None):
        letter = a_letter(world, edition_id=where)
        assert "planted-mark" not in browse("head", "secretariat.letters").response.text
        assert browse("head", "secretariat.letter", letter_id=letter.id).status == 404


def test_a_failed_letter_of_another_edition_is_not_sent_again(sign_in, browse, world):
    own = a_letter(world, state=LetterState.FAILED)
    with world.session() as session:
        other = session.scalars(select(OpenEdition.id).where(OpenEdition.code == "reef-2031")).one()
    letter = a_letter(world, edition_id=other, state=LetterState.FAILED)
    page = browse("officer", "secretariat.letter", letter_id=own.id)
    token = page.document.all("input[name=csrf_token]")[0].get("value")

    answer = page.client.post(f"/pearl-2025/secretariat/letters/{letter.id}/again", data={"csrf_token": token})

    assert answer.status_code == 404
    with world.session() as session:
        assert session.get_one(Letter, letter.id).state is LetterState.FAILED


def test_letters_that_were_sent_are_not_sent_again(sign_in, browse, world):
    letter = a_letter(world, state=LetterState.SENT, sent_at=make.START)
    page = browse("officer", "secretariat.letter", letter_id=letter.id)
    token = page.document.all("input[name=csrf_token]")[0].get("value")

    answer = page.client.post(f"/pearl-2025/secretariat/letters/{letter.id}/again", data={"csrf_token": token})

    assert answer.status_code == 409


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["state", "template", "q", "page", "act", "role", "who", "reference", "before"])
def test_odd_parameters_never_break_the_lists(sign_in, world, name):
    a_letter(world)
    client = sign_in("head")
    for value in ODD_PARAMETERS:
        for place in ("letters", "ledger", "ledger.csv"):
            query = {name: value.encode(errors="replace")}
            assert client.get(f"/pearl-2025/secretariat/{place}", query_string=query).status_code in (200, 400, 404)


def test_the_ledger_shows_who_did_what_and_leaves_as_csv(browse, sign_in, world):
    replies.reply(world.work("officer"), world.nomination("submitted").id, "Hello")

    for who in ("head", "auditor"):
        row = browse(who, "secretariat.ledger").texts("#ledger tbody tr")[0]
        assert "Omar Tazi" in row
        assert "wrote to the applicant" in row
        assert "PRL-2025-P-0003" in row
        assert len(browse(who, "secretariat.ledger", who="Omar Tazi").texts("#ledger tbody tr")) == 1
        lines = sign_in(who).get("/pearl-2025/secretariat/ledger.csv?act=reply").text.splitlines()
        assert len(lines) == 2
        assert "Hello" not in lines[1]
    for who in ("officer", "observer"):
        assert browse(who, "secretariat.ledger").status == 403


@pytest.mark.both_databases
def test_the_chain_can_be_walked_from_its_csv(sign_in, world):
    """Cells that are empty, such as the edition of what the command line did, keep their place."""
    replies.reply(world.work("officer"), world.nomination("submitted").id, "Hello")
    export = sign_in("auditor").get("/pearl-2025/secretariat/ledger.csv").get_data().decode("utf-8-sig")

    heads, *rows = csv.reader(io.StringIO(export, newline=""))

    assert {len(row) for row in rows} == {len(heads)}
    assert any(not row[6] for row in rows)
    assert any(row[6] for row in rows)
    assert first_fault((_record(row), None, None) for row in rows) is None
    changed = [row if row[4] != "reply" else [*row[:3], "head", *row[4:]] for row in rows]
    assert first_fault((_record(row), None, None) for row in changed) is not None


def _record(row: list[str]) -> Record:
    number, at, *texts = map(plain_text, row)
    actor, role, act, subject, its_edition, *hashes = texts
    return Record(int(number), datetime.fromisoformat(at), actor, role, act, subject, its_edition or None, *hashes)


WORDS = {"en": ("The system", "System"), "fr": ("Le système", "Système"), "ar": ("النظام", "النظام")}


@pytest.mark.parametrize("language", WORDS)
def test_the_ledger_says_in_each_language_what_the_system_did(browse, world, language):
    work = Work(world.session(writes=True), replace(make.SYSTEM, edition="pearl-2025"), world.clock(), world.settings)
    roles.grant_role(work, world.edition_id, "new@example.org", "New", Role.OFFICER)
    work.session.close()

    page = browse("head", "secretariat.ledger", act="manage_people", role="system", lang=language)

    assert len(page.texts("#ledger tbody tr")) == 1
    assert tuple(page.texts("#ledger tbody td")[1:3]) == WORDS[language]


def test_the_page_of_the_rights_shows_what_the_system_may(browse):
    page = browse("owner", "public.permissions")

    heads, actions = page.texts("#permissions thead th"), page.texts("#permissions tbody th")
    column = page.texts("#permissions tbody td")[heads.index("System") - 1::len(heads) - 1]
    held = {action for action, answer in zip(actions, column, strict=True) if answer == "yes"}
    assert held == {str(ACTIONS[action]) for action, line in POLICY.items() if Role.SYSTEM in line}
    assert "Give and end roles" in held


def test_acts_in_another_edition_are_not_listed(browse, world):
    replies.reply(world.work("officer"), world.nomination("submitted").id, "Hello")

    page = browse("foreign_head", "/reef-2031/secretariat/ledger")

    assert page.status == 200
    assert "Omar Tazi" not in page.response.text


@pytest.mark.both_databases
def test_the_chain_is_verified_on_the_page(browse, world):
    replies.reply(world.work("officer"), world.nomination("submitted").id, "Hello")
    page = browse("auditor", "secretariat.ledger").follow("Verify the ledger")
    assert page.text(".notice h2") == "The ledger is intact"
    with world.engine.execution_options(writes=True).begin() as connection:
        drop = "DROP TRIGGER ledger_content_update"
        connection.execute(text(drop if world.engine.dialect.name == "sqlite" else f"{drop} ON ledger_content"))
        connection.execute(update(LedgerContent).where(LedgerContent.number == 3).values(content={"act": "other"}))

    page = browse("auditor", "secretariat.ledger", verify="yes")

    assert page.text(".notice h2") == "The ledger is not intact"
    assert "number 3" in page.text(".notice p")
