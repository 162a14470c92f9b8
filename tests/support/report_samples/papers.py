"""Every kind of report as HTML, by name, and what tests read in a PDF."""

import io
import re
import subprocess
import unicodedata
from pathlib import Path

import outloud
import page
import pypdfium2
from pypdf import PdfReader

from nominations.documents.reports import register
from nominations.nominations.reports import letters, nomination, receipt
from nominations.official_form.reports import public_papers
from nominations.ranking.reports import score_sheets, scoring
from nominations.records.reports import statistics
from nominations.reviewing.reports import own_reviews
from tests.support.report_samples import samples
from tests.support.small_edition import edition

PAPERS = {
    "scoring": lambda language: scoring.render_report(samples.scoring_report(language, files=6, reviewers=5), language),
    "analysed": lambda language: scoring.render_report(samples.analysed_report(language), language),
    "empty": lambda language: scoring.render_report(
        samples.scoring_report(language, files=0, reviewers=0, recusals=()), language
    ),
    "sheet": lambda language: score_sheets.render_sheet(samples.sheet_report(language), language),
    "volume": lambda language: score_sheets.render_volume(samples.volume(language, sheets=2), language),
    "receipt": lambda language: receipt.render_receipt(samples.receipt(language), language),
    "nomination": lambda language: nomination.render_nomination(samples.nomination(language), language),
    "own reviews": lambda language: own_reviews.reviews_as_html(samples.own_reviews(language), language),
    "no reviews of one's own": lambda language: own_reviews.reviews_as_html(
        samples.own_reviews(language, cards=0), language
    ),
    "certificate": lambda language: own_reviews.certificate_as_html(samples.certificate(language), language),
    "letters": lambda language: letters.render_letters(samples.letters(language), language),
    "register": lambda language: register.render_register(samples.register(language), language),
    "register of nothing": lambda language: register.render_register(samples.register(language, rows=0), language),
    "statistics": lambda language: statistics.render_statistics(samples.statistics(language), language),
    "statistics of nothing": lambda language: statistics.render_statistics(
        samples.statistics(language, lines=0), language
    ),
    "questions": lambda language: public_papers.questions_html(
        edition(), edition().categories[0], language, "https://award.example.org/pearl-2025/"
    ),
}


def failures(pdf: bytes) -> list[str]:
    """What a checker of PDF/UA-1 finds wrong."""
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def errors_said_out_loud(pdf: bytes, folder: Path) -> list[str]:
    """What a second checker, independent of the first, calls an error; its warnings are for eyes."""
    (folder / "paper.pdf").write_bytes(pdf)
    report = outloud.check(str(folder / "paper.pdf"))
    assert report.error is None, report.error
    return [f"{finding.rule_id}: {finding.message}" for finding in report.findings if finding.severity == "error"]


def outside(pdf: bytes) -> list[str]:
    """Letters that stand beyond the edge of their page, with its number: a layout that somebody's text broke."""
    letters = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, sheet in enumerate(document, 1):
            wide, high = sheet.get_size()
            text = sheet.get_textpage()
            for at in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(at)
                if right - left > 0.1 and (left < -1 or right > wide + 1 or bottom < -1 or top > high + 1):
                    letters.append(f"page {number}: {text.get_text_range(at, 1)!r}")
    return letters


def text_of(pdf: bytes) -> str:
    """The text as a reader program extracts it."""
    return "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages)


def bare(text: str) -> str:
    """Without vowel marks and stretching, which readers place differently."""
    return re.sub(r"[\u064b-\u0652\u0640]", "", text)


def arabic_words(text: str) -> set[str]:
    """Its Arabic words, bare."""
    return set(re.findall(r"[\u0621-\u064a]{2,}", bare(text)))


def by_poppler(pdf: bytes, folder: Path) -> str:
    """The text as `pdftotext` takes it out, in the order of the language."""
    (folder / "paper.pdf").write_bytes(pdf)
    words = ["pdftotext", folder / "paper.pdf", "-"]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def compose(text: str) -> str:
    """In one form of letters and marks, without the marks of direction that say nothing aloud."""
    visible = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return unicodedata.normalize("NFC", visible)


def words(text: str) -> set[str]:
    """Runs of letters and marks; where blanks stand beside numbers is the reader's."""
    kept = (character if unicodedata.category(character)[0] in "LM" else " " for character in compose(text))
    return set("".join(kept).split())
