"""Every component and error page, in every language, is a good page; and so it is in a real browser."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from nominations.core.language import LANGUAGES
from nominations.core.rules.vocabulary import Refusal
from nominations.web.errors import STATUS
from tests.guarantees.gallery import ERRORS, PAGES, SAMPLES, render
from tests.support.browser import DESK, PHONE, look_at
from tests.support.page import Document, page_faults, text

STATIC = Path(__file__).parents[2] / "nominations/static"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'nonce-nonce'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Handler(BaseHTTPRequestHandler):
    """Serves /<language>/<template> and the static files, under the application's content security policy."""

    def do_GET(self):
        _, first, rest = self.path.split("?")[0].split("/", 2)
        if first == "static":
            self._answer((STATIC / rest).read_bytes(), KINDS[Path(rest).suffix])
        else:
            self._answer(render(rest, first).encode(), "text/html; charset=utf-8")

    def _answer(self, body, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Nobody reads this log."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize("template", [*PAGES, *(f"errors/{name}.html" for name in ERRORS)])
def test_nothing_is_wrong_with_a_page(template, spoken):
    page = Document(render(template, spoken))

    faults = list(page_faults(page, {"Content-Security-Policy": POLICY}))

    assert faults == []


def test_a_page_with_errors_says_so_in_its_title():
    title = Document(render(PAGES[0], "en")).all("title")[0]
    assert text(title) == f"Error: {SAMPLES['en']['title']} – The Harbour Heritage Award"


@pytest.mark.parametrize("reason", [reason for reason, status in STATUS.items() if status == 409])
def test_every_rule_that_says_no_has_its_own_words(reason):
    page, other = (Document(render("errors/409.html", "en", reason=why)) for why in (reason, Refusal.WRONG_STATE))
    assert (text(page.all("h1")[0]) == text(other.all("h1")[0])) is (reason is Refusal.WRONG_STATE)


def test_typed_markup_stays_text_and_keeps_its_lines():
    typed = "<b>one</b>\r\ntwo\r\n\r\n{{ three }}"
    html = render(PAGES[0], "en", sample=SAMPLES["en"] | {"text": typed})
    assert '<p dir="auto">&lt;b&gt;one&lt;/b&gt;\ntwo</p><p dir="auto">{{ three }}</p>' in html


@pytest.mark.parametrize(("spoken", "width", "scheme"), [
    ("en", DESK, "light"), ("ar", DESK, "dark"), ("ar", PHONE, "light"), ("fr", 320, "dark"),
])
@pytest.mark.parametrize("template", [*PAGES, "errors/late.html"])
def test_a_page_stands_in_a_browser(open_window, site, template, spoken, width, scheme):
    page = open_window(site, width, color_scheme=scheme)
    page.goto(f"/{spoken}/{template}", wait_until="networkidle")

    look_at(page, f"gallery-{template.split('.')[0].replace('/', '-')}-{spoken}-{width}-{scheme}")


def test_the_card_adds_up_and_takes_digits_but_not_inside_a_text(open_window, site):
    page = open_window(site)
    page.goto(f"/en/{PAGES[1]}", wait_until="networkidle")
    total = page.locator("output[data-total]")
    assert total.text_content() == "21.0"

    page.locator("#care-0").focus()
    page.keyboard.press("8")
    assert total.text_content() == "41.0"
    assert page.locator("#care .band:visible").text_content().startswith("Clearly shown")

    page.keyboard.press("0")
    page.keyboard.press("0")
    assert (total.text_content(), page.locator("#care-10").is_checked()) == ("46.0", True)

    page.locator("#care-reason").fill("")
    page.locator("#care-reason").type("3 np")
    assert (total.text_content(), page.locator("#care-reason").input_value()) == ("46.0", "3 np")


def test_the_card_shows_its_band_without_script(open_window, site):
    page = open_window(site, java_script_enabled=False)
    page.goto(f"/en/{PAGES[1]}")
    page.locator("#care-9").check()
    assert page.locator("#care .band:visible").text_content().startswith("Exemplary")


@pytest.mark.parametrize(("spoken", "wider"), [("en", "ArrowLeft"), ("ar", "ArrowRight")])
def test_the_splitter_moves_by_keyboard_towards_the_file(open_window, site, spoken, wider):
    page = open_window(site)
    page.goto(f"/{spoken}/{PAGES[1]}", wait_until="networkidle")
    before = page.locator("#pane-card").bounding_box()["width"]

    page.locator("[data-splitter]").press(wider)

    assert page.locator("#pane-card").bounding_box()["width"] == before + 32


def test_words_are_counted_while_typing_with_the_plural_of_the_language(open_window, site):
    page = open_window(site)
    page.goto(f"/en/{PAGES[0]}", wait_until="networkidle")
    page.locator("#title").fill("A well-set book, l’œuvre de Xudafərin 1,234.5")
    assert page.locator("#title-counter").text_content() == "You have 5 words left"
    page.locator("#title").fill("one " * 13)
    assert page.locator("#title-counter").text_content() == "1 word too many"


def test_the_summary_of_errors_has_the_focus_and_leads_into_the_field(open_window, site):
    page = open_window(site)
    page.goto(f"/en/{PAGES[0]}", wait_until="networkidle")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.locator(".error-summary a").last.click()
    assert page.evaluate("document.activeElement.name") == "state"


def test_all_rows_of_a_page_are_chosen_at_once_and_counted(open_window, site):
    page = open_window(site)
    page.goto(f"/en/{PAGES[2]}", wait_until="networkidle")
    page.get_by_label("Choose all on this page").check()
    assert page.locator("[data-selected-count]").text_content() == "14 chosen"


def test_a_reader_in_another_zone_sees_their_own_time(open_window, site):
    page = open_window(site, timezone_id="America/New_York")
    page.goto("/en/errors/late.html", wait_until="networkidle")
    assert "Sun 30 Nov, 17:59 in your time zone" in page.locator("main").text_content()
