"""The story of a ranking: frozen, reported in Arabic, the report verified by anybody, and its places computed again."""

import hashlib
import io
import re
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.steps import HERE, check_page, enter, leave, paper, visit
from tests.journeys.test_secretariat import DESK, HEAD, closed_round, download

LANGUAGE = "ar"
WORDS = "اجتماع لجنة التحكيم في 24 يناير"
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


def test_a_ranking_is_frozen_reported_verified_and_computed_again(journey, tmp_path):
    page = journey("ranking", shared=True)
    enter(page, HEAD, "head", LANGUAGE)
    visit(page, f"{DESK}/rounds")
    ranking = closed_round(page)
    state = freeze(page, ranking)
    places = shown_places(page)

    report = report_in_arabic(page, ranking, state)
    pages = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(report)).pages]
    code = CODE.search(pages[0]).group()
    assert "24" in pages[0]
    assert all(reference in "".join(pages) for reference in places)

    visit(page, ranking)
    workbook = download(page, page.locator("a[href$='/scores.xlsx']"))
    assert compute_places(workbook) == places

    page.context.clear_cookies()
    verify(page, code, report, tmp_path)


def freeze(page: Page, ranking: str) -> str:
    """The official state's id, from the address of its page."""
    visit(page, ranking)
    check_page(page, LANGUAGE, "ranking-to-freeze")
    page.locator("input[name=words]").fill(WORDS)
    leave(page, page.locator("form[action$='/frozen'] button[type=submit]"))
    expect(page).to_have_url(re.compile(r"/frozen/[0-9a-f-]{36}$"))
    check_page(page, LANGUAGE, "frozen")
    expect(page.locator("main")).to_contain_text(WORDS)
    return page.url.rpartition("/")[2]


def shown_places(page: Page) -> dict[str, tuple[int, Decimal]]:
    """What the page says of each nomination: its place and its plain mean."""
    places = {}
    for row in page.locator("#ranking tbody tr:has(th.row-title)").all():
        place = row.locator("td.number").first.inner_text().strip().rstrip("=").split()[0]
        if place != "–":
            reference = row.locator("th .ref").inner_text().strip()
            places[reference] = int(place), Decimal(row.locator("td.score-raw").inner_text().strip())
    assert len(places) > 5
    return places


def report_in_arabic(page: Page, ranking: str, state: str) -> bytes:
    """The scoring report of the state that was just frozen: it is the one the page offers first."""
    visit(page, ranking)
    page.locator("select[name=language]").select_option("ar")
    expect(page.locator("select[name=state]")).to_have_value(state)
    leave(page, page.locator("button[name=kind][value=scoring]"))
    report = paper(page, LANGUAGE, "report-of-the-state")
    assert report.startswith(b"%PDF-")
    return report


def compute_places(workbook: bytes) -> dict[str, tuple[int, Decimal]]:
    """Places and means by our own arithmetic, from marks and weights alone; what the workbook itself says agrees."""
    marks, weights, ranking = openpyxl.load_workbook(io.BytesIO(workbook), data_only=True).worksheets
    assert all(sheet.sheet_view.rightToLeft for sheet in (marks, weights, ranking))
    heavy = [row[2] for row in weights.iter_rows(min_row=2, values_only=True)]
    assert sum(heavy) == 100
    totals = defaultdict(list)
    for row in marks.iter_rows(min_row=2, values_only=True):
        given, cached = row[5:5 + len(heavy)], row[5 + len(heavy)]
        if any(mark is not None for mark in given):
            pairs = [(weight, mark) for weight, mark in zip(heavy, given, strict=True) if mark is not None]
            points = sum(Decimal(weight) * Decimal(mark) for weight, mark in pairs)
            total = points * 10 / sum(Decimal(weight) for weight, _ in pairs)
            assert abs(Decimal(repr(cached)) - total) < Decimal("1e-9")
            totals[row[0]].append(total)
    means = {
        reference: (sum(of) / len(of)).quantize(Decimal("0.01"), ROUND_HALF_UP) for reference, of in totals.items()
    }
    places = {reference: (1 + sum(other > mean for other in means.values()), mean) for reference, mean in means.items()}
    cached = {
        row[1]: (row[0], Decimal(repr(row[4])).quantize(Decimal("0.01")))
        for row in ranking.iter_rows(min_row=2, values_only=True) if row[0] is not None
    }
    assert cached == places
    return places


def verify(page: Page, code: str, report: bytes, folder: Path) -> None:
    """Anybody with the paper: the code that is printed on it, then the very file."""
    visit(page, f"/check?lang={LANGUAGE}")
    check_page(page, LANGUAGE, "ask-code-of-a-report")
    page.locator("#code").fill(code)
    page.locator("#code").press("Enter")
    expect(page).to_have_url(re.compile("/check/" + code.replace("-", "")))
    check_page(page, LANGUAGE, "report-is-ours")
    expect(page.locator(".notice-success")).to_be_visible()
    (folder / "report.pdf").write_bytes(report)
    page.locator("#fingerprint-file").set_input_files(folder / "report.pdf")
    expect(page.locator("#sha256")).to_have_value(hashlib.sha256(report).hexdigest())
    leave(page, page.locator("form[data-fingerprint] button"))
    expect(page.locator("#compare .notice-success")).to_be_visible()
    check_page(page, LANGUAGE, "report-byte-for-byte")

    (folder / "report.pdf").write_bytes(report[:-1])
    page.locator("#fingerprint-file").set_input_files(folder / "report.pdf")
    expect(page.locator("#sha256")).to_have_value(hashlib.sha256(report[:-1]).hexdigest())
    leave(page, page.locator("form[data-fingerprint] button"))
    expect(page.locator("#compare .notice-warning")).to_be_visible()
    visit(page, f"{HERE}/")
