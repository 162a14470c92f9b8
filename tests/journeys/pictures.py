"""`make pictures`: the pictures of the documentation besides those of test_phone.py, which that command plays too."""

import pytest
from playwright.sync_api import Page

from tests.journeys.steps import HERE, enter, visit
from tests.journeys.test_secretariat import DESK, HEAD
from tests.support import browser
from tests.support.browser import PHONE, picture


@pytest.fixture(autouse=True)
def wanted():
    assert browser.PICTURES, "Say where: PICTURES=docs/pictures"


def keep_picture(page: Page, name: str, height: int = 860) -> None:
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
    page.wait_for_load_state("networkidle")
    picture(page, name)


def test_the_call_in_arabic(journey):
    keep_picture(journey("call", f"{HERE}/?lang=ar"), "call-ar")


def test_a_nomination_on_a_phone_in_arabic(journey):
    page = journey("ranking", width=PHONE)
    enter(page, "أنور السحابي", "applicant", "ar")
    page.locator("main a[href*='/nominations/']").first.click()
    keep_picture(page, "nomination-ar-390", 844)


def test_the_table(journey):
    page = journey("ranking")
    enter(page, HEAD, "head", "en")
    visit(page, f"{DESK}/nominations")
    keep_picture(page, "table-en")


def test_the_desk_with_a_card_that_is_being_written(journey):
    page = journey("review")
    enter(page, "Pr Idriss Ouattarba", "reviewer", "en")
    visit(page, f"{HERE}/review/")
    page.locator("tbody").get_by_role("row").filter(has_text="Ndiagu").get_by_role("link").first.click()
    keep_picture(page, "desk-en")
