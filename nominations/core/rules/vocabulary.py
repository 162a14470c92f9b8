"""The words of the award: one per thing, in every layer."""

from enum import StrEnum


class Role(StrEnum):
    """In what capacity somebody acts in an edition. One person may hold several and acts in one at a time."""

    VISITOR = "visitor"
    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    CHAIR = "chair"
    OFFICER = "officer"
    HEAD = "head"
    OBSERVER = "observer"
    AUDITOR = "auditor"
    # The worker, and the administrator's commands: no person and no account.
    SYSTEM = "system"


SECRETARIAT = frozenset({Role.OFFICER, Role.HEAD})
# Everybody with an account may apply; the others are granted by the head, except the system's, which nobody holds.
GRANTED = tuple(role for role in Role if role not in (Role.VISITOR, Role.APPLICANT, Role.SYSTEM))


class Right(StrEnum):
    """What a collaborator may do with a nomination besides reading it; submitting it stays with its owner."""

    EDIT = "edit"
    COMMENT = "comment"
    VIEW = "view"


class State(StrEnum):
    """The state of a nomination. A move to the other category is an event, not a state."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What somebody may do. Each has a line in the policy, a use case and, if it changes something, a ledger word."""

    # one's own account
    USE_ACCOUNT = "use_account"
    # the applicant
    START = "start"
    LIST_OWN = "list_own"
    VIEW = "view"
    EDIT = "edit"
    CHANGE_CATEGORY = "change_category"
    DISCARD = "discard"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    HAND_OVER = "hand_over"
    ASK_LETTER = "ask_letter"
    ASK_CONSENT = "ask_consent"
    ANSWER_MOVE = "answer_move"
    WRITE = "write"
    SHARE = "share"
    JOIN = "join"
    LEAVE = "leave"
    COMMENT = "comment"
    # the reviewer
    SEE_DESK = "see_desk"
    UNDERTAKE = "undertake"
    DECLARE = "declare"
    DECLINE = "decline"
    TAKE_BACK_RECUSAL = "take_back_recusal"
    DESCRIBE_ONESELF = "describe_oneself"
    REVIEW = "review"
    ASSESS = "assess"
    SUBMIT_ASSESSMENT = "submit_assessment"
    SET_ASIDE = "set_aside"
    FINISH = "finish"
    PRACTISE = "practise"
    WRITE_TO_SECRETARIAT = "write_to_secretariat"
    # the jury
    READ_IN_ROUND = "read_in_round"
    SEE_AGENDA = "see_agenda"
    # whoever holds an office or the chair
    STATE_CONFLICTS = "state_conflicts"
    # the secretariat
    LIST = "list"
    EXPORT = "export"
    INSPECT = "inspect"
    REPLY = "reply"
    MARK_READ = "mark_read"
    ANSWER_REVIEWER = "answer_reviewer"
    SCREEN = "screen"
    ASK_CORRECTION = "ask_correction"
    END_CORRECTION = "end_correction"
    ADMIT = "admit"
    UNDO_ADMISSION = "undo_admission"
    REFUSE = "refuse"
    CONFIRM_REFUSAL = "confirm_refusal"
    REJECT_REFUSAL = "reject_refusal"
    TAKE_BACK_REFUSAL = "take_back_refusal"
    MARK_DUPLICATE = "mark_duplicate"
    UNDO_REFUSAL = "undo_refusal"
    MOVE = "move"
    REASSIGN_OWNER = "reassign_owner"
    ASSIGN = "assign"
    PUBLISH = "publish"
    SEE_CONFLICTS = "see_conflicts"
    DECIDE_CONFLICT = "decide_conflict"
    RECUSE = "recuse"
    LIFT_RECUSAL = "lift_recusal"
    HIDE_NAMES = "hide_names"
    REDACT = "redact"
    REOPEN_CARD = "reopen_card"
    INVITE = "invite"
    FOLLOW = "follow"
    OPEN_ROUND = "open_round"
    ADD_FILES = "add_files"
    CHANGE_DUE = "change_due"
    SHOW_CHAIR = "show_chair"
    SHOW_REVIEWERS = "show_reviewers"
    LET_SHADOW = "let_shadow"
    CLOSE_ROUND = "close_round"
    CERTIFY = "certify"
    SEE_SCORES = "see_scores"
    REPORT = "report"
    ANALYSE = "analyse"
    FREEZE = "freeze"
    LOOK_CLOSER = "look_closer"
    EXTEND = "extend"
    EXTEND_ONE = "extend_one"
    SEE_PEOPLE = "see_people"
    MANAGE_PEOPLE = "manage_people"
    SEE_LETTERS = "see_letters"
    SEND_AGAIN = "send_again"
    SWITCH_REMINDER = "switch_reminder"
    SEE_LEDGER = "see_ledger"


class Refusal(StrEnum):
    """Why not. Each has a status and a page."""

    SIGN_IN = "sign_in"
    NOT_YOUR_ROLE = "not_your_role"
    NOT_YOUR_PART = "not_your_part"
    NOT_FOUND = "not_found"
    UNDERTAKE_FIRST = "undertake_first"
    STATE_CONFLICTS_FIRST = "state_conflicts_first"
    DECLARE_FIRST = "declare_first"
    WRONG_STATE = "wrong_state"
    TOO_LATE = "too_late"
    TOO_EARLY = "too_early"
    ROUND_CLOSED = "round_closed"
    SAME_PERSON = "same_person"
    CHANGED_ELSEWHERE = "changed_elsewhere"
    IN_USE = "in_use"
    CONFLICT = "conflict"
    OWN_FILE = "own_file"
    NOT_YET_SHOWN = "not_yet_shown"
    BEING_CHECKED = "being_checked"
    BLOCKED = "blocked"
    TOO_MANY_WAITING = "too_many_waiting"


class RoundCode(StrEnum):
    """One pass of scoring."""

    FIRST = "first"
    FINAL = "final"


class ConflictAnswer(StrEnum):
    """What a reviewer declares of their interest in a file before it opens."""

    NONE = "none"
    POSSIBLE = "possible"
    REAL = "real"


class ConflictKind(StrEnum):
    """Where a conflict lies."""

    FAMILY = "family"
    MONEY = "money"
    WORK = "work"
    AUTHORSHIP = "authorship"
    NATIONALITY = "nationality"
    OTHER = "other"


class ConflictState(StrEnum):
    """What the secretariat made of a possible conflict."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    CLEARED = "cleared"


class DeclineReason(StrEnum):
    """Why a reviewer gives a file back."""

    CONFLICT = "conflict"
    FIELD = "field"
    TIME = "time"
    OTHER = "other"


class Recommendation(StrEnum):
    """A reviewer's overall advice."""

    SHORTLIST = "shortlist"
    RESERVE = "reserve"
    NO = "no"


class AssessmentState(StrEnum):
    """A review is written, then submitted; its reviewer may change it until the round closes."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


class DeskState(StrEnum):
    """The state of a nomination on its reviewer's desk."""

    CONFLICT_FIRST = "conflict_first"
    WAITING = "waiting"
    NOT_STARTED = "not_started"
    DRAFT = "draft"
    SET_ASIDE = "set_aside"
    SUBMITTED = "submitted"


class LetterState(StrEnum):
    """The state of an email. `kept`: no mail server is set, so it can only be read on the page."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"


class JobState(StrEnum):
    """The state of a job."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ScanState(StrEnum):
    """The result of the virus scan: not scanned yet, nothing found, something found."""

    WAITING = "waiting"
    CLEAN = "clean"
    BLOCKED = "blocked"


class FileState(StrEnum):
    """The state of a file; only a ready one can be downloaded."""

    UPLOADING = "uploading"
    CHECKING = "checking"
    READY = "ready"
    BLOCKED = "blocked"


class ConsentAnswer(StrEnum):
    """What a nominee answers."""

    AGREED = "agreed"
    DECLINED = "declined"
    NOT_ME = "not_me"


class Sign(StrEnum):
    """Why the system reports a possible conflict."""

    NATIONALITY = "nationality"
    RESIDENCE = "residence"
    MAIL_DOMAIN = "mail_domain"
    INSTITUTION = "institution"
    NAMED = "named"
    COLLABORATOR = "collaborator"
    EARLIER = "earlier"


class RowState(StrEnum):
    """What a row of an uploaded sheet would do."""

    UNCHANGED = "unchanged"
    NEW = "new"
    CHANGED = "changed"
    REFUSED = "refused"
    CLASH = "clash"
