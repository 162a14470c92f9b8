"""The reviewer's desk: cards, recommendations, rows of an uploaded sheet."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import AssessmentState, DeskState, Recommendation
from nominations.reviewing.rules.offline import RowFault

RECOMMENDATIONS = {
    Recommendation.SHORTLIST: _l("Shortlist"),
    Recommendation.RESERVE: _l("Reserve"),
    Recommendation.NO: _l("No"),
}
# How sure a reviewer is of a judgement, in the three steps of `reviewing.rules.cards.CONFIDENCE`.
CONFIDENCE = {"1": _l("Not very sure"), "2": _l("Fairly sure"), "3": _l("Very sure")}
ASSESSMENT_STATES = {
    AssessmentState.DRAFT: (_l("Draft"), "blue"),
    AssessmentState.SUBMITTED: (_l("Submitted"), "green"),
}
DESK_STATES = {
    DeskState.CONFLICT_FIRST: (_l("Conflict of interest: answer needed"), "red"),
    DeskState.WAITING: (_l("Waiting for the secretariat"), "amber"),
    DeskState.NOT_STARTED: (_l("Not started"), "grey"),
    DeskState.DRAFT: (_l("Draft"), "blue"),
    DeskState.SET_ASIDE: (_l("Postponed"), "amber"),
    DeskState.SUBMITTED: (_l("Submitted"), "green"),
}
ROW_FAULTS = {
    RowFault.OTHER_EDITION: _l("This row belongs to another edition or is not a row of a score sheet."),
    RowFault.OTHER_REVIEWER: _l("This row belongs to another reviewer."),
    RowFault.TAMPERED: _l("The locked columns of this row were changed."),
    RowFault.TWICE: _l("This nomination is in the score sheet more than once."),
    RowFault.NOT_ON_THE_DESK: _l("You cannot review this nomination now."),
    RowFault.FORMULA: _l("Use a value here, not a formula."),
    RowFault.NO_NUMBER: _l("A score is a whole number from 0 to 10."),
    RowFault.WORD_UNKNOWN: _l("Choose one of the values in the list."),
}
