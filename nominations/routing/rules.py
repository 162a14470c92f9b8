"""Whether a file may be assigned to a reviewer, and the state of the two on the board."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import compress

from nominations.core.rules import review_rules
from nominations.core.rules.review_rules import ReviewFacts
from nominations.core.rules.vocabulary import AssessmentState, ConflictAnswer, ConflictState


class Bar(StrEnum):
    """Why a file cannot be assigned to somebody; the order is the order of reasons."""

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


class Limit(StrEnum):
    """A limit that an assignment would break. It refuses by hand and by table; a plan in which somebody lifted it needs
    a reason.
    """

    LANGUAGE = "language"
    LOAD = "load"
    COUNTRY = "country"


class Doubt(StrEnum):
    """What speaks against an assignment without forbidding it: it needs a reason."""

    LANGUAGES_UNKNOWN = "languages_unknown"
    ONE_REGION = "one_region"


class CellState(StrEnum):
    """The state of a file and a reviewer on the board."""

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
    """The facts of a file and a reviewer. `aside` and `set_aside`: a recusal by the reviewer, by the secretariat;
    `hinted`: the system found a possible conflict that is not decided yet.
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
        """A possible conflict, declared or found, waits for the secretariat's decision."""
        return review_rules.is_undecided(open_finding=self.hinted, answer=self.answer, decision=self.decided)

    @property
    def facts(self) -> ReviewFacts:
        """What the rule for reviews that count needs to know of the assignment."""
        return ReviewFacts(
            published=self.published, removed=not self.assigned, eligible=self.eligible, shadow=self.shadow,
            recusal=self.aside or self.set_aside, answer=self.answer, decision=self.decided, open_finding=self.hinted,
            submitted=self.assessment is AssessmentState.SUBMITTED, holds_role=self.reviewer, owns_file=self.owner,
        )


def list_bars(pair: Pair) -> tuple[Bar, ...]:
    """Every reason why this file may not be assigned to this person, in their order; none means it may."""
    confirmed = pair.confirmed
    holds = (
        not pair.round_open, not pair.in_round, not pair.eligible, pair.owner, not pair.reviewer, pair.applies,
        confirmed, pair.recused and not confirmed, pair.hinted, pair.declined and not pair.assigned, pair.assigned,
    )
    return tuple(compress(_REASONS, holds))


def first_bar(pair: Pair) -> Bar | None:
    """The first of the reasons; None means the file may be assigned."""
    return next(iter(list_bars(pair)), None)


def cell_state(pair: Pair) -> CellState:
    """The state that the board shows: a recusal first, then how far the review is, then a possible conflict."""
    if pair.confirmed:
        return CellState.CONFIRMED
    if pair.recused:
        return CellState.ASIDE
    if pair.assigned:
        return CellState.HINT if pair.hinted else _assignment_state(pair)
    if first_bar(pair) is Bar.DECLINED:
        return CellState.DECLINED
    if first_bar(pair) not in (None, Bar.FOUND):
        return CellState.BARRED
    return CellState.HINT if pair.hinted else CellState.FREE


def _assignment_state(pair: Pair) -> CellState:
    if not pair.published:
        return CellState.PROPOSED
    if pair.is_open_question:
        return CellState.POSSIBLE
    if pair.assessment is AssessmentState.SUBMITTED:
        return CellState.SUBMITTED
    return CellState.ASSIGNED if pair.answer is None else CellState.ACCEPTED


def is_counted(pair: Pair) -> bool:
    """Whether a review is submitted and counts. It does not while a possible conflict waits for a decision."""
    return pair.assigned and review_rules.is_counted(pair.facts)


def is_judging(pair: Pair) -> bool:
    """Whether the file can rely on this reviewer: their review is submitted, or asked for and nothing bars it."""
    return pair.assigned and review_rules.is_expected(pair.facts)
