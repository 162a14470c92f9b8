"""The words people read for roles, states and choices: one table each, one word per thing."""

from functools import cache

from babel import Locale

from nominations.domain.conflicts import Sign
from nominations.domain.consent import ConsentAnswer
from nominations.domain.edition import Edition
from nominations.domain.offline import Fault as RowFault
from nominations.domain.offline import RowState
from nominations.domain.routing import Bar, CellState
from nominations.domain.vocabulary import (
    Action,
    AssessmentState,
    ConflictAnswer,
    ConflictKind,
    ConflictState,
    DeclineReason,
    DeskState,
    FileState,
    JobState,
    LetterState,
    Recommendation,
    Right,
    Role,
    RoundCode,
    State,
)
from nominations.language import current, gettext, pgettext
from nominations.language import lazy_gettext as _l

ROLES = {
    Role.VISITOR: _l("Visitor"),
    Role.APPLICANT: _l("Applicant"),
    Role.REVIEWER: _l("Reviewer"),
    Role.CHAIR: _l("Chair of the jury"),
    Role.OFFICER: _l("Officer"),
    Role.HEAD: _l("Head of the secretariat"),
    Role.OBSERVER: _l("Observer"),
    Role.AUDITOR: _l("Auditor"),
}
# What a collaborator may do, as a word of a choice.
RIGHTS = {
    Right.EDIT: _l("May write"),
    Right.COMMENT: _l("May comment"),
    Right.VIEW: _l("May read"),
}
# Word and colour of a state tag: grey not started, blue in progress, green done, amber waiting, red stopped.
STATES = {
    State.DRAFT: (_l("Draft"), "grey"),
    State.SUBMITTED: (_l("Submitted"), "blue"),
    State.ELIGIBLE: (_l("Eligible"), "green"),
    State.INELIGIBLE: (_l("Ineligible"), "red"),
    State.DUPLICATE: (_l("Duplicate"), "red"),
    State.WITHDRAWN: (_l("Withdrawn"), "red"),
}
# What the owner reads before the release of results: the screening's outcome is not theirs to see yet.
STATES_FOR_OWNER = {
    **STATES,
    State.ELIGIBLE: (_l("Submitted"), "blue"),
    State.INELIGIBLE: (_l("Submitted"), "blue"),
    State.DUPLICATE: (_l("Submitted"), "blue"),
}
# Where a file stands.
FILE_STATES = {
    FileState.UPLOADING: (_l("Uploading"), "blue"),
    FileState.CHECKING: (_l("Checking"), "amber"),
    FileState.READY: (_l("Ready"), "green"),
    FileState.BLOCKED: (_l("Blocked"), "red"),
}
ROUNDS = {RoundCode.FIRST: _l("First round"), RoundCode.FINAL: _l("Final round")}
CONFLICT_ANSWERS = {
    ConflictAnswer.NONE: _l("No conflict of interest"),
    ConflictAnswer.POSSIBLE: _l("Possible conflict of interest"),
    ConflictAnswer.REAL: _l("Conflict of interest: stepped aside"),
}
CONFLICT_KINDS = {
    ConflictKind.FAMILY: _l("Family"),
    ConflictKind.MONEY: _l("Money"),
    ConflictKind.WORK: _l("Work"),
    ConflictKind.AUTHORSHIP: _l("Authorship"),
    ConflictKind.NATIONALITY: _l("Nationality rule"),
    ConflictKind.OTHER: _l("Other"),
}
CONFLICT_STATES = {
    ConflictState.OPEN: (_l("To be decided"), "amber"),
    ConflictState.CONFIRMED: (_l("Confirmed"), "red"),
    ConflictState.CLEARED: (_l("Cleared"), "green"),
}
INVITATION_STATES = {
    "waiting": (_l("Waiting for an answer"), "amber"),
    "accepted": (_l("Accepted"), "green"),
    "declined": (_l("Declined"), "red"),
    "withdrawn": (_l("Withdrawn"), "grey"),
    "expired": (_l("Expired"), "grey"),
}
DECLINE_REASONS = {
    DeclineReason.CONFLICT: _l("Conflict of interest"),
    DeclineReason.FIELD: _l("Outside my field"),
    DeclineReason.TIME: _l("No time"),
    DeclineReason.OTHER: _l("Other"),
}
# What stands between a file and a reviewer on the board of assignments.
CELLS = {
    CellState.FREE: (_l("Free"), "plain"),
    CellState.HINT: (_l("Conflict found"), "amber"),
    CellState.BARRED: (_l("Not possible"), "grey"),
    CellState.PROPOSED: (_l("Proposed"), "grey"),
    CellState.ASSIGNED: (_l("Assigned"), "blue"),
    CellState.ACCEPTED: (_l("Accepted"), "blue"),
    CellState.POSSIBLE: (_l("Possible conflict"), "amber"),
    CellState.CONFIRMED: (_l("Conflict confirmed"), "red"),
    CellState.ASIDE: (_l("Stepped aside"), "red"),
    CellState.SUBMITTED: (_l("Review submitted"), "green"),
    CellState.DECLINED: (_l("Given back"), "red"),
}
# The same as a shape before the word, for eyes that do not tell colours apart.
SHAPES = {
    CellState.FREE: "○", CellState.HINT: "▲", CellState.BARRED: "–", CellState.PROPOSED: "◇", CellState.ASSIGNED: "◆",
    CellState.ACCEPTED: "●", CellState.POSSIBLE: "△", CellState.CONFIRMED: "■", CellState.ASIDE: "✕",
    CellState.DECLINED: "↩",
    CellState.SUBMITTED: "✓",
}
LANGUAGE_LEVELS = {"native": _l("native"), "fluent": _l("fluent"), "reading": _l("reading")}
# Why a file cannot be routed to somebody.
BARS = {
    Bar.ROUND_CLOSED: _l("The round is closed."),
    Bar.NOT_IN_ROUND: _l("The nomination does not take part in this round."),
    Bar.NOT_ELIGIBLE: _l("The nomination is no longer eligible."),
    Bar.NOT_A_REVIEWER: _l("This person is not a reviewer of this edition."),
    Bar.OWN_FILE: _l("The nomination is this person's own."),
    Bar.APPLIES_HERE: _l(
        "This person has a nomination of their own in this edition; nobody reviews where they applied."
    ),
    Bar.RECUSED: _l("The reviewer has stepped aside from this nomination."),
    Bar.CONFLICT: _l("A conflict of interest is confirmed."),
    Bar.FOUND: _l("The system found a possible conflict of interest that nobody has decided yet."),
    Bar.DECLINED: _l("The reviewer gave this file back."),
    Bar.ALREADY: _l("Already assigned."),
}
SIGNS = {
    Sign.NATIONALITY: _l("Same nationality"),
    Sign.RESIDENCE: _l("Lives in the country"),
    Sign.MAIL_DOMAIN: _l("Same mail or web domain"),
    Sign.INSTITUTION: _l("Same institution"),
    Sign.NAMED: _l("Named in the nomination"),
    Sign.COLLABORATOR: _l("Works with somebody named in the nomination"),
    Sign.EARLIER: _l("Stood aside from this owner in an earlier edition"),
}
RECOMMENDATIONS = {
    Recommendation.SHORTLIST: _l("Shortlist"),
    Recommendation.RESERVE: _l("Reserve"),
    Recommendation.NO: _l("No"),
}
# How sure a reviewer is of a judgement, in the three steps of `domain.cards.CONFIDENCE`.
CONFIDENCE = {"1": _l("Not very sure"), "2": _l("Fairly sure"), "3": _l("Very sure")}
ASSESSMENT_STATES = {
    AssessmentState.DRAFT: (_l("Draft"), "blue"),
    AssessmentState.SUBMITTED: (_l("Submitted"), "green"),
}
DESK_STATES = {
    DeskState.CONFLICT_FIRST: (_l("Answer the conflict question first"), "red"),
    DeskState.WAITING: (_l("Waiting for the secretariat"), "amber"),
    DeskState.NOT_STARTED: (_l("Not started"), "grey"),
    DeskState.DRAFT: (_l("Draft"), "blue"),
    DeskState.SET_ASIDE: (_l("Set aside for later"), "amber"),
    DeskState.SUBMITTED: (_l("Submitted"), "green"),
}
CONSENT_ANSWERS = {
    ConsentAnswer.AGREED: (_l("Agreed"), "green"),
    ConsentAnswer.DECLINED: (_l("Declined"), "red"),
    ConsentAnswer.NOT_ME: (_l("Was not the right person"), "red"),
}
# What a row of an uploaded score sheet would do, and why one is refused.
ROW_STATES = {
    RowState.UNCHANGED: (_l("Unchanged"), "grey"),
    RowState.NEW: (_l("New"), "blue"),
    RowState.CHANGED: (_l("Changed"), "blue"),
    RowState.CLASH: (_l("Clash"), "amber"),
    RowState.REFUSED: (_l("Refused"), "red"),
}
ROW_FAULTS = {
    RowFault.OTHER_EDITION: _l("This row belongs to another edition, or is no row of a score sheet."),
    RowFault.OTHER_REVIEWER: _l("This row belongs to somebody else's sheet."),
    RowFault.TAMPERED: _l("The locked columns of this row were changed."),
    RowFault.TWICE: _l("This file is in the sheet more than once."),
    RowFault.NOT_ON_THE_DESK: _l("This file cannot be scored by you now."),
    RowFault.FORMULA: _l("There is a formula where a value belongs."),
    RowFault.NO_NUMBER: _l("A score is a whole number from 0 to 10."),
    RowFault.WORD_UNKNOWN: _l("This is none of the choices in the list."),
}
LETTER_STATES = {
    LetterState.WAITING: (_l("Waiting"), "amber"),
    LetterState.SENT: (_l("Sent"), "green"),
    LetterState.FAILED: (_l("Failed"), "red"),
    LetterState.KEPT: (_l("Kept, no mail server"), "grey"),
}
JOB_STATES = {
    JobState.WAITING: (_l("Waiting"), "grey"),
    JobState.RUNNING: (_l("In progress"), "blue"),
    JobState.DONE: (_l("Ready"), "green"),
    JobState.FAILED: (_l("Failed"), "red"),
}


def role_word(role: Role) -> str:
    """The role as its holder reads it."""
    return str(ROLES[role])


def yes_no(value: bool) -> str:
    """Yes or no."""
    return gettext("Yes") if value else pgettext("answer", "No")


DOCUMENTS = {
    "receipt": _l("Receipt"),
    "nomination": _l("Nomination"),
    "scoring": _l("Scoring report"),
    "archive": _l("Archive copy of the scoring report"),
    "sheet": _l("Score sheet"),
    "sheets": _l("Score sheets of the category"),
    "dossier": _l("Dossier of the nomination"),
    "dossiers": _l("Dossiers of the category"),
    "own_reviews": _l("My reviews"),
    "certificate": _l("Certificate of service"),
    "eligibility": _l("Register of eligibility"),
    "corrections": _l("Register of correction requests"),
    "conflicts": _l("Register of conflicts and recusals"),
    "late_attempts": _l("Register of late attempts"),
    "progress": _l("Register of progress"),
    "communications": _l("Register of communications"),
    "ledger": _l("Register of the ledger"),
    "statistics": _l("Statistics"),
    "my_data": _l("My data"),
    "pack": _l("Files to review, in one volume"),
    "pack_files": _l("Files to review, with their attachments"),
}
# The papers that everybody may have before the first line is written.
PAPERS = {"questions": _l("All questions as PDF"), "form": _l("Blank form to fill in (PDF)")}
# What is the matter with a form that was sent, by domain.form_reading.Trouble.
FORM_TROUBLES = {
    "not_a_pdf": _l("This file is no PDF."),
    "encrypted": _l(
        "This PDF is protected by a password, so it cannot be read, or not as it should. Save it without one."
    ),
    "damaged": _l("This PDF is damaged; only what could still be read is shown."),
    "not_ours": _l("This PDF is not a form of this award, or it no longer says what it is."),
    "flattened": _l(
        "This form was printed or flattened: its fields are gone. Send the file that you saved while filling it in."
    ),
    "other_edition": _l("This is the form of another edition; answers to the same questions are offered."),
    "other_category": _l("This is the form of another category; answers to the same questions are offered."),
    "other_version": _l(
        "This is another version of the form; answers to the questions that are still asked are offered."
    ),
    "strangers": _l("Some fields belong to no question of this form; they are left out."),
    "ambiguous": _l("Of a choice between several answers, more than one is ticked; it is left out."),
    "empty": _l("Nothing is filled in."),
}
# Why the worker could not make a document, by the reason it gives.
FAILURES = {
    "time": _l("It took too long and was ended. Ask for it again; if that fails too, write to us."),
    "memory": _l("It needed too much memory and was ended. Ask for it again; if that fails too, write to us."),
    "nesting": _l("Its texts are nested too deeply to be set. Write to us."),
    "refused": _l("It asked for something from outside, which no document may do. Write to us."),
    "broken": _l("The program that sets documents stopped. Ask for it again; if that fails too, write to us."),
    "not_found": _l("Your rights to it ended while it was being made."),
}


# What each action is, as the help page "Who may do what" says it.
ACTIONS = {
    Action.USE_ACCOUNT: _l("Change one's own account"),
    Action.START: _l("Start a nomination"),
    Action.LIST_OWN: _l("See one's own nominations"),
    Action.VIEW: _l("Open a nomination of one's own, or one was invited to"),
    Action.EDIT: _l("Write answers and attach files"),
    Action.CHANGE_CATEGORY: _l("Change the category of a draft"),
    Action.DISCARD: _l("Discard a draft"),
    Action.SUBMIT: _l("Submit a nomination"),
    Action.WITHDRAW: _l("Withdraw a nomination"),
    Action.RESTORE: _l("Undo a withdrawal before the close"),
    Action.HAND_OVER: _l("Hand a nomination over to somebody else"),
    Action.ASK_LETTER: _l("Ask referees for letters by private links"),
    Action.ASK_CONSENT: _l("Ask the nominee for consent by a private link"),
    Action.ANSWER_MOVE: _l("Accept or decline a move to the other category"),
    Action.WRITE: _l("Write to the secretariat about one's nomination"),
    Action.SHARE: _l("Invite collaborators to one's nomination"),
    Action.JOIN: _l("Accept or decline an invitation to a nomination"),
    Action.LEAVE: _l("Leave a nomination one was invited to"),
    Action.COMMENT: _l("Comment on the answers of a nomination"),
    Action.SEE_DESK: _l("See the files routed to one"),
    Action.UNDERTAKE: _l("Accept the undertaking of confidentiality"),
    Action.DECLARE: _l("Declare whether there is a conflict of interest"),
    Action.DECLINE: _l("Give back a file routed to one"),
    Action.TAKE_BACK_RECUSAL: _l("Take back one's own recusal, which an officer then decides"),
    Action.DESCRIBE_ONESELF: _l("Keep one's profile as a reviewer"),
    Action.REVIEW: _l("Read a file routed to one"),
    Action.ASSESS: _l("Score a file routed to one"),
    Action.SUBMIT_ASSESSMENT: _l("Submit a score sheet"),
    Action.SET_ASIDE: _l("Set a file aside for later"),
    Action.FINISH: _l("Say that one has finished a round"),
    Action.PRACTISE: _l("Score a sample file for practice"),
    Action.LIST: _l("See the table of nominations"),
    Action.EXPORT: _l("Export the table of nominations"),
    Action.INSPECT: _l("Open a submitted nomination"),
    Action.REPLY: _l("Write to an applicant"),
    Action.MARK_READ: _l("Mark an applicant's messages as read"),
    Action.SCREEN: _l("Fill in the screening checklist"),
    Action.ASK_CORRECTION: _l("Ask an applicant for corrections of named questions"),
    Action.END_CORRECTION: _l("Take a request for corrections back"),
    Action.ADMIT: _l("Find a nomination eligible"),
    Action.REFUSE: _l("Propose that a nomination is ineligible"),
    Action.CONFIRM_REFUSAL: _l("Confirm, as a second officer, that a nomination is ineligible"),
    Action.REJECT_REFUSAL: _l("Reject, as a second officer, that a nomination is ineligible"),
    Action.TAKE_BACK_REFUSAL: _l("Take back one's own proposal that a nomination is ineligible"),
    Action.MARK_DUPLICATE: _l("Mark a nomination as a duplicate"),
    Action.UNDO_REFUSAL: _l("Undo a finding of ineligibility"),
    Action.MOVE: _l("Propose a move to the other category"),
    Action.REASSIGN_OWNER: _l("Give a nomination another owner when the first is gone"),
    Action.ASSIGN: _l("Assign files to reviewers"),
    Action.PUBLISH: _l("Publish assignments to reviewers"),
    Action.DECIDE_CONFLICT: _l("Confirm or clear a possible conflict of interest"),
    Action.RECUSE: _l("Set a reviewer aside from a file"),
    Action.LIFT_RECUSAL: _l("Take back a recusal that the secretariat made, with the reason"),
    Action.HIDE_NAMES: _l("Hide from the reviewers of a round whose the files are"),
    Action.REOPEN_CARD: _l("Reopen a submitted score sheet, with the reason"),
    Action.INVITE: _l("Invite people to review"),
    Action.FOLLOW: _l("Watch the progress of reviewing"),
    Action.OPEN_ROUND: _l("Open a round"),
    Action.ADD_FILES: _l("Add files to an open round"),
    Action.CHANGE_DUE: _l("Change the date by which reviews are due"),
    Action.SHOW_CHAIR: _l("Let the chair see scores while a round is open"),
    Action.SHOW_REVIEWERS: _l("Let reviewers see the others' totals once their own card is in"),
    Action.LET_SHADOW: _l("Let a reviewer read along in a round without being counted"),
    Action.CLOSE_ROUND: _l("Close a round"),
    Action.CERTIFY: _l("Give a reviewer the certificate of their service"),
    Action.SEE_SCORES: _l("See scores and the ranking"),
    Action.REPORT: _l("Make the scoring report and the score sheets"),
    Action.ANALYSE: _l("Have the marks of a round analysed"),
    Action.FREEZE: _l("Freeze a ranking as an official state"),
    Action.LOOK_CLOSER: _l("See which reviews and reviewers are worth a look"),
    Action.EXTEND: _l("Extend the closing date for all"),
    Action.EXTEND_ONE: _l("Extend the closing date for one nomination"),
    Action.SEE_PEOPLE: _l("See people and their roles"),
    Action.MANAGE_PEOPLE: _l("Give and take away roles"),
    Action.SEE_LETTERS: _l("See the mail that was sent"),
    Action.SEND_AGAIN: _l("Send a failed letter again"),
    Action.SWITCH_REMINDER: _l("Switch reminders on and off"),
    Action.SEE_LEDGER: _l("See and verify the ledger"),
}

# Codes in Babel's list of territories that are no country of ISO 3166.
_NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])


@cache
def country_codes() -> frozenset[str]:
    """The codes of all countries, by ISO 3166."""
    shaped = (code for code in Locale("en").territories if len(code) == 2 and code.isalpha())
    return frozenset(shaped) - _NO_COUNTRIES


def country_word(code: str, edition: Edition | None = None) -> str:
    """A country's short name: the edition's own for its member states; what is no code comes back as it is."""
    member = edition.member_state(code) if edition else None
    if member is not None:
        return member.short.in_(current())
    return Locale(current()).territories.get(code, code) if code in country_codes() else code


def stage_word(stage: str) -> str:
    """The time of the award's year that a demonstration shows."""
    match stage:
        case "call":
            return pgettext("time of the award's year", "Call")
        case "screening":
            return pgettext("time of the award's year", "Screening")
        case "review":
            return pgettext("time of the award's year", "Review")
        case "ranking":
            return pgettext("time of the award's year", "Ranking")
    return gettext("Award year")


# What somebody in the demonstration is an example of (queries.people.SPECIAL).
EXAMPLES = {
    "draft": STATES[State.DRAFT][0],
    "submitted": STATES[State.SUBMITTED][0],
    "withdrawn": STATES[State.WITHDRAWN][0],
    "move": _l("Move to the other category"),
    "extension": _l("Personal extension"),
    "late": _l("Came too late"),
}
