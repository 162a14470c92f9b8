"""Steps that the stories share: sign in, check a page, wait for a document."""

import re
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from nominations.core import settings
from nominations.core.adapters import clock
from tests.support.browser import PHONE, look_at, no_sideways_scrolling, shot

HERE = "/natavan-2025"
LANGUAGES = ("en", "ar")


def enter(page: Page, name: str, role: str, language: str) -> None:
    """Sign in as one of the demonstration's people, in the language of the story."""
    page.context.clear_cookies()
    page.goto(f"/sign-in?lang={language}")
    leave(page, page.locator(f"form[action$='/{role}']").filter(has_text=name).get_by_role("button"))
    page.goto(f"/account/start?lang={language}")


def declare_no_conflict(page: Page) -> None:
    """Answer the question that comes before the nominations once the call has closed."""
    visit(page, f"{HERE}/secretariat/own-conflicts")
    page.locator("input[name=no_other]").check()
    press(page, "/own-conflicts")


def visit(page: Page, address: str) -> None:
    """Go to a page that is there for this person."""
    answer = page.goto(address)
    assert answer.ok, f"{answer.status} for {address}"


def check_page(page: Page, language: str, name: str) -> None:
    """Check that the page is in the language of the story, and what must hold for every page."""
    direction = "rtl" if language == "ar" else "ltr"
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    look_at(page, f"{name}-{language}")


def seen_on_a_phone(page: Page, language: str, name: str) -> None:
    """Check the same page in a narrow window, and restore the width."""
    wide = page.viewport_size
    page.set_viewport_size({"width": PHONE, "height": 844})
    no_sideways_scrolling(page)
    shot(page, f"{name}-phone-{language}")
    page.set_viewport_size(wide)
    # A click aimed while the page is still being laid out anew meets nothing.
    page.wait_for_function("width => innerWidth === width && new Promise("
                           "done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))",
                           arg=wide["width"])


def leave(page: Page, button: Locator) -> None:
    """Press the button, and wait for the next page."""
    with page.expect_navigation():
        button.click()


def press(page: Page, action: str) -> None:
    """Press the first button of the form that posts to an address with this ending."""
    leave(page, page.locator(f"form[method=post][action$='{action}'] button[type=submit]").first)


def paper(page: Page, language: str, name: str) -> bytes:
    """Wait on the page of a document until the worker has made it, and download it."""
    expect(page).to_have_url(re.compile("/documents/"))
    ready = page.locator("main a[download]")
    ready.wait_for(timeout=90_000)
    check_page(page, language, name)
    with page.expect_download() as download:
        ready.press("Enter")
    return Path(download.value.path()).read_bytes()


def turn_clock(data: Path, instant: str) -> None:
    """Set the clock of the demonstration, for the server and its worker at once."""
    clock.set_demonstration_time(settings.load_settings(data, environ={}), datetime.fromisoformat(instant))
