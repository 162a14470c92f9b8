"""A rendering that exceeds its limits ends alone, with a reason."""

import os

import pytest

from nominations.documents.adapters.render import MEGABYTE, Limits, Reason, RenderingFailed, render_pdf
from nominations.documents.reports import prose, register
from nominations.documents.reports.register import PrintedColumn, TableReport
from nominations.nominations.reports import nomination
from nominations.nominations.reports.nomination import Answer, Section, Shape
from nominations.ranking.reports import score_sheets
from tests.support.report_samples import samples
from tests.support.report_samples.papers import text_of

SMALL = "<!doctype html><html lang=en><title>t</title><p>Hello</p>"
ENDLESS = "<!doctype html><title>t</title><table>" + "<tr><td>cell<td>cell<td>cell</tr>" * 30_000 + "</table>"
HUGE = "<!doctype html><title>t</title><p>" + "x" * 40_000_000


def test_a_small_document_is_printed_in_a_child():
    assert "Hello" in text_of(render_pdf(SMALL))


@pytest.mark.parametrize(("html", "limits", "reason"), [
    (ENDLESS, Limits(wall_seconds=1.5), Reason.TIME),
    (ENDLESS, Limits(cpu_seconds=1), Reason.TIME),
    (HUGE, Limits(memory=300 * MEGABYTE), Reason.MEMORY),
    (SMALL, Limits(memory=60 * MEGABYTE), Reason.MEMORY),
], ids=["patience", "processor", "memory", "no memory to begin with"])
def test_a_document_over_its_limit_ends_alone(html, limits, reason):
    with pytest.raises(RenderingFailed) as failed:
        render_pdf(html, limits=limits)

    assert failed.value.reason is reason


def test_a_document_that_asks_for_something_from_outside_is_refused():
    with pytest.raises(RenderingFailed) as failed:
        render_pdf("<!doctype html><title>t</title><img src='http://127.0.0.1:9/x' alt='x'>")

    assert failed.value.reason is Reason.REFUSED


def test_nesting_without_end_fails_cleanly():
    with pytest.raises(RenderingFailed) as failed:
        render_pdf("<!doctype html><title>t</title>" + "<div>" * 3_000 + "x")

    assert failed.value.reason is Reason.NESTING


def test_the_child_gets_no_secret_of_the_application(monkeypatch):
    from nominations.core.adapters import sandbox

    monkeypatch.setitem(os.environ, "NOMINATIONS_SECRET_KEY", "hush")

    assert "NOMINATIONS_SECRET_KEY" not in sandbox.environment()


HOSTILE = {
    "three thousand words without a space": "word" * 3_000,
    "arabic without a space": "كلمة" * 3_000,
    "five hundred nested quotes": "«" * 500 + "x" + "»" * 500,
    "nested markup": "<blockquote>" * 500 + "x",
    "ten thousand combining marks": "e" + "\u0301" * 10_000,
    "bidi overrides": "\u202e\u2066\u2067abc\u202d" * 200,
    "markup": "<script>alert(1)</script><img src=http://127.0.0.1:9/CANARY><style>@import url(file:///etc/passwd)</style>",
    "template": "{{ 7 * 7 }}{% include '/etc/passwd' %}{# #}",
    "style": "} @page { background: url(file:///etc/passwd) } {",
    "lone surrogate": "before \ud800 after",
    "control characters": "a\x00b\x07c\x1b[31m\ufffe",
    "no letter of ours": "𒀀𓀀🕌漢字" * 50,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_text_in_an_answer_is_printed(text):
    answers = (
        Answer(text, Shape.TEXT, text=text), Answer("Q", Shape.LINES, lines=(text,)),
        Answer("Q", Shape.TABLE, heads=("A", "B"), rows=((text, "short"),)),
    )
    report = samples.nomination("en", title=text, sections=(Section("S", answers),))

    pdf = render_pdf(nomination.render_nomination(report, "en"), limits=Limits(cpu_seconds=20))

    assert pdf.startswith(b"%PDF")
    assert "CANARY" not in repr(pdf) or text.startswith("<script>")


def test_a_reviewers_comment_of_any_shape_is_printed():
    card = samples.sheet("ar")
    reviews = tuple(
        score_sheets.SheetReview("A", {"technical": 3}, {"technical": text}, text, text, text, "no")
        for text in (HOSTILE["arabic without a space"], HOSTILE["ten thousand combining marks"])
    )
    sheet = score_sheets.Sheet(
        card.reference, card.title, card.country, card.category, card.round, card.criteria, reviews
    )

    assert render_pdf(score_sheets.render_sheet(score_sheets.SheetReport(samples.front("ar"), sheet), "ar")).startswith(
        b"%PDF"
    )


def test_a_table_of_forty_columns_is_printed():
    heads = tuple(f"Head {number}" for number in range(40))
    answer = Answer("Wide", Shape.TABLE, heads=heads, rows=(heads,) * 20)

    assert render_pdf(nomination.render_nomination(samples.nomination("en", sections=(Section("S", (answer,)),)), "en"))


@pytest.mark.parametrize(("length", "longest"), [
    (prose.LONGEST_RUN, prose.LONGEST_RUN), (prose.ENDLESS - 1, prose.LONGEST_RUN), (prose.ENDLESS, prose.ENDLESS_STEP),
])
def test_long_runs_get_places_to_break_and_lose_no_letter(length, longest):
    text = "a" * length + " b " + "c\u0301" * length

    folded = prose.break_words(text)

    assert folded.replace("\u200b", "") == text
    assert max(map(len, folded.replace("\u0301", "").replace("\u200b", " ").split())) == longest
    assert "\u200b\u0301" not in folded


def test_a_word_is_not_broken_for_its_vowel_marks():
    assert prose.break_words("وَلِمُؤَسَّسَاتِهِمُ") == "وَلِمُؤَسَّسَاتِهِمُ"


def test_a_register_with_an_endless_word_is_printed_in_a_moment():
    columns = tuple(PrintedColumn(f"{number}", width=16) for number in range(9))
    endless = "word" * 3_000
    report = TableReport(samples.front("en"), "Register", "", columns, ((endless, *("short",) * 8),))

    pdf = render_pdf(register.render_register(report, "en"), limits=Limits(cpu_seconds=10))

    lines = [line.strip() for line in text_of(pdf).replace("\u200b", "").splitlines()]  # a reader ends a row by a blank
    cell = [line for line in lines if set(line) <= set("word")]
    assert "".join(cell) == endless


@pytest.mark.parametrize(("text", "side"), [
    ("Ağdam", "ltr"), ("قره باغ", "rtl"), ("123 قلعة", "rtl"), ("12", "ltr"), ("", "ltr"), ("«Fort» قلعة", "ltr"),
])
def test_the_first_letter_decides_the_direction(text, side):
    assert prose.direction(text) == side
