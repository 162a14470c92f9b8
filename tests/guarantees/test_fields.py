"""A WTForms field becomes the right control, with its label, hint, error and limits tied to it."""

import pytest
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    Form,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from nominations.core import language
from tests.support.page import Document, page_faults

CHOICES = [SelectChoice("a", "First"), SelectChoice("b", "Second", {"data-hint": "After the first"})]
PAGE = """<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>A form</title></head><body>
<main><h1>A form</h1><form method="get" action="/here">%s</form></main></body></html>"""


class Everything(Form):
    line = StringField("A line", description="As in the passport")
    email = EmailField("Address")
    password = PasswordField("Password", render_kw={"autocomplete": "current-password"})
    text = TextAreaField("A text", render_kw={"data-max-words": 300})
    radio = RadioField("One of them", choices=CHOICES)
    several = SelectMultipleField("Some of them", choices=CHOICES)
    select = SelectField("From a list", choices=CHOICES)
    yes = BooleanField("Yes")
    paper = FileField("A paper", description="PDF, at most 5 MB")


@pytest.fixture
def page():
    form = Everything(data={"line": "<i>", "text": "\nsecond line", "radio": "b", "several": ["a"], "yes": True})
    form.line.errors = ["Write your name."]
    fields = language.environment().from_string(
        '{% for f in everything %}{{ forms.field(f) }}{% endfor %}'
    )
    return Document(PAGE % fields.render(everything=form))


def test_nothing_is_wrong_with_the_fields(page):
    assert list(page_faults(page)) == []


def test_an_error_is_spoken_with_its_field(page):
    [line] = page.all("#line")
    assert (line.get("aria-invalid"), line.get("aria-describedby")) == ("true", "line-hint line-error")
    assert line.get("value") == "<i>"


def test_each_kind_has_its_control(page):
    kinds = [field.get("type") for field in page.all("#email, #password, #yes, #paper")]
    assert kinds == ["email", "password", "checkbox", "file"]
    assert [f.get("id") for f in page.all("input[checked]")] == ["radio-1", "several-0", "yes"]
    assert page.all("#password")[0].get("autocomplete") == "current-password"
    assert page.all("#password")[0].get("value") in (None, "")


def test_a_text_keeps_its_first_empty_line_and_its_limit(page):
    [text] = page.all("#text")
    assert (text.text, text.get("data-max-words")) == ("\nsecond line", "300")
