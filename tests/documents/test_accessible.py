"""Every report, in every language, is valid PDF/UA-1, states its language, and its text can be extracted."""

import io
import re
import unicodedata
from html import unescape

import pytest
from pypdf import PdfReader

from nominations.documents.adapters.pdf import to_pdf
from nominations.nominations.reports import nomination
from tests.support.report_samples import samples
from tests.support.report_samples.papers import (
    PAPERS,
    arabic_words,
    bare,
    by_poppler,
    compose,
    errors_said_out_loud,
    failures,
    text_of,
    words,
)


@pytest.fixture(scope="module")
def made(name, language):
    """A report, printed once for all tests here: by the scope of its parameters they come one after the other."""
    html = PAPERS[name](language)
    return html, to_pdf(html)


def _papers(*languages):
    papers = [(name, language) for language in languages for name in PAPERS]
    return pytest.mark.parametrize(("name", "language"), papers, scope="module")


# Tests are put together by the place of a parameter in its list: Arabic stands first in both.
ALL, ARABIC = _papers("ar", "en", "fr"), _papers("ar")


@ALL
def test_a_checker_of_pdf_ua_finds_nothing_wrong(made):
    _, pdf = made

    assert failures(pdf) == []


@ALL
def test_a_second_checker_finds_no_error_either(made, tmp_path):
    _, pdf = made

    assert errors_said_out_loud(pdf, tmp_path) == []


@ALL
def test_the_document_knows_its_language_and_shows_its_title(made, language):
    html, pdf = made
    reader = PdfReader(io.BytesIO(pdf))

    assert reader.root_object["/Lang"] == language
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert f"<title>{reader.metadata.title}</title>" in unescape(html)
    assert reader.metadata.author


@ALL
def test_only_our_own_three_families_are_embedded(made):
    _, pdf = made
    fonts = {str(font["/BaseFont"]).split("+")[1] for font in _fonts(PdfReader(io.BytesIO(pdf)))}

    assert fonts <= {
        "Award-Serif", "Award-Serif-Bold", "Award-Sans", "Award-Sans-Bold", "Award-Naskh", "Award-Naskh-Bold"
    }


def _fonts(reader):
    for page in reader.pages:
        yield from (font.get_object() for font in page["/Resources"].get("/Font", {}).values())


@ALL
def test_every_word_of_the_source_is_read_back_letter_by_letter(made, tmp_path):
    html, pdf = made

    body = _visible(html[html.index("<body>"):])
    wanted = words(re.sub(r"(?<=و)(?=[A-Z])", " ", unescape(body)))  # "and" and a reference: two directions

    assert wanted
    for text in (text_of(pdf), by_poppler(pdf, tmp_path)):
        assert {word for word in wanted if word not in compose(text)} == set()


@ALL
def test_the_running_head_is_read_back_as_it_is_written(made, name, language, tmp_path):
    html, pdf = made
    head = plain(re.sub(r"<[^>]*>", "", html.partition('<div class="running-head">')[2].partition("</div>")[0]))
    read = read_aloud(pdf, tmp_path)

    assert head
    # Where brackets, stops and numbers stand in a line with Arabic is the reader's.
    parts = head.split() if re.search("[\u0600-\u06ff]", head) else [head]
    assert name == "certificate" or [part for part in parts if part.strip("()،.") not in read] == []


@ARABIC
def test_every_arabic_word_of_the_source_can_be_found_in_the_paper(made):
    html, pdf = made
    body = html[html.index("<body>"):]

    wanted, text = arabic_words(_visible(body)), bare(text_of(pdf))

    assert wanted
    assert {word for word in wanted if word not in text} == set()


@ARABIC
def test_no_reader_loses_a_vowel_mark(made, tmp_path):
    html, pdf = made
    taken = by_poppler(pdf, tmp_path)

    vowelled = {word for word in words(unescape(_visible(html[html.index("<body>"):]))) if bare(word) != word}

    assert vowelled
    for text in (compose(taken), compose(text_of(pdf))):
        assert {word for word in vowelled if word not in text} == set()


A_PHRASE = re.compile(r"[\u0621-\u064a]{2,}(?: ·)? [0-9]+ [\u0621-\u064a]{2,}")  # a number within a line
A_NUMBER = re.compile(r"(?<![0-9A-Za-z.,])[0-9]+(?:[.,][0-9]+)*(?![0-9A-Za-z])")


@ARABIC
def test_arabic_phrases_with_numbers_are_read_in_their_order(made, name, tmp_path):
    html, pdf = made
    read = read_aloud(pdf, tmp_path).replace(" ", "")  # where exactly the blanks beside a number stand is the reader's

    tags = _without_pictures(html[html.index("<body>"):]).split("<")
    texts = [tag.partition(">")[2] for tag in tags]
    phrases = {phrase for text in texts for phrase in A_PHRASE.findall(plain(text))}

    assert phrases or name == "certificate"
    assert {phrase for phrase in phrases if phrase.replace(" ", "") not in read} == set()


@ARABIC
def test_no_number_is_read_backwards(made, tmp_path):
    html, pdf = made
    read = read_aloud(pdf, tmp_path)

    numbers = set(A_NUMBER.findall(plain(_visible(html[html.index("<body>"):]))))

    assert numbers
    assert {number for number in numbers if number not in read} == set()


def read_aloud(pdf, folder):
    """As a program for readers takes the text out, in the order of the language."""
    return plain(by_poppler(pdf, folder))


def plain(text):
    """Bare of vowel marks and of the marks of direction, on one line."""
    kept = "".join(mark for mark in unescape(bare(text)) if unicodedata.category(mark) != "Cf")
    return " ".join(kept.split())


def _visible(html):
    return re.sub(r"<[^>]*>", " ", _without_pictures(html))


def _without_pictures(html):
    return re.sub(r"<svg.*?</svg>", " ", html, flags=re.DOTALL)


def test_an_arabic_page_runs_from_right_to_left():
    html = PAPERS["scoring"]("ar")

    assert '<html lang="ar" dir="rtl">' in html


HARD = "لأن الأمانة إلى الآن لا تملك إلا مِلاطًا؛ شُيِّدت القلعةُ أولًا، ثمّ الأسوارُ، والمؤسسة اللائقة، مُعلِّم، لآلئ، ﷲ، بإذن"
FIRST_SEEN_WITH_A_VOWEL_MARK = "أُنجز"  # WeasyPrint alone leaves this hamza without a letter


@pytest.mark.parametrize("title", [HARD, FIRST_SEEN_WITH_A_VOWEL_MARK], ids=["hard words", "vowel mark"])
def test_letters_drawn_with_several_glyphs_are_mapped_and_read_back(title):
    pdf = to_pdf(nomination.render_nomination(samples.nomination("ar", title=title), "ar"))
    text = bare(text_of(pdf)).replace("\u200d", "")

    assert failures(pdf) == []
    assert {word for word in arabic_words(title) if word not in text} == set()


def test_accents_set_as_marks_of_their_own_are_mapped():
    html = nomination.render_nomination(samples.nomination("en", title="A\u0301l q\u0307 r\u0323\u0308 M\u0307x"), "en")

    assert failures(to_pdf(html)) == []
