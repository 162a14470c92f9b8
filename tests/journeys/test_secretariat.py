"""The story of the secretariat: extending the call, screening, the table, the board, the ranking and its papers."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    HERE,
    LANGUAGES,
    check_page,
    declare_no_conflict,
    enter,
    leave,
    paper,
    press,
    seen_on_a_phone,
    turn_clock,
    visit,
)

HEAD, OFFICER, OTHER_OFFICER = "خالد الورزازي", "Hind Lamtouni", "Omar Tall-Fouta"
DESK = f"{HERE}/secretariat"
REASON = {"en": "The network was down in several countries.", "ar": "انقطعت الشبكة في بلدان عدة."}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_extends_the_call_and_every_page_follows(journey, language):
    page = journey("call")
    enter(page, HEAD, "head", language)
    visit(page, f"{DESK}/deadline")
    check_page(page, language, "deadline")
    form = page.locator("form[action$='/deadline/preview']")
    form.locator("[name=last_day]").fill("2025-12-07")
    for box in form.locator("textarea[name^='reason-']").all():
        box.fill(REASON[language])
    form.locator("input[name=told][value=drafts]").check()
    leave(page, form.get_by_role("button").last)
    check_page(page, language, "deadline-preview")
    press(page, "/secretariat/deadline")
    check_page(page, language, "deadline-extended")
    expect(page.locator("#history")).to_contain_text(REASON[language])

    visit(page, f"{HERE}/")
    assert page.locator("time[datetime^='2025-12-07T22:59:59']").count()
    visit(page, f"{DESK}/letters")
    check_page(page, language, "secretariat-letters")


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_the_close_an_officer_screens_writes_and_two_refuse(serve, open_window, language):
    server = serve("call")
    turn_clock(server.data, "2025-12-03T09:00:00+01:00")
    page = open_window(server.url)
    enter(page, OFFICER, "officer", language)
    declare_no_conflict(page)
    first, second = submitted_files(page)[:2]

    visit(page, f"{first}/screening")
    check_page(page, language, "screening")
    expect(page.locator("#findings tbody tr").first).to_be_visible()
    for question in page.locator("fieldset:has(input[name^='answer-'])").all():
        question.locator("input[type=radio]").first.check()
    page.locator("textarea[name^='note-']").first.fill(REASON[language])
    leave(page, page.locator("form[action*='/screening'] button.button-secondary").first)
    visit(page, f"{first}/screening")
    expect(page.locator("textarea[name^='note-']").first).to_have_value(REASON[language])
    visit(page, f"{first}/screening/admit")
    check_page(page, language, "admission")
    press(page, "/screening/admit")
    visit(page, f"{first}/screening")
    check_page(page, language, "screening-eligible")
    expect(page.locator("form[action$='/screening/admit']")).to_have_count(0)

    visit(page, f"{second}/screening")
    page.locator("#reason_code").select_option(index=1)
    page.locator("#reason").fill(REASON[language])
    press(page, "/screening/refuse")
    visit(page, f"{second}/screening")
    check_page(page, language, "screening-proposed")
    expect(page.locator("form[action$='/screening/confirm']")).to_have_count(0)

    visit(page, f"{second}/messages")
    page.locator("textarea[name=text]").fill(REASON[language])
    leave(page, page.locator("form[method=post]:has(textarea[name=text])").get_by_role("button"))
    check_page(page, language, "message-sent")
    expect(page.locator("article.message").last).to_contain_text(REASON[language])

    enter(page, OTHER_OFFICER, "officer", language)
    declare_no_conflict(page)
    visit(page, f"{second}/screening")
    press(page, "/screening/confirm")
    visit(page, f"{second}/screening")
    check_page(page, language, "screening-confirmed")
    visit(page, f"{DESK}/nominations?state=ineligible")
    expect(page.locator(f"a[href*='{second.rpartition('/')[2]}']").first).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_is_searched_and_exported_and_leads_to_the_file(journey, language):
    page = journey("ranking", shared=True)
    enter(page, OFFICER, "officer", language)
    visit(page, f"{DESK}/nominations")
    check_page(page, language, "nominations")
    seen_on_a_phone(page, language, "nominations")

    page.locator("select[name=category]").select_option("project")
    page.locator("input[name=q]").fill("NHA-2025-P-000")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=NHA-2025-P-000"))
    check_page(page, language, "nominations-found")
    references = page.locator("#nominations tbody th").all_inner_texts()
    assert references
    assert all(reference.strip().startswith("NHA-2025-P-000") for reference in references)
    exported = download(page, page.locator("a[href*='/nominations.csv']")).decode("utf-8-sig")
    assert len(exported.strip().splitlines()) >= 1 + len(references)
    assert "NHA-2025-I" not in exported
    assert download(page, page.locator("a[href*='/nominations.xlsx']")).startswith(b"PK")

    file = readable_files(page)[-1]
    for part in ("", "/answers", "/attachments", "/screening", "/messages", "/log"):
        visit(page, f"{file}{part}")
        check_page(page, language, f"secretariat-file{part.replace('/', '-')}")
        if part == "/attachments":
            page.locator("dialog.large").first.wait_for(state="attached")
            page.locator("[data-pictures] a").first.click()
            expect(page.locator("dialog[open] img")).to_be_visible()
            check_page(page, language, "large-view")
            page.keyboard.press("Escape")
    for place in ("assignments", "conflicts", "progress"):
        visit(page, f"{DESK}/{place}")
        check_page(page, language, place)
    seen_on_a_phone(page, language, "progress")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ranking_leaves_as_a_report_as_a_volume_and_as_marks(journey, language):
    page = journey("ranking", shared=True)
    enter(page, HEAD, "head", language)
    visit(page, f"{DESK}/rounds")
    check_page(page, language, "rounds")
    ranking = closed_round(page)
    visit(page, ranking)
    check_page(page, language, "ranking")
    seen_on_a_phone(page, language, "ranking")
    assert download(page, page.locator("a[href$='/scores.csv']")).count(b"NHA-2025-") > 10

    page.locator("select[name=language]").select_option("ar")
    page.locator("button[name=kind][value=scoring]").click()
    assert paper(page, language, "scoring-report").startswith(b"%PDF-")
    visit(page, ranking)
    page.locator("select[name=language]").select_option(language)
    page.locator("button[name=kind][value=sheets]").click()
    assert paper(page, language, "sheets").startswith(b"%PDF-")

    for place in ("people", "ledger"):
        visit(page, f"{DESK}/{place}")
        check_page(page, language, place)


def submitted_files(page: Page) -> list[str]:
    visit(page, f"{DESK}/nominations?state=submitted")
    return readable_files(page)


def readable_files(page: Page) -> list[str]:
    """Addresses of the files of the table; a draft leads to its messages only."""
    links = page.locator("#nominations tbody th a").evaluate_all("links => links.map(link => link.pathname)")
    return [link for link in links if not link.endswith("/messages")]


def closed_round(page: Page) -> str:
    """The round with a ranking to look at: the first that offers one."""
    pattern = re.compile(r"/rounds/[0-9a-f-]{36}$")
    links = page.locator("main a").evaluate_all("links => links.map(link => link.pathname)")
    return next(link for link in links if pattern.search(link))


def download(page: Page, link) -> bytes:
    with page.expect_download() as started:
        link.press("Enter")
    return Path(started.value.path()).read_bytes()
