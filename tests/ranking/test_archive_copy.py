"""The archive copy: a PDF/A that holds its own marks, and the JSON that the marks leave as."""

import io
import json

import page
import pikepdf
import pytest

from nominations.documents.adapters.archive_copy import VARIANT, Enclosed, enclose
from nominations.documents.adapters.pdf import to_pdf
from nominations.ranking.reports import scoring
from nominations.ranking.reports.score_table import MarkSet
from nominations.ranking.reports.scores_data import render_json
from tests.support.report_samples import samples
from tests.support.schemas import faults

# WeasyPrint leaves its colour profile to the collector to close.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")


def marks(language: str) -> bytes:
    sets = [
        MarkSet("NHA-2025-P-0001", "خان", "Projects", "First", "A",
                {"technical": 7, "impact": None, "innovation": 8, "management": 6, "example": 5}, {}, "Shortlist",
                "Submitted", True, samples.NOW),
        MarkSet("NHA-2025-P-0002", "=1+1", "Projects", "First", "B", {}, {}, "", "Recused", False),
    ]
    return render_json(samples.criteria(language), sets, edition="natavan-2025", category="project",
                       round_code="first", made_at=samples.NOW)


@pytest.fixture(scope="module", params=["en", "ar"])
def archived(request):
    html = scoring.render_report(samples.scoring_report(request.param, files=4, reviewers=3), request.param)
    enclosed = [Enclosed("scores.json", "application/json", marks(request.param))]
    return enclose(to_pdf(html, VARIANT), enclosed, samples.NOW)


def test_the_archive_copy_is_a_pdf_a(archived):
    report = page.validate_pdf_bytes(archived, profile=page.ValidationProfile.PDF_A_3U)

    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []


def test_it_holds_the_marks_it_was_made_from(archived):
    with pikepdf.open(io.BytesIO(archived)) as read:
        held = read.attachments["scores.json"].get_file().read_bytes()
        assert len(read.Root.AF) == 1

    assert json.loads(held)["reviews"][0]["marks"]["impact"] is None


def test_the_marks_are_as_the_format_says():
    made = json.loads(marks("en"))

    assert faults(made, "scores") == []
    assert [review["counts"] for review in made["reviews"]] == [True, False]
    assert faults(made | {"extra": 1}, "scores") == [
        "$: Additional properties are not allowed ('extra' was unexpected)"
    ]
