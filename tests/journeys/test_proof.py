"""The story of a proof, in Arabic on a phone: may I apply, it is in, and anybody can check that it is."""

import hashlib
import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import HERE, check_page, enter, paper, press, visit
from tests.journeys.test_applicant import SUBMITTED, change_title, my_nomination, sign
from tests.support.browser import PHONE

LANGUAGE = "ar"


def on_a_phone(page: Page) -> Page:
    page.set_viewport_size({"width": PHONE, "height": 844})
    return page


def choose(page: Page, name: str, value: str) -> None:
    """Reach a choice by the keyboard alone and take it."""
    page.locator(f"[name='{name}']").first.focus()
    wanted = page.locator(f"[name='{name}'][value='{value}']")
    for _ in range(12):
        page.keyboard.press("Space")
        if wanted.is_checked():
            break
        page.keyboard.press("ArrowDown")
    assert wanted.is_checked()


def go_on(page: Page) -> None:
    """The one button of the page, by the keyboard."""
    with page.expect_navigation():
        page.locator("form[data-once] button.button-primary").press("Enter")


def test_the_self_check_is_done_by_keyboard_alone_and_names_the_rule(journey):
    page = on_a_phone(journey("call", f"{HERE}/before-you-start?lang={LANGUAGE}", shared=True))
    check_page(page, LANGUAGE, "before-you-start")
    visit(page, f"{HERE}/questions/project")
    check_page(page, LANGUAGE, "questions")
    visit(page, f"{HERE}/eligibility/project")
    check_page(page, LANGUAGE, "eligibility")
    with page.expect_navigation():
        page.locator("a.button-primary").press("Enter")

    for number, (name, value) in enumerate((
        ("tangible", "yes"), ("real_work", "yes"), ("countries.0", "FR"), ("lead_nationality.0", "MA"),
        ("status", "completed"), ("start_date", "2020-01-01"), ("end_date", "2024-06-30"), ("nomination_kind", "own"),
    )):
        check_page(page, LANGUAGE, f"eligibility-{number + 1}")
        if name.endswith(".0"):
            page.locator(f"select[name='{name}']").select_option(value)
        elif name.endswith("_date"):
            page.locator(f"[name='{name}']").fill(value)
        else:
            choose(page, name, value)
        go_on(page)

    check_page(page, LANGUAGE, "eligibility-no")
    expect(page.locator("h1")).to_have_text("لا يمكنك تقديم ترشيح")
    expect(page.locator(".reasons")).to_contain_text("فرنسا")
    with page.expect_navigation():
        page.locator(".reasons a").first.press("Enter")
    page.locator("select[name='countries.0']").select_option("MA")
    go_on(page)
    check_page(page, LANGUAGE, "eligibility-yes")
    expect(page.locator("h1")).to_have_text("يمكنك تقديم ترشيح")


def test_a_receipt_is_verified_by_anybody_and_a_later_one_takes_its_place(journey, tmp_path):
    page = on_a_phone(journey("call"))
    enter(page, SUBMITTED, "applicant", LANGUAGE)
    overview = my_nomination(page)
    codes = []
    for title in ("عنوان أول", "عنوان ثانٍ"):
        change_title(page, overview, title)
        visit(page, f"{overview}/check")
        check_page(page, LANGUAGE, "check")
        sign(page)
        check_page(page, LANGUAGE, "receipt-with-code")
        codes.append(page.locator(".proof-code code").inner_text())
    press(page, "/papers/receipt")
    receipt = paper(page, LANGUAGE, "receipt-paper")

    page.context.clear_cookies()
    visit(page, f"/check?lang={LANGUAGE}")
    check_page(page, LANGUAGE, "ask-code")
    page.locator("#code").fill(codes[1].lower().replace("-", " "))
    page.locator("#code").press("Enter")
    expect(page).to_have_url(re.compile("/check/" + codes[1].replace("-", "")))
    check_page(page, LANGUAGE, "document-current")
    expect(page.locator(".notice-success")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Abubakar")

    path = tmp_path / "receipt.pdf"
    path.write_bytes(receipt)
    page.locator("#fingerprint-file").set_input_files(path)
    expect(page.locator("#sha256")).to_have_value(hashlib.sha256(receipt).hexdigest())
    page.locator("#sha256").press("Enter")
    expect(page.locator("#compare .notice-success")).to_be_visible()

    visit(page, "/check/" + codes[0].replace("-", ""))
    check_page(page, LANGUAGE, "document-superseded")
    expect(page.locator(".notice-warning")).to_be_visible()
