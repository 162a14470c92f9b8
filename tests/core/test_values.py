"""Numbers, dates and addresses are understood as people write them, and doubtful ones are not guessed at."""

from datetime import date
from decimal import Decimal

import pytest

from nominations.core.rules.text import values


@pytest.mark.parametrize(("typed", "amount"), [
    ("1500", "1500"), (" 1 500 ", "1500"), ("1,500.0", "1500"), ("1,500,000", "1500000"),
    ("1\u202f500,50", "1500.50"), ("12,5", "12.5"),
    ("12.5", "12.5"), ("-3", "-3"), ("\u22123", "-3"), ("١٢٥٠٠", "12500"), ("١٢٫٥", "12.5"), ("1٬250٬000", "1250000"),
    ("1,250,000.75", "1250000.75"), ("0", "0"), ("\u200f12\u200f", "12"),
])  # fmt: skip
def test_a_number_is_read_as_it_is_commonly_written(typed, amount):
    assert values.parse_number(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["", "ten", "1.2.3", "1,2,3", "1e9", "NaN", "Infinity", "0x10", "12%", "9" * 16, "½"])
def test_what_is_no_number_is_none(typed):
    assert values.parse_number(typed) is None


@pytest.mark.parametrize(("typed", "amount"), [("1250.50", "1250.50"), ("1,500", "1500"), ("0", "0")])
def test_money_has_at_most_two_decimals(typed, amount):
    assert values.parse_money(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["1.500", "-1", "5 EUR"])
def test_money_that_could_mean_two_things_is_none(typed):
    assert values.parse_money(typed) is None


def test_a_day_is_a_day_that_exists():
    days = [
        values.parse_day(typed)
        for typed in ("2024-02-29", "2025-02-29", "20250101", "2025-W01-1", "٢٠٢٥-٠١-٠٢", "0000-01-01")
    ]

    assert days == [date(2024, 2, 29), None, None, None, date(2025, 1, 2), None]


@pytest.mark.parametrize(("typed", "is_one"), [
    ("name@example.org", True), ("مريم@مثال.إختبار", True), ("name@localhost", False), ("a b@example.org", False),
    ("name@example.org, other@example.org", False), ("@example.org", False), ("name@", False),
    ("a" * 250 + "@e.org", False),
])  # fmt: skip
def test_an_address_has_the_shape_of_one(typed, is_one):
    assert values.is_email(typed) is is_one


@pytest.mark.parametrize(("typed", "is_one"), [
    ("https://example.org/a?b=c", True), ("http://مثال.إختبار/صفحة", True), ("javascript:alert(1)", False),
    ("https://", False), ("https://localhost", False), ("example.org", False), ("https://exa mple.org", False),
    ("https://[::1", False), ("https://example.org:port", False), ("https://bank.org@evil.org", False),
    ("data:text/html,x", False), ("//example.org", False),
])  # fmt: skip
def test_a_link_is_a_web_address_a_reader_can_follow(typed, is_one):
    assert values.is_link(typed) is is_one


@pytest.mark.parametrize(("typed", "is_one"), [
    ("+212 5 37 00 00 00", True), ("(012) 345-67.89", True), ("٠١٢٣٤٥٦٧", True), ("12345", False), ("call me", False),
    ("1" * 18, False), ("\u200e+994 12 000 00 00", True),
])  # fmt: skip
def test_a_telephone_number_has_figures_enough(typed, is_one):
    assert values.is_phone(typed) is is_one
