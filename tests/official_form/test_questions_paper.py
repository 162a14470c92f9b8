"""All questions as PDF: accessible by two checkers, in its language, every Arabic word of it to be found."""

import io
import re

import pytest
from pypdf import PdfReader

from nominations.documents.adapters.pdf import to_pdf
from nominations.editions.rules.form import all_questions
from nominations.official_form.reports import public_papers
from tests.guarantees.sources import ROOT
from tests.support.filled_forms import ADDRESS
from tests.support.report_samples.papers import arabic_words, bare, errors_said_out_loud, failures, text_of

REAL = ROOT / "config" / "editions" / "natavan-2025"


@pytest.fixture(scope="module")
def edition():
    """The award's own: its questions are the longest there are."""
    from nominations.editions.adapters.folder import read_folder

    return read_folder(REAL)


@pytest.fixture(scope="module")
def made(edition):
    """Each paper is printed once: its HTML and its PDF."""
    kept = {}

    def make(key, language):
        if (key, language) not in kept:
            html = public_papers.questions_html(edition, edition.category(key), language, ADDRESS)
            kept[key, language] = (html, to_pdf(html))
        return kept[key, language]

    return make


ALL = pytest.mark.parametrize(
    ("key", "language"), [(key, code) for key in ("project", "individual") for code in ("en", "fr", "ar")]
)


@ALL
def test_a_checker_of_pdf_ua_finds_nothing_wrong(made, key, language):
    assert failures(made(key, language)[1]) == []


@ALL
def test_a_second_checker_finds_no_error_either(made, tmp_path, key, language):
    assert errors_said_out_loud(made(key, language)[1], tmp_path) == []


@ALL
def test_the_paper_knows_its_language_and_shows_its_title(made, key, language):
    root = PdfReader(io.BytesIO(made(key, language)[1])).root_object

    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.parametrize("key", ["project", "individual"])
def test_every_arabic_word_can_be_found_in_the_paper(made, key):
    html, pdf = made(key, "ar")
    body = re.sub(r"<svg.*?</svg>", " ", html[html.index("<body>"):], flags=re.DOTALL)

    wanted, text = arabic_words(re.sub(r"<[^>]*>", " ", body)), bare(text_of(pdf))

    assert len(wanted) > 200
    assert {word for word in wanted if word not in text} == set()


@ALL
def test_no_question_is_left_out(made, edition, key, language):
    text = re.sub(r"\s+", "", bare(text_of(made(key, language)[1])))

    labels = [question.label.in_(language) for question in all_questions(edition.category(key).sections)]
    if language == "ar":
        # Readers turn punctuation round; words they keep.
        assert all(word in text for label in labels for word in arabic_words(label))
    else:
        assert [label for label in labels if re.sub(r"\s+", "", label) not in text] == []
