"""The acts of the ledger in words: one sentence fragment per act, in the past tense."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action

ACTS = {
    Action.START: _l("started a nomination"),
    Action.EDIT: _l("saved a section"),
    Action.CHANGE_CATEGORY: _l("changed the category of a draft"),
    Action.DISCARD: _l("deleted a draft"),
    Action.SUBMIT: _l("submitted a nomination"),
    Action.WITHDRAW: _l("withdrew a nomination"),
    Action.RESTORE: _l("undid the withdrawal of a nomination"),
    Action.HAND_OVER: _l("handed over a nomination"),
    Action.ASK_LETTER: _l("changed the requests to referees"),
    Action.ASK_CONSENT: _l("changed the request to the nominee"),
    Action.ANSWER_MOVE: _l("answered a proposed move to another category"),
    Action.WRITE: _l("wrote to the secretariat"),
    Action.SHARE: _l("changed the collaborators"),
    Action.JOIN: _l("answered an invitation"),
    Action.LEAVE: _l("left a nomination"),
    Action.COMMENT: _l("commented on an answer"),
    Action.UNDERTAKE: _l("accepted the undertaking of confidentiality"),
    Action.DECLARE: _l("answered the conflict of interest question"),
    Action.DECLINE: _l("gave a nomination back"),
    Action.TAKE_BACK_RECUSAL: _l("undid their own recusal"),
    Action.DESCRIBE_ONESELF: _l("changed their reviewer profile"),
    Action.ASSESS: _l("saved a review"),
    Action.SUBMIT_ASSESSMENT: _l("submitted a review"),
    Action.SET_ASIDE: _l("postponed or resumed a nomination"),
    Action.FINISH: _l("marked a round as finished, or undid it"),
    Action.PRACTISE: _l("scored a practice nomination"),
    Action.REPLY: _l("wrote to the applicant"),
    Action.MARK_READ: _l("marked messages as read"),
    Action.SCREEN: _l("saved the checklist"),
    Action.ASK_CORRECTION: _l("sent a correction request"),
    Action.END_CORRECTION: _l("cancelled a correction request"),
    Action.ADMIT: _l("found the nomination eligible"),
    Action.REFUSE: _l("proposed that the nomination is ineligible"),
    Action.CONFIRM_REFUSAL: _l("confirmed that the nomination is ineligible"),
    Action.REJECT_REFUSAL: _l("rejected the proposal that the nomination is ineligible"),
    Action.TAKE_BACK_REFUSAL: _l("undid the proposal that the nomination is ineligible"),
    Action.MARK_DUPLICATE: _l("marked the nomination as a duplicate"),
    Action.UNDO_REFUSAL: _l("reopened the screening of the nomination"),
    Action.MOVE: _l("proposed another category"),
    Action.REASSIGN_OWNER: _l("changed the owner of the nomination"),
    Action.ASSIGN: _l("changed assignments"),
    Action.PUBLISH: _l("published assignments"),
    Action.DECIDE_CONFLICT: _l("decided on a conflict of interest"),
    Action.RECUSE: _l("recused a reviewer"),
    Action.LIFT_RECUSAL: _l("lifted a recusal made by the secretariat"),
    Action.HIDE_NAMES: _l("hid or showed applicants’ names in a round"),
    Action.REOPEN_CARD: _l("reopened a review"),
    Action.INVITE: _l("invited someone to review"),
    Action.OPEN_ROUND: _l("opened a round"),
    Action.SHOW_REVIEWERS: _l("changed whether reviewers see the others’ totals"),
    Action.LET_SHADOW: _l("changed the shadow reviewers"),
    Action.CLOSE_ROUND: _l("closed a round"),
    Action.ANALYSE: _l("asked for an analysis of the scores"),
    Action.FREEZE: _l("froze the ranking"),
    Action.CERTIFY: _l("issued a certificate of service to a reviewer"),
    Action.EXTEND: _l("extended the deadline for everyone"),
    Action.EXTEND_ONE: _l("extended the deadline for one nomination"),
    Action.MANAGE_PEOPLE: _l("changed a role"),
    Action.SWITCH_REMINDER: _l("turned a reminder on or off"),
    Action.SEND_AGAIN: _l("sent an email again"),
    "open_edition": _l("opened the edition"),
    "block_file": _l("blocked a file"),
    "remind": _l("sent a reminder"),
    "receive_letter": _l("received a letter of reference by private link"),
    "answer_consent": _l("received the nominee’s answer by private link"),
    "look_for_conflicts": _l("started a search for conflicts of interest"),
    "answer_invitation": _l("answered an invitation to review"),
    "finish_document": _l("finished a document with a verification code"),
    "ask_plan": _l("asked for an assignment plan"),
    "late_attempt": _l("tried to submit after the deadline"),
}


def act_word(act: str) -> str:
    """The act as people read it; one that has no words here stays as the ledger says it."""
    return str(ACTS.get(act, act))

# What is wrong with the chain, by the reason that core/rules/ledger.py gives.
FAULTS = {
    "missing": _l("it is missing"),
    "does not follow the record before it": _l("it does not follow the record before it"),
    "is missing at the end, or the head was changed": _l(
        "it is missing at the end, or the latest fingerprint was changed"
    ),
    "was changed": _l("it was changed"),
    "its content was changed": _l("its content was changed"),
    "is not what the head says": _l("it does not match the latest fingerprint"),
}
