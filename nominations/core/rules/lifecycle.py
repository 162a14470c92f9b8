"""The life of a nomination: which act leads from which state to which."""

from collections.abc import Mapping

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal, State

NEXT: Mapping[tuple[State, Action], State] = {
    (State.DRAFT, Action.SUBMIT): State.SUBMITTED,
    # A new submission replaces the one before it, which counts until then.
    (State.SUBMITTED, Action.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Action.WITHDRAW): State.WITHDRAWN,
    (State.ELIGIBLE, Action.WITHDRAW): State.WITHDRAWN,
    # Allowed in every outcome, so that nobody learns an unreleased outcome from the answer of a button.
    (State.INELIGIBLE, Action.WITHDRAW): State.WITHDRAWN,
    (State.DUPLICATE, Action.WITHDRAW): State.WITHDRAWN,
    (State.WITHDRAWN, Action.RESTORE): State.SUBMITTED,
    (State.SUBMITTED, Action.ADMIT): State.ELIGIBLE,
    (State.ELIGIBLE, Action.UNDO_ADMISSION): State.SUBMITTED,
    (State.SUBMITTED, Action.CONFIRM_REFUSAL): State.INELIGIBLE,
    (State.SUBMITTED, Action.MARK_DUPLICATE): State.DUPLICATE,
    (State.INELIGIBLE, Action.UNDO_REFUSAL): State.SUBMITTED,
    (State.DUPLICATE, Action.UNDO_REFUSAL): State.SUBMITTED,
}


def next_state(state: State, action: Action) -> State:
    """The state that `action` leads to; raises `Refused(WRONG_STATE)` where it leads nowhere."""
    try:
        return NEXT[state, action]
    except KeyError:
        raise Refused(Refusal.WRONG_STATE) from None


def states_before(action: Action) -> frozenset[State]:
    """The states from which `action` may be done."""
    return frozenset(state for state, act in NEXT if act is action)
