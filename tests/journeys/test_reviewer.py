"""The story of a reviewer: the undertaking, the desk, the conflict question, a card, stepping aside."""

import re
import time

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.steps import HERE, LANGUAGES, check_page, enter, leave, press, seen_on_a_phone, visit

HEAD, REVIEWER = "خالد الورزازي", "مها السمّارية"
REASON = {"en": "The plan of maintenance has no owner and no money.", "ar": "خطة الصيانة بلا مسؤول عنها وبلا تمويل."}
WORD = {"en": "carefully", "ar": "بعناية"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_file_is_declared_judged_submitted_and_changed(journey, language):
    page = journey("review", shared=True)
    reference = give_a_new_file(page, language)
    enter(page, REVIEWER, "reviewer", language)
    visit(page, f"{HERE}/review/undertaking")
    check_page(page, language, "undertaking")
    visit(page, f"{HERE}/review/")
    check_page(page, language, "desk")
    seen_on_a_phone(page, language, "desk")

    page.get_by_role("row").filter(has_text=reference).get_by_role("link").click()
    expect(page).to_have_url(re.compile("/declaration"))
    check_page(page, language, "conflict-gate")
    page.locator("input[name=answer][value=none]").check()
    press(page, "/declaration")
    expect(page).not_to_have_url(re.compile("/declaration"))
    check_page(page, language, "file")
    seen_on_a_phone(page, language, "file")

    file = page.url.partition("?")[0].partition("#")[0]
    judge(page, language)
    leave(page, page.locator("button[formaction$='/card']:not([name])"))
    visit(page, file)
    expect(page.locator("#comment")).to_have_value(comment(language))
    expect(page.locator("fieldset[data-criterion]").first.locator("input[value='8']")).to_be_checked()
    submit(page)
    expect(page.locator(".notice-success").first).to_be_visible()
    check_page(page, language, "card-submitted")

    visit(page, file)
    press(page, "/card/reopen")
    page.locator("#strength").fill(f"{WORD[language]} 2")
    submit(page)
    visit(page, f"{file}/versions")
    check_page(page, language, "card-versions")
    submitted = page.locator("details[id^='v-']").filter(has=page.locator("summary .tag-green"))
    assert submitted.count() == 2
    assert f"{WORD[language]} 2" in submitted.first.text_content()
    assert f"{WORD[language]} 2" not in submitted.last.text_content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_incomplete_card_shows_what_is_missing_and_loses_nothing(journey, language):
    page = journey("review", shared=True)
    enter(page, REVIEWER, "reviewer", language)
    visit(page, file_not_started(page))
    first = page.locator("fieldset[data-criterion]").first
    first.locator("input[value='1']").check()
    submit(page)

    check_page(page, language, "card-refused")
    expect(page.locator("[data-error-summary]")).to_be_visible()
    expect(first.locator("input[value='1']")).to_be_checked()


def test_a_card_submitted_while_it_saves_itself_does_not_clash_with_itself(journey):
    """Leaving the last field for the button saves by itself: on a slow line the button comes before the answer."""
    page = journey("review", shared=True)
    enter(page, REVIEWER, "reviewer", "en")
    visit(page, file_not_started(page))
    slow = []

    def dawdle(route: Route) -> None:
        if "application/json" in route.request.headers["accept"]:
            slow.append(route.request.url)
            time.sleep(0.7)
        route.continue_()

    page.route("**/card", dawdle)
    judge(page, "en")
    page.locator("#weakness").focus()
    page.keyboard.type("!")
    submit(page)

    expect(page.locator(".notice-success").first).to_be_visible()
    assert slow


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_steps_aside_loses_the_file_at_once(journey, language):
    page = journey("review", shared=True)
    enter(page, REVIEWER, "reviewer", language)
    file = file_not_started(page)
    visit(page, f"{file}/declaration")
    page.locator("input[name=answer][value=real]").check()
    page.locator("input[name=kind]").first.check()
    page.locator("#words").fill(REASON[language])
    press(page, "/declaration")

    check_page(page, language, "stepped-aside")
    assert page.goto(file).status == 404
    check_page(page, language, "file-gone")
    visit(page, f"{HERE}/review/")
    assert page.locator(f"a[href='{file}']").count() == 0
    visit(page, f"{HERE}/review/declarations")
    check_page(page, language, "declarations")


def give_a_new_file(page: Page, language: str) -> str:
    """The head of the secretariat routes one more file to the reviewer, and publishes it: its reference."""
    enter(page, HEAD, "head", language)
    visit(page, f"{HERE}/secretariat/assignments")
    check_page(page, language, "assignments")
    cells = page.locator("#board td a").filter(has_text=REVIEWER)
    for cell in cells.evaluate_all("links => links.map(link => link.href)"):
        visit(page, cell)
        propose = page.locator("form[method=post] button.button-primary")
        if propose.count():
            break
    check_page(page, language, "assignment")
    reference = re.search(r"NHA-2025-[PI]-\d{4}", page.locator("h1").inner_text())[0]
    round_id = re.search(r"/assignments/([0-9a-f-]{36})", page.url)[1]
    reason = page.locator("textarea[name=reason]")
    if reason.count():
        reason.fill(REASON[language])
    leave(page, propose)
    visit(page, f"{HERE}/secretariat/assignments/{round_id}/publication")
    check_page(page, language, "publication")
    press(page, "/publication")
    return reference


def file_not_started(page: Page) -> str:
    visit(page, f"{HERE}/review/?state=not_started")
    return page.locator("#files th a").first.get_attribute("href").partition("?")[0]


def comment(language: str) -> str:
    return " ".join([WORD[language]] * 55)


def judge(page: Page, language: str) -> None:
    """Scores with the keyboard alone; words where they are asked for."""
    for criterion in page.locator("fieldset[data-criterion]").all():
        criterion.locator("input[value='7']").focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        criterion.locator("textarea").fill(REASON[language])
    page.locator("#comment").fill(comment(language))
    page.locator("#strength").fill(WORD[language])
    page.locator("#weakness").fill(REASON[language])
    page.locator("input[name=recommendation]").first.check()


def submit(page: Page) -> None:
    leave(page, page.locator("form[action$='/card/submit'] button.button-primary"))
