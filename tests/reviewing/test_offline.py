"""What a row of an offline sheet says of the card that stands."""

import pytest

from nominations.core.rules.vocabulary import RowState
from nominations.reviewing.rules import offline
from nominations.reviewing.rules.cards import TypedCard
from nominations.reviewing.rules.offline import Row, RowFault
from tests.support.numberings import ZEROES, write_in

KEYS = ("quality", "impact")
WENT_OUT = TypedCard({"quality": "5"}, {"quality": "So."}, comment="LocalizedText.")
BASE = offline.fingerprint(WENT_OUT, KEYS)
OTHER = TypedCard({"quality": "6"}, {"quality": "So."}, comment="LocalizedText.")


@pytest.mark.parametrize(("card", "stands", "version", "state"), [
    (WENT_OUT, WENT_OUT, 3, RowState.UNCHANGED), (OTHER, WENT_OUT, 3, RowState.CHANGED),
    (WENT_OUT, OTHER, 4, RowState.UNCHANGED),  # only the online card changed
    (OTHER, OTHER, 4, RowState.UNCHANGED),  # both changed alike
    (OTHER, TypedCard({"quality": "9"}), 4, RowState.CLASH),
])
def test_a_row_is_read_against_what_went_out_and_what_stands(card, stands, version, state):
    row = Row(3, "a", 3, BASE, card)

    assert offline.row_state(row, stands, version, KEYS) is state


def test_a_card_that_never_stood_is_new():
    row = Row(3, "a", 0, offline.fingerprint(TypedCard(), KEYS), OTHER)

    assert offline.row_state(row, TypedCard(), 0, KEYS) is RowState.NEW


@pytest.mark.parametrize(("cells", "fault"), [
    ({"score-quality": ["n", "7"]}, None), ({"score-quality": ["s", "7"]}, None),
    ({"score-quality": ["s", " 7 "]}, None), ({"score-quality": ["s", "Sans objet"]}, None),
    ({"score-quality": ["n", "7.5"]}, RowFault.NO_NUMBER),
    ({"score-quality": ["s", "7,5"]}, RowFault.NO_NUMBER), ({"score-quality": ["x", "True"]}, RowFault.NO_NUMBER),
    ({"score-quality": ["f", "="]}, RowFault.FORMULA), ({"title": ["f", "="]}, RowFault.FORMULA),
    ({"recommendation": ["s", "shortlist"]}, None), ({"recommendation": ["s", "maybe"]}, RowFault.WORD_UNKNOWN),
])
def test_a_cell_is_a_value_of_its_column_or_the_row_says_which_is_not(cells, fault):
    words = {"sans objet": "none", "recommendation:shortlist": "shortlist"}

    assert offline.read_card(cells, KEYS, words)[1] is fault


@pytest.mark.parametrize("typed", [
    *(write_in(zero, "4") for zero in ZEROES), "4.0", "4,0", "'4", "’4", "\u200f4", "4\u00a0", "\ufeff4", "٤٫٠", "+4",
    "04", "4.",
])
def test_a_score_that_was_typed_as_text_is_a_number(typed):
    card, fault, _where = offline.read_card({"score-quality": ["s", typed]}, KEYS, {})

    assert (card.scores["quality"], fault) == ("4", None)


@pytest.mark.parametrize("typed", ["4.5", "4,5", "-4", "four", "4/10", "½", "²"])
def test_what_is_no_whole_number_is_no_score(typed):
    assert offline.read_card({"score-quality": ["s", typed]}, KEYS, {})[1] is RowFault.NO_NUMBER


def test_the_seal_is_made_over_everything_that_could_be_carried_elsewhere():
    parts = ("edition", "reviewer", "assignment", 1, "base")
    changed = [(*parts[:place], "other" if place != 3 else 2, *parts[place + 1:]) for place in range(5)]

    assert len({offline.sealed_words(*words) for words in (parts, *changed)}) == 6
