"""The chair's desk: which nominations are listed and opened, by whom, and as what they are read."""

from itertools import product

import pytest
from sqlalchemy import select

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Role
from nominations.core.tables import Access, Nomination
from nominations.nominations.queries import printed_nomination
from nominations.ranking.services import manage_rounds
from nominations.rounds.queries import round_files
from tests.guarantees.test_conflict_follows_the_person import WAYS, involve
from tests.support import make_files, redaction, reviewing, routing

TITLE, REFERENCE = "The quay of pearls", "PRL-2025-P-0004"


def _listed(work, world):
    return [(file.title, file.opened) for files in round_files.list_files(work, world.edition_id).values()
            for file in files]


def test_the_chair_opens_a_nomination_from_the_desk_and_the_opening_is_recorded_once(browse, world):
    desk = browse("chair", "jury.desk")
    assert TITLE in desk.text("tbody th")
    assert "Not yet" in desk.text("tbody")

    page = desk.follow(TITLE)
    desk.follow(TITLE)

    assert page.heading == TITLE
    assert "Ada Byron" in page.text("main")
    with world.session() as session:
        rows = session.execute(select(Access.role, Access.what).where(
            Access.account_id == world.person("chair").id)).all()
    assert rows == [("chair", "file")]
    assert "Not yet" not in browse("chair", "jury.desk").text("tbody")


@pytest.mark.both_databases
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_nomination_that_the_chair_is_too_close_to_is_neither_listed_nor_opened(world, way):
    file_id = involve(world, "chair", way)
    work = world.work("chair")

    with pytest.raises(Refused):
        round_files.load_file(work, file_id)


def test_the_desk_says_how_many_are_not_shown(browse, world):
    reviewing.more_files(world, 1)
    involve(world, "chair", WAYS[4])

    page = browse("chair", "jury.desk")

    assert REFERENCE not in page.text("main")
    assert "1 nomination is not shown to you" in page.text("main")


@pytest.mark.parametrize("name", ["draft", "finished", "submitted"])
def test_what_takes_part_in_no_round_is_not_opened(world, name):
    with pytest.raises(Refused):
        round_files.load_file(world.work("chair"), world.nomination(name).id)


def test_a_nomination_that_was_withdrawn_leaves_the_desk(world):
    with world.session(writes=True) as session:
        session.get_one(Nomination, world.nomination("eligible").id).move(Action.WITHDRAW)
        session.commit()
    work = world.work("chair")

    assert _listed(work, world) == []
    with pytest.raises(Refused):
        round_files.load_file(work, world.nomination("eligible").id)


@pytest.mark.both_databases
def test_in_a_blind_round_the_chair_reads_what_its_reviewers_read(world):
    file_id = world.nomination("eligible").id
    before = world.work("chair")
    assert _listed(before, world) == [(TITLE, False)]
    before.session.close()

    manage_rounds.hide_names(world.work("head"), world.round().id, hidden=True, reason="Agreed.", unchecked=1)

    work = world.work("chair")
    held, paper = round_files.load_file(work, file_id), printed_nomination.load_paper(work, file_id)
    assert _listed(work, world) == [(REFERENCE, False)]
    assert (held.nomination.title, held.reads_as) == (REFERENCE, Role.REVIEWER)
    assert (paper.nomination.title, paper.owner, paper.letters) == (REFERENCE, "", ())
    assert "nominator" not in paper.answers


def test_in_a_blind_round_no_page_names_the_owner(browse, world):
    manage_rounds.hide_names(world.work("head"), world.round().id, hidden=True, reason="Agreed.", unchecked=1)
    pages = [browse("chair", "jury.desk"), browse("chair", "jury.file", nomination_id=world.nomination("eligible").id)]

    met = [word for page, word in product(pages, ("Ada", "Byron")) if word in page.text("main")]

    assert met == []
    assert "You see what its reviewers see" in pages[1].text("main")


def test_the_nomination_of_a_round_that_hides_names_since_is_asked_again_at_the_download(browse, world):
    file_id = world.nomination("eligible").id
    page = browse("chair", "jury.file", nomination_id=file_id).press("The nomination as PDF")
    assert page.status == 200

    manage_rounds.hide_names(world.work("head"), world.round().id, hidden=True, reason="Agreed.", unchecked=1)

    assert page.client.get(page.url).status_code == 404


@pytest.mark.parametrize("count", [1, 12])
def test_the_desk_sends_as_many_statements_for_one_nomination_as_for_many(world, count):
    with world.session(writes=True) as session:
        for _ in range(count):
            routing.file(session, session.merge(world.person("owner")), session.merge(world.round()))
        session.commit()
    work = world.work("chair")
    edition_id = world.edition_id
    with reviewing.statements(world.engine) as seen:
        files = round_files.list_files(work, edition_id)

    assert len(files[world.round().id]) == count + 1
    assert len([statement for statement in seen if statement.startswith("SELECT")]) == 2


def test_an_attachment_that_is_hidden_from_reviewers_is_hidden_from_the_chair(world, sign_in, browse):
    file_id = world.nomination("eligible").id
    hidden = redaction.attach(world, "plan", "Haddad letterhead.pdf", make_files.pdf(), "application/pdf", pages=1)
    address, client = f"/pearl-2025/jury/nominations/{file_id}/attachments/{hidden}", sign_in("chair")
    assert client.get(address, buffered=True).status_code == 200

    redaction.hide(world, hidden)

    assert client.get(address).status_code == 404
    assert "Haddad" not in browse("chair", "jury.file", nomination_id=file_id).response.text
    work = world.work("chair")
    assert printed_nomination.load_paper(work, file_id).attachments == []
