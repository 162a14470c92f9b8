"""The words people read for roles, states and choices: one table each, one word per thing."""

from nominations.domain.vocabulary import (
    AssessmentState,
    ConflictAnswer,
    ConflictKind,
    ConflictState,
    JobState,
    LetterState,
    Recommendation,
    Role,
    RoundCode,
    State,
)
from nominations.language import gettext, pgettext
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
RECOMMENDATIONS = {
    Recommendation.SHORTLIST: _l("Shortlist"),
    Recommendation.RESERVE: _l("Reserve"),
    Recommendation.NO: _l("No"),
}
ASSESSMENT_STATES = {
    AssessmentState.DRAFT: (_l("Draft"), "blue"),
    AssessmentState.SUBMITTED: (_l("Submitted"), "green"),
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
    "sheet": _l("Score sheet"),
    "sheets": _l("Score sheets of the category"),
    "dossier": _l("Dossier of the nomination"),
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
