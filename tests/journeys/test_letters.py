"""The story of a nomination of somebody else: consent by link in Arabic on a phone, a referee's letter by link."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import HERE, check_page, leave, press, visit
from tests.journeys.test_applicant import enter_by_code
from tests.support.browser import PHONE
from tests.support.make_files import pdf

NOMINEE, REFEREE = "nominee@example.org", "referee@example.org"


def link_to(page: Page, address: str) -> str:
    """The private link in the newest mail to this address, as its reader would follow it."""
    mails = page.context.new_page()
    visit(mails, "/demonstration/letters")
    mails.get_by_role("row").filter(has_text=address).first.get_by_role("link").click()
    link = mails.locator("article.letter a[href*='lang=']").first.get_attribute("href")
    mails.close()
    return re.sub(r"^https?://[^/]+", "", link)


def test_a_nominee_agrees_on_a_phone_and_a_referee_writes_without_the_owner_reading(journey):
    page = journey("call", f"{HERE}/?lang=en", shared=True)
    enter_by_code(page, "proposer@example.org", "en")
    visit(page, f"{HERE}/nominations/start?lang=en")
    page.locator("input[name=category][value=individual]").check()
    press(page, "/start")
    overview = page.url.partition("?")[0]
    visit(page, f"{overview}/sections/nomination")
    page.locator("input[name=nomination_kind][value=third]").check()
    leave(page, page.locator("button[name=_return]"))
    visit(page, f"{overview}/sections/nominee")
    page.locator("[name=name_latin]").fill("Maryam of the sea")
    leave(page, page.locator("button[name=_return]"))

    visit(page, f"{overview}/letters?lang=en")
    check_page(page, "en", "letters-and-consent")
    page.locator("#name-consent").fill("مريم البحر")
    page.locator("#email-consent").fill(NOMINEE)
    page.locator("#language-consent").select_option("ar")
    press(page, "/letters/consent")
    page.locator("#name-ref_letter").fill("Zeynab Quliyeva")
    page.locator("#role-ref_letter").fill("Her teacher")
    page.locator("#email-ref_letter").fill(REFEREE)
    page.locator("#language-ref_letter").select_option("en")
    press(page, "/letters/ask/ref_letter")
    check_page(page, "en", "letters-asked")
    consent, letter = link_to(page, NOMINEE), link_to(page, REFEREE)

    owner = page.context.cookies()
    page.context.clear_cookies()
    page.set_viewport_size({"width": PHONE, "height": 844})
    nominee_answers(page, consent)
    page.set_viewport_size({"width": 1280, "height": 800})
    referee_writes(page, letter)

    page.context.clear_cookies()
    page.context.add_cookies(owner)
    visit(page, f"{overview}/letters?lang=en")
    check_page(page, "en", "letters-received")
    expect(page.locator("main")).to_contain_text("Agreed")
    expect(page.locator("table")).to_contain_text("Received")
    expect(page.locator("main")).not_to_contain_text("She taught a generation.")
    leave(page, page.locator("button[value=take]").first)
    visit(page, f"{overview}/sections/nominee")
    expect(page.locator("[name=name_latin]")).to_have_value("Maryam al-Bahr")


def nominee_answers(page: Page, link: str) -> None:
    visit(page, link)
    check_page(page, "ar", "consent")
    press(page, link.partition("?")[0])
    check_page(page, "ar", "consent-nomination")
    page.locator("[name=name_latin]").fill("Maryam al-Bahr")
    page.locator("input[name=answer][value=agreed]").check()
    leave(page, page.locator("form[action$='/nomination'] .buttons button[type=submit]"))
    check_page(page, "ar", "consent-thanks")
    assert page.goto(link).status == 410
    check_page(page, "ar", "consent-dead")


def referee_writes(page: Page, link: str) -> None:
    visit(page, link)
    check_page(page, "en", "letter")
    press(page, link.partition("?")[0])
    check_page(page, "en", "letter-write")
    page.locator("textarea[name=text]").fill("She taught a generation.")
    page.locator("input[type=file]").set_input_files([
        {"name": "رسالة.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    ])
    leave(page, page.locator("form[action$='/write'] .buttons button[type=submit]"))
    check_page(page, "en", "letter-thanks")
    assert page.goto(link).status == 410
    check_page(page, "en", "letter-dead")
