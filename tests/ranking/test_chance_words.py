"""A chance is counted in a finite number of draws: it is never said to be 0 or 100 percent."""

import pytest

from nominations.core.language import use_language
from nominations.ranking.reports.analysis_sentences import format_chance, format_percent


@pytest.mark.parametrize(("value", "word"), [
    (None, "–"), (0, "under 1%"), (0.004, "under 1%"), (0.01, "1%"), (0.5, "50%"), (0.994, "99%"), (0.9998, "over 99%"),
    (1, "over 99%"), (1.0, "over 99%"),
])
def test_no_number_of_draws_makes_a_certainty(value, word):
    with use_language("en"):
        assert format_chance(value) == word


def test_a_share_that_is_counted_out_may_be_all():
    with use_language("en"):
        assert format_percent(1.0) == "100%"
