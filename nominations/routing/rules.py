"""Whether a file may be routed to a reviewer, and what a cell of the board says of the two."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import compress

from nominations.core.rules import review_rules
from nominations.core.rules.review_rules import ReviewFacts
from nominations.core.rules.vocabulary import AssessmentState, ConflictAnswer, ConflictState


class Bar(StrEnum):
    """Why a file cannot be routed to somebody; the order is the order of reasons."""

    ROUND_CLOSED = "round_closed"
    NOT_IN_ROUND = "not_in_round"
    NOT_ELIGIBLE = "not_eligible"
    OWN_FILE = "own_file"
    NOT_A_REVIEWER = "not_a_reviewer"
    APPLIES_HERE = "applies_here"
    CONFLICT = "conflict"
    RECUSED = "recused"
    FOUND = "found"
    DECLINED = "declined"
    ALREADY = "already"


_REASONS = tuple(Bar)


class CellState(StrEnum):
    """What stands between a file and a reviewer."""

    FREE = "free"
    HINT = "hint"
    BARRED = "barred"
    PROPOSED = "proposed"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    POSSIBLE = "possible"
    CONFIRMED = "confirmed"
    ASIDE = "aside"
    SUBMITTED = "submitted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Pair:
    """A file and a reviewer as they stand. `aside` and `set_aside`: a recusal by themselves, by the secretariat;
    `hinted`: something was found between them that waits for its decision.
    """

    round_open: bool = True
    in_round: bool = True
    eligible: bool = True
    reviewer: bool = True
    owner: bool = False
    applies: bool = False
    aside: bool = False
    set_aside: bool = False
    assigned: bool = False
    published: bool = False
    answer: ConflictAnswer | None = None
    decided: ConflictState | None = None
    assessment: AssessmentState | None = None
    hinted: bool = False
    declined: bool = False  # the reviewer gave the file back
    shadow: bool = False  # reads along in the round without being counted

    @property
    def confirmed(self) -> bool:
        return self.set_aside or self.decided is ConflictState.CONFIRMED

    @property
    def recused(self) -> bool:
        return review_rules.is_recused(
            recusal=self.aside or self.set_aside, answer=self.answer, decision=self.decided
        )

    @property
    def is_open_question(self) -> bool:
        """Declared possible, or found: the secretariat's word is awaited."""
        return review_rules.is_undecided(open_finding=self.hinted, answer=self.answer, decision=self.decided)

    @property
    def facts(self) -> ReviewFacts:
        """What the rule of counting needs to know of the assignment, where there is one."""
        return ReviewFacts(
            published=self.published, removed=not self.assigned, eligible=self.eligible, shadow=self.shadow,
            recusal=self.aside or self.set_aside, answer=self.answer, decision=self.decided, open_finding=self.hinted,
            submitted=self.assessment is AssessmentState.SUBMITTED, holds_role=self.reviewer, owns_file=self.owner,
        )


def bars(pair: Pair) -> tuple[Bar, ...]:
    """Every reason why this file may not be routed to this person, in their order; none means it may."""
    confirmed = pair.confirmed
    holds = (
        not pair.round_open, not pair.in_round, not pair.eligible, pair.owner, not pair.reviewer, pair.applies,
        confirmed, pair.recused and not confirmed, pair.hinted, pair.declined and not pair.assigned, pair.assigned,
    )
    return tuple(compress(_REASONS, holds))


def bar(pair: Pair) -> Bar | None:
    """The first of the reasons; None means the file may be routed."""
    return next(iter(bars(pair)), None)


def cell_state(pair: Pair) -> CellState:
    """What the board says: what shuts the file first, then how far the review is, then what was noticed."""
    if pair.confirmed:
        return CellState.CONFIRMED
    if pair.recused:
        return CellState.ASIDE
    if pair.assigned:
        return CellState.HINT if pair.hinted else _of_assignment(pair)
    if bar(pair) is Bar.DECLINED:
        return CellState.DECLINED
    if bar(pair) not in (None, Bar.FOUND):
        return CellState.BARRED
    return CellState.HINT if pair.hinted else CellState.FREE


def _of_assignment(pair: Pair) -> CellState:
    if not pair.published:
        return CellState.PROPOSED
    if pair.is_open_question:
        return CellState.POSSIBLE
    if pair.assessment is AssessmentState.SUBMITTED:
        return CellState.SUBMITTED
    return CellState.ASSIGNED if pair.answer is None else CellState.ACCEPTED


def counts(pair: Pair) -> bool:
    """Whether a review is in and counts. What the reviewer later declared possible waits for the secretariat's word."""
    return pair.assigned and review_rules.is_counted(pair.facts)


def is_judging(pair: Pair) -> bool:
    """Whether the file can count on this reviewer: their review is in, or they are asked and nothing is in the way."""
    return pair.assigned and review_rules.is_expected(pair.facts)
