"""The story of an applicant: from the call page to a receipt, and what a late attempt finds."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    HERE,
    LANGUAGES,
    check_page,
    enter,
    leave,
    paper,
    press,
    seen_on_a_phone,
    turn_clock,
    visit,
)
from tests.support.make_files import pdf, picture

# Somebody of the demonstration whose nomination is in, and may be changed until the close.
SUBMITTED = "Abubakar Maiganuwa"
# The last minutes of 30 November in Casablanca, and the first seconds after them.
BEFORE_THE_CLOSE, AFTER_THE_CLOSE = "2025-11-30T23:40:00+01:00", "2025-12-01T00:00:05+01:00"


def enter_by_code(page: Page, email: str, language: str) -> None:
    visit(page, f"/sign-in?lang={language}")
    check_page(page, language, "sign-in")
    page.locator("#email").fill(email)
    press(page, "/sign-in")
    check_page(page, language, "code")
    mails = page.context.new_page()
    visit(mails, "/demonstration/letters")
    check_page(mails, language, "letters")
    row = mails.get_by_role("row").filter(has_text=email)
    row.get_by_role("link").click()
    check_page(mails, language, "letter")
    code = re.search(r"\b(\d{6})\b", mails.locator("article.letter").inner_text())[1]
    mails.close()
    page.locator("#code").fill(code)
    press(page, "/sign-in/code")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_newcomer_signs_in_by_code_and_begins_a_nomination(journey, language):
    page = journey("call", f"{HERE}/?lang={language}", shared=True)
    check_page(page, language, "call")
    seen_on_a_phone(page, language, "call")

    enter_by_code(page, f"newcomer.{language}@example.org", language)
    visit(page, f"{HERE}/nominations?lang={language}")
    check_page(page, language, "my-nominations")
    visit(page, f"{HERE}/nominations/start")
    check_page(page, language, "start")
    page.locator("input[name=category][value=project]").check()
    press(page, "/start")

    check_page(page, language, "task-list")
    seen_on_a_phone(page, language, "task-list")
    overview = page.url.partition("?")[0]
    page.locator("a[href$='/sections/project']").first.click()
    check_page(page, language, "section")
    page.locator("[name=title]").fill("ترميم سبيل الحي")
    page.locator("[name=title_en]").fill("Repair of the fountain of the quarter")
    leave(page, page.locator("button[name=_return]"))
    if "/sections/" in page.url:  # saved, and told what needs attention
        check_page(page, language, "section-saved")
        visit(page, overview)
    expect(page.get_by_role("heading", level=1)).to_contain_text("ترميم سبيل الحي")

    attach(page, overview, "photo_before", "قبل.jpg", "image/jpeg", picture(size=(2400, 1800)))
    attach(page, overview, "drawings", "plan.pdf", "application/pdf", pdf())
    check_page(page, language, "attachments")

    visit(page, f"{overview}/check")
    check_page(page, language, "check")
    stops = page.locator("#stops li")
    assert stops.count() > 10
    before = stops.count()
    press(page, "/submit")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    check_page(page, language, "check-refused")
    page.locator("#stops a").first.click()
    check_page(page, language, "section-from-check")
    visit(page, f"{overview}/check")
    assert page.locator("#stops li").count() == before


def attach(page: Page, overview: str, kind: str, name: str, media_type: str, content: bytes) -> None:
    visit(page, f"{overview}/attachments")
    page.locator(f"#files-{kind}").set_input_files({"name": name, "mimeType": media_type, "buffer": content})
    page.locator(f"form[action$='/attachments/{kind}'] button[type=submit]").click()
    expect(page.locator(f"#kind-{kind} li.file[id^=file-]").filter(has_text=name)).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_has_submitted_changes_it_submits_again_withdraws_and_comes_back(journey, language):
    page = journey("call")
    enter(page, SUBMITTED, "applicant", language)
    overview = my_nomination(page)
    visit(page, overview)
    check_page(page, language, "submitted")

    change_title(page, overview, "A title that came to mind later")
    visit(page, f"{overview}/check")
    check_page(page, language, "check-complete")
    sign(page)
    expect(page).to_have_url(re.compile("/receipt"))
    check_page(page, language, "receipt")
    seen_on_a_phone(page, language, "receipt")
    expect(page.locator("dl.summary")).to_contain_text("A title that came to mind later")
    press(page, "/papers/receipt")
    assert paper(page, language, "receipt-paper").startswith(b"%PDF-")

    visit(page, f"{overview}/versions")
    check_page(page, language, "versions")
    visit(page, f"{overview}/messages")
    check_page(page, language, "applicant-messages")
    visit(page, f"{overview}/withdraw")
    check_page(page, language, "withdraw")
    press(page, "/withdraw")
    visit(page, overview)
    check_page(page, language, "withdrawn")
    press(page, "/restore")
    visit(page, f"{overview}/receipt")
    expect(page.locator("dl.summary")).to_contain_text("A title that came to mind later")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_late_attempt_is_refused_and_nothing_is_lost(serve, open_window, language):
    server = serve("call")
    turn_clock(server.data, BEFORE_THE_CLOSE)
    page = open_window(server.url)
    enter(page, SUBMITTED, "applicant", language)
    overview = my_nomination(page)
    change_title(page, overview, "Changed in time, submitted too late")
    visit(page, f"{overview}/check")

    turn_clock(server.data, AFTER_THE_CLOSE)
    sign(page)

    check_page(page, language, "late")
    seen_on_a_phone(page, language, "late")
    visit(page, overview)
    check_page(page, language, "after-the-close")
    visit(page, f"{overview}/sections/project")
    expect(page.locator("main")).to_contain_text("Changed in time, submitted too late")
    visit(page, f"{overview}/receipt")
    expect(page.locator("dl.summary")).not_to_contain_text("Changed in time")


def my_nomination(page: Page) -> str:
    """The address of the first nomination on one's own page."""
    visit(page, f"{HERE}/nominations")
    links = page.locator("main a").evaluate_all("links => links.map(link => link.href)")
    return next(link for link in links if re.search(r"/nominations/[0-9a-f-]{36}$", link))


def change_title(page: Page, overview: str, title: str) -> None:
    visit(page, overview)
    for link in page.locator("a[href*='/sections/']").evaluate_all("links => links.map(link => link.href)"):
        visit(page, link)
        if page.locator("[name=title]").count():
            break
    page.locator("[name=title]").fill(title)
    leave(page, page.locator("button[name=_return]"))


def sign(page: Page) -> None:
    """Accept every declaration, enter the name and submit."""
    for box in page.locator("input[name^='declaration.']").all():
        box.check()
    page.locator("[name=typed_name]").fill("Abubakar Maiganuwa")
    press(page, "/submit")
