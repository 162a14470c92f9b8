"""One year of the award as data: what it asks, of whom, until when, and how it is judged."""

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
    """An eligibility rule a machine can check: `test` is one of eligibility.TESTS, `label` says the rule aloud."""

    key: str
    outcome: Outcome
    test: str
    label: LocalizedText
    on: bool = True
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckItem:
    """A question the officer answers while screening: yes, no or unclear."""

    key: str
    question: LocalizedText


@dataclass(frozen=True, slots=True)
class Band:
    """What scores from `low` to `high` mean for one criterion."""

    low: int
    high: int
    text: LocalizedText


@dataclass(frozen=True, slots=True)
class Criterion:
    """What reviewers score, with its share of the hundred points."""

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
    """A category has its own form, attachments, rules and criteria."""

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
        """The question with that key; KeyError when the form does not ask it."""
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
        """The rule by which a nominee's consent is needed, where the category has one."""
        return next((rule for rule in self.rules if rule.on and rule.test == "nominee_consent"), None)

    def declaration(self, key: str) -> Declaration:
        for declaration in self.declarations:
            if declaration.key == key:
                return declaration
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class MemberState:
    """A state of the edition's own list: formal name for documents, short name for lists."""

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
    """A public text of the edition, versioned; bodies are written in a small Markdown."""

    key: str
    version: str
    title: LocalizedText
    body: LocalizedText


@dataclass(frozen=True, slots=True)
class ClosingDate:
    """A closing date as it was announced: the last day counts whole by the clocks of the edition's zone."""

    last_day: date
    announced_on: date
    reason: LocalizedText

    def closes(self, zone: str) -> datetime:
        """The first instant that is too late."""
        return datetime.combine(self.last_day + timedelta(days=1), time.min, ZoneInfo(zone))


@dataclass(frozen=True, slots=True)
class Stage:
    """A span of the award's year, both days whole; without a last day it is one day."""

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
    """The score that those who wrote a sample give it for one criterion, and why."""

    criterion: str
    score: int
    why: LocalizedText


@dataclass(frozen=True, slots=True)
class Sample:
    """An invented file to practise on; its reference is shown after one's own card is in."""

    key: str
    category: str
    title: LocalizedText
    passages: tuple[Passage, ...]
    reference: tuple[ReferenceMark, ...]


@dataclass(frozen=True, slots=True)
class ScoringRules:
    """The numbers behind a ranking, named and versioned so that a report can say what it was made by."""

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
    """An answer to the conflict question, with what follows from it."""

    key: str
    label: LocalizedText
    help: LocalizedText = NOTHING


@dataclass(frozen=True, slots=True)
class ConflictQuestion:
    """What a reviewer answers before a file opens; `looks_for` names what the system looks for by itself
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
    """What a nominee agrees to; the version is kept with each answer."""

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
    hide_identity: bool = False  # rounds open without telling reviewers whose the files are
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
        """The day that the edition's own clocks show at an instant."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def letters_close(self) -> datetime | None:
        """The first instant that is too late for a letter of reference; None where the edition names no day."""
        return end_of_day(self.letters_until, self.zone) if self.letters_until else None

    def opens(self) -> datetime:
        return datetime.combine(self.opens_on, time.min, ZoneInfo(self.zone))


def to_json(edition: Edition) -> str:
    """Canonical: sorted keys, no spaces, what equals its default left out. The same edition gives the same bytes."""
    return codec.dumps(edition)


def from_json(text: str) -> Edition:
    return codec.loads(Edition, text)
