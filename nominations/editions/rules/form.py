"""What a form asks: sections, questions, attachments and declarations, as the edition's files describe them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from nominations.core.rules.text.words import NOTHING, LocalizedText

Answers = Mapping[str, object]


class Kind(StrEnum):
    """The kinds of question; a group and a table are made of the others."""

    LINE = "line"
    TEXT = "text"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"
    CHOICES = "choices"
    COUNTRY = "country"
    COUNTRIES = "countries"
    CHECK = "check"
    PLACE = "place"
    GROUP = "group"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice."""

    key: str
    label: LocalizedText


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when another answer of the same form is, or is not, one option. An unanswered question holds neither."""

    question: str
    is_: str | None = None
    is_not: str | None = None

    def holds(self, answers: Answers) -> bool:
        value = answers.get(self.question)
        if not value:
            return False
        if self.is_ is not None:
            return value == self.is_ or (isinstance(value, list) and self.is_ in value)
        return value != self.is_not and not (isinstance(value, list) and self.is_not in value)


def may_be_seen(seen_by: Sequence[str], role: str) -> bool:
    """Everybody who may open the file, unless the edition names the roles. An applicant sees their own answers, and
    what the administrator has made (a dossier) is whole."""
    return not seen_by or role in ("applicant", "system") or role in seen_by


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. `least` and `most` count rows, options or countries; `minimum` and `maximum` bound a number.

    `seen_by` names the roles that may read the answer (empty: all who may open the file); `read_for` the criteria
    it is read for; `asked_from` the stage from which it is asked; `whole` forbids a fraction; `names_people` marks the
    answers whose names a reviewer must know to say whether they have an interest; `identity` other answers that tell
    whose the file is: a blind round leaves both out; `about_nominee` the facts about themselves that a nominee may
    propose to correct; `counted` a choice whose answers the statistics count.
    """

    key: str
    kind: Kind
    label: LocalizedText
    help: LocalizedText = NOTHING
    required: bool = False
    required_when: Condition | None = None
    max_words: int | None = None
    max_chars: int | None = None
    least: int | None = None
    most: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    options: tuple[Option, ...] = ()
    parts: tuple["Question", ...] = ()
    sum_part: str | None = None
    sum_total: int | None = None
    seen_by: tuple[str, ...] = ()
    read_for: tuple[str, ...] = ()
    asked_from: str = "call"
    publish: bool = False
    whole: bool = False
    names_people: bool = False
    about_nominee: bool = False
    counted: bool = False
    identity: bool = False

    def part(self, key: str) -> "Question":
        return next(part for part in self.parts if part.key == key)

    def option(self, key: str) -> Option | None:
        return next((option for option in self.options if option.key == key), None)

    def is_required(self, answers: Answers) -> bool:
        return self.required or (self.required_when is not None and self.required_when.holds(answers))

    def may_be_seen_by(self, role: str) -> bool:
        return may_be_seen(self.seen_by, role)


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the form."""

    key: str
    title: LocalizedText
    intro: LocalizedText = NOTHING
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachmentKind:
    """A kind of file asked for. `formats` are lower-case name endings: pdf, jpg, png, docx.

    `by_link`: a letter that somebody else may also hand in themselves, by a private link, unseen by the owner.
    """

    key: str
    label: LocalizedText
    help: LocalizedText = NOTHING
    least: int = 0
    most: int = 1
    formats: tuple[str, ...] = ("pdf",)
    max_bytes: int = 5 * 1_048_576
    min_long_side: int | None = None
    landscape: bool = False
    max_pages: int | None = None
    per_picture: bool = False
    required_when: Condition | None = None
    seen_by: tuple[str, ...] = ()
    asked_from: str = "call"
    publish: bool = False
    by_link: bool = False
    identity: bool = False

    def fewest(self, answers: Answers) -> int:
        """How many files of this kind these answers call for."""
        wanted = self.required_when is not None and self.required_when.holds(answers)
        return max(self.least, 1) if wanted else self.least

    def may_be_seen_by(self, role: str) -> bool:
        return may_be_seen(self.seen_by, role)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A statement the owner accepts; its version is stored with the acceptance. `rests_on` names a public text."""

    key: str
    label: LocalizedText
    text: LocalizedText
    version: str
    required: bool = True
    rests_on: str = ""


@dataclass(frozen=True, slots=True)
class LetterIn:
    """A letter that came by private link, as far as its applicant may know: of whom, for what, and the SHA-256 of
    the text and of the file that were sent, whichever there is."""

    kind: str
    name: str
    fingerprints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """What the rules need to know of one file that was handed in."""

    kind: str
    name: str
    sha256: str
    size: int = 0
    format: str = ""
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at one place of a form; the sentence for `code` stands in nominations/editions/texts.py.

    `question` is the key of a question, an attachment kind or a declaration; `row` counts from 0.
    """

    question: str
    part: str = ""
    row: int | None = None
    code: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


def all_questions(sections: Sequence[Section]) -> Iterator[Question]:
    for section in sections:
        yield from section.questions
