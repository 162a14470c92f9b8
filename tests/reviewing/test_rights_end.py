"""What a reviewer had an instant ago is shut with the next request: pages, pictures, papers, jobs at work."""

import io
from dataclasses import replace

import openpyxl
import pytest
from sqlalchemy import select, update

from nominations.conflicts.services import conflicts, declarations
from nominations.core import database
from nominations.core.rules.vocabulary import JobState, Role
from nominations.core.services import jobs
from nominations.core.tables import Account, Assessment, Assignment, Document, Grant, Job
from nominations.core.work import Work
from nominations.documents.kinds import KINDS
from nominations.documents.services import documents
from nominations.routing.services import assignments
from tests.support import make, make_files, reviewing

FILE_SHUT, ROLE_ENDED = 404, 403


def _recuse(world):
    conflicts.recuse_reviewer(
        world.work("officer"), _file(world), world.person("assigned").id, "family", "Heard of it."
    )


def _stepped_aside(world):
    declarations.declare_interest(world.work("assigned"), _file(world), "real", "family", "My cousin.", language="en")


def _perhaps(world):
    declarations.declare_interest(
        world.work("assigned"), _file(world), "possible", "", "A friend of a friend.", language="en"
    )


def _taken_away(world):
    assignments.remove_pair(
        world.work("officer"), world.round().id, _file(world), world.person("assigned").id, "No time."
    )


def _role_ended(world):
    with world.session(writes=True) as session:
        session.execute(update(Grant).where(Grant.account_id == world.person("assigned").id).values(
            ended_at=world.clock()
        ))
        session.commit()


def _role_changed(world):
    _role_ended(world)
    with world.session(writes=True) as session:
        person = session.get_one(Account, world.person("assigned").id)
        make.grant(session, person, world.edition_id, Role.OBSERVER)
        session.commit()


WAYS = [_recuse, _stepped_aside, _perhaps, _taken_away, _role_ended, _role_changed]


def _file(world):
    return world.nomination("eligible").id


def _plan(world) -> str:
    return reviewing.attach(world, "plan", "plan.pdf", make_files.pdf(pages=1), "application/pdf", pages=1)


def run_job(world, document) -> Job:
    """The worker makes what was asked for."""
    with database.open_session(world.engine, writes=True) as session:
        jobs.run_job(Work(session, make.SYSTEM, world.clock(), world.settings), document.job_id)
    with world.session() as session:
        return session.get_one(Job, document.job_id)


def make_papers(world) -> list[Document]:
    """A paper of each kind that a reviewer may have of the file, made."""
    file, round_id = _file(world), world.round().id
    wanted = [
        ("nomination", {"nomination_id": file}), ("own_reviews", {}),
        *((kind, {"round_id": round_id, "choices": {"files": [str(file)]}}) for kind in ("pack", "pack_files")),
    ]
    made = []
    for kind, of in wanted:
        work = world.work("assigned")
        made.append(documents.ask_for_document(work, kind, language="en", **of))
        work.session.close()
        assert run_job(world, made[-1]).state is JobState.DONE
    return made


@pytest.mark.parametrize("way", WAYS)
def test_everything_of_a_file_is_shut_with_the_next_request(world, sign_in, way):
    plan = _plan(world)
    reviewing.another_card(world, "assigned", "mine")
    base = f"/pearl-2025/review/files/{_file(world)}"
    pages = [base, f"{base}/versions", *(f"{base}/attachments/{plan}{end}" for end in ("", "/thumbnail", "/picture",
                                                                                      "/pages/1"))]
    papers = [f"/pearl-2025/documents/{document.id}" for document in make_papers(world)]
    papers += [f"{paper}/file" for paper in papers]
    client = sign_in("assigned")
    before = {client.get(address, buffered=True).status_code for address in (*pages, *papers)}

    way(world)

    assert before == {200}
    ended = way in (_role_ended, _role_changed)
    waits = way is _perhaps  # the reviewer is led to what they declared: that the file exists they know
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == (ROLE_ENDED if ended else 302 if waits else FILE_SHUT), address
        assert not waits or answer.location.endswith("/declaration")
    for address in papers:
        assert client.get(address).status_code == FILE_SHUT, address


@pytest.mark.parametrize("way", [_recuse, _taken_away, _role_ended])
def test_a_job_that_was_at_work_delivers_nothing(world, sign_in, monkeypatch, way):
    work = world.work("assigned")
    document = documents.ask_for_document(work, "pack", language="en", round_id=world.round().id,
                             choices={"files": [str(_file(world))]})
    work.session.close()
    maker = KINDS["pack"]

    def collect(reading, of):
        make_it = maker.collect(reading, of)

        def make_late(tell):
            way(world)  # everything has been read by now
            return make_it(tell)

        return make_late

    monkeypatch.setitem(KINDS, "pack", replace(maker, collect=collect))
    run_job(world, document)
    client = sign_in("assigned")

    for end in ("", "/file"):
        assert client.get(f"/pearl-2025/documents/{document.id}{end}").status_code == FILE_SHUT


@pytest.mark.parametrize("way", WAYS)
def test_the_sheet_and_the_desk_say_nothing_of_it(world, sign_in, way):
    reviewing.another_card(world, "assigned", "zibeline")
    reference = world.nomination("eligible").reference
    client = sign_in("assigned")
    way(world)

    desk, sheet = client.get("/pearl-2025/review/"), client.get("/pearl-2025/review/sheet/file", buffered=True)

    if way in (_role_ended, _role_changed):
        assert (desk.status_code, sheet.status_code) == (ROLE_ENDED, ROLE_ENDED)
        return
    assert (reference in desk.text) is (way is _perhaps)
    book = openpyxl.load_workbook(io.BytesIO(sheet.get_data()))
    cells = [str(cell.value) for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if reference in cell or "zibeline" in cell]


@pytest.mark.parametrize("way", [_recuse, _taken_away, _perhaps])
def test_a_card_that_is_on_the_screen_is_saved_no_more(world, browse, way):
    page = browse("assigned", "reviewer.file", nomination_id=_file(world))

    way(world)
    answer = page.press("Save", {"comment": "zibeline"})

    assert answer.status == (409 if way is _perhaps else 404)
    with world.session() as session:
        assert session.scalars(select(Assignment.id)).all()
        assert not session.scalars(select(Assessment).where(Assessment.comment.startswith("zibe"))).all()


def test_a_conflict_that_is_confirmed_shuts_what_a_clearing_had_opened(world, sign_in):
    client = sign_in("assigned")
    base = f"/pearl-2025/review/files/{_file(world)}"
    _perhaps(world)
    conflict = reviewing.declarations(world, _assignment(world))[-1].id
    conflicts.decide_declaration(world.work("officer"), conflict, confirmed=False, reason="Only a name.")
    assert client.get(base).status_code == 200
    _perhaps(world)
    conflict = reviewing.declarations(world, _assignment(world))[-1].id

    conflicts.decide_declaration(world.work("officer"), conflict, confirmed=True, reason="It is a cousin.")

    assert client.get(base).status_code == FILE_SHUT


def _assignment(world):
    with world.session() as session:
        return session.scalars(
            select(Assignment.id).where(Assignment.reviewer_id == world.person("assigned").id)
        ).one()
