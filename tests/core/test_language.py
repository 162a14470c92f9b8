"""Amounts and days as readers of each language expect them."""

from datetime import date

import pytest

from nominations.core.language import format_day, format_money, use_language


@pytest.mark.parametrize(("language", "written"), [
    ("en", "USD\N{NO-BREAK SPACE}100,000"),
    ("fr", "100\N{NARROW NO-BREAK SPACE}000\N{NO-BREAK SPACE}USD"),
    ("ar", "100,000 دولار أمريكي"),
])
def test_an_amount_has_its_currency_where_the_language_puts_it(language, written):
    with use_language(language):
        assert format_money(100_000, "USD") == written


@pytest.mark.parametrize(("language", "day", "written"), [
    ("en", date(2026, 2, 1), "1 February 2026"),
    ("fr", date(2026, 2, 1), "1er février 2026"),
    ("fr", date(2026, 2, 11), "11 février 2026"),
    ("ar", date(2026, 2, 1), "1 فبراير 2026"),
])
def test_french_writes_the_first_of_a_month_as_an_ordinal(language, day, written):
    with use_language(language):
        assert format_day(day) == written
