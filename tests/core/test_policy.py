"""Who may do what, read aloud: one line for each action and role, and nothing passes that is not written here."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from uuid import UUID

import pytest

from nominations.core.language import LANGUAGES, use_language
from nominations.core.rules.policy import BEFORE_STATING, POLICY, WITHHELD_FROM, refusal, refusal_by_role
from nominations.core.rules.policy_facts import VISITOR, Actor, PolicyFacts
from nominations.core.rules.vocabulary import (
    Action,
    ConflictAnswer,
    ConflictState,
    Refusal,
    Right,
    Role,
    State,
)
from nominations.core.texts.actions import ACTIONS
from nominations.web.errors import STATUS

HERE, ELSEWHERE = "natavan-2025", "natavan-2026"
ME, ANOTHER = UUID(int=1), UUID(int=2)
NOW = datetime(2025, 11, 30, 22, 59, 59, 999_999, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)

# What can be wrong, in the order in which it is told: a word, how the case differs, what is answered.
# "here" is about the actor; "state" is asked of every other state, below.
WRONG = {
    "here": (None, Refusal.NOT_FOUND),
    "mine": ({"owner": ANOTHER}, Refusal.NOT_FOUND),
    "kept": ({"discarded": True}, Refusal.NOT_FOUND),
    "assigned": ({"assigned": False}, Refusal.NOT_FOUND),
    "in-round": ({"in_round": False}, Refusal.NOT_FOUND),
    "not-own": ({"owner": ME}, Refusal.NOT_FOUND),
    "not-with": ({"took_part": True}, Refusal.NOT_FOUND),
    "invited": ({"owner": ME}, Refusal.NOT_YOUR_PART),
    "joined": ({"right": None}, Refusal.NOT_FOUND),
    "not-recused": ({"recused": True}, Refusal.NOT_FOUND),
    "not-real": ({"declared": ConflictAnswer.REAL}, Refusal.NOT_FOUND),
    "not-confirmed": (
        {"declared": ConflictAnswer.POSSIBLE, "conflict": ConflictState.CONFIRMED}, Refusal.NOT_FOUND
    ),
    "undertaken": ({"undertaken": False}, Refusal.UNDERTAKE_FIRST),
    "declared": ({"declared": None}, Refusal.DECLARE_FIRST),
    "decided": ({"declared": ConflictAnswer.POSSIBLE, "conflict": ConflictState.OPEN}, Refusal.DECLARE_FIRST),
    "handed-in": ({"submitted": False}, Refusal.NOT_FOUND),
    "unsealed": (
        {"sealed_until_close": True, "edition_closes_at": NOW + A_MOMENT, "closes_at": NOW + A_MOMENT},
        Refusal.TOO_EARLY,
    ),
    "move-proposed": ({"move_proposed": False}, Refusal.WRONG_STATE),
    "refusal-proposed": ({"refusal_proposed_by": None}, Refusal.WRONG_STATE),
    "no-refusal": ({"refusal_proposed_by": ANOTHER}, Refusal.WRONG_STATE),
    "no-move": ({"move_proposed": True}, Refusal.WRONG_STATE),
    "no-correction": ({"correction_until": NOW + A_MOMENT}, Refusal.WRONG_STATE),
    "correction-open": ({"correction_until": None}, Refusal.WRONG_STATE),
    "proposer": ({"refusal_proposed_by": ANOTHER}, Refusal.WRONG_STATE),
    "second-person": ({"refusal_proposed_by": ME}, Refusal.SAME_PERSON),
    "in-time": ({"closes_at": NOW, "edition_closes_at": NOW}, Refusal.TOO_LATE),
    "call-closed": ({"edition_closes_at": NOW + A_MOMENT}, Refusal.TOO_EARLY),
    "own-time-over": ({"closes_at": NOW + A_MOMENT}, Refusal.TOO_EARLY),
    "unscreened": ({"screening_begun": True}, Refusal.TOO_LATE),
    "nothing-found": ({"has_open_finding": True}, Refusal.DECLARE_FIRST),
    "round-open": ({"round_open": False, "round_closed": True}, Refusal.ROUND_CLOSED),
    "round-closed": ({"round_open": True, "round_closed": False}, Refusal.NOT_YET_SHOWN),
}
EVERY = "draft submitted eligible ineligible duplicate withdrawn"
DESK = "here assigned not-own not-with not-recused not-real not-confirmed undertaken"
OPEN_DESK = DESK + " nothing-found declared decided"
READ = "here kept handed-in unsealed"
ANSWERED = " no-refusal no-move no-correction"
SCREENED = READ + ANSWERED + " call-closed own-time-over"

# action, roles, states in which it may be done, what must hold, in the order of reasons.
LINES = (
    ("use_account", "applicant reviewer chair officer head observer auditor", EVERY, ""),
    ("start", "applicant", EVERY, "here in-time"),
    ("list_own", "applicant", EVERY, "here"),
    ("view", "applicant", EVERY, "here mine kept"),
    ("edit", "applicant", "draft submitted", "here mine kept in-time"),
    ("change_category", "applicant", "draft", "here mine kept in-time"),
    ("discard", "applicant", "draft", "here mine kept"),
    # Late, as this line is tried, lateness is all that a decided one is answered.
    ("submit", "applicant", "draft submitted eligible ineligible duplicate", "here mine kept"),
    ("withdraw", "applicant", "submitted eligible ineligible duplicate", "here mine kept"),
    ("restore", "applicant", "withdrawn", "here mine kept in-time"),
    ("hand_over", "applicant", EVERY, "here mine kept"),
    ("ask_letter", "applicant", "draft submitted eligible ineligible duplicate", "here mine kept in-time"),
    ("ask_consent", "applicant", "draft submitted", "here mine kept in-time"),
    ("answer_move", "applicant", EVERY, "here mine kept move-proposed"),
    ("write", "applicant", EVERY, "here mine kept"),
    ("share", "applicant", EVERY, "here mine kept"),
    ("join", "applicant", EVERY, "here"),
    ("leave", "applicant", EVERY, "here kept invited joined"),
    ("comment", "applicant", EVERY, "here mine kept"),
    ("see_desk", "reviewer", EVERY, "here"),
    ("undertake", "reviewer", EVERY, "here"),
    ("declare", "reviewer", "eligible", DESK),
    ("decline", "reviewer", "eligible", DESK + " round-open"),
    ("take_back_recusal", "reviewer", EVERY, "here"),
    ("describe_oneself", "reviewer", EVERY, "here"),
    ("review", "reviewer", "eligible", OPEN_DESK),
    ("assess", "reviewer", "eligible", OPEN_DESK + " round-open"),
    ("submit_assessment", "reviewer", "eligible", OPEN_DESK + " round-open"),
    ("set_aside", "reviewer", "eligible", OPEN_DESK + " round-open"),
    ("finish", "reviewer", EVERY, "here round-open"),
    ("practise", "reviewer", EVERY, "here"),
    ("write_to_secretariat", "reviewer", "eligible", OPEN_DESK),
    ("read_in_round", "chair", "eligible", "here in-round"),
    ("see_agenda", "chair officer head observer auditor", EVERY, "here round-closed"),
    ("state_conflicts", "chair officer head observer auditor", EVERY, "here"),
    ("list", "officer head observer auditor", EVERY, "here"),
    ("export", "officer head observer auditor system", EVERY, "here"),
    ("inspect", "officer head observer auditor system", EVERY, READ),
    ("reply", "officer head", EVERY, "here kept"),
    ("mark_read", "officer head", EVERY, "here kept"),
    ("answer_reviewer", "officer head", EVERY, READ),
    ("screen", "officer head", "submitted", READ),
    ("ask_correction", "officer head", "submitted", SCREENED),
    ("end_correction", "officer head", EVERY, READ + " correction-open"),
    ("admit", "officer head", "submitted", SCREENED),
    ("refuse", "officer head", "submitted", SCREENED),
    ("confirm_refusal", "officer head", "submitted", READ + " refusal-proposed second-person"),
    ("reject_refusal", "officer head", "submitted", READ + " refusal-proposed second-person"),
    ("take_back_refusal", "officer head", "submitted", READ + " refusal-proposed proposer"),
    ("mark_duplicate", "officer head", "submitted", SCREENED),
    ("undo_admission", "head", "eligible", READ),
    ("undo_refusal", "head", "ineligible duplicate", READ),
    ("move", "head", "submitted", SCREENED),
    ("reassign_owner", "head", EVERY, "here kept"),
    ("assign", "officer head system", EVERY, "here"),
    ("publish", "head", EVERY, "here"),
    ("see_conflicts", "officer head system", EVERY, "here"),
    ("decide_conflict", "officer head", EVERY, "here"),
    ("recuse", "officer head", EVERY, "here"),
    ("lift_recusal", "head", EVERY, "here"),
    ("hide_names", "head", EVERY, "here round-open"),
    ("redact", "officer head", EVERY, READ),
    ("reopen_card", "officer head", EVERY, "here round-open"),
    ("invite", "head", EVERY, "here"),
    ("follow", "officer head observer auditor system", EVERY, "here"),
    ("open_round", "head", EVERY, "here"),
    ("add_files", "head", EVERY, "here round-open"),
    ("change_due", "head", EVERY, "here round-open"),
    ("show_chair", "head", EVERY, "here round-open"),
    ("show_reviewers", "head", EVERY, "here round-open"),
    ("let_shadow", "head", EVERY, "here round-open"),
    ("close_round", "head", EVERY, "here round-open"),
    ("certify", "head system", EVERY, "here"),
    ("see_scores", "head", EVERY, "here"),
    ("see_scores", "chair officer observer auditor", EVERY, "here round-closed"),
    ("report", "head system", EVERY, "here"),
    ("report", "chair officer observer auditor", EVERY, "here round-closed"),
    ("analyse", "head", EVERY, "here"),
    ("analyse", "chair officer", EVERY, "here round-closed"),
    ("freeze", "head", EVERY, "here"),
    ("freeze", "chair", EVERY, "here round-closed"),
    ("look_closer", "chair", EVERY, "here round-closed"),
    ("extend", "head", EVERY, "here unscreened"),
    ("extend_one", "head", "draft submitted", "here kept" + ANSWERED),
    ("see_people", "officer head system", EVERY, "here"),
    ("manage_people", "head system", EVERY, "here"),
    ("see_letters", "officer head system", EVERY, "here"),
    ("send_again", "officer head", EVERY, "here"),
    ("switch_reminder", "head", EVERY, "here"),
    ("see_ledger", "head auditor system", EVERY, "here"),
)
TABLE = [
    (Action(action), Role(role), tuple(map(State, states.split())), tuple(needs.split()))
    for action, roles, states, needs in LINES for role in roles.split()
]
ALL = {(action, role): (states, needs) for action, role, states, needs in TABLE}


def actor(role: Role) -> Actor:
    return Actor(ME, role, HERE)


def good(role: Role, states: tuple[State, ...], needs: tuple[str, ...]) -> PolicyFacts:
    """A case in which nothing is wrong for this line."""
    closes_at = NOW + A_MOMENT if "in-time" in needs else NOW
    proposed_by = ANOTHER if "second-person" in needs else ME if "proposer" in needs else None
    owns = role is Role.APPLICANT and "joined" not in needs
    return PolicyFacts(
        edition=HERE, now=NOW, owner=ME if owns else ANOTHER, right=None if owns else Right.VIEW, state=states[0],
        submitted=True,
        closes_at=closes_at, edition_closes_at=closes_at, move_proposed="move-proposed" in needs,
        refusal_proposed_by=proposed_by, round_open="round-closed" not in needs, round_closed="round-closed" in needs,
        correction_until=NOW + A_MOMENT if "correction-open" in needs else None,
        assigned=True, in_round=True, undertaken=True, declared=ConflictAnswer.NONE,
    )


def with_faults(who: Actor, case: PolicyFacts, *words: str) -> tuple[Actor, PolicyFacts]:
    for word in words:
        changes = WRONG[word][0]
        who, case = (replace(who, edition=ELSEWHERE), case) if changes is None else (who, replace(case, **changes))
    return who, case


@pytest.mark.parametrize("state", [State.ELIGIBLE, State.INELIGIBLE, State.DUPLICATE])
def test_what_was_decided_is_not_handed_in_again_while_there_is_time(state):
    in_time = good(Role.APPLICANT, (state,), ("in-time",))

    assert refusal(actor(Role.APPLICANT), Action.SUBMIT, in_time) is Refusal.WRONG_STATE


def test_each_action_and_role_of_the_policy_is_written_here_and_no_other():
    assert len(TABLE) == len(ALL)
    assert set(ALL) == {(action, role) for action, line in POLICY.items() for role in line}


@pytest.mark.parametrize("action", Action)
def test_each_action_has_a_role(action):
    assert POLICY[action]
    assert Role.VISITOR not in POLICY[action]


@pytest.mark.parametrize(("action", "role", "states", "needs"), TABLE)
def test_it_is_allowed_in_every_state_of_its_line_when_nothing_is_wrong(action, role, states, needs):
    case = good(role, states, needs)

    assert [refusal(actor(role), action, replace(case, state=state)) for state in states] == [None] * len(states)


@pytest.mark.parametrize(("action", "role", "states", "needs"), TABLE)
def test_it_is_refused_in_every_other_state(action, role, states, needs):
    case = good(role, states, needs)
    # Neither a reviewer nor the chair learns that a file exists which is not, or no longer, in review.
    expected = Refusal.NOT_FOUND if role in (Role.REVIEWER, Role.CHAIR) else Refusal.WRONG_STATE

    for state in set(State) - set(states):
        assert refusal(actor(role), action, replace(case, state=state)) is expected, state


@pytest.mark.parametrize(("action", "role", "states", "needs"), TABLE)
def test_each_thing_that_must_hold_is_asked_and_nothing_else_is(action, role, states, needs):
    case = good(role, states, needs)
    for word, (_, expected) in WRONG.items():
        if word not in needs and facts_of(word) & {fact for need in needs for fact in facts_of(need)}:
            continue  # the same fact is asked in another way by this line
        who, what = with_faults(actor(role), case, word)
        assert refusal(who, action, what) is (expected if word in needs else None), word


def facts_of(word: str) -> set[str]:
    return set(WRONG[word][0] or {"edition"})


@pytest.mark.parametrize(("action", "role", "states", "needs"), TABLE)
def test_the_first_reason_of_the_line_is_the_one_that_is_told(action, role, states, needs):
    case = good(role, states, needs)
    for first, second in combinations(needs, 2):
        if facts_of(first) & facts_of(second):
            continue  # one fact cannot be wrong in two ways at once
        who, what = with_faults(actor(role), case, second, first)
        assert refusal(who, action, what) is WRONG[first][1], (first, second)


@pytest.mark.parametrize(("action", "role", "states", "needs"), [line for line in TABLE if "here" in line[3]])
def test_another_edition_is_the_very_first_reason(action, role, states, needs):
    who = replace(actor(role), edition=ELSEWHERE)
    worst = PolicyFacts(edition=HERE, now=NOW, owner=ANOTHER, discarded=True, state=State.WITHDRAWN)

    assert refusal(who, action, worst) is Refusal.NOT_FOUND


@pytest.mark.parametrize("action", Action)
def test_a_visitor_is_asked_to_sign_in_and_a_wrong_role_is_told_so(action):
    case = PolicyFacts(edition=HERE, now=NOW)
    assert refusal(VISITOR, action, case) is refusal_by_role(VISITOR, action) is Refusal.SIGN_IN
    for role in set(Role) - {Role.VISITOR} - set(POLICY[action]):
        assert refusal(actor(role), action, case) is Refusal.NOT_YOUR_ROLE
        assert refusal_by_role(actor(role), action) is Refusal.NOT_YOUR_ROLE


def test_an_action_without_a_line_is_forbidden_to_everybody():
    for role in set(Role) - {Role.VISITOR}:
        assert refusal(actor(role), "fly", PolicyFacts(edition=HERE, now=NOW)) is Refusal.NOT_YOUR_ROLE


OF_A_COLLABORATOR = {
    Action.VIEW: set(Right), Action.LEAVE: set(Right), Action.COMMENT: {Right.EDIT, Right.COMMENT},
    Action.EDIT: {Right.EDIT},
}


@pytest.mark.parametrize(("action", "states", "needs"), [
    (action, states, needs) for action, role, states, needs in TABLE if role is Role.APPLICANT and "kept" in needs
])
@pytest.mark.parametrize("right", Right)
def test_a_collaborator_may_what_the_right_says_and_is_told_that_the_rest_is_the_owner_s(action, states, needs, right):
    case = replace(good(Role.APPLICANT, states, needs), owner=ANOTHER, right=right, took_part=True)
    allowed = right in OF_A_COLLABORATOR.get(action, ())

    assert refusal(actor(Role.APPLICANT), action, case) is (None if allowed else Refusal.NOT_YOUR_PART)
    for gone in (replace(case, discarded=True), replace(case, right=None)):
        assert refusal(actor(Role.APPLICANT), action, gone) is Refusal.NOT_FOUND


@pytest.mark.parametrize(("action", "role", "states", "needs"), TABLE)
def test_before_the_conflict_question_is_answered_an_office_only_administers(action, role, states, needs):
    who = replace(actor(role), has_stated_conflicts=False)
    asked_first = role in WITHHELD_FROM and action not in BEFORE_STATING

    assert refusal(who, action, good(role, states, needs)) is (Refusal.STATE_CONFLICTS_FIRST if asked_first else None)
    assert refusal_by_role(who, action) is None  # so that the navigation leads to the question


def test_nothing_that_shows_a_nomination_or_a_score_comes_before_the_conflict_question():
    shows = {
        Action.LIST, Action.EXPORT, Action.INSPECT, Action.REPLY, Action.ANSWER_REVIEWER, Action.SCREEN,
        Action.ASSIGN, Action.SEE_CONFLICTS,
        Action.FOLLOW, Action.SEE_SCORES, Action.REPORT, Action.ANALYSE, Action.FREEZE, Action.LOOK_CLOSER,
        Action.READ_IN_ROUND, Action.SEE_AGENDA, Action.SEE_LETTERS, Action.SEE_LEDGER, Action.OPEN_ROUND,
    }

    assert not shows & BEFORE_STATING
    assert {action for action in Action if WITHHELD_FROM & POLICY[action].keys()} >= BEFORE_STATING


def test_a_cleared_conflict_opens_the_file():
    states, needs = ALL[Action.REVIEW, Role.REVIEWER]
    case = replace(good(Role.REVIEWER, states, needs), declared=ConflictAnswer.POSSIBLE, conflict=ConflictState.CLEARED)

    assert refusal(actor(Role.REVIEWER), Action.REVIEW, case) is None


def test_the_chair_sees_scores_of_an_open_round_where_the_round_says_so():
    case = PolicyFacts(edition=HERE, now=NOW, round_open=True, chair_sees_scores=True)

    assert refusal(actor(Role.CHAIR), Action.SEE_SCORES, case) is None
    assert refusal(actor(Role.OFFICER), Action.SEE_SCORES, case) is Refusal.NOT_YET_SHOWN


def test_the_call_may_be_extended_until_it_closes_and_then_until_the_first_decision():
    begun = PolicyFacts(edition=HERE, now=NOW, screening_begun=True, edition_closes_at=NOW + A_MOMENT)

    assert refusal(actor(Role.HEAD), Action.EXTEND, begun) is None
    assert refusal(actor(Role.HEAD), Action.EXTEND, replace(begun, edition_closes_at=NOW)) is Refusal.TOO_LATE


def test_a_case_of_which_nothing_is_known_is_never_in_time_nor_closed():
    unknown = PolicyFacts(edition=HERE, now=NOW, owner=ME, submitted=True, state=State.SUBMITTED)

    assert refusal(actor(Role.APPLICANT), Action.EDIT, unknown) is Refusal.TOO_LATE
    assert refusal(actor(Role.OFFICER), Action.ADMIT, unknown) is Refusal.TOO_EARLY


def test_each_role_holds_what_it_is_for_and_not_more():
    """The separation of duties, stated again in the words of the award's rules."""
    held = {role: {action for action in Action if role in POLICY[action]} for role in Role}
    changing = {Action.SCREEN, Action.ADMIT, Action.REFUSE, Action.ASSIGN, Action.PUBLISH, Action.EXTEND,
                Action.MANAGE_PEOPLE, Action.ASSESS, Action.SUBMIT, Action.EDIT, Action.DECIDE_CONFLICT}

    assert held[Role.VISITOR] == set()
    assert not (held[Role.OBSERVER] | held[Role.AUDITOR] | held[Role.CHAIR]) & changing
    assert held[Role.CHAIR] == {
        Action.USE_ACCOUNT, Action.STATE_CONFLICTS, Action.SEE_SCORES, Action.REPORT, Action.ANALYSE, Action.FREEZE,
        Action.LOOK_CLOSER, Action.READ_IN_ROUND, Action.SEE_AGENDA,
    }
    assert held[Role.OFFICER] <= held[Role.HEAD]
    # The system decides nothing of a file, a conflict, a round or a date: it has no account that could stand for it.
    assert held[Role.SYSTEM] & changing == {Action.ASSIGN, Action.MANAGE_PEOPLE}
    assert held[Role.SYSTEM] <= held[Role.HEAD]
    assert not held[Role.APPLICANT] & held[Role.REVIEWER] - {Action.USE_ACCOUNT}
    assert Action.SEE_SCORES not in held[Role.REVIEWER] | held[Role.APPLICANT]


def test_each_action_has_its_words_on_the_help_page():
    assert set(ACTIONS) == set(Action)
    for language in LANGUAGES:
        with use_language(language):
            words = [str(sentence) for sentence in ACTIONS.values()]
        assert len(set(words)) == len(words)
        assert all(words)


def test_each_refusal_has_a_status():
    assert set(STATUS) == set(Refusal)
    assert set(STATUS.values()) <= {302, 403, 404, 409, 429}


@pytest.mark.parametrize(("action", "role", "states", "needs"), TABLE)
def test_who_is_too_close_to_a_nomination_meets_it_in_no_role_of_the_office_or_the_jury(action, role, states, needs):
    case = replace(good(role, states, needs), involved=True)

    assert refusal(actor(role), action, case) is (Refusal.NOT_FOUND if role in WITHHELD_FROM else None)
