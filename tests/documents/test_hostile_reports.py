"""Hostile texts break no report: they are printed within the page, load nothing, and can be extracted."""

import csv
import io
import re
import unicodedata
from dataclasses import replace

import openpyxl
import pytest

from nominations.documents.adapters.pdf import to_pdf
from nominations.documents.adapters.render import Limits, render_pdf
from nominations.documents.reports import register, register_table, tables
from nominations.documents.reports.register import PrintedColumn, TableReport
from nominations.documents.reports.register_table import RegisterContent
from nominations.nominations.reports import letters, nomination, receipt
from nominations.nominations.reports.letters import LettersReport, LetterText
from nominations.nominations.reports.nomination import Answer, Attachment, Section, Shape
from nominations.ranking.reports import score_sheets, score_table, scoring
from nominations.ranking.reports.scoring import Sealed
from nominations.ranking.rules.scoring_snapshot import ReviewState
from nominations.records.reports import statistics
from nominations.records.reports.statistics import CountTable, StatisticsLine, StatisticsReport
from nominations.reviewing.reports import own_reviews
from tests.support.hostile_texts import FORMULAS, MARKUP
from tests.support.report_samples import samples
from tests.support.report_samples.papers import failures, outside, text_of

# WeasyPrint leaves its colour profile to the collector to close.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
ALL_AT_ONCE = "x" * 90 + "\u202e" + "كلمة" * 40 + "\u2067abc 12-34" + MARKUP["picture"] + MARKUP["styles"]
TEXTS = {
    "three thousand words without a space": "word" * 3_000,
    "Arabic without a space": "كلمة" * 3_000,
    "five hundred nested quotation marks": "«" * 500 + "x" + "»" * 500,
    "ten thousand combining marks": "e" + "\u0301" * 10_000,
    "right to left inside left to right": "abc \u202eشركة 12-34 \u2067(def) ٪50 \u2066" * 40,
    "everything at once": ALL_AT_ONCE,
}
NAMES = tuple(text[:200] for text in TEXTS.values())  # what names and titles may hold
LONG = tuple(TEXTS.values())
SHORT = tuple(text[:400] for text in LONG)
WIDE = tuple(f"{number}" for number in range(40))


def scoring_of(texts: tuple[str, ...], language: str) -> str:
    report = samples.scoring_report(language, files=len(texts), reviewers=3)
    return scoring.render_report(replace(
        report, named=True,
        files=tuple(replace(file, title=text[:400], country=text[:60])
                    for file, text in zip(report.files, texts, strict=True)),
        reviewers=tuple(replace(reviewer, name=text) for reviewer, text in zip(report.reviewers, NAMES, strict=False)),
        recusals=tuple(replace(report.recusals[0], kind=text[:400]) for text in texts),
        sealed=Sealed(1, samples.NOW, " ".join(text[:400] for text in texts), "ab" * 32, 7, "cd" * 32),
    ), language)


def sheet_of(texts: tuple[str, ...], language: str) -> score_sheets.Sheet:
    sheet = samples.sheet(language, reviews=1)
    return replace(sheet, title=NAMES[-1], reviews=tuple(
        replace(sheet.reviews[0], reviewer=text[:80], reasons=dict.fromkeys(sheet.reviews[0].marks, text[:400]),
                comment=text, strength=text[:2000], weakness=text[:2000], confidential_note=text[:2000])
        for text in texts
    ))


def volume_of(texts: tuple[str, ...], language: str) -> str:
    volume = samples.volume(language, sheets=2)
    return score_sheets.render_volume(replace(volume, sheets=(sheet_of(texts, language), volume.sheets[1])), language)


def own_reviews_of(texts: tuple[str, ...], language: str) -> str:
    report = samples.own_reviews(language, cards=len(texts))
    cards = tuple(
        replace(card, title=text[:400], reasons=dict.fromkeys(card.marks, text[:400]), texts=((text[:40], text),))
        for card, text in zip(report.cards, texts, strict=True)
    )
    return own_reviews.reviews_as_html(replace(report, reviewer=NAMES[-1], cards=cards), language)


def letters_of(texts: tuple[str, ...], language: str) -> str:
    written = tuple(LetterText(text[:200], text[:200], "Letter", samples.NOW, text) for text in texts)
    return letters.render_letters(
        LettersReport(samples.front(language), "NHA-2025-P-0004", NAMES[-1], written), language
    )


def register_of(texts: tuple[str, ...], language: str) -> str:
    """As registers are made: columns as wide as their content asks."""
    columns = tuple(register_table.Column(f"{number}") for number in range(9))
    rows = tuple((f"{number}", text, text[:60], *("short",) * 6) for number, text in enumerate(texts))
    paper = RegisterContent(columns, rows).for_paper()
    return register.render_register(
        TableReport(samples.front(language), "A register", "", paper.columns, paper.rows), language
    )


def even_register_of(texts: tuple[str, ...], language: str) -> str:
    columns = tuple(PrintedColumn(f"{number}", typed=number % 2 == 0, width=16) for number in range(9))
    rows = tuple((text, *("short",) * 8) for text in texts)
    return register.render_register(TableReport(samples.front(language), "A register", "", columns, rows), language)


def statistics_of(texts: tuple[str, ...], language: str) -> str:
    lines = tuple(StatisticsLine(text[:400], (3, 4), 7) for text in texts)
    counted = CountTable(NAMES[-1], (NAMES[0][:40], "B"), lines, NAMES[-1])
    return statistics.render_statistics(StatisticsReport(samples.front(language), 7, (counted,)), language)


def nomination_of(texts: tuple[str, ...], language: str) -> str:
    answers = tuple(answer for text in texts for answer in (
        Answer("Q", Shape.TEXT, text=text), Answer("Q", Shape.LINES, lines=(text[:2000],)),
        Answer("Q", Shape.PAIRS, pairs=(("Place", text[:2000]),)),
        Answer("Q", Shape.TABLE, heads=("A", "B"), rows=((text[:2000], "short"),)),
    ))
    wide = Answer("Q", Shape.TABLE, heads=WIDE, rows=(WIDE,) * 3)
    files = tuple(Attachment(text[:200], "Plan", 9, text[:400], text[:100], samples.small_picture()) for text in texts)
    return nomination.render_nomination(samples.nomination(
        language, title=NAMES[-1], owner=NAMES[0], attachments=files, sections=(Section("S", (*answers, wide)),),
    ), language)


def receipt_of(texts: tuple[str, ...], language: str) -> str:
    given = samples.receipt(language)
    return receipt.render_receipt(replace(
        given, title=NAMES[-1], owner=NAMES[0], files=tuple(replace(given.files[0], name=text) for text in NAMES),
        letters=tuple(replace(given.letters[0], name=text) for text in NAMES),
    ), language)


# Each report holds every text wherever people's words stand in it; what has one place only holds a bit of all.
REPORTS = {
    "scoring": scoring_of,
    "sheet": lambda texts, language: score_sheets.render_sheet(
        score_sheets.SheetReport(samples.front(language), sheet_of(texts, language), True), language
    ),
    "volume": volume_of, "own reviews": own_reviews_of, "letters": letters_of, "register": register_of,
    "register of even columns": even_register_of, "statistics": statistics_of, "nomination": nomination_of,
    "receipt": receipt_of,
    "certificate": lambda texts, language: own_reviews.certificate_as_html(
        samples.certificate(language, reviewer=NAMES[-1]), language
    ),
}


@pytest.mark.parametrize("report", REPORTS)
def test_any_text_stays_within_the_page_in_a_moment(report):
    pdf = render_pdf(REPORTS[report](LONG, "en"), limits=Limits(cpu_seconds=60))

    assert outside(pdf) == []


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_of_hostile_texts_in_arabic_is_as_accessible_as_any(report):
    pdf = to_pdf(REPORTS[report](SHORT, "ar"))  # the checker reads slowly

    assert failures(pdf) == []
    assert outside(pdf) == []


def test_a_letter_beyond_the_edge_is_found():
    page = "<!doctype html><html lang=en><title>t</title><style>p { margin-left: 900px }</style><p>Far</p>"

    assert outside(render_pdf(page))[:1] == ["page 1: 'F'"]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_category_without_a_single_review_says_so(language):
    report = samples.scoring_report(language, files=4, reviewers=3)
    bare = replace(report, recusals=(), files=tuple(
        replace(file, reviews=tuple(replace(review, state=ReviewState.AWAITED, marks={}) for review in file.reviews))
        for file in report.files
    ))

    pdf = to_pdf(scoring.render_report(bare, language))

    assert failures(pdf) == []
    words = {"en": "No review has been submitted", "fr": "évaluation", "ar": "تقييم"}
    assert words[language] in text_of(pdf)
    assert all(file.reference in text_of(pdf) for file in bare.files)


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=FORMULAS)
def test_no_cell_of_an_export_runs(formula):
    row = score_table.MarkSet(formula, formula, formula, formula, formula, {"technical": 3}, {"technical": formula},
                         formula, formula, True)

    text = b"".join(score_table.render_csv(samples.criteria("en"), [row], "en")).decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(score_table.render_xlsx(samples.criteria("en"), [row], "en", formula)))

    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if re.match(r"[\s\u200b\ufeff]*[=+@\-]", unicodedata.normalize("NFKC", cell))] == []
    assert formula in map(tables.plain_text, cells)
    ours = ("=(", "=COUNTIFS(", "=ROUND(", "=RANK(")
    for sheet in book:
        for cells in sheet.iter_rows():
            assert [cell.value for cell in cells if cell.data_type == "f" and not cell.value.startswith(ours)] == []
