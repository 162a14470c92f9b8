"""The words of the board of assignments: states of its cells, levels of languages, why a pair is not possible."""

from enum import StrEnum

from nominations.core.language import lazy_gettext as _l
from nominations.routing.rules import Bar, CellState, Doubt, Limit

Words = dict[StrEnum, object]

# The state of a file and a reviewer on the board of assignments.
CELLS = {
    CellState.FREE: (_l("Free"), "plain"),
    CellState.HINT: (_l("Possible conflict found"), "amber"),
    CellState.BARRED: (_l("Not possible"), "grey"),
    CellState.PROPOSED: (_l("Proposed"), "grey"),
    CellState.ASSIGNED: (_l("Assigned"), "blue"),
    CellState.ACCEPTED: (_l("Accepted"), "blue"),
    CellState.POSSIBLE: (_l("Possible conflict"), "amber"),
    CellState.CONFIRMED: (_l("Conflict confirmed"), "red"),
    CellState.ASIDE: (_l("Recused"), "red"),
    CellState.SUBMITTED: (_l("Review submitted"), "green"),
    CellState.DECLINED: (_l("Given back"), "red"),
}
# The same as a shape before the word, for people who do not see the colours.
SHAPES = {
    CellState.FREE: "○", CellState.HINT: "▲", CellState.BARRED: "–", CellState.PROPOSED: "◇", CellState.ASSIGNED: "◆",
    CellState.ACCEPTED: "●", CellState.POSSIBLE: "△", CellState.CONFIRMED: "■", CellState.ASIDE: "✕",
    CellState.DECLINED: "↩",
    CellState.SUBMITTED: "✓",
}
LANGUAGE_LEVELS = {"native": _l("native"), "fluent": _l("fluent"), "reading": _l("reading")}
# Why a file cannot be assigned to somebody.
BARS: Words = {
    Bar.ROUND_CLOSED: _l("The round is closed."),
    Bar.NOT_IN_ROUND: _l("The nomination does not take part in this round."),
    Bar.NOT_ELIGIBLE: _l("The nomination is no longer eligible."),
    Bar.NOT_A_REVIEWER: _l("This person is not a reviewer of this edition."),
    Bar.OWN_FILE: _l("The nomination belongs to this person."),
    Bar.APPLIES_HERE: _l(
        "This person has a nomination in this edition and cannot review in it."
    ),
    Bar.RECUSED: _l("The reviewer is recused from this nomination."),
    Bar.CONFLICT: _l("A conflict of interest is confirmed."),
    Bar.FOUND: _l("The system found a possible conflict of interest. It has not been decided yet."),
    Bar.DECLINED: _l("The reviewer gave this nomination back."),
    Bar.ALREADY: _l("Already assigned."),
}
# Which limit an assignment would break.
LIMITS: Words = {
    Limit.LANGUAGE: _l("The reviewer does not read the language of the nomination."),
    Limit.LOAD: _l("The reviewer has as many nominations as they agreed to take."),
    Limit.COUNTRY: _l("Another reviewer of the nomination comes from the same country."),
}
# What speaks against an assignment without forbidding it.
DOUBTS: Words = {
    Doubt.LANGUAGES_UNKNOWN: _l("The reviewer has not said which languages they read."),
    Doubt.ONE_REGION: _l("All reviewers of the nomination would come from one region."),
}
# All of these: the answers of the check before a file is assigned.
WORDS: Words = {**BARS, **LIMITS, **DOUBTS}
