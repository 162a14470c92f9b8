"""Receipt, nomination and register: what they must say, and what they must not show."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nominations.documents.reports import register
from nominations.documents.reports.register import PrintedColumn, TableReport
from nominations.nominations.reports import nomination, receipt
from tests.ranking.test_scoring_report import words_of
from tests.support.report_samples import samples


def test_a_receipt_says_what_was_received_and_when_to_the_second():
    made = samples.receipt("en")
    words = words_of(receipt.render_receipt(made, "en"))

    for text in ("NHA-2025-P-0042", "23:59:58, Rabat time", "UTC+1", "2025-11-30 22:59:58 UTC", "record 4182",
                 "fc5d 6641 e893", "the winners are announced"):
        assert text in words
    for file in made.files:
        assert file.sha256 in words


def test_a_receipt_without_files_says_so():
    assert "No file was attached" in receipt.render_receipt(replace(samples.receipt("en"), files=()), "en")


def test_a_nomination_prints_every_answer_in_order_and_says_what_is_not_answered():
    words = words_of(nomination.render_nomination(samples.nomination("en"), "en"))
    order = [words.index(text) for text in ("1. The project", "Kind of heritage", "Latitude", "Lime and timber",
                                            "2. The community", "Not answered", "Attachments", "I declare")]

    assert order == sorted(order)


def test_a_draft_is_marked_as_one():
    draft = samples.nomination("en", submitted_at=None, version=None, content_hash="")

    assert "Draft: not submitted" in nomination.render_nomination(draft, "en")
    assert "Draft: not submitted" not in nomination.render_nomination(samples.nomination("en"), "en")


@pytest.mark.parametrize("content", [
    b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\xff\xd8\xff" + b"x" * nomination.LARGEST_THUMBNAIL,
])
def test_only_small_jpegs_and_pngs_become_pictures(content):
    assert nomination.as_picture(content) == ""


def test_a_thumbnail_is_shown_with_its_caption_as_alternative_text():
    html = nomination.render_nomination(samples.nomination("en"), "en")

    assert html.count('<img src="data:image/jpeg;base64,') == 1
    assert 'alt="Les terrasses de l&#39;oued Imaginaire"' in html


def test_a_register_lists_typed_values_and_lies_down_when_it_is_wide():
    html = register.render_register(samples.register("en"), "en")

    assert "3 December 2025" in html
    assert '<td class="number">12</td>' in html
    assert '<section class="wide">' in html


def test_an_empty_register_says_so():
    empty = TableReport(samples.front("en"), "Conflicts", "Projects", (PrintedColumn("Reviewer"),), ())

    assert "There is nothing to show yet" in register.render_register(empty, "en")


@pytest.mark.parametrize(("value", "kind"), [
    (None, "empty"), ("", "empty"), ("x", "text"), (3, "number"), (True, "text"),
    (datetime(2025, 1, 1, tzinfo=UTC), "instant"),
])
def test_a_cell_is_set_by_its_type(value, kind):
    assert register.kind(value) == kind
