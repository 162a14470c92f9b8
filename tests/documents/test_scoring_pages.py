"""How the scoring report lies on its pages: few, upright, none with a remainder alone, the ranking on one of them."""

import io
import re

import pytest
from pypdf import PdfReader

from nominations.documents.adapters.pdf import to_pdf
from nominations.ranking.reports import scoring
from tests.support.report_samples import samples

REFERENCE = re.compile(r"NHA-2025-P-[0-9]{4}")


@pytest.fixture(scope="module")
def report(language):
    return samples.analysed_report(language, files=20, reviewers=9)


@pytest.fixture(scope="module")
def pages(report, language):
    return PdfReader(io.BytesIO(to_pdf(scoring.render_report(report, language)))).pages


LANGUAGES = pytest.mark.parametrize("language", ["en", "fr", "ar"], scope="module")


@LANGUAGES
def test_twenty_nominations_are_ranked_on_one_page(report, pages):
    ranked = {standing.file for standing in report.standings() if standing.place}

    assert len(ranked) > 15
    assert ranked == set(REFERENCE.findall(pages[2].extract_text()))


@LANGUAGES
def test_no_page_turns_and_none_holds_a_remainder(pages):
    assert all(float(page.mediabox.height) > float(page.mediabox.width) for page in pages)
    assert [number for number, page in enumerate(pages, 1) if len(page.extract_text().split()) < 60] == []


@LANGUAGES
def test_the_whole_report_is_short(pages):
    assert len(pages) <= 10  # with ties and with nominations that have no review
