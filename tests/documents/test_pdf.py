"""Making a PDF opens the shipped fonts and ornaments and nothing else, whatever a document refers to."""

import base64
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from nominations.documents.adapters.pdf import LARGEST_PICTURE, RefusedFetch, fetch_own, own_files, to_pdf
from tests.support.report_samples.samples import small_picture

JPEG = "data:image/jpeg;base64," + base64.b64encode(small_picture(40, 30)).decode()


@pytest.fixture
def bait(tmp_path):
    """A listening server and a secret file; `asked` is what was requested of the server."""
    asked = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY-7f3a")
    yield f"http://127.0.0.1:{server.server_port}/CANARY", secret.as_uri(), asked
    server.shutdown()
    thread.join()
    server.server_close()


VECTORS = {
    "picture": '<img src="URL" alt="x">',
    "picture set": '<img src="URL" srcset="URL 2x" alt="x">',
    "import": "<style>@import url(URL);</style>",
    "background": '<p style="background: url(URL)">x</p>',
    "border": '<p style="border-image: url(URL) 3">x</p>',
    "font": "<style>@font-face { font-family: f; src: url(URL) } p { font-family: f }</style><p>x</p>",
    "style sheet": '<link rel="stylesheet" href="URL">',
    "object": '<object data="URL"></object>',
    "embed": '<embed src="URL">',
    "drawing": '<svg viewBox="0 0 9 9" width="9" height="9"><image href="URL" width="9" height="9"/></svg>',
    "drawing, old": '<svg viewBox="0 0 9 9" width="9" height="9" xmlns:xlink="http://www.w3.org/1999/xlink">'
                    '<image xlink:href="URL" width="9" height="9"/></svg>',
    "drawing, use": '<svg viewBox="0 0 9 9" width="9" height="9"><use href="URL#a"/></svg>',
    "list": '<ul style="list-style-image: url(URL)"><li>x</li></ul>',
    "content": "<style>p::before { content: url(URL) }</style><p>x</p>",
    "attachment": '<link rel="attachment" href="URL">',
    "attached link": '<a rel="attachment" href="URL">x</a>',
    "base": '<base href="URL/"><img src="picture.png" alt="x">',
    "page": "<style>@page { background: url(URL) }</style><p>x</p>",
    "margin box": "<style>@page { @top-left { content: url(URL) } }</style><p>x</p>",
    "colour profile": "<style>@color-profile --x { src: url(URL) } p { color: color(--x 1 0 0) }</style><p>x</p>",
    "mask": '<p style="mask: url(URL)">x</p>',
}


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("kind", ["web", "file"])
def test_nothing_is_fetched_from_outside(bait, vector, kind):
    web, file, asked = bait

    try:
        pdf = to_pdf(VECTORS[vector].replace("URL", web if kind == "web" else file), variant=None)
    except RefusedFetch:
        pdf = b""

    assert asked == []
    assert b"CANARY-7f3a" not in pdf
    assert b"EmbeddedFile" not in pdf


def test_a_document_that_asks_for_a_file_is_not_printed_without_it():
    with pytest.raises(RefusedFetch, match="asked for"):
        to_pdf('<img src="file:///etc/passwd" alt="x">')


@pytest.mark.parametrize("url", [
    "house:../pdf.py", "house:%2e%2e/pdf.py", "house:/etc/passwd", "house:OFL.txt", "house:", "house://NotoSans-Regular.ttf",
    "HOUSE:NotoSans-Regular.ttf", "ftp://127.0.0.1/x", "gopher://x", "//127.0.0.1/x", "data:text/css,p{}",
    "data:image/svg+xml;base64,PHN2Zy8+", "data:image/jpeg;base64,####", "data:image/png;base64,PHN2Zy8+",
    "data:image/jpeg;base64," + "A" * LARGEST_PICTURE,
])
def test_every_other_address_is_refused(url):
    with pytest.raises(RefusedFetch):
        fetch_own(url)


def test_our_fonts_and_ornaments_and_small_pictures_are_found():
    assert set(own_files()) == {
        "NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf", "NotoSans-Regular.ttf", "NotoSans-Bold.ttf",
        "NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf", "band.svg", "lattice.svg",
    }
    assert fetch_own("house:lattice.svg")[1] == "image/svg+xml"
    assert fetch_own(JPEG) == (small_picture(40, 30), "image/jpeg")


def test_weasyprint_is_not_imported_before_the_first_page_is_made():
    asked = (
        "import sys, nominations.documents.adapters.render, nominations.documents.adapters.pdf; "
        "import nominations.ranking.reports.scoring, nominations.ranking.reports.score_table; "
        "sys.exit('weasyprint' in sys.modules or 'xlsxwriter' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
