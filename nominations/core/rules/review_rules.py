"""Which review counts, who is recused, what waits for a decision: the rule in Python.

`access.queries.review_rules` says the same as conditions of a statement, and a property test holds the two together.
Code that counts, shows or certifies reviews uses one of the two and writes no condition of its own.

A review that counts may still stay out of its file's mean because too little of the weight is marked:
`rounds.rules.scoring.ReviewScore.counts` decides that, and the ranking lists such a review with its reason.
"""

from dataclasses import dataclass
from enum import StrEnum

from nominations.core.rules.vocabulary import ConflictAnswer, ConflictState


class ReviewStatus(StrEnum):
    """What has become of an assignment; exactly one of them counts."""

    PROPOSED = "proposed"  # not published: its reviewer does not know of it
    REMOVED = "removed"
    SHADOW = "shadow"
    RECUSED = "recused"
    UNDECIDED = "undecided"  # a conflict of interest was declared possible or found, and nobody has decided on it
    AWAITED = "awaited"
    FILE_LEFT = "file_left"  # the nomination was withdrawn, or is not eligible for another reason
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What the rule needs to know of one assignment.

    `recusal`: one is on record between the file and the reviewer, in whatever round; `answer` and `decision` are those
    of the newest declaration of the assignment; `open_finding`: evidence that the system found waits for a decision.
    """

    published: bool = True
    removed: bool = False
    eligible: bool = True
    shadow: bool = False
    recusal: bool = False
    answer: ConflictAnswer | None = None
    decision: ConflictState | None = None
    open_finding: bool = False
    submitted: bool = False
    holds_role: bool = True
    owns_file: bool = False

    @property
    def recused(self) -> bool:
        return is_recused(recusal=self.recusal, answer=self.answer, decision=self.decision)

    @property
    def undecided(self) -> bool:
        return is_undecided(open_finding=self.open_finding, answer=self.answer, decision=self.decision)


def is_recused(*, recusal: bool, answer: ConflictAnswer | None, decision: ConflictState | None) -> bool:
    """Whether the reviewer is recused from the file: there is a recusal, or a declared or confirmed conflict.

    A declaration is enough: when the secretariat lifts a recusal, what the reviewer declared still holds.
    """
    return recusal or answer is ConflictAnswer.REAL or decision is ConflictState.CONFIRMED


def is_undecided(*, open_finding: bool, answer: ConflictAnswer | None, decision: ConflictState | None) -> bool:
    """Whether a possible conflict of interest waits for the secretariat: meanwhile the reviewer cannot
    open the file, and a review that they submitted does not count."""
    declared = answer is ConflictAnswer.POSSIBLE and decision not in (ConflictState.CLEARED, ConflictState.CONFIRMED)
    return open_finding or declared


def status(facts: ReviewFacts) -> ReviewStatus:
    """What has become of the assignment: the first reason why its review does not count, or that it does."""
    holds = (
        (ReviewStatus.REMOVED, facts.removed), (ReviewStatus.PROPOSED, not facts.published),
        (ReviewStatus.SHADOW, facts.shadow), (ReviewStatus.RECUSED, facts.recused),
        (ReviewStatus.UNDECIDED, facts.undecided), (ReviewStatus.AWAITED, not facts.submitted),
        (ReviewStatus.FILE_LEFT, not facts.eligible),
    )
    return next((reason for reason, applies in holds if applies), ReviewStatus.COUNTED)


def is_counted(facts: ReviewFacts) -> bool:
    """Whether the review was submitted and counts. It still counts when the reviewer's role has ended since."""
    return status(facts) is ReviewStatus.COUNTED


def is_expected(facts: ReviewFacts) -> bool:
    """Whether the file can rely on this reviewer: their review counts, or may still come, proposed or published.

    What waits for a decision may come to count, and so is expected.
    """
    if is_counted(facts):
        return True
    out = facts.removed or not facts.eligible or facts.shadow or facts.recused
    return not out and facts.holds_role and not facts.owns_file
