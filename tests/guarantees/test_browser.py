"""The browser of the journeys notices what it must notice."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.support.browser import DESK, PHONE, Faults, no_axe_findings, no_sideways_scrolling, shot

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head>
<body><main><h1>A page</h1>{}</main></body></html>"""
PAGES = {
    "/good": "<p>Nothing is wrong here.</p>",
    "/no-alt": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">',
    "/wide": "<p>" + "long" * 200 + "</p>",
    "/outside": '<p><img alt="x" src="https://example.org/x.png"></p>',
    "/inline": '<p onclick="x()">x</p><script>window.ran = true</script>',
    "/console": '<script nonce="n">console.error("it broke")</script>',
    "/script": '<script nonce="n">noSuchThing()</script>',
    "/missing": '<p><img alt="x" src="/not-here.png"></p>',
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = PAGE.format(PAGES.get(self.path, "<p>Not here</p>")).encode()
        self.send_response(200 if self.path in PAGES else 500 if self.path == "/broken" else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'none'; script-src 'nonce-n'; img-src *  data:")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Nobody reads this log."""


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_nothing_is_wrong_with_a_good_page(open_window, site, width):
    page = open_window(site, width)
    page.goto("/good")

    no_axe_findings(page)
    no_sideways_scrolling(page)


def test_a_page_that_is_not_found_is_a_page(open_window, site):
    page = open_window(site)
    page.goto("/elsewhere")

    no_axe_findings(page)


@pytest.mark.parametrize(("path", "fault"), [
    ("/outside", "asked another machine: https://example.org/x.png"),
    ("/inline", "Content Security Policy"),
    ("/console", "it broke"),
    ("/script", "noSuchThing"),
    ("/missing", "404 for GET"),
    ("/broken", "500 for GET"),
])
def test_a_fault_fails_the_story(open_window, faults, site, path, fault):
    page = open_window(site)
    page.goto(path)
    page.wait_for_load_state("networkidle")

    assert any(fault in text for text in faults.unexpected())
    faults.expect(fault)


def test_only_the_expected_fault_is_forgiven():
    faults = Faults(messages=["404 for GET /a", "404 for GET /b"])
    faults.expect("/a$")

    assert faults.unexpected() == ["404 for GET /b"]


def test_axe_reports_a_picture_without_alternative_text(open_window, site):
    page = open_window(site)
    page.goto("/no-alt")

    with pytest.raises(AssertionError, match="image-alt"):
        no_axe_findings(page)


def test_a_page_wider_than_its_window_is_noticed(open_window, site):
    page = open_window(site, PHONE)
    page.goto("/wide")

    with pytest.raises(AssertionError, match="px wide in a window of 390 px"):
        no_sideways_scrolling(page)


def test_a_picture_is_kept_for_whom_wants_one(open_window, site, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.support.browser._SHOTS", str(tmp_path / "shots"))
    page = open_window(site)
    page.goto("/good")

    shot(page, "good")

    assert (tmp_path / "shots" / "good.png").read_bytes().startswith(b"\x89PNG")
