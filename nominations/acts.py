"""What the ledger's words mean to a reader: one sentence fragment per act, in the past."""

from nominations.domain.vocabulary import Action
from nominations.language import lazy_gettext as _l

ACTS = {
    Action.START: _l("began a nomination"),
    Action.EDIT: _l("saved a section"),
    Action.CHANGE_CATEGORY: _l("changed the category of a draft"),
    Action.DISCARD: _l("discarded a draft"),
    Action.SUBMIT: _l("submitted"),
    Action.WITHDRAW: _l("withdrew"),
    Action.RESTORE: _l("restored a withdrawn nomination"),
    Action.HAND_OVER: _l("handed a nomination over"),
    Action.ASK_LETTER: _l("changed what referees are asked for"),
    Action.ASK_CONSENT: _l("changed what the nominee is asked for"),
    Action.ANSWER_MOVE: _l("answered a proposed move"),
    Action.WRITE: _l("wrote to the secretariat"),
    Action.SHARE: _l("changed who takes part"),
    Action.JOIN: _l("answered an invitation"),
    Action.LEAVE: _l("left a nomination"),
    Action.COMMENT: _l("commented on an answer"),
    Action.UNDERTAKE: _l("accepted the undertaking of confidentiality"),
    Action.DECLARE: _l("declared on a conflict of interest"),
    Action.ASSESS: _l("saved a score sheet"),
    Action.SUBMIT_ASSESSMENT: _l("submitted a score sheet"),
    Action.SET_ASIDE: _l("set a file aside for later, or took it up again"),
    Action.FINISH: _l("said that they have finished, or took it back"),
    Action.PRACTISE: _l("scored a sample file"),
    Action.REPLY: _l("wrote to the applicant"),
    Action.MARK_READ: _l("marked messages as read"),
    Action.SCREEN: _l("saved the checklist"),
    Action.ADMIT: _l("found it eligible"),
    Action.REFUSE: _l("proposed that it is not eligible"),
    Action.CONFIRM_REFUSAL: _l("confirmed that it is not eligible"),
    Action.REJECT_REFUSAL: _l("did not agree that it is not eligible"),
    Action.TAKE_BACK_REFUSAL: _l("took back a proposal"),
    Action.MARK_DUPLICATE: _l("marked it as a duplicate"),
    Action.UNDO_REFUSAL: _l("opened its eligibility again"),
    Action.MOVE: _l("proposed another category"),
    Action.REASSIGN_OWNER: _l("handed it to another owner"),
    Action.ASSIGN: _l("changed assignments"),
    Action.PUBLISH: _l("published assignments"),
    Action.DECIDE_CONFLICT: _l("decided on a conflict of interest"),
    Action.RECUSE: _l("set a reviewer aside"),
    Action.OPEN_ROUND: _l("opened a round"),
    Action.SHOW_REVIEWERS: _l("changed whether reviewers see the others' totals"),
    Action.LET_SHADOW: _l("changed who reads along without being counted"),
    Action.CLOSE_ROUND: _l("closed a round"),
    Action.EXTEND: _l("extended the closing date for all"),
    Action.EXTEND_ONE: _l("extended the closing date for one nomination"),
    Action.MANAGE_PEOPLE: _l("changed a role"),
    Action.SEND_AGAIN: _l("sent a letter again"),
    "open_edition": _l("opened the edition"),
    "block_file": _l("found something in a file"),
    "receive_letter": _l("received a letter of reference by a private link"),
    "answer_consent": _l("received the answer of the nominee by a private link"),
    "late_attempt": _l("tried to submit after the close"),
}


def act_word(act: str) -> str:
    """The act as people read it; one that has no words here stays as the ledger says it."""
    return str(ACTS.get(act, act))
