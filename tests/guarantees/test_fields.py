"""A control has its label, hint, error and limits tied to it."""

import pytest

from nominations.core import language
from tests.support.page import Document, page_faults

PAGE = """<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>A form</title></head><body>
<main><h1>A form</h1><form method="get" action="/here">%s</form></main></body></html>"""
FIELDS = """
{{ forms.line("line", "A line", "<i>", hint="As in the passport", error="Write your name.") }}
{{ forms.line("email", "Address", type="email") }}
{{ forms.line("password", "Password", type="password", autocomplete="current-password") }}
{{ forms.textarea("text", "A text", "\nsecond line", max_words=300) }}
{{ forms.radios("radio", "One of them", choices, "b") }}
{{ forms.checks("several", "Some of them", choices, ["a"]) }}
{{ forms.select("select", "From a list", choices, blank=none) }}
{{ forms.check("yes", "Yes", checked=true) }}
{{ forms.file("paper", "A paper", "PDF, at most 5 MB") }}
"""
CHOICES = [("a", "First"), ("b", "Second", "After the first")]


@pytest.fixture
def page():
    return Document(PAGE % language.make_jinja().from_string(FIELDS).render(choices=CHOICES))


def test_nothing_is_wrong_with_the_fields(page):
    assert list(page_faults(page)) == []


def test_an_error_is_announced_with_its_field(page):
    [line] = page.all("#line")
    assert (line.get("aria-invalid"), line.get("aria-describedby")) == ("true", "line-hint line-error")
    assert line.get("value") == "<i>"


def test_each_kind_has_its_control(page):
    kinds = [field.get("type") for field in page.all("#email, #password, #yes, #paper")]
    # An address is a text box: browsers would refuse one beyond ASCII.
    assert kinds == ["text", "password", "checkbox", "file"]
    assert page.all("#email")[0].get("inputmode") == "email"
    assert [f.get("id") for f in page.all("input[checked]")] == ["radio-1", "several-0", "yes"]
    assert page.all("#password")[0].get("autocomplete") == "current-password"
    assert page.all("#password")[0].get("value") in (None, "")


def test_a_text_keeps_its_first_empty_line_and_its_limit(page):
    [text] = page.all("#text")
    assert (text.text, text.get("data-max-words")) == ("\nsecond line", "300")
