"""Each check of a page finds the fault it is there for, and nothing is wrong with a good page."""

import pytest

from tests.support import hostile_texts, page
from tests.support.page import Document, faults_of, header_faults, page_faults

GOOD = """<!doctype html>
<html lang="en" dir="ltr"><head><meta charset="utf-8"><title>Nominations (3) - Award</title>
<link rel="stylesheet" href="/static/site.css"><script type="module" nonce="N" src="/static/a.js"></script></head>
<body><a href="#main">Skip to the page</a>
<main id="main"><h1>Nominations <bdi>(3)</bdi></h1>
<svg viewBox="0 0 1 1" aria-hidden="true"><path d="M0 0"/></svg>
<a href="/x"><img src="/static/x.png" alt="Home"></a>
<form method="post" action="/send"><input type="hidden" name="csrf_token" value="t">
<label for="a">Name</label><p id="hint">As in the passport</p><input id="a" name="a" aria-describedby="hint">
<fieldset><legend>Colour</legend><label><input type="radio" name="c" value="r">Red</label></fieldset>
<textarea aria-label="LocalizedText" name="w"></textarea>
<button type="submit">Send</button></form>
<table><caption>Files</caption><tr><th scope="col">Name</th></tr><tr><td>&lt;planted-mark</td></tr></table>
</main></body></html>"""

POLICY = "default-src 'none'; script-src 'nonce-N'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
HEADERS = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin", "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=()", "Cache-Control": "no-store",
}


def faults(source):
    return list(page_faults(Document(source), HEADERS))


def test_nothing_is_wrong_with_a_good_page():
    assert faults(GOOD) == []


def test_an_arabic_page_that_says_first_what_went_wrong_is_good():
    page = GOOD.replace('lang="en" dir="ltr"', 'lang="ar" dir="rtl"').replace("<title>", "<title>خطأ: ")

    assert faults(page) == []


@pytest.mark.parametrize(("good", "bad", "fault"), [
    ("<!doctype html>", "", "expected-doctype"),
    ("</h1>", "", "end-tag"),
    ("</label>", "</lable>", "end-tag"),
    ("<form", "<form><form", "unexpected-start-tag"),
    ('name="a" ', 'name="a" name="b" ', "duplicate-attribute"),
    ('lang="en" ', "", "has no lang"),
    ('dir="ltr"', 'dir="rtl"', "dir is 'rtl' for 'en'"),
    ('lang="en"', 'lang="ar"', "dir is 'ltr' for 'ar'"),
    ("<h1>Nominations <bdi>(3)</bdi></h1>", "<h2>Nominations</h2>", "one h1"),
    ("<main", "<h1>Two</h1><main", "one h1"),
    ("<title>Nominations", "<title>Award", "does not begin"),
    ("<title>Nominations (3) - Award</title>", "", "does not begin"),
    ('<main id="main">', '<div id="main">', "no main"),
    ('for="a"', 'for="b"', "which is no field"),
    ('for="a"', 'for="b"', "has no label"),
    ('id="hint"', 'id="a"', "stands 2 times"),
    ('id="hint"', 'id="two words"', "'two words' stands"),
    ('id="hint"', "", "points to 'hint'"),
    ('id="main"', "", "leads to #main"),
    ('aria-label="LocalizedText"', "", "has no label"),
    ("<legend>Colour</legend>", "", "no fieldset with a legend"),
    ("Skip to the page", "", "has no words"),
    ("Skip to the page", '<span aria-hidden="true">x</span>', "has no words"),
    ('alt="Home"', 'alt=""', "has no words"),
    (' alt="Home"', "", "has no alt"),
    (">Send<", "><", "has no words"),
    ('<button type="submit"', "<button", "has no type"),
    ('value="t"', 'value=""', "no csrf_token"),
    ('name="csrf_token"', 'name="token"', "no csrf_token"),
    ('method="post"', 'method="get"', "puts its csrf_token into the address"),
    ('<button ', '<button form="b" ', "belongs to the form 'b'"),
    ("<p ", '<p style="color:red" ', "has style"),
    ("<p ", '<p onclick="x()" ', "has onclick"),
    ('href="/x"', 'href="java\nscript:x()"', "runs a script"),
    ('nonce="N" src="/static/a.js">', ">x()", "no nonce"),
    ('nonce="N" src="/static/a.js">', 'src="/static/a.js">', "no nonce"),
    ('nonce="N" src="/static/a.js">', 'nonce="M">x()', "no nonce"),
    ("&lt;planted-mark", hostile_texts.MARKER, "became markup"),
    ("&lt;planted-mark", "&amp;lt;planted-mark", "escaped twice"),
])
def test_a_fault_is_found(good, bad, fault):
    assert good in GOOD

    assert [message for message in faults(GOOD.replace(good, bad, 1)) if fault in message]


def test_nothing_is_wrong_with_good_headers():
    assert list(header_faults(HEADERS, path="/")) == []


@pytest.mark.parametrize("name", HEADERS)
def test_a_missing_header_is_found(name):
    headers = {key: value for key, value in HEADERS.items() if key != name}

    assert list(header_faults(headers, path="/"))


@pytest.mark.parametrize(("good", "bad"), [
    ("default-src 'none'", "default-src 'self'"), ("base-uri 'none'; ", ""), ("frame-ancestors 'none'; ", ""),
    ("; form-action 'self'", ""), ("'nonce-N'", "'unsafe-inline'"), ("'nonce-N'", "https:"), ("'nonce-N'", "*"),
])
def test_a_weak_policy_is_found(good, bad):
    assert list(header_faults({**HEADERS, "Content-Security-Policy": POLICY.replace(good, bad)}, path="/"))


def test_only_static_files_may_be_stored_by_a_browser():
    headers = {**HEADERS, "Cache-Control": "public, max-age=31536000, immutable"}

    assert list(header_faults(headers, path="/static/site.css")) == []
    assert list(header_faults(headers, path="/sign-in")) == ["Cache-Control without no-store"]


def test_a_file_shown_in_a_sandbox_needs_no_policy_of_a_page():
    policy = "default-src 'none'; sandbox; style-src 'unsafe-inline'"

    assert list(header_faults({**HEADERS, "Content-Security-Policy": policy}, path="/file")) == []


ONE, OTHER = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
THIRD = "33333333-3333-4333-8333-333333333333"
WITH_IDS = GOOD.replace("</main>", f'<p id="{ONE}">One</p><p id="{OTHER}">Other</p></main>')


@pytest.fixture
def parsed(monkeypatch):
    """The pages that were looked at, of which none was before."""
    monkeypatch.setattr(page, "_faultless", set())
    return []


def looked_at(source, headers, parsed):
    def parse(text):
        parsed.append(text)
        return Document(text)

    return faults_of(source, headers, parse)


def test_a_page_that_is_new_in_its_nonce_its_tokens_and_its_ids_only_is_looked_at_once(parsed):
    assert looked_at(WITH_IDS, HEADERS, parsed) == []
    again = WITH_IDS.replace('nonce="N"', 'nonce="M"').replace('value="t"', 'value="u"').replace(ONE, THIRD)

    assert looked_at(again, HEADERS | {"Content-Security-Policy": POLICY.replace("N", "M")}, parsed) == []
    assert parsed == [WITH_IDS]


@pytest.mark.parametrize(("good", "bad", "fault"), [
    ('nonce="N"', 'nonce="M"', "no nonce that the policy knows"), ('value="t"', 'value=""', "has no csrf_token"),
    (OTHER, ONE, "stands 2 times"), ("<h1>", '<h1 style="color:red">', "has style"),
])
def test_a_page_that_only_looks_like_a_faultless_one_is_looked_at(parsed, good, bad, fault):
    assert looked_at(WITH_IDS, HEADERS, parsed) == []

    assert any(fault in message for message in looked_at(WITH_IDS.replace(good, bad), HEADERS, parsed))
