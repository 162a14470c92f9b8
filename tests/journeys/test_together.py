"""The story of two people who write one nomination on a phone, in Arabic, with a network that comes and goes."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import HERE, check_page, leave, press, visit
from tests.journeys.test_applicant import enter_by_code
from tests.support.browser import PHONE
from tests.support.patience import PATIENCE_SECONDS

FIRST, SECOND = "fountain.writer@example.org", "second.writer@example.org"
CUT_OFF, SIGNED_OUT, ALONE = "cut.off@example.org", "signed.out@example.org", "writes.alone@example.org"
SAVED, CUT = re.compile(r"^حُفظ في \d\d:\d\d$"), "لم يُحفظ: لا يوجد اتصال. توجد نسخة على هذا الجهاز."
CLASH = "عدّله شخص آخر: قارن"
# As without a network, also for what a page sends while the browser leaves it.
SEND_NOTHING = """() => {
  window.fetch = () => Promise.reject(new TypeError("no network"));
  navigator.sendBeacon = () => false;
}"""


def line(page: Page):
    return page.locator("[data-save-line]")


def list_kept_keys(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kept:'))")


def wait_until_saved(page: Page) -> None:
    """Nothing is left on the device that the server does not have."""
    page.wait_for_function(
        "() => !Object.keys(localStorage).some((key) => key.startsWith('kept:'))", timeout=1_000 * PATIENCE_SECONDS
    )


def open_page(page: Page, address: str) -> None:
    """The page with all its modules: a line that is cut before they came has nothing to keep."""
    visit(page, address)
    page.wait_for_load_state("networkidle")


def write(page: Page, name: str, text: str) -> None:
    box = page.locator(f"[name={name}]")
    box.press("End")
    box.press_sequentially(text)


def test_no_word_is_lost_while_the_network_comes_and_goes(journey):
    page = journey("call", f"{HERE}/?lang=ar", width=PHONE, shared=True)
    section = begin(page, ALONE)

    write(page, "title", "سبيل الحي")
    expect(line(page)).to_have_text(SAVED)
    expect(page.locator("[data-save-told]")).to_have_text("")  # it was saved before: nothing new to hear
    check_page(page, "ar", "section-saved-by-itself")
    assert list_kept_keys(page) == []

    page.context.set_offline(True)
    write(page, "title", " القديم")
    expect(line(page)).to_have_text(CUT)
    expect(page.locator("[data-save-told]")).to_have_text(CUT)
    check_page(page, "ar", "section-without-connection")
    assert len(list_kept_keys(page)) == 1
    page.locator("button[name=_return]").click()  # no connection: the page stays, and says so
    expect(line(page)).to_have_text(CUT)

    page.context.set_offline(False)
    expect(line(page)).to_have_text(SAVED)
    wait_until_saved(page)
    open_page(page, section)
    expect(page.locator("[name=title]")).to_have_value("سبيل الحي القديم")

    # The network is cut again, and the phone is switched off meanwhile: nothing arrives any more, not even from a page
    # that was left and that the browser has not ended yet.
    page.context.set_offline(True)
    page.evaluate(SEND_NOTHING)
    write(page, "title", " وحوضه")
    expect(line(page)).to_have_text(CUT)
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")
    page.context.set_offline(False)
    again = page
    open_page(again, section)
    offered = again.locator("section.notice-warning")
    expect(offered).to_contain_text("سبيل الحي القديم وحوضه")
    expect(again.locator("[name=title]")).to_have_value("سبيل الحي القديم")
    check_page(again, "ar", "section-text-offered-again")
    offered.get_by_role("button").first.press("Enter")
    expect(again.locator("[name=title]")).to_have_value("سبيل الحي القديم وحوضه")
    wait_until_saved(again)
    open_page(again, section)
    expect(again.locator("[name=title]")).to_have_value("سبيل الحي القديم وحوضه")


def test_a_save_whose_answer_is_lost_is_repeated_and_is_no_clash(journey):
    """The server stores it, the answer never arrives: what is typed afterwards comes on top of it."""
    page = journey("call", f"{HERE}/?lang=en", shared=True)
    section = begin(page, CUT_OFF, "en")
    lost = []

    def lose(route):
        route.fetch()
        lost.append(1)
        route.abort()

    page.route("**/autosave", lose, times=1)
    write(page, "title", "The fountain")
    expect(line(page)).to_have_text("Not saved: no connection. A copy is on this device.")
    write(page, "title", " of the quarter")
    wait_until_saved(page)
    expect(line(page)).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
    assert lost == [1]
    open_page(page, section)
    expect(page.locator("[name=title]")).to_have_value("The fountain of the quarter")


def test_the_end_of_a_session_is_announced_and_its_words_are_offered_again(journey, faults):
    page = journey("call", f"{HERE}/?lang=en", shared=True)
    section = begin(page, SIGNED_OUT, "en")
    page.evaluate("""document.dispatchEvent(new CustomEvent('session-ends', { detail:
        new Date(Date.parse(document.documentElement.dataset.now) + performance.now() + 200_000).toISOString() }))""")
    notice = page.locator(".session-end")
    expect(notice).to_contain_text("You will be signed out at")
    check_page(page, "en", "session-ends-soon")
    notice.get_by_role("button", name="Stay signed in").click()
    expect(notice).to_have_text("You are still signed in.")

    cookies = page.context.cookies()
    page.context.clear_cookies()
    write(page, "title", "Written after the end")
    expect(line(page)).to_contain_text("signed out")
    check_page(page, "en", "section-signed-out")
    page.context.add_cookies(cookies)  # signed in again
    page.once("dialog", lambda dialog: dialog.accept())
    open_page(page, section)
    page.get_by_role("button", name="Restore this text").click()
    wait_until_saved(page)
    page.evaluate("localStorage.setItem('kept:section:other', '{}')")
    page.locator("header details.menu summary").click()
    press(page, "/sign-out")
    assert list_kept_keys(page) == []


def test_two_people_write_one_nomination_and_no_text_is_lost(serve_to_all, open_window, faults):
    faults.expect("409 for POST .*/autosave")
    server = serve_to_all("call")
    mine, theirs = open_window(server.url, PHONE), open_window(server.url)
    mine.goto(f"{HERE}/?lang=ar")
    section = begin(mine, FIRST)
    overview = section.partition("/sections/")[0]
    enter_by_code(theirs, SECOND, "ar")
    visit(mine, f"{overview}/collaborators")
    mine.locator("[name=email]").fill(SECOND)
    press(mine, "/collaborators")
    check_page(mine, "ar", "collaborators")

    visit(theirs, "/demonstration/letters")
    theirs.get_by_role("row").filter(has_text="يدعوك").get_by_role("link").first.click()
    link = re.search(r"/natavan-2025/nominations/invitations/\S+", theirs.locator("article.letter").inner_text())[0]
    visit(theirs, link)
    check_page(theirs, "ar", "invitation")
    press(theirs, "/join")
    check_page(theirs, "ar", "task-list-of-a-collaborator")

    # One writes without a connection, the other meanwhile.
    open_page(mine, section)
    write(mine, "title", "سبيل الحي")
    wait_until_saved(mine)
    open_page(theirs, section)
    expect(theirs.locator("[name=title]")).to_have_count(0)  # reserved: to be read only
    check_page(theirs, "ar", "section-in-use")
    press(theirs, "/ask")
    check_page(theirs, "ar", "section-asked-for")
    open_page(mine, section)
    expect(mine.locator("[data-asked]")).to_be_visible()
    check_page(mine, "ar", "section-asked-of-me")
    press(mine, "/hand-on")
    open_page(theirs, section)
    expect(mine.locator("[name=title]")).to_have_count(0)
    write(theirs, "title", " القديم")
    leave(theirs, theirs.locator("button[name=_return]"))

    open_page(mine, section)
    mine.context.set_offline(True)
    write(mine, "title", " وحوضه")
    expect(line(mine)).to_have_text(CUT)
    open_page(theirs, section)
    write(theirs, "title", " في باكو")
    leave(theirs, theirs.locator("button[name=_return]"))
    mine.context.set_offline(False)
    expect(line(mine)).to_have_text(CLASH)
    check_page(mine, "ar", "section-changed-elsewhere")
    leave(mine, mine.locator("button[name=_compare]"))
    check_page(mine, "ar", "clash")
    expect(mine.locator(".clash")).to_contain_text("سبيل الحي القديم في باكو")
    expect(mine.locator(".clash [name=title]")).to_have_value("سبيل الحي القديم وحوضه")
    mine.locator(".clash [name=title]").fill("سبيل الحي القديم وحوضه في باكو")
    mine.locator("[name='_choose.title'][value=mine]").check()
    leave(mine, mine.locator("button[name=_return]"))
    open_page(theirs, section)
    expect(theirs.locator("[name=title]")).to_have_value("سبيل الحي القديم وحوضه في باكو")

    visit(mine, f"{section}/answers/title/versions")
    check_page(mine, "ar", "answer-versions")
    expect(mine.locator("main ol li")).to_have_count(3)  # typing that goes on is one version
    visit(mine, f"{section}/comments")
    mine.locator("#q-title details summary").nth(1).click()
    mine.locator("#comment-title").fill("هل نذكر السنة؟")
    press(mine, "/comments/title")
    check_page(mine, "ar", "comments")


def begin(page: Page, email: str, language: str = "ar") -> str:
    """A newcomer with a new nomination, in its first section; the address of that."""
    enter_by_code(page, email, language)
    visit(page, f"{HERE}/nominations/start?lang={language}")
    page.locator("input[name=category][value=project]").check()
    press(page, "/start")
    overview = page.url.partition("?")[0]
    section = f"{overview}/sections/project"
    open_page(page, section)
    return section
