"""The story of a reviewer on a train: by keyboard, without a connection, with a sheet, to the end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import HERE, LANGUAGES, check_page, enter, leave, press, seen_on_a_phone, visit
from tests.journeys.test_reviewer import REASON, WORD, comment, give_a_new_file
from tests.support.browser import PHONE, shot

REVIEWER = "مها السمّارية"


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

    read_a_paper(page, language)
    by_keyboard(page, language)
    in_two_windows(page, faults, file, language)
    without_a_connection(page, faults, language)
    visit(page, file)
    expect(page.locator("#strength")).to_have_value(WORD[language])

    with_a_sheet(page, tmp_path, reference, language)
    visit(page, file)
    expect(page.locator(".notice-success").first).to_be_visible()
    finishes(page, language)


def read_a_paper(page: Page, language: str) -> None:
    """A PDF opens beside the card, page below page; Escape leads back to where one was."""
    page.locator("[data-file-tabs] a[href='#t-documents']").click()
    opener = page.locator("[data-paper] .file-acts button").first
    opener.focus()
    page.keyboard.press("Enter")
    first = page.locator("img.leaf").first
    expect(first).to_be_visible()
    expect(first).to_have_js_property("complete", True, timeout=30_000)
    assert first.evaluate("image => image.naturalWidth") > 1000
    check_page(page, language, "desk-paper")
    seen_on_a_phone(page, language, "desk-paper")
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(first).to_have_count(0)


def by_keyboard(page: Page, language: str) -> None:
    """Digits on each criterion, two noughts for ten, the list of keys, the search."""
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    check_page(page, language, "desk-keys")
    page.keyboard.press("Escape")
    for number in range(page.locator("fieldset[data-criterion]").count()):
        page.keyboard.press("n")
        for key in ("0", "0") if number == 0 else ("7",):
            page.keyboard.press(key)
    first = page.locator("fieldset[data-criterion]").first
    expect(first.locator("input[value='10']")).to_be_checked()
    page.keyboard.press("c")
    expect(page.locator("#comment")).to_be_focused()
    page.keyboard.insert_text(comment(language))
    # Letters are letters again inside a field.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#weakness")).to_be_focused()
    page.keyboard.type("np7?")
    expect(page.locator("#weakness")).to_have_value("np7?")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("input[name=recommendation]").first).to_be_checked()
    reasons(page, language)
    expect(line(page, "saved")).to_be_visible(timeout=10_000)
    stays_on_screen(page, "saved")
    check_page(page, language, "desk-saved")
    seen_on_a_phone(page, language, "desk-saved")


def line(page: Page, kind: str) -> Locator:
    """The line about saving, beside the total in a wide window."""
    return page.locator(f".total-bar .save-line[data-kind={kind}]")


def stays_on_screen(page: Page, kind: str) -> None:
    """The line is in sight from the last field of the card, in a wide window and in a narrow one."""
    page.locator("#confidential_note").scroll_into_view_if_needed()
    expect(line(page, kind).locator("[data-save-line]")).to_be_in_viewport()
    wide = page.viewport_size
    page.set_viewport_size({"width": PHONE, "height": 844})
    page.locator("[data-desk-tabs] a[href='#pane-card']").click()
    page.locator("#confidential_note").scroll_into_view_if_needed()
    expect(page.locator(f"[data-save-of=card][data-kind={kind}] [data-save-line]")).to_be_in_viewport()
    page.set_viewport_size(wide)


def in_two_windows(page: Page, faults, file: str, language: str) -> None:
    """The second of two windows learns of the first beside its total; the link there leads to both texts."""
    faults.expect(r"409 for POST")
    faults.expect(r"409 \(CONFLICT\)")
    other = page.context.new_page()
    visit(other, file)
    other.locator("#strength").fill(WORD[language])
    leave(other, other.locator("button[data-save-draft]"))
    other.close()
    page.locator("#strength").fill(REASON[language])
    page.locator("#weakness").focus()
    expect(line(page, "clash")).to_be_visible()
    stays_on_screen(page, "clash")
    shot(page, f"desk-clash-{language}")
    leave(page, line(page, "clash").get_by_role("link"))
    check_page(page, language, "desk-both-versions")
    expect(page.locator("#strength")).to_have_value(REASON[language])
    expect(page.locator("main tbody")).to_contain_text(WORD[language])
    leave(page, page.locator("main form button[type=submit]").first)
    page.wait_for_load_state("networkidle")


def reasons(page: Page, language: str) -> None:
    """Back to the first criterion by its key, and from its numbers on to its reason."""
    first = page.locator("fieldset[data-criterion]").first
    for _ in range(page.locator("fieldset[data-criterion]").count()):
        page.keyboard.press("p")
    for _ in range(4):
        if first.locator("textarea").evaluate("field => field === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.insert_text(REASON[language])
    expect(first.locator("textarea")).to_have_value(REASON[language])


def without_a_connection(page: Page, faults, language: str) -> None:
    """What is typed stays on the device, the page says so, and it is saved as soon as there is a connection."""
    faults.expect(r"ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    page.locator("#strength").fill(WORD[language])
    page.locator("#weakness").focus()
    expect(line(page, "failed")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('kept:card:'))")
    page.context.set_offline(False)
    expect(line(page, "saved")).to_be_visible(timeout=20_000)
    assert not page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('kept:card:'))")


def with_a_sheet(page: Page, folder: Path, reference: str, language: str) -> None:
    """Out as a workbook, changed without the site, back row by row with what each would do, applied."""
    visit(page, f"{HERE}/review/sheet")
    check_page(page, language, "desk-sheet")
    with page.expect_download() as download:
        page.locator("main a[download]").click()
    path = folder / "sheet.xlsx"
    download.value.save_as(path)
    clashing = change_online(page, reference, language)
    book = openpyxl.load_workbook(path)
    rows = {row.reference: row for sheet in book.worksheets[1:] for row in rows_of(sheet, language)}
    others = [row for row in rows.values() if not row.is_scored and row.reference not in (reference, clashing)]
    rows[reference].write(strength=f"{WORD[language]} 2", recommendation=rows[reference].first("recommendation"))
    rows[clashing].write(strength=f"{WORD[language]} 2")
    projects = [row for row in others if "-P-" in row.reference]
    refused = next(row for row in others if row not in projects)
    for row, score in zip(projects, (*[7] * (len(projects) - 1), 3), strict=True):
        row.write_whole(score)
    refused.write(**{refused.score_columns[0]: 11})
    book.save(path)
    visit(page, f"{HERE}/review/sheet")
    page.locator("input[type=file]").set_input_files(path)
    leave(page, page.locator("form[enctype] button[type=submit]"))
    check_page(page, language, "desk-sheet-back")
    seen_on_a_phone(page, language, "desk-sheet-back")
    tags = page.locator("tbody .state").all_inner_texts()
    assert len(set(tags)) == 5, f"unchanged, new, changed, refused and clash were to be seen, not {tags}"
    assert page.locator("tbody input[name=row]:checked").count() == len(projects) + 1
    assert page.locator("tbody tr").filter(has_text=clashing).locator("input[name=row]:checked").count() == 0
    page.locator("input[name=submit]").check()
    leave(page, page.locator("form[action*='/review/sheet/'] button.button-primary"))


def change_online(page: Page, reference: str, language: str) -> str:
    """Another card is changed here after the sheet went out: the reference of its file."""
    visit(page, f"{HERE}/review/?state=not_started")
    row = page.locator("#files tbody tr").last
    changed = re.search(r"NHA-2025-[PI]-\d{4}", row.inner_text())[0]
    assert changed != reference
    visit(page, row.get_by_role("link").get_attribute("href").partition("?")[0])
    page.locator("#strength").fill(WORD[language])
    leave(page, page.locator("button[formaction$='/card']:not([name])"))
    return changed


@dataclass
class SheetRow:
    """One row of a workbook, by the names of its hidden first row."""

    sheet: Worksheet
    row: int
    columns: dict[str, int]
    language: str

    @property
    def reference(self) -> str:
        return self.sheet.cell(self.row, self.columns["reference"]).value

    @property
    def score_columns(self) -> list[str]:
        return [name for name in self.columns if name and name.startswith("score-")]

    @property
    def is_scored(self) -> bool:
        return any(self.sheet.cell(self.row, self.columns[name]).value is not None for name in self.score_columns)

    def write(self, **values: object) -> None:
        for name, value in values.items():
            self.sheet.cell(self.row, self.columns[name]).value = value

    def write_whole(self, score: int) -> None:
        """A card that can be handed in."""
        self.write(**dict.fromkeys(self.score_columns, score), comment=comment(self.language),
                   strength=WORD[self.language], weakness=REASON[self.language],
                   recommendation=self.first("recommendation"))

    def first(self, name: str) -> str:
        """The first word of the list that the column offers."""
        letter = openpyxl.utils.get_column_letter(self.columns[name])
        for offered in self.sheet.data_validations.dataValidation:
            if re.match(rf"{letter}\d", str(offered.sqref)):
                return offered.formula1.strip('"').split(",")[0]
        raise AssertionError("The column offers no list.")


def rows_of(sheet: Worksheet, language: str) -> Iterator[SheetRow]:
    assert bool(sheet.sheet_view.rightToLeft) is (language == "ar")
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row in range(3, sheet.max_row + 1):
        if sheet.cell(row, columns["reference"]).value:
            yield SheetRow(sheet, row, columns, language)


def finishes(page: Page, language: str) -> None:
    """One page lists what is open; one button says that it is the end, and can be taken back."""
    visit(page, f"{HERE}/review/")
    page.locator(".links a[href*='/finish']").last.click()
    check_page(page, language, "desk-finish")
    seen_on_a_phone(page, language, "desk-finish")
    # A three for everything stands far below all others.
    apart = page.locator("main li").filter(has_text="30.0")
    assert apart.count() == 1
    assert "70.0" in apart.inner_text()
    press(page, "/finish")
    expect(page.locator(".notice-success").first).to_be_visible()
    press(page, "/unfinish")
    expect(page.locator("form[action$='/finish']")).to_be_visible()
