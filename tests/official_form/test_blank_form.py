"""The blank form: filled in by two libraries with hostile texts, read back exactly in the limited child."""

import io
import re

import pikepdf
import pytest
from pypdf import PdfReader, PdfWriter

from nominations.documents.adapters.render import Limits
from nominations.editions.rules.kinds import Shape
from nominations.official_form.adapters import form_reader
from nominations.official_form.reports import blank_form, public_papers
from nominations.official_form.rules import form_reading, paper_form
from nominations.official_form.rules.form_reading import Trouble
from tests.support.filled_forms import ADDRESS, fill_form, flatten_form, mark_form, save_pdf
from tests.support.small_edition import PROJECT_ANSWERS, edition

LONG = "كلمة " * 2999 + "أخيرة"
TEXTS = (
    "ترميم رصيف اللؤلؤ «الأول» ١٢٣ – Shusha", "one\ntwo\n\nthree", "🏺👩🏽‍🔧 mended", "=cmd|' /C calc'!A0",
    "(unbalanced \\ ( paren", "þÿ not a mark", "\u202eevil\u202c", "İIıi ə Şuşa", LONG, "a\ttab", "’“”–…€",
)


@pytest.fixture(scope="module")
def blanks() -> dict[str, bytes]:
    """The form of the projects in each language."""
    pearl = edition()
    category = pearl.categories[0]
    return {language: blank_form.render_form(pearl, category, language, ADDRESS, Limits()) for language in ("en", "ar")}


def read_form(content: bytes, tmp_path, settings, category=None):
    path = tmp_path / "form.pdf"
    path.write_bytes(content)
    sent = form_reader.look(path, settings)
    return form_reading.interpret(
        edition(), category, sent.fields, sent.properties, is_pdf=sent.is_pdf, encrypted=sent.encrypted,
        damaged=sent.damaged,
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_filled_form_is_read_back_exactly(blanks, tmp_path, settings, language):
    pearl = edition()
    content = fill_form(blanks[language], paper_form.list_values(pearl.categories[0], PROJECT_ANSWERS))

    category, form = read_form(content, tmp_path, settings)

    assert (category.key, form.troubles, form.mark.language) == ("project", (), language)
    assert form.read.answers == PROJECT_ANSWERS


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_every_text_comes_back_through_every_kind_of_field(blanks, tmp_path, settings, text):
    category = edition().categories[0]
    wanted = {field.name: "yes" if field.shape is Shape.TICK else text
              for field in paper_form.list_fields(category) if "=" not in field.name or field.name.endswith("=site")}

    form = read_form(fill_form(blanks["ar"], wanted), tmp_path, settings)[1]

    assert paper_form.list_values(category, form.read.answers) == wanted


def test_what_another_library_fills_in_is_read_too(blanks, tmp_path, settings):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(blanks["en"])))
    writer.set_need_appearances_writer()
    for page in writer.pages:
        writer.update_page_form_field_values(page, {"title": "رصيف", "kinds=site": "/yes"}, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)

    assert read_form(out.getvalue(), tmp_path, settings)[1].read.answers == {"title": "رصيف", "kinds": ["site"]}


def test_the_fields_say_their_names_and_face_the_right_way(blanks):
    for language, side in (("en", 0), ("ar", 2)):
        with pikepdf.open(io.BytesIO(blanks[language])) as pdf:
            fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
            assert all(str(field.get("/TU", "")) for name, field in fields.items() if name != "form")
            assert (int(fields["summary"].Q), int(fields["nominator/email"].Q)) == (side, 0)
            assert (int(fields["summary"].Ff), int(fields["title"].MaxLen)) == (4096, 150)
            assert (int(fields["start_date"].Ff), int(fields["start_date"].MaxLen)) == (1 << 24, 10)
            assert int(fields["form"].Ff) == 1
            assert int(fields["form"].F) == 2
            assert str(pdf.Root.ViewerPreferences.Direction) == ("/R2L" if language == "ar" else "/L2R")
            assert "AwardForm" in str(fields["summary"].DA)
            assert str(pdf.docinfo["/FormVersion"]) == paper_form.version(edition().categories[0])


def test_the_fields_font_knows_arabic_and_latin(blanks):
    with pikepdf.open(io.BytesIO(blanks["ar"])) as pdf:
        letters = pdf.Root.AcroForm.DR.Font.AwardForm.ToUnicode.read_bytes().decode()
    assert all(f"<{ord(letter):04x}>" in letters for letter in "Aé1اللؤخəş")


def test_each_thing_that_can_be_wrong_is_named(blanks, tmp_path, settings):
    pearl = edition()
    whole = fill_form(blanks["en"], {"title": "A quay", "nonsense": "x"})

    def list_troubles(content: bytes, category=None) -> set[Trouble]:
        return set(read_form(content, tmp_path, settings, category)[1].troubles)

    assert list_troubles(whole) == set()
    assert list_troubles(b"PK\x03\x04 no form") == {Trouble.NOT_A_PDF}
    assert list_troubles(b"%PDF-1.7 nothing") == {Trouble.DAMAGED}
    assert list_troubles(blanks["en"]) == {Trouble.EMPTY}
    assert list_troubles(save_pdf(whole, encryption=pikepdf.Encryption(owner="o", user="u"))) == {Trouble.ENCRYPTED}
    assert list_troubles(flatten_form(whole)) == {Trouble.FLATTENED}
    assert list_troubles(whole, pearl.categories[1]) == {Trouble.OTHER_CATEGORY}
    assert list_troubles(mark_form(whole, "pearl-2025 project en 000000000000")) == {Trouble.OTHER_VERSION}
    assert list_troubles(mark_form(whole, "coral-2024 project en 000000000000")) == {
        Trouble.OTHER_EDITION, Trouble.OTHER_VERSION
    }
    assert list_troubles(save_pdf(pikepdf.new())) == {Trouble.NOT_OURS}


def test_what_forbids_writing_or_stands_behind_a_form_is_no_trouble(blanks, tmp_path, settings):
    whole = fill_form(blanks["en"], {"title": "A quay"})
    locked = save_pdf(whole, encryption=pikepdf.Encryption(owner="o", user=""))

    for content in (locked, whole + bytes(40_000), whole + b"<html>" * 900, b"\r\n" + whole):
        form = read_form(content, tmp_path, settings)[1]
        assert (form.troubles, form.read.answers) == ((), {"title": "A quay"})


def test_of_a_damaged_form_what_can_be_read_is_offered(blanks, tmp_path, settings):
    whole = fill_form(blanks["en"], {"title": "A quay"})
    cut = re.sub(rb"startxref\n\d+", b"startxref\n1", whole)

    form = read_form(cut, tmp_path, settings)[1]

    assert Trouble.DAMAGED in form.troubles
    assert form.read.answers == {"title": "A quay"}


def test_a_tree_of_fields_without_end_is_left(blanks, tmp_path, settings):
    with pikepdf.open(io.BytesIO(blanks["en"])) as pdf:
        loop = pdf.make_indirect(pikepdf.Dictionary(T=pikepdf.String("x"), Kids=pikepdf.Array()))
        loop.Kids = pikepdf.Array([loop])
        pdf.Root.AcroForm.Fields.append(loop)
        hostile = save_pdf(pdf)

    assert read_form(hostile, tmp_path, settings)[1].read.answers == {}


def test_the_questions_can_be_read_by_everybody_and_searched():
    pearl = edition()
    for language in ("en", "ar"):
        content = public_papers.render_paper(pearl, pearl.categories[0], "questions", language, ADDRESS, Limits())
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        assert "Funding" in text
