"""Letterheads: which hidden words stand in the text of an attachment, and which pages nobody but a person can read."""

import pytest

from nominations.core.tables import Attachment
from nominations.documents.adapters.render import render_pdf
from nominations.redaction.adapters.names_in_files import FileNames, find_names
from nominations.rounds.rules.name_filter import NameFilter
from tests.support import make_files, redaction, reviewing

PAGES = """<!DOCTYPE html><html lang="en"><title>x</title><body><p>Letter of the Guild of Ada Byron</p>
<p style="break-before:page">Nothing here</p>
<p style="break-before:page">Byron again, ask ada@example.org</p>
<p lang="ar" dir="rtl">كتبت مريم البحر هنا</p></body></html>"""
VEIL = NameFilter(["Ada Byron", "Byron", "مريم البحر", "Haddad"])
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def names_of(world, name, content, media_type):
    attachment = redaction.attach(world, "plan", name, content, media_type)
    with world.session() as session:
        sha256 = session.get_one(Attachment, attachment).sha256
    return find_names(sha256, media_type, VEIL, world.settings)


def test_the_names_of_a_pdf_are_told_with_their_pages(world):
    inside = names_of(world, "a.pdf", render_pdf(PAGES), "application/pdf")

    assert dict(inside.names) == {
        "Ada Byron": (1,), "Byron": (3,), "ada@example.org": (3,), "مريم البحر": (3,),
    }
    assert (inside.unread, inside.is_unread) == ((), False)


@pytest.mark.parametrize(("content", "media_type", "unread"), [
    (make_files.pdf(pages=2), "application/pdf", FileNames((), (1, 2), True)),
    (reviewing.jpeg(), "image/jpeg", FileNames(is_unread=True)),
    (b"%PDF-1.4 no", "application/pdf", FileNames(is_unread=True)),
    (b"PK\x03\x04 no", WORD, FileNames(is_unread=True)),
])
def test_what_carries_no_text_is_said_to_be_unread(world, content, media_type, unread):
    assert names_of(world, "scan.pdf", content, media_type) == unread


def test_the_head_of_a_word_document_is_read_across_its_runs(world):
    head = b'<w:hdr xmlns:w="x"><w:p><w:r><w:t>Ada By</w:t></w:r><w:r><w:t>ron &amp; Co</w:t></w:r></w:p></w:hdr>'
    inside = names_of(world, "a.docx", make_files.docx({"word/header1.xml": head}), WORD)

    assert dict(inside.names) == {"Ada Byron": (1,)}


def test_the_page_tells_the_officer_where_a_name_stands(world, browse):
    redaction.attach(world, "plan", "head.pdf", render_pdf(PAGES), "application/pdf", pages=3)
    redaction.attach(world, "photo", "quay.jpg", reviewing.jpeg(), "image/jpeg")

    page = browse("officer", "secretariat.redaction", nomination_id=world.nomination("eligible").id).text("main")

    assert "“Ada Byron” stands on page 1." in page
    assert "The program cannot read this attachment. Look at it yourself." in page
