"""Which pairs of file and reviewer may be, and what a cell says of them."""

import pytest

from nominations.core.rules.vocabulary import AssessmentState, ConflictAnswer, ConflictState
from nominations.routing.rules import Bar, CellState, Pair, cell_state, first_bar, is_counted, is_judging, list_bars
from nominations.routing.texts import CELLS, SHAPES

POSSIBLE = {"assigned": True, "published": True, "answer": ConflictAnswer.POSSIBLE}
SUBMITTED = {"assigned": True, "published": True, "assessment": AssessmentState.SUBMITTED}


@pytest.mark.parametrize(("facts", "why"), [
    ({}, None), ({"hinted": True}, Bar.FOUND), ({"round_open": False}, Bar.ROUND_CLOSED),
    ({"in_round": False}, Bar.NOT_IN_ROUND),
    ({"eligible": False}, Bar.NOT_ELIGIBLE), ({"owner": True, "reviewer": False}, Bar.OWN_FILE),
    ({"reviewer": False}, Bar.NOT_A_REVIEWER), ({"applies": True}, Bar.APPLIES_HERE), ({"aside": True}, Bar.RECUSED),
    ({"set_aside": True}, Bar.CONFLICT), ({"assigned": True}, Bar.ALREADY), ({**SUBMITTED, "aside": True}, Bar.RECUSED),
    ({**POSSIBLE, "decided": ConflictState.CONFIRMED}, Bar.CONFLICT),
])
def test_the_first_reason_bars(facts, why):
    assert first_bar(Pair(**facts)) is why


@pytest.mark.parametrize(("facts", "state"), [
    ({}, CellState.FREE), ({"hinted": True}, CellState.HINT), ({"applies": True, "hinted": True}, CellState.BARRED),
    ({"assigned": True}, CellState.PROPOSED), ({"assigned": True, "published": True}, CellState.ASSIGNED),
    ({**POSSIBLE, "decided": ConflictState.OPEN}, CellState.POSSIBLE),
    ({**POSSIBLE, "decided": ConflictState.CLEARED}, CellState.ACCEPTED),
    ({**POSSIBLE, "decided": ConflictState.CONFIRMED}, CellState.CONFIRMED),
    ({**SUBMITTED, "set_aside": True}, CellState.CONFIRMED), ({"aside": True}, CellState.ASIDE),
    ({"assigned": True, "published": True, "answer": ConflictAnswer.NONE}, CellState.ACCEPTED),
    ({"declined": True}, CellState.DECLINED),
    (SUBMITTED, CellState.SUBMITTED), ({**SUBMITTED, "hinted": True}, CellState.HINT),
])
def test_a_cell_has_one_word(facts, state):
    assert cell_state(Pair(**facts)) is state


@pytest.mark.parametrize(("facts", "counted", "judging"), [
    ({}, False, False), (SUBMITTED, True, True), ({**SUBMITTED, "reviewer": False}, True, True),
    ({"assigned": True, "reviewer": False}, False, False), ({"assigned": True}, False, True),
    ({**SUBMITTED, "aside": True}, False, False), ({**SUBMITTED, "published": False}, False, True),
    ({**SUBMITTED, "answer": ConflictAnswer.POSSIBLE, "decided": ConflictState.OPEN}, False, True),
    ({**SUBMITTED, "answer": ConflictAnswer.REAL}, False, False), ({**SUBMITTED, "hinted": True}, False, True),
])
def test_what_counts_and_who_can_still_judge(facts, counted, judging):
    assert (is_counted(Pair(**facts)), is_judging(Pair(**facts))) == (counted, judging)


def test_every_state_of_a_cell_has_a_word_and_a_shape_of_its_own():
    assert set(CELLS) == set(SHAPES) == set(CellState)
    assert len(set(SHAPES.values())) == len(CellState)


def test_a_confirmed_conflict_is_told_once():
    assert list_bars(Pair(set_aside=True)) == (Bar.CONFLICT,)
    assert list_bars(Pair(aside=True, hinted=True)) == (Bar.RECUSED, Bar.FOUND)
