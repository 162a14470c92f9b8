"""`nominations form`: the blank form is written, a filled one is read as text and as JSON; a no is one sentence."""

import json

import pikepdf
import pytest

from tests.support.filled_forms import blank, fill_form, flatten_form, mark_form, save_pdf
from tests.support.small_edition import edition

ARABIC = "ترميم رصيف اللؤلؤ"


@pytest.fixture
def form(tmp_path):
    """A file with this content."""
    def write(content: bytes):
        path = tmp_path / "نموذج.pdf"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_blank_form_is_written_and_says_what_it_is(run, place, tmp_path, form, language):
    output = tmp_path / "blank.pdf"

    result = run("form", "blank", "--data", place, "--edition", edition().code, "--category", "project", "--language",
                 language, "--output", output)

    assert (result.status, result.err) == (0, "")
    assert result.out.startswith(str(output))
    read = run("form", "read", "--data", place, "--json", form(fill_form(output.read_bytes(), {"title": ARABIC})))
    values = json.loads(read.out)
    assert (values["form"]["category"], values["form"]["language"], values["troubles"]) == ("project", language, [])


def test_a_filled_form_is_printed_field_by_field(run, place, form):
    content = fill_form(blank("ar"), {"title": ARABIC, "summary": "one\n\ntwo"})
    result = run("form", "read", "--data", place, form(content))

    assert (result.status, result.err) == (0, "")
    first, *fields = result.out.splitlines()
    assert first.startswith("pearl-2025, project, ar, form ")
    assert fields == ["summary: one", "    ", "    two", f"title: {ARABIC}"]


def test_a_filled_form_is_printed_as_json(run, place, form):
    answered = form(fill_form(blank(), {"title": ARABIC, "kinds=site": "yes"}))
    result = run("form", "read", "--data", place, "--json", answered)

    assert result.status == 0
    values = json.loads(result.out)
    assert values["answers"] == {"title": ARABIC, "kinds": ["site"]}
    assert (values["read_as"], values["left_out"]) == ("project", [])


def test_a_form_of_another_version_is_read_and_named(run, place, form):
    old = mark_form(fill_form(blank(), {"title": "A quay"}), "pearl-2025 project en 000000000000")

    result = run("form", "read", "--data", place, form(old))

    assert result.status == 0
    assert "! This is another version of the form" in result.out
    assert "title: A quay" in result.out


SPOILT = {
    "not_a_pdf": lambda whole: b"PK\x03\x04 a zip", "damaged": lambda whole: b"%PDF-1.7 nothing",
    "not_ours": lambda whole: save_pdf(pikepdf.new()), "flattened": flatten_form, "empty": lambda whole: blank(),
    "encrypted": lambda whole: save_pdf(whole, encryption=pikepdf.Encryption(owner="o", user="u")),
}


@pytest.mark.parametrize("trouble", SPOILT)
def test_of_what_cannot_be_read_the_trouble_is_named_and_the_status_is_one(run, place, form, trouble):
    path = form(SPOILT[trouble](fill_form(blank(), {"title": "A quay"})))

    as_text, as_json = run("form", "read", "--data", place, path), run("form", "read", "--data", place, "--json", path)

    assert (as_text.status, as_json.status) == (1, 1)
    assert as_text.sentence == as_json.sentence == "Nothing could be read."
    assert trouble in json.loads(as_json.out)["troubles"]
    assert "! " in as_text.out


@pytest.mark.parametrize("words", [
    ("read", "nowhere.pdf"), ("blank", "--category", "project", "--language", "tlh"),
    ("blank", "--category", "songs", "--language", "en"), ("blank", "--edition", "coral-1999", "--category", "project",
                                                            "--language", "en"),
])
def test_a_no_is_one_sentence_and_a_status(run, place, tmp_path, words):
    wanted = list(words)
    if words[0] == "blank":
        wanted += [] if "--edition" in words else ["--edition", edition().code]
        wanted += ["--output", str(tmp_path / "blank.pdf")]

    result = run("form", *wanted, "--data", place)

    assert result.status in (1, 2)
    assert result.sentence
    assert not (tmp_path / "blank.pdf").exists()
