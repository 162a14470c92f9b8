"""Who may do what: one table for the check before every view, queries, use cases, buttons and the help page.

What is not written here is forbidden. Checks are two lines each; their order is the order of reasons:
role, whose it is, conflict, state, time.
"""

from collections.abc import Callable, Mapping

from nominations.core.rules import lifecycle, review_rules
from nominations.core.rules.deadline import is_open
from nominations.core.rules.policy_facts import Actor, PolicyFacts
from nominations.core.rules.vocabulary import (
    GRANTED,
    Action,
    ConflictAnswer,
    ConflictState,
    Refusal,
    Right,
    Role,
    State,
)

Check = Callable[[Actor, PolicyFacts], Refusal | None]


def same_edition(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return None if actor.edition == case.edition else Refusal.NOT_FOUND


def takes_part(actor: Actor, case: PolicyFacts) -> Refusal | None:
    """The owner, and collaborators who accepted their invitation."""
    here = actor.id == case.owner or case.right is not None
    return None if here and not case.discarded else Refusal.NOT_FOUND


def owns_it(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return None if actor.id == case.owner else Refusal.NOT_YOUR_PART


def was_invited(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return Refusal.NOT_YOUR_PART if actor.id == case.owner else None


def may_write(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return None if actor.id == case.owner or case.right is Right.EDIT else Refusal.NOT_YOUR_PART


def may_remark(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return Refusal.NOT_YOUR_PART if actor.id != case.owner and case.right is Right.VIEW else None


def is_assigned(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return None if case.assigned and case.state is State.ELIGIBLE else Refusal.NOT_FOUND


def is_not_their_own(actor: Actor, case: PolicyFacts) -> Refusal | None:
    """The actor neither owns it nor is or was a collaborator."""
    return Refusal.NOT_FOUND if actor.id == case.owner or case.took_part else None


def is_not_recused(actor: Actor, case: PolicyFacts) -> Refusal | None:
    recused = review_rules.is_recused(recusal=case.recused, answer=case.declared, decision=case.conflict)
    return Refusal.NOT_FOUND if recused else None


def takes_part_in_a_round(actor: Actor, case: PolicyFacts) -> Refusal | None:
    """What is read by the chair is what reviewers were asked to review."""
    return None if case.in_round and case.state is State.ELIGIBLE else Refusal.NOT_FOUND


def has_undertaken(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return None if case.undertaken else Refusal.UNDERTAKE_FIRST


def has_no_conflict(actor: Actor, case: PolicyFacts) -> Refusal | None:
    if review_rules.is_undecided(open_finding=case.has_open_finding, answer=case.declared, decision=case.conflict):
        return Refusal.DECLARE_FIRST
    if case.declared is ConflictAnswer.NONE or case.conflict is ConflictState.CLEARED:
        return None
    return Refusal.DECLARE_FIRST


def exists(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return Refusal.NOT_FOUND if case.discarded else None


def was_submitted(actor: Actor, case: PolicyFacts) -> Refusal | None:
    """Staff never read drafts, and nothing at all before the close where the edition seals it."""
    if case.discarded or not case.submitted:
        return Refusal.NOT_FOUND
    return Refusal.TOO_EARLY if case.sealed_until_close and not case.call_is_over else None


def is_draft(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return None if case.state is State.DRAFT else Refusal.WRONG_STATE


def may(action: Action) -> Check:
    """The state must be one from which `action` leads somewhere."""
    states = lifecycle.states_before(action)

    def allowed(actor: Actor, case: PolicyFacts) -> Refusal | None:
        return None if case.state in states else Refusal.WRONG_STATE

    return allowed


def is_being_written(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return None if case.state in (State.DRAFT, State.SUBMITTED) else Refusal.WRONG_STATE


def is_submitted_state(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return None if case.state is State.SUBMITTED else Refusal.WRONG_STATE


def is_in_time(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return None if case.is_open else Refusal.TOO_LATE


def letters_may_come(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return None if is_open(case.letters_until, case.now) else Refusal.TOO_LATE


def is_not_withdrawn(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return Refusal.WRONG_STATE if case.state is State.WITHDRAWN else None


def may_be_written(actor: Actor, case: PolicyFacts) -> Refusal | None:
    """In time, or while a request for corrections is open."""
    return None if case.correction_is_open else is_in_time(actor, case)


def a_correction_is_open(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return None if case.correction_is_open else Refusal.WRONG_STATE


def may_be_submitted(actor: Actor, case: PolicyFacts) -> Refusal | None:
    """In time while it is being written. After the close a decided nomination passes too and is refused as late, so
    that the answer does not show that a decision was made."""
    is_decided = case.state in (State.ELIGIBLE, State.INELIGIBLE, State.DUPLICATE)
    late = case.closes_at is not None and not case.is_open
    return None if is_decided and late else is_being_written(actor, case)


def is_after_the_close(actor: Actor, case: PolicyFacts) -> Refusal | None:
    """Screening decides only after the close of the call and of the nomination's own extension."""
    return None if case.call_is_over and not case.is_open else Refusal.TOO_EARLY


def may_still_be_extended(actor: Actor, case: PolicyFacts) -> Refusal | None:
    """For everybody: until the close, and after it until the first screening decision."""
    return Refusal.TOO_LATE if case.screening_begun and case.call_is_over else None


def a_move_is_proposed(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return None if case.move_proposed else Refusal.WRONG_STATE


def a_refusal_is_proposed(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return None if case.refusal_proposed_by is not None else Refusal.WRONG_STATE


def is_the_second_officer(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return Refusal.SAME_PERSON if case.refusal_proposed_by == actor.id else None


def is_the_proposer(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return None if case.refusal_proposed_by == actor.id else Refusal.WRONG_STATE


def nothing_is_proposed(actor: Actor, case: PolicyFacts) -> Refusal | None:
    """One open question at a time: a proposed refusal or move, or a correction, is answered before the next."""
    waits = case.refusal_proposed_by is not None or case.move_proposed or case.correction_is_open
    return Refusal.WRONG_STATE if waits else None


def round_is_open(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return None if case.round_open else Refusal.ROUND_CLOSED


def round_is_closed(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return None if case.round_closed else Refusal.NOT_YET_SHOWN


def round_shows_the_chair(actor: Actor, case: PolicyFacts) -> Refusal | None:
    return None if case.chair_sees_scores or case.round_closed else Refusal.NOT_YET_SHOWN


ANY_ACCOUNT: Mapping[Role, tuple[Check, ...]] = dict.fromkeys((Role.APPLICANT, *GRANTED), ())
# Whoever has one of these roles and is too close to a nomination meets no trace of it.
WITHHELD_FROM = frozenset({Role.CHAIR, Role.OFFICER, Role.HEAD, Role.OBSERVER, Role.AUDITOR})
# What they may do before they have stated their conflicts of interest: nothing of it shows a nomination or a score.
BEFORE_STATING = frozenset({
    Action.USE_ACCOUNT, Action.STATE_CONFLICTS, Action.INVITE, Action.CHANGE_DUE, Action.SHOW_CHAIR,
    Action.SHOW_REVIEWERS, Action.LET_SHADOW, Action.CERTIFY, Action.EXTEND, Action.SEE_PEOPLE, Action.MANAGE_PEOPLE,
    Action.SWITCH_REMINDER,
})
READERS = (Role.OFFICER, Role.HEAD, Role.OBSERVER, Role.AUDITOR)
_HERE: tuple[Check, ...] = (same_edition,)
# What the administrator's commands do, and nothing else; the worker carries out what others were allowed to ask for.
_COMMANDS = {Role.SYSTEM: _HERE}
_SCORES = {
    Role.HEAD: _HERE,
    Role.CHAIR: (same_edition, round_shows_the_chair),
    **dict.fromkeys((Role.OFFICER, Role.OBSERVER, Role.AUDITOR), (same_edition, round_is_closed)),
}
_OURS = (same_edition, takes_part)
_MINE = (*_OURS, owns_it)
_DESK = (same_edition, is_assigned, is_not_their_own, is_not_recused, has_undertaken)
_OFFICERS = (Role.OFFICER, Role.HEAD)
_SUBMITTED = (same_edition, was_submitted)
_IN_SCREENING = (*_SUBMITTED, is_submitted_state)

POLICY: Mapping[Action, Mapping[Role, tuple[Check, ...]]] = {
    Action.USE_ACCOUNT: ANY_ACCOUNT,
    # the applicant
    Action.START: {Role.APPLICANT: (same_edition, is_in_time)},
    Action.LIST_OWN: {Role.APPLICANT: _HERE},
    Action.VIEW: {Role.APPLICANT: _OURS},
    # Lateness comes before the state: an owner cannot tell by the answer that something was decided meanwhile.
    Action.EDIT: {Role.APPLICANT: (*_OURS, may_write, may_be_written, is_being_written)},
    Action.CHANGE_CATEGORY: {Role.APPLICANT: (*_MINE, is_draft, is_in_time)},
    Action.DISCARD: {Role.APPLICANT: (*_MINE, is_draft)},
    # Lateness is not a check here: a late attempt is a recorded outcome of the use case itself.
    Action.SUBMIT: {Role.APPLICANT: (*_MINE, may_be_submitted)},
    Action.WITHDRAW: {Role.APPLICANT: (*_MINE, may(Action.WITHDRAW))},
    Action.RESTORE: {Role.APPLICANT: (*_MINE, may(Action.RESTORE), is_in_time)},
    Action.HAND_OVER: {Role.APPLICANT: _MINE},
    # Letters may still come after the close, until the edition's own date for them.
    Action.ASK_LETTER: {Role.APPLICANT: (*_MINE, letters_may_come, is_not_withdrawn)},
    Action.ASK_CONSENT: {Role.APPLICANT: (*_MINE, is_in_time, is_being_written)},
    Action.ANSWER_MOVE: {Role.APPLICANT: (*_MINE, a_move_is_proposed)},
    Action.WRITE: {Role.APPLICANT: _MINE},
    Action.SHARE: {Role.APPLICANT: _MINE},
    Action.JOIN: {Role.APPLICANT: _HERE},
    Action.LEAVE: {Role.APPLICANT: (*_OURS, was_invited)},
    Action.COMMENT: {Role.APPLICANT: (*_OURS, may_remark)},
    # the reviewer
    Action.SEE_DESK: {Role.REVIEWER: _HERE},
    Action.UNDERTAKE: {Role.REVIEWER: _HERE},
    Action.DECLARE: {Role.REVIEWER: _DESK},
    Action.DECLINE: {Role.REVIEWER: (*_DESK, round_is_open)},
    # Their own recusal closes the nomination to them, so the facts about it are not asked.
    Action.TAKE_BACK_RECUSAL: {Role.REVIEWER: _HERE},
    Action.DESCRIBE_ONESELF: {Role.REVIEWER: _HERE},
    Action.REVIEW: {Role.REVIEWER: (*_DESK, has_no_conflict)},
    Action.ASSESS: {Role.REVIEWER: (*_DESK, has_no_conflict, round_is_open)},
    Action.SUBMIT_ASSESSMENT: {Role.REVIEWER: (*_DESK, has_no_conflict, round_is_open)},
    Action.SET_ASIDE: {Role.REVIEWER: (*_DESK, has_no_conflict, round_is_open)},
    Action.FINISH: {Role.REVIEWER: (same_edition, round_is_open)},
    Action.PRACTISE: {Role.REVIEWER: _HERE},
    Action.WRITE_TO_SECRETARIAT: {Role.REVIEWER: (*_DESK, has_no_conflict)},
    # the jury
    Action.READ_IN_ROUND: {Role.CHAIR: (same_edition, takes_part_in_a_round)},
    # Not before the round is closed, not even where the chair sees its scores: marks that may change are no agenda.
    Action.SEE_AGENDA: dict.fromkeys((Role.CHAIR, *READERS), (same_edition, round_is_closed)),
    # whoever holds an office or the chair
    Action.STATE_CONFLICTS: dict.fromkeys((Role.CHAIR, *READERS), _HERE),
    # the secretariat
    Action.LIST: dict.fromkeys(READERS, _HERE),
    Action.EXPORT: dict.fromkeys(READERS, _HERE) | _COMMANDS,
    Action.INSPECT: dict.fromkeys((*READERS, Role.SYSTEM), (same_edition, was_submitted)),
    Action.REPLY: {Role.OFFICER: (same_edition, exists), Role.HEAD: (same_edition, exists)},
    Action.MARK_READ: {Role.OFFICER: (same_edition, exists), Role.HEAD: (same_edition, exists)},
    Action.ANSWER_REVIEWER: dict.fromkeys(_OFFICERS, _SUBMITTED),
    Action.SCREEN: dict.fromkeys(_OFFICERS, _IN_SCREENING),
    Action.ASK_CORRECTION: dict.fromkeys(_OFFICERS, (*_IN_SCREENING, nothing_is_proposed, is_after_the_close)),
    Action.END_CORRECTION: dict.fromkeys(_OFFICERS, (*_SUBMITTED, a_correction_is_open)),
    Action.ADMIT: dict.fromkeys(_OFFICERS, (*_SUBMITTED, may(Action.ADMIT), nothing_is_proposed, is_after_the_close)),
    Action.REFUSE: dict.fromkeys(_OFFICERS, (*_IN_SCREENING, nothing_is_proposed, is_after_the_close)),
    Action.CONFIRM_REFUSAL: dict.fromkeys(
        _OFFICERS, (*_SUBMITTED, may(Action.CONFIRM_REFUSAL), a_refusal_is_proposed, is_the_second_officer)
    ),
    Action.REJECT_REFUSAL: dict.fromkeys(_OFFICERS, (*_IN_SCREENING, a_refusal_is_proposed, is_the_second_officer)),
    Action.TAKE_BACK_REFUSAL: dict.fromkeys(_OFFICERS, (*_IN_SCREENING, a_refusal_is_proposed, is_the_proposer)),
    Action.MARK_DUPLICATE: dict.fromkeys(
        _OFFICERS, (*_SUBMITTED, may(Action.MARK_DUPLICATE), nothing_is_proposed, is_after_the_close)
    ),
    Action.UNDO_ADMISSION: {Role.HEAD: (same_edition, was_submitted, may(Action.UNDO_ADMISSION))},
    Action.UNDO_REFUSAL: {Role.HEAD: (same_edition, was_submitted, may(Action.UNDO_REFUSAL))},
    Action.MOVE: {Role.HEAD: (*_IN_SCREENING, nothing_is_proposed, is_after_the_close)},
    Action.REASSIGN_OWNER: {Role.HEAD: (same_edition, exists)},
    # A command proposes assignments; applying what it proposed is for people.
    Action.ASSIGN: dict.fromkeys(_OFFICERS, _HERE) | _COMMANDS,
    Action.PUBLISH: {Role.HEAD: _HERE},
    Action.SEE_CONFLICTS: dict.fromkeys(_OFFICERS, _HERE) | _COMMANDS,
    Action.DECIDE_CONFLICT: dict.fromkeys(_OFFICERS, _HERE),
    Action.RECUSE: dict.fromkeys(_OFFICERS, _HERE),
    Action.LIFT_RECUSAL: {Role.HEAD: _HERE},
    Action.HIDE_NAMES: {Role.HEAD: (same_edition, round_is_open)},
    Action.REDACT: dict.fromkeys(_OFFICERS, _SUBMITTED),
    Action.REOPEN_CARD: dict.fromkeys(_OFFICERS, (same_edition, round_is_open)),
    Action.INVITE: {Role.HEAD: _HERE},
    Action.FOLLOW: dict.fromkeys(READERS, _HERE) | _COMMANDS,
    Action.OPEN_ROUND: {Role.HEAD: _HERE},
    Action.ADD_FILES: {Role.HEAD: (same_edition, round_is_open)},
    Action.CHANGE_DUE: {Role.HEAD: (same_edition, round_is_open)},
    Action.SHOW_CHAIR: {Role.HEAD: (same_edition, round_is_open)},
    Action.SHOW_REVIEWERS: {Role.HEAD: (same_edition, round_is_open)},
    Action.LET_SHADOW: {Role.HEAD: (same_edition, round_is_open)},
    Action.CERTIFY: {Role.HEAD: _HERE} | _COMMANDS,
    Action.CLOSE_ROUND: {Role.HEAD: (same_edition, round_is_open)},
    Action.SEE_SCORES: _SCORES,
    Action.REPORT: _SCORES | _COMMANDS,
    Action.ANALYSE: {
        Role.HEAD: _HERE,
        Role.CHAIR: (same_edition, round_shows_the_chair),
        Role.OFFICER: (same_edition, round_is_closed),
    },
    Action.FREEZE: {Role.HEAD: _HERE, Role.CHAIR: (same_edition, round_shows_the_chair)},
    # Hints about single reviewers are only for the chair, who leads the discussion.
    Action.LOOK_CLOSER: {Role.CHAIR: (same_edition, round_shows_the_chair)},
    Action.EXTEND: {Role.HEAD: (same_edition, may_still_be_extended)},
    Action.EXTEND_ONE: {Role.HEAD: (same_edition, exists, is_being_written, nothing_is_proposed)},
    Action.SEE_PEOPLE: dict.fromkeys(_OFFICERS, _HERE) | _COMMANDS,
    Action.MANAGE_PEOPLE: {Role.HEAD: _HERE} | _COMMANDS,
    Action.SEE_LETTERS: dict.fromkeys(_OFFICERS, _HERE) | _COMMANDS,
    Action.SEND_AGAIN: dict.fromkeys(_OFFICERS, _HERE),
    Action.SWITCH_REMINDER: {Role.HEAD: _HERE},
    Action.SEE_LEDGER: dict.fromkeys((Role.HEAD, Role.AUDITOR), _HERE) | _COMMANDS,
}


def refusal_by_role(actor: Actor, action: Action) -> Refusal | None:
    """Why somebody in this role may never do this, whatever the facts; None means that the facts decide."""
    if actor.role is Role.VISITOR:
        return Refusal.SIGN_IN
    return None if actor.role in POLICY.get(action, {}) else Refusal.NOT_YOUR_ROLE


def refusal_by_person(actor: Actor, action: Action) -> Refusal | None:
    """Why this person may not do this in their role, whatever the facts; None means that the facts decide."""
    if no := refusal_by_role(actor, action):
        return no
    owes = actor.role in WITHHELD_FROM and not actor.has_stated_conflicts
    return Refusal.STATE_CONFLICTS_FIRST if owes and action not in BEFORE_STATING else None


def refusal(actor: Actor, action: Action, case: PolicyFacts) -> Refusal | None:
    """Why `actor` may not do this now; None means that they may."""
    if no := refusal_by_person(actor, action):
        return no
    if case.involved and actor.role in WITHHELD_FROM:
        return Refusal.NOT_FOUND
    return next((no for check in POLICY[action][actor.role] if (no := check(actor, case))), None)
