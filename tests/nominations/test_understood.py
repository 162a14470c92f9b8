"""What was typed is understood as people write it, and a page says as what, or asks."""

from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from nominations.core.language import use_language
from nominations.editions import texts
from nominations.editions.rules.answers import find_problems, understand_answer
from nominations.editions.rules.questions import Kind, LocalizedText, Question, Section
from nominations.nominations.views import form_fields

PLACE = Question("place", Kind.PLACE, LocalizedText({"en": "Place"}))
MONEY = Question("budget", Kind.MONEY, LocalizedText({"en": "Budget"}), minimum=0)
SHARE = Question("share", Kind.NUMBER, LocalizedText({"en": "Share"}), minimum=0, maximum=100)
DAY = Question("start", Kind.DATE, LocalizedText({"en": "Start"}))
TABLE = Question("rows", Kind.TABLE, LocalizedText({"en": "Rows"}), parts=(SHARE,))
SECTION = Section("s", LocalizedText({"en": "S"}), questions=(PLACE, MONEY, DAY, TABLE))


@pytest.mark.parametrize("form", [
    {"place.lat": "34.02088", "place.lon": "-6.84165"}, {"place.lat": "34,02088", "place.lon": "−6,84165"},
    {"place.lat": "34.02088, -6.84165"}, {"place.lon": "34.02088, -6.84165"}, {"place.lat": "34,02088; -6,84165"},
    {"place.lat": "34.020880000000001", "place.lon": "-6.841650000000001"},
    {"place.lat": "34°1'15.168\"N 6°50'29.94\"W"},
    {"place.lat": "34° 01′ 15.168″ N", "place.lon": "6° 50′ 29.94″ W"},
    {"place.lat": "٣٤٫٠٢٠٨٨", "place.lon": "-٦٫٨٤١٦٥"},
    {"place.lat": "34.02088 N", "place.lon": "6.84165 O"}, {"place.lat": "34.02088\u00a0-6.84165"},
    {"place.lat": "\u200e34.02088\u200e", "place.lon": "\u200e–6.84165\u200e"},
])  # fmt: skip
def test_one_place_in_twelve_spellings_is_one_point(form):
    typed = form_fields.read(SECTION, MultiDict(form))["place"]

    assert find_problems(PLACE, typed) == []
    angles = [texts.understand(texts.PLACE_PARTS[axis], typed[axis]).value for axis in ("lat", "lon")]
    assert angles == [Decimal("34.02088"), Decimal("-6.84165")]


def test_a_pair_fills_both_boxes_and_nothing_that_was_typed_is_overwritten():
    both = form_fields.read(SECTION, MultiDict({"place.lat": "34.02088, -6.84165"}))["place"]
    kept = form_fields.read(SECTION, MultiDict({"place.lat": "34.02088, -6.84165", "place.lon": "1"}))["place"]

    assert both == {"lat": "34.02088", "lon": "-6.84165"}
    assert kept == {"lat": "34.02088, -6.84165", "lon": "1"}


@pytest.mark.parametrize("typed", [
    "$30,000", "30 000 USD", "USD 30,000.00", "30.000,00", "٣٠،٠٠٠", "٣٠٬٠٠٠", "30'000", "30\u202f000 $",
    "30,000 US dollars",
])
def test_an_amount_with_one_sense_is_taken(typed):
    assert find_problems(MONEY, typed) == []
    assert understand_answer(MONEY, typed).value == 30_000


def test_lakhs_and_two_marks_are_amounts():
    assert understand_answer(MONEY, "12,34,567").value == 1_234_567
    assert understand_answer(MONEY, "1.234.567,89").value == Decimal("1234567.89")


@pytest.mark.parametrize(("typed", "share"), [("33%", "33"), ("٣٣٪", "33"), ("33,3 %", "33.3"), ("33,333", "33.333")])
def test_a_share_may_have_its_sign(typed, share):
    assert find_problems(SHARE, typed) == []
    assert understand_answer(SHARE, typed).value == Decimal(share)


@pytest.mark.parametrize(("language", "question", "typed", "text"), [
    ("en", MONEY, "30.000", "Do you mean 30,000 or 30? Write the number without a separator for thousands."),
    ("en", DAY, "03/04/2021",
     "Do you mean 3 April 2021 or 4 March 2021? Write the year first, then the month and the day."),
    ("en", MONEY, "30 000 USD", "Understood as: \u206830,000\u2069"),
    ("en", MONEY, "30,000", ""), ("en", MONEY, "soon", ""),
    ("en", MONEY, "30 €", "Enter the amount in the currency of this form, in figures only."),
    ("en", DAY, "15/03/2021", "Understood as: \u206815 March 2021\u2069"), ("en", DAY, "2021-03-15", ""),
    ("en", DAY, "15/09/1442", "This looks like a date of another calendar. Enter the date of the Gregorian calendar."),
    ("fr", DAY, "15/03/2021", "Compris comme\u00a0: \u206815 mars 2021\u2069"),
    ("ar", MONEY, "٣٠٬٠٠٠", "فُهم على أنه: \u206830,000\u2069"),
])  # fmt: skip
def test_a_box_says_what_was_understood_or_asks(language, question, typed, text):
    with use_language(language):
        assert texts.describe_understood(question, typed) == text


def test_the_answer_to_a_save_names_each_box_as_the_page_does():
    form = MultiDict({
        "place.lat": "34.02, -6.84", "place.lon": "", "budget": "30.000", "start": "15/03/2021", "rows.1.share": "33%",
        "rows.2.share": "5",
    })
    with use_language("en"):
        understood = form_fields.list_understood(SECTION, form)

    assert understood == {
        "q-place-lat": "Understood as: \u206834.02, -6.84\u2069",
        "q-budget": "Do you mean 30,000 or 30? Write the number without a separator for thousands.",
        "q-start": "Understood as: \u206815 March 2021\u2069", "q-rows-1-share": "Understood as: \u206833\u2069",
    }


def test_a_box_that_may_hold_a_negative_value_has_a_keyboard_with_a_minus():
    signed = Question("height", Kind.NUMBER, LocalizedText({"en": "Height"}))
    [place, height, budget] = form_fields.build_boxes((PLACE, signed, MONEY), {}, {})

    assert [part.widget for part in place.parts] == ["signed", "signed"]
    assert (height.widget, budget.widget) == ("signed", "decimal")


def test_what_the_error_asks_is_not_asked_again_below_the_box():
    with use_language("en"):
        asked = texts.describe_understood(MONEY, "30.000")
        [with_error] = form_fields.build_boxes((MONEY,), {"budget": "30.000"}, {"budget": asked})
        [alone] = form_fields.build_boxes((MONEY,), {"budget": "30.000"}, {})

    assert (with_error.understood, alone.understood) == ("", asked)
