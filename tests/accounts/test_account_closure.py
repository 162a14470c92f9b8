"""Closing an account: what is erased is gone, what must stay stays, and nothing slips through while it happens."""

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from nominations.accounts.services import account_closure, signing_in
from nominations.core.queries import ledger_chain
from nominations.core.queries.jobs import find_fairest
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.vocabulary import Action, Role, State
from nominations.core.services import jobs
from nominations.core.tables import (
    Account,
    Attachment,
    ClosedAccount,
    Document,
    Grant,
    LedgerContent,
    LedgerRecord,
    Letter,
    Nomination,
    SectionAnswers,
    Session,
    StoredFile,
    Submission,
)
from nominations.core.work import Work
from nominations.documents.services import documents
from nominations.files.adapters.store import files
from nominations.nominations.services import answers
from tests.support import make
from tests.support.submissions import ready, submit

pytestmark = pytest.mark.both_databases


def close(world, who: str) -> None:
    work = world.work(who)
    try:
        account_closure.close(work)
    finally:
        work.session.close()


def keep_file(world, name: str, content: bytes) -> str:
    """A file of the stranger's draft, in the store."""
    with world.session(writes=True) as session:
        with files(world.settings).take_in(io.BytesIO(content), 1_000_000) as stored:
            files(world.settings).keep(stored)
        if session.get(StoredFile, stored.sha256) is None:
            session.add(StoredFile(sha256=stored.sha256, size=stored.size, stored_at=make.START))
            session.flush()
        nomination = world.nomination(name)
        session.add(Attachment(
            nomination_id=nomination.id, kind="plan", sha256=stored.sha256, name="plan.pdf", size=stored.size,
            media_type="application/pdf", uploaded_at=make.START, uploaded_by_id=nomination.owner_id,
        ))
        session.commit()
    return stored.sha256


def test_drafts_with_their_files_name_and_address_are_erased(world, sign_in):
    file, person = world.nomination("other"), world.person("stranger")
    sha256, client = keep_file(world, "other", b"%PDF-1.7 a plan"), sign_in("stranger")

    close(world, "stranger")

    with world.session() as session:
        account, nomination = session.get_one(Account, person.id), session.get_one(Nomination, file.id)
        assert (account.name, account.email, account.password_hash) == ("", f"closed-{person.id}@invalid", None)
        assert (nomination.title, nomination.discarded_at) == ("", world.clock())
        assert session.scalars(select(SectionAnswers).where(SectionAnswers.nomination_id == file.id)).all() == []
        assert session.scalars(select(Attachment).where(Attachment.nomination_id == file.id)).all() == []
        assert session.get(ClosedAccount, person.id).kept == []
        assert set(session.scalars(select(Session.ended_at).where(Session.account_id == person.id))) == {world.clock()}
    assert not files(world.settings).exists(sha256)
    assert client.get("/account").status_code == 302


def test_a_file_that_somebody_else_holds_too_stays(world):
    sha256 = keep_file(world, "other", b"%PDF-1.7 the same")
    keep_file(world, "finished", b"%PDF-1.7 the same")

    close(world, "stranger")

    assert files(world.settings).exists(sha256)


def test_the_chain_verifies_and_says_what_was_erased(world):
    file = world.nomination("other")
    work = world.work("stranger")
    answers.save(work, file.id, "about", {"nomination_kind": "own"}, version=1)
    work.session.close()

    close(world, "stranger")

    with world.session() as session:
        about = select(LedgerRecord.number).where(LedgerRecord.subject == f"nomination:{file.id}")
        numbers = set(session.scalars(about))
        assert numbers
        assert not numbers & set(session.scalars(select(LedgerContent.number)))
        verified = ledger_chain.verify_chain(session)
    assert verified.fault is None
    assert verified.erased >= len(numbers)


def test_submitted_files_must_be_handed_over_first_in_a_running_edition(world):
    with pytest.raises(Invalid) as no:
        close(world, "owner")

    assert no.value.problems["account"][0] == "hand_over_first"
    with world.session() as session:
        assert session.get_one(Account, world.person("owner").id).name == "Ada Byron"


def test_what_was_submitted_and_withdrawn_stays_with_its_name(world):
    with world.session(writes=True) as session:
        for nomination in session.scalars(select(Nomination).where(
            Nomination.owner_id == world.person("owner").id, Nomination.submitted_at.is_not(None)
        )):
            nomination.move(Action.WITHDRAW)
        session.commit()
    kept_file = world.nomination("submitted")

    close(world, "owner")

    with world.session() as session:
        account = session.get_one(Account, world.person("owner").id)
        assert (account.name, account.email) == ("Ada Byron", "ada.byron@example.org")
        assert account.email_key.startswith("closed:")
        assert session.get(Submission, kept_file.submission_id).answers["title"] == "The quay of pearls"
        assert world.nomination("draft").discarded_at is not None


def test_nobody_enters_a_closed_account_and_the_address_begins_anew(world):
    before = world.person("stranger")
    close(world, "stranger")
    work = world.work("officer")

    signing_in.ask_to_enter(work, before.email, language="en")

    work.session.close()
    with world.session() as session:
        assert session.scalars(select(Account).where(Account.email_key == before.email_key)).all() == []


def test_the_last_head_cannot_close(world):
    with pytest.raises(Invalid) as no:
        close(world, "head")

    assert no.value.problems["account"][0] == "last_head"


def test_a_reviewer_keeps_the_record_and_loses_the_role(world):
    close(world, "assigned")

    person = world.person("assigned")
    assert person.name == "Rashid Amin"
    with world.session() as session:
        assert set(session.scalars(select(Grant.ended_at).where(Grant.account_id == person.id))) == {world.clock()}


def test_a_last_letter_goes_to_the_address_that_was(world):
    close(world, "stranger")

    assert ("lina.haddad@example.org", "Your account is closed") in world.letters()


def test_closing_and_submitting_at_once_end_in_one_of_two_orders(world):
    person, file = world.person("stranger"), world.nomination("other")
    ready(world, "other")
    for _ in range(3):
        gate = Barrier(2)

        def at_once(act, gate=gate):
            gate.wait(5)
            try:
                return act()
            except (Invalid, Refused) as no:
                return no

        with ThreadPoolExecutor(2) as pool:
            closed = pool.submit(at_once, lambda: close(world, "stranger"))
            handed = pool.submit(at_once, lambda: submit(world, file, "stranger"))
            closed, handed = closed.result(), handed.result()
        with world.session() as session:
            stands = session.get_one(Nomination, file.id)
            is_closed = session.get(ClosedAccount, person.id) is not None
        if isinstance(handed, Submission):
            assert isinstance(closed, Invalid)
            assert (is_closed, stands.state) == (False, State.SUBMITTED)
        else:
            assert (is_closed, stands.discarded_at is not None) == (True, True)
        break


def archive(world, who: str) -> tuple[dict, list[str]]:
    work = world.work(who)
    asked = documents.ask_for_document(work, "my_data", language="en")
    work.session.close()
    session = world.session(writes=True)
    jobs.run_job(Work(session, make.SYSTEM, world.clock(), world.settings), asked.job_id)
    session.close()
    with world.session() as session:
        sha256 = session.get_one(Document, asked.id).sha256
    with zipfile.ZipFile(io.BytesIO(b"".join(files(world.settings).open(sha256)))) as opened:
        return json.loads(opened.read("my-data.json")), opened.namelist()


def test_my_data_holds_mine_with_my_files(world):
    keep_file(world, "finished", b"%PDF-1.7 a plan of mine")
    my_data, names = archive(world, "owner")

    references = {nomination["reference"] for nomination in my_data["nominations"]}
    assert references == {"PRL-2025-P-0001", "PRL-2025-P-0002", "PRL-2025-P-0003", "PRL-2025-P-0004"}
    assert "files/PRL-2025-P-0002/01-plan.pdf" in names
    assert my_data["account"]["email"] == "ada.byron@example.org"
    assert my_data["nominations"][2]["submissions"][0]["answers"]["title"] == "The quay of pearls"


def test_my_data_names_no_reviewer_to_an_applicant_and_no_applicant_to_a_reviewer(world):
    mine, routed = json.dumps(archive(world, "owner")[0]), json.dumps(archive(world, "assigned")[0])

    for name in ("Rashid", "Paul", "Sevda", "Leila", "Omar", "Lina"):
        assert name not in mine
    for name in ("Ada Byron", "The quay of pearls", "Paul", "Sevda"):
        assert name not in routed
    assert "PRL-2025-P-0004" in routed


def test_nobody_else_fetches_my_data_and_it_is_mine_in_every_role(app, world, sign_in):
    work = world.work("officer")
    asked = documents.ask_for_document(work, "my_data", language="en")
    work.session.close()

    addresses = [f"/pearl-2025/documents/{asked.id}"]
    for address in addresses:
        assert sign_in("head").get(address).status_code == 404
        assert sign_in("officer", Role.APPLICANT).get(address).status_code == 200


def test_letters_of_a_closed_account_say_nothing_any_more(world):
    work = world.work("stranger")
    with work.transaction() as session:
        work.send_mail("password_changed", session.get_one(Account, work.actor.id))
    work.session.close()

    close(world, "stranger")

    with world.session() as session:
        letters = session.execute(
            select(Letter.text, Letter.address).where(Letter.template == "password_changed")
        ).all()
    assert [tuple(letter) for letter in letters] == [("", "")]


def test_the_archive_of_my_data_is_made_once_a_day(world, sign_in, clock):
    client = sign_in("owner")

    def press() -> str:
        token = client.get("/account/data").text.partition('name="csrf_token" value="')[2].partition('"')[0]
        return client.post("/account/data", data={"csrf_token": token}).headers["Location"]

    def finish() -> None:
        work = Work(world.session(writes=True), make.SYSTEM, world.clock(), world.settings)
        jobs.run_job(work, find_fairest(work))
        work.session.close()

    first = press()
    assert [press() for _ in range(25)] == [first] * 25  # it waits
    finish()
    assert [press() for _ in range(25)] == [first] * 25  # it stands
    for hour in range(1, 25):
        clock.turn_to(make.START + timedelta(hours=hour, minutes=1))
        client.get("/account")
    client = sign_in("owner")
    assert press() != first
