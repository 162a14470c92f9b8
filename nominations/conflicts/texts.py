"""Conflicts of interest: answers, kinds, states, and the signs by which one is found."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import (
    ConflictAnswer,
    ConflictKind,
    ConflictState,
    DeclineReason,
    Sign,
)
from nominations.core.texts.problems import describe_problems

CONFLICT_ANSWERS = {
    ConflictAnswer.NONE: _l("No conflict of interest"),
    ConflictAnswer.POSSIBLE: _l("Possible conflict of interest"),
    ConflictAnswer.REAL: _l("Conflict of interest: recused"),
}
CONFLICT_KINDS = {
    ConflictKind.FAMILY: _l("Family"),
    ConflictKind.MONEY: _l("Financial interest"),
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
SIGNS = {
    Sign.NATIONALITY: _l("Same nationality"),
    Sign.RESIDENCE: _l("Lives in the country"),
    Sign.MAIL_DOMAIN: _l("Same email or web domain"),
    Sign.INSTITUTION: _l("Same institution"),
    Sign.NAMED: _l("Named in the nomination"),
    Sign.COLLABORATOR: _l("Works with someone named in the nomination"),
    Sign.EARLIER: _l("Recused from a nomination of this owner in an earlier edition"),
}


DECLINE_REASONS = {
    DeclineReason.CONFLICT: _l("Conflict of interest"),
    DeclineReason.FIELD: _l("Outside my field"),
    DeclineReason.TIME: _l("No time"),
    DeclineReason.OTHER: _l("Other"),
}
_PROBLEMS = {
    "no_answer": _l("Choose one of the answers."),
    "no_words": _l("Describe the possible conflict of interest, so that the secretariat can decide."),
    "no_kind": _l("Choose the kind of conflict of interest."),
    "nothing_declared": _l("Tick the names where you have a conflict of interest, or confirm that there is no other."),
    "names_added": _l(
        "A nomination was submitted since you opened this page, so nothing was saved. Check the list again, then "
        "submit it."
    ),
    "waits_for_decision": _l(
        "You have declared a possible conflict of interest. You cannot open the nomination before the secretariat "
        "decides."
    ),
}


def errors_of(wrong: Invalid | None) -> list[tuple[str, str]]:
    """The field and the sentence of each problem with a declaration or a decision; none where nothing is wrong."""
    return list(describe_problems(wrong, _PROBLEMS).items()) if wrong else []
