"""Words are planted in data that a reviewer may not see; then every document, package, file and mail is searched."""

import io
from collections.abc import Iterable, Iterator

import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import select, update

from nominations.conflicts.services import conflicts
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import JobState
from nominations.core.services import jobs
from nominations.core.tables import BlindRound, Document, Job, Letter, Submission
from nominations.core.work import Work
from nominations.documents.kinds import KINDS
from nominations.documents.services import documents
from nominations.reviewing.services import reopening
from tests.guarantees.furnished_world import furnish
from tests.guarantees.matrix_requests import Site
from tests.guarantees.planted_words import (
    PLANT,
    REVIEWERS,
    WHOSE,
    find_words,
    plant_in_the_file,
    plant_whose_it_is,
    seen_by,
)
from tests.support import make, make_files, reviewing
from tests.support.extract_text import opened

NAME = "Zqplantbyron"  # each corner of a file adds a word of its own
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def site(world, app):
    """An application of its own, with words planted in the eligible nomination and in everything written about it."""
    here = Site(app, world, furnish(world))
    plant_in_the_file(here)
    return here


# --- Files that say whose they are in every corner ---


def telling_pdf() -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page()
        with made.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
            about["dc:creator"] = [f"{NAME}xmp"]
        made.docinfo["/Author"] = f"{NAME}author"
        made.attachments[f"{NAME}filed.txt"] = f"I am {NAME}within".encode()
        page = made.pages[0]
        page.Metadata = pikepdf.Stream(made, f"<x>{NAME}ofpage</x>".encode())
        page.PieceInfo = pikepdf.Dictionary(Word=pikepdf.Dictionary(Private=pikepdf.String(f"{NAME}piece")))
        picture = pikepdf.Stream(made, telling_jpeg(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image,
                                 Width=64, Height=48, ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
                                 Filter=pikepdf.Name.DCTDecode)
        picture.Metadata = pikepdf.Stream(made, f"<x>{NAME}ofpicture</x>".encode())
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
        page.Contents = pikepdf.Stream(made, b"q 90 0 0 90 10 10 cm /P Do Q")
        hidden = made.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec, F=f"{NAME}spec", EF=pikepdf.Dictionary(
                F=pikepdf.Stream(made, f"I am {NAME}pinned".encode())),
        ))
        notes = (
            {"Subtype": pikepdf.Name.Link, "A": pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"mailto:{NAME}link@x.org")},
            {"Subtype": pikepdf.Name.Text, "T": f"{NAME}noted", "Contents": "A note"},
            {"Subtype": pikepdf.Name.FileAttachment, "FS": hidden},
        )
        page.Annots = pikepdf.Array([
            made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[0, 0, 9, 9], **note)) for note in notes
        ])
        made.Root.AF = pikepdf.Array([hidden])
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()


def telling_jpeg() -> bytes:
    exif = Image.Exif()
    exif[315], exif[33432] = f"{NAME}artist", f"{NAME}copyright"
    return make_files.picture("JPEG", exif=exif, comment=f"{NAME}comment".encode())


def telling_png() -> bytes:
    fields = PngInfo()
    fields.add_text("Author", f"{NAME}text")
    fields.add_itxt("XML:com.adobe.xmp", f"<x>{NAME}itext</x>", zip=True)
    return make_files.picture("PNG", pnginfo=fields)


def telling_docx() -> bytes:
    comment = f'<w:comment w:author="{NAME}commented" w:initials="{NAME}initials"><w:t>Well</w:t></w:comment>'
    person = f'<w15:person w15:author="{NAME}person"><w15:presenceInfo w15:userId="{NAME}user"/></w15:person>'
    return make_files.docx({
        "docProps/core.xml": f"<c><dc:creator>{NAME}creator</dc:creator></c>".encode(),
        "docProps/app.xml": f"<Company>{NAME}company</Company>".encode(),
        "docProps/custom.xml": f"<vt:lpwstr>{NAME}custom</vt:lpwstr>".encode(),
        "customXml/item1.xml": f"<who>{NAME}item</who>".encode(),
        "word/comments.xml": comment.encode(), "word/people.xml": person.encode(),
        "word/media/image1.jpeg": telling_jpeg(), "word/media/image2.png": telling_png(),
    })


CORNERS = {
    telling_pdf: "author xmp filed within ofpage piece ofpicture artist copyright comment spec pinned link noted",
    telling_docx: "creator company custom item commented initials person user artist copyright comment text itext",
    telling_jpeg: "artist copyright comment", telling_png: "text itext",
}


@pytest.mark.parametrize("telling", CORNERS)
def test_the_search_reads_every_corner_of_a_file(telling):
    """Otherwise the tests below could not fail."""
    text = opened(telling())

    assert [corner for corner in CORNERS[telling].split() if f"{NAME}{corner}" not in text] == []


def _attach(site: Site) -> None:
    """Give the eligible file one file of each kind, each of which says its owner wherever it can."""
    for kind, name, content, media_type in (
        ("plan", f"{NAME}.pdf", telling_pdf(), "application/pdf"), ("plan", f"{NAME}.docx", telling_docx(), WORD),
        ("photo", f"{NAME}.jpg", telling_jpeg(), "image/jpeg"), ("photo", f"{NAME}.png", telling_png(), "image/png"),
    ):
        reviewing.attach(site.world, kind, name, content, media_type)


@pytest.fixture
def blind_site(site):
    """A site in which the names of the eligible file were hidden a moment ago."""
    plant_whose_it_is(site)
    _attach(site)
    with site.world.session(writes=True) as session:
        session.execute(update(BlindRound).values(at=make.START - make.A_MOMENT))
        session.commit()
    return site


# --- Every paper a person can have ---

OF_FILES = {"receipt", "nomination", "dossier", "sheet"}
OF_ROUNDS = {"scoring", "sheets", "sheet", "pack", "pack_files"}

def papers_of(site: Site, persona: str, kinds: Iterable[str] = tuple(KINDS)) -> Iterator[tuple[str, str]]:
    """Each kind of paper, of what it would be of, as this person gets it, opened; and the page it is fetched from."""
    things, client = site.things, site.browser(persona)[0]
    file, round_id = things.nominations["eligible"], things.rounds["open"]
    choices = {"files": [str(file)], "names": True, "number": 1}
    for kind in kinds:
        subjects = (("nomination_id", file, OF_FILES), ("round_id", round_id, OF_ROUNDS))
        of = {name: subject for name, subject, kinds_of in subjects if kind in kinds_of}
        work = site.world.work(persona)
        try:
            asked = documents.ask_for_document(
                work, kind, language="en", choices=choices if of else {"category": "project"}, **of
            )
        except Refused:
            continue
        finally:
            work.session.close()
        job = worked(site, asked)
        address = f"/pearl-2025/documents/{asked.id}"
        answer, page = client.get(f"{address}/file", buffered=True), client.get(address)
        yield "page", f"{page.get_data(as_text=True)}\n{page.headers}\n{job.trouble}"
        if answer.status_code == 200:
            assert job.state is JobState.DONE
            yield kind, f"{opened(answer.get_data())}\n{answer.headers}"


def worked(site: Site, document: Document) -> Job:
    """Run the worker on the document's job."""
    world = site.world
    work = Work(world.session(writes=True), make.SYSTEM, world.clock(), world.settings)
    jobs.run_job(work, document.job_id)
    work.session.close()
    with world.session() as session:
        return session.get_one(Job, document.job_id)


def told_to(site: Site, persona: str) -> str:
    """Every mail to this person."""
    with site.world.session() as session:
        letters = session.scalars(select(Letter).where(Letter.address == site.world.person(persona).email))
        return "\n".join(f"{letter.subject}\n{letter.text}\n{letter.html}" for letter in letters)


def test_no_paper_shows_a_reviewer_of_a_blind_round_whose_the_file_is(blind_site):
    papers = list(papers_of(blind_site, "assigned"))

    leaks = {(kind, word) for kind, text in papers for word in WHOSE if word.lower() in text.lower()}
    assert leaks == set()
    assert {"nomination", "pack", "pack_files", "own_reviews", "my_data"} <= {kind for kind, _text in papers}
    assert "wrote to" in dict(papers)["pack"]  # the file is there to be read


def test_no_page_sheet_or_file_shows_a_reviewer_of_a_blind_round_whose_the_file_is(blind_site):
    with blind_site.world.session() as session:
        submission_id = blind_site.world.nomination("eligible").submission_id
        ids = [attachment["id"] for attachment in session.get_one(Submission, submission_id).attachments]
    client = blind_site.browser("assigned")[0]
    base = f"/pearl-2025/review/files/{blind_site.things.nominations['eligible']}/attachments"
    answers = []
    for attachment_id in ids:
        for end in ("", "/picture", "/thumbnail", "/pages/1"):
            answer = client.get(f"{base}/{attachment_id}{end}", buffered=True)
            content = f"{opened(answer.get_data())}\n{answer.headers}"
            answers.append((answer.status_code, f"{attachment_id}{end}", content))
    text, _ = seen_by(blind_site, "assigned", [blind_site.things.nominations["eligible"]])

    assert sum(status == 200 for status, *_ in answers) >= len(ids) + 4
    assert [(end, word) for _, end, content in answers for word in WHOSE if word.lower() in content.lower()] == []
    assert [word for word in WHOSE if word.lower() in text.lower()] == []


def test_a_paper_made_before_the_names_were_hidden_is_shut(blind_site):
    with blind_site.world.session(writes=True) as session:
        at = session.scalars(select(BlindRound.at)).one()
        session.execute(update(BlindRound).values(at=make.START + make.A_MOMENT))
        session.commit()

    assert {kind for kind, _text in papers_of(blind_site, "assigned")} == {
        "page", "my_data", "certificate",
    }
    assert at < make.START


def test_the_dossier_of_the_secretariat_still_says_whose_it_is(blind_site):
    """Otherwise the tests above could not fail."""
    dossier = dict(papers_of(blind_site, "head", ["dossier"]))["dossier"]

    assert {word for word in WHOSE if word in dossier} == set(WHOSE)
    assert f"{NAME}pinned" in dossier


@pytest.mark.parametrize("persona", ["recused", "unassigned", "stranger"])
def test_no_paper_mentions_a_file_that_is_closed_to_its_reader(site, persona):
    papers = list(papers_of(site, persona))

    assert {kind: find_words(text) for kind, text in papers if PLANT in text} == {}
    assert "my_data" in {kind for kind, _text in papers}


def test_no_paper_shows_an_owner_who_reviewed_and_how(site):
    papers = list(papers_of(site, "owner"))

    assert {"receipt", "nomination", "my_data"} <= {kind for kind, _text in papers}
    for kind, text in papers:
        assert find_words(text) <= {"title", "answer", "attachment", "message"}, kind
        assert [name for name in REVIEWERS if name in text] == [], kind


def test_no_mail_shows_a_reviewer_of_a_blind_round_whose_the_file_is(blind_site):
    world, file = blind_site.world, blind_site.things.nominations["eligible"]
    reviewer = world.person("assigned").id
    reopening.reopen(world.work("head"), blind_site.things.rounds["open"], file, reviewer, "Look again.")
    conflicts.recuse_reviewer(world.work("officer"), file, reviewer, "family", "Heard of it.")

    mail = told_to(blind_site, "assigned")

    assert mail.count("PRL-2025-P-0004") >= 2
    assert [word for word in WHOSE if word.lower() in mail.lower()] == []
