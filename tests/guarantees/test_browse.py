"""The helper that presses buttons sends what a browser would send, and refuses what a person could not do."""

import pytest
from flask import Flask, Response, redirect, request

from tests.support import hostile_texts
from tests.support.browse import fetch

POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

FORM = """<!doctype html><html lang="en" dir="ltr"><head><title>A form - Award</title></head><body><main><h1>A form</h1>
<a href="/done">Continue</a>
<form method="post" action="/send" enctype="{enctype}">
  <input type="hidden" name="csrf_token" value="t">
  <label for="name">Name</label><input id="name" name="name" value="Ada">
  <label>LocalizedText<textarea name="words">
one
two</textarea></label>
  <label for="land">Country</label>
  <select id="land" name="land"><option value="">None</option><option value="MA" selected>Morocco</option>
    <option value="AZ">Azerbaijan</option></select>
  <fieldset><legend>Colour</legend>
    <label><input type="radio" name="colour" value="red" checked>Red</label>
    <label><input type="radio" name="colour" value="blue">Blue</label></fieldset>
  <label><input type="checkbox" name="box" value="a" checked>A</label>
  <label><input type="checkbox" name="box" value="b">B</label>
  <label>Gone<input name="gone" value="x" disabled></label>
  <label>Paper<input type="file" name="paper"></label>
  <button type="submit" name="act" value="save">Save</button>
  <button type="button">Not this</button>
  <button type="submit" form="search">Search</button>
</form>
<form id="search" action="/search"><label>LocalizedText<input name="q" value="a b"></label></form>
</main></body></html>"""

DONE = """<!doctype html><html lang="en" dir="ltr"><head><title>Done - Award</title></head>
<body><main><h1>Done</h1></main></body></html>"""


@pytest.fixture
def received():
    return {}


@pytest.fixture
def app(received):
    app = Flask(__name__)
    app.config["MAX_FORM_MEMORY_SIZE"] = 2_000_000

    @app.get("/form")
    def form():
        return FORM.format(enctype=request.args.get("enctype", ""))

    @app.post("/send")
    def send():
        received.update(request.form.to_dict(flat=False), _files={
            name: (file.filename, file.read()) for name, file in request.files.items()
        })
        return redirect("/done", 303)

    @app.get("/search")
    @app.get("/done")
    def done():
        received.update(request.args)
        return DONE

    @app.get("/bad")
    def bad():
        return DONE.replace("<h1>", '<h1 style="color:red">')

    @app.get("/bare")
    def bare():
        return Response(DONE, headers={"X-Bare": "yes"})

    @app.after_request
    def harden(response):
        if "X-Bare" not in response.headers:
            response.headers.update({
                "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff",
                "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
                "Referrer-Policy": "same-origin", "Permissions-Policy": "camera=()", "Cache-Control": "no-store",
            })
        return response

    return app


@pytest.fixture
def sign_in(app):
    return lambda person: app.test_client()


@pytest.fixture
def page(browse):
    return browse(None, "form")


def test_a_page_is_read_as_a_person_reads_it(page):
    assert (page.status, page.heading, page.title, page.language) == (200, "A form", "A form - Award", "en")
    assert page.links == [("Continue", "/done")]
    assert page.buttons == ["Save", "Search"]
    assert page.forms[0] == {
        "csrf_token": "t", "name": "Ada", "words": "one\ntwo", "land": "MA", "colour": "red", "box": ["a"], "paper": "",
    }


def test_untouched_fields_send_what_they_hold(page, received):
    page = page.press("Save")

    assert (page.url, page.heading) == ("/done", "Done")
    assert received == {
        "csrf_token": ["t"], "name": ["Ada"], "words": ["one\r\ntwo"], "land": ["MA"], "colour": ["red"],
        "box": ["a"], "act": ["save"], "paper": [""], "_files": {},
    }


def test_filled_fields_send_what_was_chosen(page, received):
    page.press("Save", {"name": "Grace", "land": "AZ", "colour": "blue", "box": ["b"], "words": "x\ny"})

    assert [received[name] for name in ("name", "land", "colour", "box", "words")] == [
        ["Grace"], ["AZ"], ["blue"], ["b"], ["x\r\ny"],
    ]


def test_an_emptied_box_sends_nothing(page, received):
    page.press("Save", {"box": []})

    assert "box" not in received


def test_a_button_outside_its_form_sends_the_form_it_names_in_the_address(page, received):
    page.press("Search", {"q": "c&d"})

    assert received == {"q": "c&d"}


def test_a_file_travels_with_its_name(browse, received):
    page = browse(None, "form", enctype="multipart/form-data")

    page.press("Save", files={"paper": ("ورقة.pdf", b"%PDF\r\n\x00")})

    assert received["_files"] == {"paper": ("ورقة.pdf", b"%PDF\r\n\x00")}
    assert received["words"] == ["one\r\ntwo"]


@pytest.mark.parametrize("enctype", ["", "multipart/form-data"])
@pytest.mark.parametrize("name", [name for name in hostile_texts.HOSTILE if "surrogate" not in name])
def test_any_text_arrives_as_it_was_typed(browse, received, name, enctype):
    browse(None, "form", enctype=enctype).press("Save", {"words": hostile_texts.HOSTILE[name]})

    assert received["words"][0].replace("\r\n", "\n") == hostile_texts.HOSTILE[name].replace("\r\n", "\n")


@pytest.mark.parametrize(("enctype", "arrived"), [
    ("", "before%ED%A0%80after"), ("multipart/form-data", "before\ufffd\ufffd\ufffdafter"),
])
def test_half_a_character_cannot_arrive_through_a_form(browse, received, enctype, arrived):
    browse(None, "form", enctype=enctype).press("Save", {"words": hostile_texts.LONE_HIGH_SURROGATE})

    assert received["words"] == [arrived]


@pytest.mark.parametrize(("fields", "why"), [
    ({"stranger": "x"}, "no field is called"), ({"gone": "x"}, "no field is called"),
    ({"land": "FR"}, "does not offer"), ({"colour": "green"}, "does not offer"),
])
def test_what_the_page_does_not_offer_cannot_be_sent(page, fields, why):
    with pytest.raises(AssertionError, match=why):
        page.press("Save", fields)


@pytest.mark.parametrize("button", ["Delete", "Not this"])
def test_a_button_that_sends_nothing_is_refused(page, button):
    with pytest.raises(AssertionError, match="0 buttons say"):
        page.press(button)


def test_a_file_needs_a_form_that_takes_files(page):
    with pytest.raises(AssertionError, match="not multipart"):
        page.press("Save", files={"paper": ("a.pdf", b"%PDF")})


def test_a_link_is_followed(page):
    assert page.follow("Continue").heading == "Done"


@pytest.mark.parametrize(("path", "why"), [("/bad", "has style"), ("/bare", "default-src"), ("/none", "h1|lang")])
def test_a_bad_page_fails_the_test_that_fetches_it(app, path, why):
    with pytest.raises(AssertionError, match=why):
        fetch(app.test_client(), path)
