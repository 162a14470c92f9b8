"""The story of the year as ordered events; each is one use case with its actor and its instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

RABAT = ZoneInfo("Africa/Casablanca")
STAGES: Mapping[str, datetime] = {
    "call": datetime(2025, 11, 24, 9, tzinfo=RABAT),
    "screening": datetime(2025, 12, 8, 9, tzinfo=RABAT),
    "review": datetime(2026, 1, 12, 9, tzinfo=RABAT),
    "ranking": datetime(2026, 1, 24, 9, tzinfo=RABAT),
}


@dataclass(frozen=True)
class Event:
    """Something that happens at an instant, done by a person (a key of `content.people`)."""

    at: datetime
    actor: str


@dataclass(frozen=True)
class CreateAccount(Event):
    """The actor opens their account, or is given one with the role of `content.people()[actor].role`."""


@dataclass(frozen=True)
class CreateNomination(Event):
    nomination: str
    category: str


@dataclass(frozen=True)
class SaveSection(Event):
    nomination: str
    section: str
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Attach(Event):
    """Attach file number `number` of `attachments(nomination)`."""

    nomination: str
    number: int
    moved: bool = False


@dataclass(frozen=True)
class Declare(Event):
    nomination: str
    declarations: tuple[str, ...]


@dataclass(frozen=True)
class Submit(Event):
    nomination: str


@dataclass(frozen=True)
class LateAttempt(Event):
    """A submission that must be refused and recorded."""

    nomination: str


@dataclass(frozen=True)
class Withdraw(Event):
    nomination: str
    reason: str


@dataclass(frozen=True)
class GrantExtension(Event):
    nomination: str
    until: datetime
    reason: str


@dataclass(frozen=True)
class Message(Event):
    nomination: str
    text: str


@dataclass(frozen=True)
class AskReferee(Event):
    """A private link for one letter of reference goes to somebody outside."""

    nomination: str
    name: str
    role: str
    email: str


@dataclass(frozen=True)
class OpenLink(Event):
    """Whoever received the newest link at this address opens it; `purpose` is a `Purpose`."""

    nomination: str
    purpose: str
    email: str


@dataclass(frozen=True)
class SendLetter(Event):
    nomination: str
    email: str
    text: str


@dataclass(frozen=True)
class WithdrawReferee(Event):
    nomination: str
    email: str


@dataclass(frozen=True)
class AskConsent(Event):
    nomination: str
    name: str
    email: str


@dataclass(frozen=True)
class AnswerConsent(Event):
    """The nominee answers behind the link; the facts about them are right as they stand."""

    nomination: str
    email: str
    answer: str
    note: str = ""


@dataclass(frozen=True)
class Invite(Event):
    """The owner invites somebody to take part in a nomination."""

    nomination: str
    email: str
    right: str


@dataclass(frozen=True)
class Join(Event):
    nomination: str


@dataclass(frozen=True)
class Remark(Event):
    nomination: str
    question: str
    text: str


@dataclass(frozen=True)
class AskCorrection(Event):
    """An officer opens one question until the end of a day; the next submission answers."""

    nomination: str
    question: str
    message: str
    until: str


@dataclass(frozen=True)
class Screen(Event):
    """An officer fills in the checklist; answers are yes, no or unclear, each with a note."""

    nomination: str
    checks: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Admit(Event):
    nomination: str


@dataclass(frozen=True)
class ProposeIneligible(Event):
    nomination: str
    rule: str
    reason: str


@dataclass(frozen=True)
class ConfirmIneligible(Event):
    nomination: str


@dataclass(frozen=True)
class MarkDuplicate(Event):
    nomination: str
    of: str
    reason: str


@dataclass(frozen=True)
class ProposeMove(Event):
    nomination: str
    to: str
    reason: str


@dataclass(frozen=True)
class AcceptMove(Event):
    nomination: str


@dataclass(frozen=True)
class OpenRound(Event):
    code: str
    category: str
    nominations: tuple[str, ...]
    closes: datetime


@dataclass(frozen=True)
class Assign(Event):
    reviewer: str
    nomination: str


@dataclass(frozen=True)
class Publish(Event):
    """Everything assigned so far becomes visible to its reviewers."""


@dataclass(frozen=True)
class AcceptUndertaking(Event):
    pass


@dataclass(frozen=True)
class DeclareConflict(Event):
    nomination: str
    answer: str
    kind: str = ""
    words: str = ""


@dataclass(frozen=True)
class DecideConflict(Event):
    reviewer: str
    nomination: str
    decision: str
    reason: str


@dataclass(frozen=True)
class DecideFound(Event):
    """An officer decides the possible conflict that the system found between the two."""

    reviewer: str
    nomination: str
    decision: str
    reason: str


@dataclass(frozen=True)
class StateConflicts(Event):
    """Somebody of the office or the jury has no conflict of interest with any of the names they are shown."""


@dataclass(frozen=True)
class AskRepair(Event):
    """An officer orders a repair after recusals; its plan is left to be applied."""

    category: str


@dataclass(frozen=True)
class Recuse(Event):
    """The reviewer is recused from the file; the declaration or the decision before it did so."""

    reviewer: str
    nomination: str
    reason: str


@dataclass(frozen=True)
class Card:
    """A score sheet: mark and reason per criterion, comments and recommendation."""

    scores: Mapping[str, int]
    reasons: Mapping[str, str]
    comment: str
    strength: str
    weakness: str
    recommendation: str


@dataclass(frozen=True)
class SaveAssessment(Event):
    nomination: str
    card: Card


@dataclass(frozen=True)
class SubmitAssessment(Event):
    nomination: str
    card: Card


@dataclass(frozen=True)
class CloseRound(Event):
    code: str
    category: str


def instant(text: str) -> datetime:
    """A time of the story's file, which is in the time zone of Rabat."""
    return datetime.fromisoformat(text).replace(tzinfo=RABAT)
