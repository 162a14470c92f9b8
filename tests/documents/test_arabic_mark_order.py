"""Vowel marks and accents stay with their letters when a program takes the text out, and stand where they stood."""

import pypdfium2
import pytest
from PIL import ImageChops, ImageFilter

from nominations.documents.adapters import pdf
from nominations.documents.adapters.pdf_repairs import embedded_fonts
from nominations.nominations.reports import nomination
from nominations.nominations.reports.nomination import Answer, Section, Shape
from tests.support.report_samples import samples
from tests.support.report_samples.papers import (
    by_poppler,
    compose,
    errors_said_out_loud,
    failures,
    text_of,
    words,
)

# Whole sentences are easier to read and to correct than broken ones.
# ruff: noqa: E501

VOWELLED = ("مشروع مُقدَّم إلى اللجنة في 2025 وشُيِّدت القلعةُ أولًا ثمّ الأسوارُ. تحليل المِلاط كاملٌ، والنجارة أنجزها متدربون "
            "بإشراف معلِّمٍ (جائزةٌ) ومُؤسَّسةٍ لا رِبحيّةٍ، إنقاذًا صبورًا لِبيتٍ لم يُرسَم. بِسْمِ اللَّهِ هٰذا قُرْآنٌ")
ACCENTED = "L'e\u0301lan A\u0301l M\u0307x q\u0307 Ag\u030adam r\u0323\u0308e Qarabag\u0306 et la fac\u0327ade d\u0332u \u1e92x\u0323"
PHRASE = "مشروع مُقدَّم إلى اللجنة في 2025 وشُيِّدت القلعةُ أولًا ثمّ الأسوارُ. تحليل المِلاط كاملٌ"
ALL = pytest.mark.parametrize("language", ["en", "fr", "ar"])


def paper(language, *texts):
    answers = tuple(Answer("Q", Shape.TEXT, text=text) for text in texts)
    report = samples.nomination(language, title=texts[0][:60], sections=(Section("S", answers),))
    return nomination.render_nomination(report, language)


def by_pdfium(content, _):
    with pypdfium2.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def by_pypdf(content, _):
    return text_of(content)


@ALL
@pytest.mark.parametrize("taken_out", [by_poppler, by_pdfium, by_pypdf])
def test_every_word_is_found_with_its_marks(language, taken_out, tmp_path):
    content = pdf.to_pdf(paper(language, VOWELLED, ACCENTED))

    read = words(taken_out(content, tmp_path))

    assert words(VOWELLED) - read == set()
    assert words(ACCENTED) - read == set()


@pytest.mark.parametrize("taken_out", [by_poppler, by_pdfium, by_pypdf])
@pytest.mark.parametrize("letters", [60, 120])
def test_places_to_break_a_long_word_are_not_read_as_blanks(taken_out, letters, tmp_path):
    lines = taken_out(pdf.to_pdf(paper("en", "short", "a long " + "abcdefghij" * (letters // 10))), tmp_path).splitlines()

    read = "".join(line.removeprefix("a long ") for line in map(compose, lines) if "abcdefghij" in line)
    assert read.replace("\u200b", "").strip() == "abcdefghij" * (letters // 10)


@ALL
def test_a_line_with_vowel_marks_is_read_in_its_order(language, tmp_path):
    read = by_poppler(pdf.to_pdf(paper(language, PHRASE)), tmp_path)

    if language == "ar":
        assert "".join(PHRASE.split()) in "".join(compose(read).split())
    else:
        assert "ثمّ الأسوارُ" in compose(read)


@ALL
def test_both_checkers_find_nothing_wrong(language, tmp_path):
    content = pdf.to_pdf(paper(language, VOWELLED, ACCENTED))

    assert failures(content) == []
    assert errors_said_out_loud(content, tmp_path) == []


@ALL
def test_the_page_looks_as_it_did(language, monkeypatch):
    html = paper(language, VOWELLED, ACCENTED)
    now = render_pages(pdf.to_pdf(html))
    monkeypatch.setattr(pdf, "set_in_line", lambda document, fonts: None)
    before = render_pages(pdf.to_pdf(html))

    assert [picture.size for picture in now] == [picture.size for picture in before]
    for one, other in zip(now, before, strict=True):
        assert (strays(one, other), strays(other, one)) == (0, 0)


def render_pages(content):
    with pypdfium2.PdfDocument(content) as document:
        return [page.render(scale=4).to_pil().convert("L") for page in document]


def strays(one, other):
    """How many dark points of a page have no ink near them on the other."""
    dark, far_from_ink = one.point(lambda grey: 255 * (grey < 90)), other.filter(ImageFilter.MinFilter(5))
    return ImageChops.darker(dark, far_from_ink.point(lambda grey: 255 * (grey > 200))).histogram()[255]


def test_a_lost_mark_would_be_seen():
    with_it, without = (render_pages(pdf.to_pdf(paper("ar", text)))[0] for text in ("كتاب معلِّم", "كتاب معلّم"))

    assert strays(with_it, without) > 0


def test_the_same_page_is_the_same_bytes():
    html = paper("ar", VOWELLED)

    assert pdf.to_pdf(html) == pdf.to_pdf(html)


def test_a_font_without_room_keeps_the_marks_as_they_were(monkeypatch, tmp_path):
    monkeypatch.setattr(embedded_fonts, "MOST_NEW", 3)

    content = pdf.to_pdf(paper("ar", VOWELLED, ACCENTED))

    assert failures(content) == []
    assert "القلع" in by_pypdf(content, tmp_path)


def test_letters_that_no_font_has_disturb_no_mark(tmp_path):
    content = pdf.to_pdf(paper("ar", f"𒀀𓀀🕌漢字 {VOWELLED} 𒀀", f"漢 {ACCENTED} 🕌"))

    assert words(VOWELLED) - words(by_poppler(content, tmp_path)) == set()
    assert words(ACCENTED) - words(by_poppler(content, tmp_path)) == set()


@pytest.mark.parametrize("text", [
    "\u0301\u0651\u064b alone", "\u202eabc\u0301 \u202dمُقدَّم\u202c", "e" + "\u0301" * 8 + " ا" + "\u0651" * 8, "ـُ ◌ُ \u00a0ُ",
    "ا" + "\u0651" * 400 + " e" + "\u0301" * 400,
], ids=["no letter", "turned round", "piles", "on nothing", "towers"])
def test_marks_in_odd_places_are_drawn(text):
    labelled = (Answer(text, Shape.TEXT, text=text),)  # a label is ours, and set as it is

    assert failures(pdf.to_pdf(paper("ar", text))) == []
    assert failures(pdf.to_pdf(nomination.render_nomination(samples.nomination("ar", sections=(Section("S", labelled),)), "ar"))) == []
