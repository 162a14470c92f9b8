"""Who asks, and what the policy needs to know of the thing in question."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nominations.core.rules.deadline import is_open
from nominations.core.rules.private_links import Purpose
from nominations.core.rules.vocabulary import (
    ConflictAnswer,
    ConflictState,
    Right,
    Role,
    State,
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, in which capacity, in which edition (its code; None outside editions).

    `has_stated_conflicts` is false while somebody of the office or the jury owes the answer to the conflict question.
    """

    id: UUID | None
    role: Role
    edition: str | None = None
    name: str = ""
    email: str = ""
    has_stated_conflicts: bool = True

    @property
    def account_id(self) -> UUID:
        """The id of somebody who is signed in: for what the policy lets neither a visitor nor the system do."""
        if self.id is None:
            raise LookupError(f"A {self.role.value} has no account.")
        return self.id


VISITOR = Actor(None, Role.VISITOR)


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """A frozen copy of what the rules need to know about the thing in question. Unknown facts stay at their default."""

    edition: str
    now: datetime
    owner: UUID | None = None
    right: Right | None = None  # of the actor, as a collaborator
    took_part: bool = False  # the actor is or was a collaborator
    involved: bool = False  # the actor is too close to it to meet it in the office or as the chair
    shared: bool = False  # there are collaborators
    state: State = State.DRAFT
    discarded: bool = False
    submitted: bool = False
    closes_at: datetime | None = None  # effective close of the nomination, exclusive
    only_missing_parts: bool = False  # closed, except for what an accepted move left missing
    correction_until: datetime | None = None  # a request for corrections is open until then, exclusive
    correction_asks: frozenset[str] = frozenset()  # and opens these questions and kinds of attachment
    letters_close_at: datetime | None = None  # the edition's own date for letters of reference, exclusive
    edition_closes_at: datetime | None = None  # enforced close of the edition, exclusive
    screening_begun: bool = False
    sealed_until_close: bool = False
    move_proposed: bool = False
    refusal_proposed_by: UUID | None = None
    round_open: bool = False
    round_closed: bool = False
    chair_sees_scores: bool = False
    in_round: bool = False  # it takes part in a round
    assigned: bool = False  # the actor has a published assignment
    recused: bool = False
    undertaken: bool = False
    declared: ConflictAnswer | None = None
    conflict: ConflictState | None = None
    has_open_finding: bool = False  # a possible conflict that the system found is undecided

    @property
    def correction_is_open(self) -> bool:
        return is_open(self.correction_until, self.now)

    @property
    def is_open(self) -> bool:
        """Whether all of the nomination may be changed and submitted."""
        return is_open(self.closes_at, self.now)

    @property
    def call_is_over(self) -> bool:
        """Whether the close for everybody has passed."""
        return self.edition_closes_at is not None and not is_open(self.edition_closes_at, self.now)

    @property
    def open_until(self) -> datetime | None:
        """The exclusive instant until which something may be submitted, if only what a correction asks for."""
        return max(filter(None, (self.closes_at, self.correction_until)), default=None)

    @property
    def letters_until(self) -> datetime | None:
        """The exclusive instant until which letters of reference may be asked for and may come."""
        return max(filter(None, (self.closes_at, self.letters_close_at)), default=None)

    def link_until(self, purpose: Purpose) -> datetime | None:
        """The exclusive instant until which a private link for this works; None where the link has its own date."""
        return {Purpose.LETTER: self.letters_until, Purpose.CONSENT: self.closes_at}.get(purpose)
