"""The pack: one volume with its attachments bound in, or everything apart; shut by one recusal, in one's own name."""

import io
import zipfile
from dataclasses import replace

import pikepdf
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from nominations.core import database
from nominations.core.tables import BlindRound, Document, Job, Referee
from nominations.core.work import Work
from nominations.documents.services import documents
from tests.support import make, make_files, reviewing
from tests.support.small_edition import CODE


@pytest.fixture
def files(world):
    """Two files on the desk of `assigned`, the first with a PDF, a broken one and a picture."""
    reviewing.attach(world, "plan", "plan.pdf", make_files.pdf(pages=2), "application/pdf")
    reviewing.attach(world, "plan", "broken.pdf", b"%PDF-1.4 no", "application/pdf")
    reviewing.attach(world, "photo", "quay.jpg", reviewing.jpeg(), "image/jpeg")
    return [world.nomination("eligible"), *reviewing.more_files(world, 1)]


def ask_for_pack(browse, kind="All in one PDF"):
    return browse("assigned", "reviewer.sheet").press(f"{kind} Projects")


def make_packs(world):
    """The worker makes what was asked for."""
    with database.open_session(world.engine, writes=True) as session:
        job = session.scalars(select(Job).where(Job.task == "document").order_by(Job.made_at.desc())).first()
        documents.make_document(Work(session, replace(make.SYSTEM, edition=CODE), world.clock(), world.settings), job)


def download(page):
    return page.client.get(f"{page.url}/file")


def test_the_volume_holds_every_file_with_its_attachments_bookmarks_tags_and_the_readers_name(browse, world, files):
    page = ask_for_pack(browse)
    make_packs(world)

    volume = pikepdf.open(io.BytesIO(download(page).data))

    with volume.open_outline() as outline:
        marks = {item.title: [child.title for child in item.children] for item in outline.root}
    assert sorted(title.split()[0] for title in marks) == sorted(file.reference for file in files)
    assert ["plan.pdf", "quay.jpg"] in [sorted(under) for under in marks.values()]
    assert volume.Root.MarkInfo.Marked
    assert volume.Root.Lang == "en"
    assert len(volume.Root.StructTreeRoot.ParentTree.Nums) // 2 >= 2
    pages = PdfReader(io.BytesIO(download(page).data)).pages
    assert all("Made for Rashid Amin" in leaf.extract_text() for leaf in pages)
    with world.session() as session:
        made = session.scalars(select(Document)).one()
        assert set(made.choices["files"]) == {str(file.id) for file in files}


def test_everything_apart_is_a_zip_by_reference_with_what_could_not_be_bound(browse, world, files):
    page = ask_for_pack(browse, "Nominations and attachments (ZIP)")
    make_packs(world)

    names = zipfile.ZipFile(io.BytesIO(download(page).data)).namelist()

    first = files[0].reference
    assert {f"{first}/{first}.pdf", f"{files[1].reference}/{files[1].reference}.pdf"} <= set(names)
    assert {name.split(" ", 1)[1] for name in names if " " in name} == {"plan.pdf", "broken.pdf", "quay.jpg"}


@pytest.mark.parametrize("blind", [False, True])
def test_letters_that_came_by_link_are_in_it_and_not_where_names_are_hidden(browse, world, files, blind):
    with world.session(writes=True) as session:
        session.add(Referee(
            nomination_id=files[0].id, kind="plan", name="Nino Writer", role="Teacher", language="en",
            email="nino@example.org", asked_at=make.START, asked_by_id=files[0].owner_id, received_at=make.START,
            text="I have known this quay for years.", sha256=None,
        ))
        if blind:
            session.add(BlindRound(round_id=world.round().id, at=make.START - make.A_MOMENT,
                                   by_id=world.person("head").id))
        session.commit()
    page = ask_for_pack(browse)
    make_packs(world)

    text = "".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(download(page).data)).pages)

    assert ("known this quay" in text, "Nino Writer" in text) == (not blind, not blind)


def test_a_pack_made_earlier_is_shut_by_one_recusal(browse, world, files):
    page = ask_for_pack(browse)
    make_packs(world)
    assert download(page).status_code == 200

    with world.session(writes=True) as session:
        make.recusal(session, session.merge(files[1]), session.merge(world.person("assigned")))
        session.commit()

    assert download(page).status_code == 404
    assert page.client.get(page.url).status_code == 404


def test_a_recusal_while_the_pack_waits_keeps_it_from_being_made(browse, world, files):
    page = ask_for_pack(browse)
    with world.session(writes=True) as session:
        make.recusal(session, session.merge(files[1]), session.merge(world.person("assigned")))
        session.commit()

    make_packs(world)

    with world.session() as session:
        assert [row.sha256 for row in session.scalars(select(Document))] == [None]
    assert page.client.get(page.url).status_code == 404


def test_a_pack_is_nobody_elses(browse, world, files):
    page = ask_for_pack(browse)
    make_packs(world)

    assert browse("unassigned", "public.home").client.get(page.url).status_code == 404


def test_who_has_no_open_file_is_told_so(browse, world):
    page = browse("recused", "reviewer.desk")

    answer = reviewing.send(page, f"/pearl-2025/review/rounds/{world.round().id}/pack", {"kind": "pack"})

    assert "You cannot open any nomination of this round now." in answer.text("main")
