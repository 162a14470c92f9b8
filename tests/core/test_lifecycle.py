"""Every act in every state, against a table written by hand: what is not in it is refused."""

import pytest

from nominations.core.rules import lifecycle
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal, State

WRITTEN = """
draft       submit           submitted
submitted   submit           submitted
submitted   withdraw         withdrawn
submitted   admit            eligible
submitted   confirm_refusal  ineligible
submitted   mark_duplicate   duplicate
eligible    withdraw         withdrawn
ineligible  withdraw         withdrawn
duplicate   withdraw         withdrawn
withdrawn   restore          submitted
eligible    undo_admission   submitted
ineligible  undo_refusal     submitted
duplicate   undo_refusal     submitted
"""
TABLE = {
    (State(state), Action(act)): State(then) for state, act, then in map(str.split, WRITTEN.strip().splitlines())
}
ALLOWED = [(*pair, then) for pair, then in TABLE.items()]
REFUSED = [(state, act) for state in State for act in Action if (state, act) not in TABLE]


@pytest.mark.parametrize(("state", "act", "then"), ALLOWED)
def test_an_act_of_the_table_leads_where_it_says(state, act, then):
    assert lifecycle.next_state(state, act) is then


@pytest.mark.parametrize("state", State)
def test_every_other_act_is_refused_in_every_state(state):
    others = [act for here, act in REFUSED if here is state]
    assert others

    for act in others:
        with pytest.raises(Refused) as no:
            lifecycle.next_state(state, act)
        assert no.value.reason is Refusal.WRONG_STATE, act


@pytest.mark.parametrize("act", Action)
def test_an_act_knows_the_states_it_may_begin_in(act):
    assert lifecycle.states_before(act) == {state for state, other in TABLE if other is act}


def test_every_state_can_be_reached_from_a_draft():
    reached, ways = {State.DRAFT}, set(TABLE)
    while new := {TABLE[way] for way in ways if way[0] in reached} - reached:
        reached |= new

    assert reached == set(State)


def test_nothing_that_was_submitted_becomes_a_draft_again():
    assert State.DRAFT not in TABLE.values()
    assert State.DRAFT not in lifecycle.NEXT.values()
