"""What people wrote breaks no report: printed within its page, fetching nothing, and readable to a machine."""

import csv
import io
import re
import unicodedata
from dataclasses import replace

import openpyxl
import pytest

from nominations.adapters.pdf import to_pdf
from nominations.adapters.render import Limits, render_pdf
from nominations.domain.tally import ReviewState
from nominations.reports import export, letters, nomination, own, register, scoring, sheets, statistics, tables
from nominations.reports.letters import LettersReport, LetterText
from nominations.reports.nomination import Answer, Section, Shape
from nominations.reports.register import Column, TableReport
from nominations.reports.scoring import Sealed
from nominations.reports.statistics import Counted, Line, StatisticsReport
from tests.reports import samples
from tests.reports.papers import failures, outside, text_of
from tests.texts import FORMULAS, MARKUP

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
SHORT = {name: text[:400] for name, text in TEXTS.items()}  # what names and titles may hold


def scoring_of(text: str, language: str) -> str:
    report = samples.scoring_report(language, files=3, reviewers=3)
    return scoring.as_html(replace(
        report, named=True, files=tuple(replace(each, title=text, country=text[:60]) for each in report.files),
        reviewers=tuple(replace(each, name=text) for each in report.reviewers),
        recusals=tuple(replace(each, kind=text) for each in report.recusals),
        sealed=Sealed(1, samples.NOW, text, "ab" * 32, 7, "cd" * 32),
    ), language)


def sheet_of(text: str, language: str) -> sheets.Sheet:
    sheet = samples.sheet(language)
    return replace(sheet, title=text[:400], reviews=tuple(
        replace(each, reviewer=text[:80], reasons=dict.fromkeys(each.reasons, text), comment=text, strength=text,
                weakness=text, confidential_note=text) for each in sheet.reviews[:2]
    ))


def volume_of(text: str, language: str) -> str:
    volume = samples.volume(language, sheets=2)
    return sheets.volume_as_html(replace(volume, sheets=(sheet_of(text, language), volume.sheets[1])), language)


def own_reviews_of(text: str, language: str) -> str:
    report = samples.own_reviews(language, cards=2)
    cards = tuple(
        replace(each, title=text[:400], reasons=dict.fromkeys(each.marks, text[:2000]), texts=((text[:40], text),))
        for each in report.cards
    )
    return own.reviews_as_html(replace(report, reviewer=text[:200], cards=cards), language)


def letters_of(text: str, language: str) -> str:
    letter = LetterText(text[:200], text[:200], text[:100], samples.NOW, text)
    return letters.as_html(LettersReport(samples.front(language), "NHA-2025-P-0004", text[:400], (letter,)), language)


def register_of(text: str, language: str) -> str:
    columns = tuple(Column(f"{number}", typed=number % 2 == 0, width=16) for number in range(9))
    return register.as_html(TableReport(
        samples.front(language), "A register", "", columns, ((text, *("short",) * 8),),
    ), language)


def statistics_of(text: str, language: str) -> str:
    lines = tuple(Line(text[:400], (3, 4), 7) for _ in range(3))
    counted = Counted(text[:200], (text[:40], "B"), lines, text[:200])
    return statistics.as_html(StatisticsReport(samples.front(language), 7, (counted,)), language)


def nomination_of(text: str, language: str) -> str:
    wide = tuple(f"{number}" for number in range(40))
    answers = (Answer(text[:200], Shape.TEXT, text=text), Answer("Q", Shape.TABLE, heads=wide, rows=(wide,) * 3),
               Answer("Q", Shape.PAIRS, pairs=((text[:200], text),)))
    return nomination.as_html(samples.nomination(language, title=text[:400], sections=(Section(text[:80], answers),)),
                              language)


REPORTS = {
    "scoring": lambda text, language: scoring_of(text[:400], language),
    "sheet": lambda text, language: sheets.as_html(
        sheets.SheetReport(samples.front(language), sheet_of(text, language), True), language
    ),
    "volume": volume_of, "own reviews": own_reviews_of, "letters": letters_of, "register": register_of,
    "statistics": statistics_of, "nomination": nomination_of,
    "certificate": lambda text, language: own.certificate_as_html(
        samples.certificate(language, reviewer=text[:200]), language
    ),
}


# Every text where people write most; the others take the one that holds a bit of all.
TRIED = [(report, name) for report in REPORTS for name in TEXTS
         if report in ("scoring", "sheet", "own reviews") or name == "everything at once"]


@pytest.mark.parametrize(("report", "name"), TRIED)
def test_any_text_stays_within_the_page_in_a_moment(report, name):
    pdf = render_pdf(REPORTS[report](TEXTS[name], "en"), limits=Limits(cpu_seconds=60))

    assert outside(pdf) == []


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_of_hostile_texts_in_arabic_is_as_accessible_as_any(report):
    pdf = to_pdf(REPORTS[report](ALL_AT_ONCE, "ar"))

    assert failures(pdf) == []
    assert outside(pdf) == []


def test_a_letter_beyond_the_edge_is_found():
    page = "<!doctype html><html lang=en><title>t</title><style>p { margin-left: 900px }</style><p>Far</p>"

    assert outside(render_pdf(page))[:1] == ["page 1: 'F'"]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_category_without_a_single_review_says_so(language):
    report = samples.scoring_report(language, files=4, reviewers=3)
    bare = replace(report, recusals=(), files=tuple(
        replace(file, reviews=tuple(replace(each, state=ReviewState.AWAITED, marks={}) for each in file.reviews))
        for file in report.files
    ))

    pdf = to_pdf(scoring.as_html(bare, language))

    assert failures(pdf) == []
    words = {"en": "No review has been submitted", "fr": "évaluation", "ar": "تقييم"}
    assert words[language] in text_of(pdf)
    assert all(file.reference in text_of(pdf) for file in bare.files)


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=FORMULAS)
def test_no_cell_of_an_export_runs(formula):
    row = export.MarkSet(formula, formula, formula, formula, formula, {"technical": 3}, {"technical": formula},
                         formula, formula, True)

    text = b"".join(export.scores_csv(samples.criteria("en"), [row], "en")).decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(export.scores_xlsx(samples.criteria("en"), [row], "en", formula)))

    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if re.match(r"[\s\u200b\ufeff]*[=+@\-]", unicodedata.normalize("NFKC", cell))] == []
    assert formula in map(tables.plain_text, cells)
    ours = ("=(", "=COUNTIFS(", "=ROUND(", "=RANK(")
    for sheet in book:
        for cells in sheet.iter_rows():
            assert [cell.value for cell in cells if cell.data_type == "f" and not cell.value.startswith(ours)] == []
