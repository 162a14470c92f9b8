"""The story of a reviewer on a train: by keyboard, without a connection, with a sheet, to the end."""

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import HERE, LANGUAGES, enter, leave, press, seen, seen_on_a_phone, visit
from tests.journeys.test_reviewer import REASON, WORD, comment, give_a_new_file

REVIEWER = "Rustam Gumbazov"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reviewer_scores_by_keyboard_loses_the_connection_goes_on_with_a_sheet_and_finishes(
    journey, faults, tmp_path, language
):
    page = journey("review")
    reference = give_a_new_file(page, language)
    enter(page, REVIEWER, "reviewer", language)
    visit(page, f"{HERE}/review/")
    page.get_by_role("row").filter(has_text=reference).get_by_role("link").click()
    page.locator("input[name=answer][value=none]").check()
    press(page, "/declaration")
    file = page.url.partition("?")[0].partition("#")[0]

    by_keyboard(page, language)
    without_a_connection(page, faults, language)
    visit(page, file)
    expect(page.locator("#strength")).to_have_value(WORD[language])

    with_a_sheet(page, tmp_path, reference, language)
    visit(page, file)
    expect(page.locator(".notice-success").first).to_be_visible()
    finishes(page, language)


def by_keyboard(page: Page, language: str) -> None:
    """Digits on each criterion, two noughts for ten, the list of keys, the search."""
    page.locator("body").click(position={"x": 2, "y": 2})
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    seen(page, language, "desk-keys")
    page.keyboard.press("Escape")
    for number in range(page.locator("fieldset[data-criterion]").count()):
        page.keyboard.press("n")
        for key in ("0", "0") if number == 0 else ("7",):
            page.keyboard.press(key)
    first = page.locator("fieldset[data-criterion]").first
    expect(first.locator("input[value='10']")).to_be_checked()
    page.keyboard.press("c")
    expect(page.locator("#comment")).to_be_focused()
    page.locator("#comment").fill(comment(language))
    # Letters are letters again inside a field.
    page.locator("#weakness").press_sequentially("np7?")
    expect(page.locator("#weakness")).to_have_value("np7?")
    first.locator("textarea").fill(REASON[language])
    expect(page.locator(".save-line[data-kind=saved]")).to_be_visible(timeout=10_000)
    seen(page, language, "desk-saved")
    seen_on_a_phone(page, language, "desk-saved")


def without_a_connection(page: Page, faults, language: str) -> None:
    """What is typed stays on the device, is told so, and is saved as soon as there is a connection."""
    faults.expect(r"ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    page.locator("#strength").fill(WORD[language])
    page.locator("#weakness").focus()
    expect(page.locator(".save-line[data-kind=failed]")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('kept:card:'))")
    page.context.set_offline(False)
    expect(page.locator(".save-line[data-kind=saved]")).to_be_visible(timeout=20_000)
    assert not page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('kept:card:'))")


def with_a_sheet(page: Page, folder: Path, reference: str, language: str) -> None:
    """Out as a workbook, changed without the site, back row by row, applied."""
    visit(page, f"{HERE}/review/sheet")
    seen(page, language, "desk-sheet")
    with page.expect_download() as download:
        page.locator("main a[download]").click()
    path = folder / "sheet.xlsx"
    download.value.save_as(path)
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[1:]:
        assert bool(sheet.sheet_view.rightToLeft) is (language == "ar")
        names = {cell.value: cell.column for cell in sheet[1]}
        for row in range(3, sheet.max_row + 1):
            if sheet.cell(row, names["reference"]).value == reference:
                sheet.cell(row, names["strength"]).value = f"{WORD[language]} 2"
                sheet.cell(row, names["recommendation"]).value = _first_choice(sheet, names["recommendation"])
    book.save(path)
    page.locator("input[type=file]").set_input_files(path)
    leave(page, page.locator("form[enctype] button[type=submit]"))
    seen(page, language, "desk-sheet-back")
    assert page.locator("tbody input[name=row]:checked").count() == 1
    page.locator("input[name=submit]").check()
    leave(page, page.locator("form[action*='/review/sheet/'] button.button-primary"))


def _first_choice(sheet, column: int) -> str:
    letter = openpyxl.utils.get_column_letter(column)
    for offered in sheet.data_validations.dataValidation:
        if re.match(rf"{letter}\d", str(offered.sqref)):
            return offered.formula1.strip('"').split(",")[0]
    raise AssertionError("The column offers no list.")


def finishes(page: Page, language: str) -> None:
    """One page lists what is open; one button says that it is the end, and can be taken back."""
    visit(page, f"{HERE}/review/")
    page.locator(".links a[href*='/finish']").last.click()
    seen(page, language, "desk-finish")
    press(page, "/finish")
    expect(page.locator(".notice-success").first).to_be_visible()
    press(page, "/unfinish")
    expect(page.locator("form[action$='/finish']")).to_be_visible()
