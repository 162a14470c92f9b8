"""Every component and error page, rendered in every language: well-formed, with one h1, labels and unique ids."""

from collections import Counter

import html5lib
import pytest
from gallery import ERRORS, PAGES, SAMPLES, render

from nominations.language import LANGUAGES

EVERY = [*PAGES, *(f"errors/{name}.html" for name in ERRORS)]


@pytest.fixture(params=[(page, spoken) for page in EVERY for spoken in LANGUAGES], ids="-".join)
def page(request):
    """A rendered page as a tree, parsed without forgiveness."""
    template, spoken = request.param
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(render(template, spoken))
    assert tree.get("lang") == spoken
    assert tree.get("dir") == ("rtl" if spoken == "ar" else "ltr")
    return tree


def test_a_page_is_one_well_formed_document_with_one_heading(page):
    [heading] = page.findall(".//h1")
    title = page.find(".//title").text
    assert title.removeprefix("Error: ").startswith("".join(heading.itertext()).strip())


def test_ids_are_unique_and_everything_that_points_finds_its_mark(page):
    ids = Counter(node.get("id") for node in page.iter() if node.get("id"))
    assert [i for i, times in ids.items() if times > 1] == []
    pointed = {
        i for node in page.iter() for name in ("for", "aria-describedby", "aria-labelledby") for i in (node.get(name) or "").split()
    }
    assert pointed - set(ids) == set()


def test_every_control_has_a_name(page):
    named = {node.get("for") for node in page.iter("label")}
    nameless = [
        node.get("name") for kind in ("input", "select", "textarea") for node in page.iter(kind)
        if node.get("type") != "hidden" and node.get("id") not in named and not node.get("aria-label")
    ]
    assert nameless == []


def test_nothing_is_styled_or_scripted_inline(page):
    assert [node for node in page.iter() if node.get("style")] == []
    assert [name for node in page.iter() for name in node.attrib if str(name).startswith("on")] == []
    assert {node.get("nonce") for node in page.iter("script") if node.get("src")} == {"nonce"}


def test_typed_markup_stays_text_and_keeps_its_lines():
    typed = "<b>one</b>\r\ntwo\r\n\r\n{{ three }}"
    html = render("gallery.html.jinja", "en", sample=SAMPLES["en"] | {"text": typed})
    assert '<p dir="auto">&lt;b&gt;one&lt;/b&gt;\ntwo</p><p dir="auto">{{ three }}</p>' in html
