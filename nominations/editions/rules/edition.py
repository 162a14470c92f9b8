"""One year of the award as data: forms, deadlines, texts and rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from nominations.core.rules import codec
from nominations.core.rules.local_time import end_of_day
from nominations.core.rules.text.words import NOTHING, LocalizedText
from nominations.editions.rules.form import (
    AttachmentKind,
    Declaration,
    Option,
    Question,
    Section,
    all_questions,
)
from nominations.editions.rules.reminders import Reminder


class Outcome(StrEnum):
    """What an eligibility rule does when it is not met."""

    BLOCK = "block"
    FLAG = "flag"
    INFO = "info"

TOP = 10  # marks run from 0 to this


@dataclass(frozen=True, slots=True)
class Rule:
    """An eligibility rule that is checked automatically: `test` is a key of eligibility.TESTS, `label` is the rule in
    words."""

    key: str
    outcome: Outcome
    test: str
    label: LocalizedText
    on: bool = True
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckItem:
    """A question that an officer answers while screening: yes, no or unclear."""

    key: str
    question: LocalizedText


@dataclass(frozen=True, slots=True)
class Band:
    """What scores from `low` to `high`, both included, mean for one criterion."""

    low: int
    high: int
    text: LocalizedText


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion that reviewers score; the weights of a category add up to 100."""

    key: str
    label: LocalizedText
    weight: int
    question: LocalizedText
    bands: tuple[Band, ...]
    may_be_left_out: bool = False

    def band(self, score: int) -> Band | None:
        return next((band for band in self.bands if band.low <= score <= band.high), None)


@dataclass(frozen=True, slots=True)
class Category:
    """A category of the award, with its own form, attachments, rules and criteria."""

    key: str
    label: LocalizedText
    prefix: str
    prize: int
    winners: int
    mentions: int
    about: LocalizedText
    who_may_apply: LocalizedText
    sections: tuple[Section, ...]
    attachments: tuple[AttachmentKind, ...]
    declarations: tuple[Declaration, ...]
    criteria: tuple[Criterion, ...]
    rules: tuple[Rule, ...]
    checklist: tuple[CheckItem, ...]
    title_question: str
    shortlist_size: int | None = None
    # Keys of questions and of checklist items that the eligibility self-check asks, one a page.
    self_check: tuple[str, ...] = ()

    def question(self, key: str) -> Question:
        """The question with this key. Raises `KeyError`."""
        for question in all_questions(self.sections):
            if question.key == key:
                return question
        raise KeyError(key)

    def attachment(self, key: str) -> AttachmentKind:
        for kind in self.attachments:
            if kind.key == key:
                return kind
        raise KeyError(key)

    def criterion(self, key: str) -> Criterion:
        for criterion in self.criteria:
            if criterion.key == key:
                return criterion
        raise KeyError(key)

    def rule(self, key: str) -> Rule:
        for rule in self.rules:
            if rule.key == key:
                return rule
        raise KeyError(key)

    def consent_rule(self) -> Rule | None:
        """The rule that requires a nominee's consent; None where the category has none."""
        return next((rule for rule in self.rules if rule.on and rule.test == "nominee_consent"), None)

    def declaration(self, key: str) -> Declaration:
        for declaration in self.declarations:
            if declaration.key == key:
                return declaration
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class MemberState:
    """A state on the edition's list: the formal name is for documents, the short one for lists."""

    code: str
    name: LocalizedText
    short: LocalizedText
    region: str


@dataclass(frozen=True, slots=True)
class Organiser:
    """A body that gives the award and ratifies its decisions."""

    key: str
    name: LocalizedText
    short: LocalizedText


@dataclass(frozen=True, slots=True)
class Text:
    """A public text of the edition with its version; the body is in the Markdown of `article`."""

    key: str
    version: str
    title: LocalizedText
    body: LocalizedText


@dataclass(frozen=True, slots=True)
class ClosingDate:
    """An announced closing date: the call is open until the end of `last_day` in the edition's time zone."""

    last_day: date
    announced_on: date
    reason: LocalizedText

    def closes(self, zone: str) -> datetime:
        """The first instant that is too late."""
        return datetime.combine(self.last_day + timedelta(days=1), time.min, ZoneInfo(zone))


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the award's year, including both days; without a last day it lasts one day."""

    key: str
    label: LocalizedText
    first_day: date
    last_day: date | None = None
    public: bool = True


@dataclass(frozen=True, slots=True)
class Passage:
    """A headed paragraph of the call page."""

    key: str
    title: LocalizedText
    body: LocalizedText


@dataclass(frozen=True, slots=True)
class ReferenceMark:
    """The score of a sample for one criterion with the reason, by the authors of the sample."""

    criterion: str
    score: int
    why: LocalizedText


@dataclass(frozen=True, slots=True)
class Sample:
    """A fictitious nomination for practice; its reference marks are shown after the reviewer's own card is
    submitted."""

    key: str
    category: str
    title: LocalizedText
    passages: tuple[Passage, ...]
    reference: tuple[ReferenceMark, ...]


@dataclass(frozen=True, slots=True)
class ScoringRules:
    """The numbers that a ranking depends on, named and versioned so that a report can state them."""

    name: LocalizedText
    version: str
    official_rule: str = "raw"
    least_reviews: int = 3
    quorum: int = 3
    reason_at_most: int = 2
    reason_at_least: int = 9
    comment_words: int = 50
    discuss_spread: int = 25
    discuss_gap: int = 5
    winner_threshold: int = 70
    mention_threshold: int = 60
    shared_prize: bool = False


@dataclass(frozen=True, slots=True)
class ConflictOption:
    """An answer to the conflict question; `help` explains its consequences."""

    key: str
    label: LocalizedText
    help: LocalizedText = NOTHING


@dataclass(frozen=True, slots=True)
class ConflictQuestion:
    """What a reviewer answers before they may open a nomination. `looks_for` names the signs that the system looks for
    (conflicts.rules.Sign): an edition whose rules bar no nationality leaves that out.
    """

    question: LocalizedText
    help: LocalizedText
    answers: tuple[ConflictOption, ...]
    kinds: tuple[ConflictOption, ...]
    looks_for: tuple[str, ...] = (
        "nationality", "residence", "mail_domain", "institution", "named", "collaborator", "earlier",
    )


@dataclass(frozen=True, slots=True)
class ConsentWording:
    """What a nominee agrees to; the version is stored with each answer."""

    version: str
    text: LocalizedText


@dataclass(frozen=True, slots=True)
class Edition:
    """One year of the award."""

    code: str
    year: int
    title: LocalizedText
    short_title: LocalizedText
    reference_prefix: str
    organisers: tuple[Organiser, ...]
    zone: str
    second_zone: str | None
    zone_name: LocalizedText
    languages: tuple[str, ...]
    entry_languages: tuple[str, ...]
    contact: str
    address: LocalizedText
    currency: str
    categories: tuple[Category, ...]
    member_states: tuple[MemberState, ...]
    regions: tuple[Option, ...]
    themes: tuple[Option, ...]
    texts: tuple[Text, ...]
    call: tuple[Passage, ...]
    opens_on: date
    closing_dates: tuple[ClosingDate, ...]
    stages: tuple[Stage, ...]
    scoring: ScoringRules
    conflict: ConflictQuestion
    sealed_until_close: bool = False
    hide_identity: bool = False  # new rounds hide names from reviewers
    letters_until: date | None = None
    grace_minutes: int = 0
    clarification_days: int = 10
    clarification_rounds: int = 1
    contest_working_days: int = 5
    max_files: int = 40
    max_bytes: int = 150 * 1_048_576
    membership_name: LocalizedText = NOTHING
    consent: ConsentWording | None = None
    reminders: tuple[Reminder, ...] = ()
    samples: tuple[Sample, ...] = ()

    def category(self, key: str) -> Category:
        for category in self.categories:
            if category.key == key:
                return category
        raise KeyError(key)

    def sample(self, key: str) -> Sample:
        for sample in self.samples:
            if sample.key == key:
                return sample
        raise KeyError(key)

    def text(self, key: str) -> Text:
        for text in self.texts:
            if text.key == key:
                return text
        raise KeyError(key)

    def member_codes(self) -> frozenset[str]:
        return frozenset(state.code for state in self.member_states)

    def member_state(self, code: str) -> MemberState | None:
        return next((state for state in self.member_states if state.code == code), None)

    def day_of(self, at: datetime) -> date:
        """The date at an instant in the edition's time zone."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def letters_close(self) -> datetime | None:
        """The first instant that is too late for a letter of reference; None where the edition names no day."""
        return end_of_day(self.letters_until, self.zone) if self.letters_until else None

    def opens(self) -> datetime:
        return datetime.combine(self.opens_on, time.min, ZoneInfo(self.zone))


def to_json(edition: Edition) -> str:
    """Canonical JSON: sorted keys, no spaces, no values that equal their default. Equal editions give equal bytes."""
    return codec.dumps(edition)


def from_json(text: str) -> Edition:
    return codec.loads(Edition, text)
