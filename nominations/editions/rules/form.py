"""The data of a form: sections, questions, attachments and declarations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from nominations.core.rules.text.words import NOTHING, LocalizedText

Answers = Mapping[str, object]


class Kind(StrEnum):
    """The kinds of question; groups and tables consist of the others."""

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
    """Holds where another answer of the same form is, or is not, one option. For an unanswered question neither holds.
    """

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
    """Whether a role may see an item: every role unless the edition names some. Applicants always see their own
    answers, and documents made by the administrator are complete."""
    return not seen_by or role in ("applicant", "system") or role in seen_by


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `least` and `most` count rows, options or countries; `minimum` and `maximum` limit a number.

    `seen_by` names the roles that may read the answer (empty: all that may open the nomination), `read_for` the
    criteria it is relevant for, `asked_from` the stage from which it is asked. `whole` forbids fractions.
    `names_people` marks answers with the names that a reviewer must know to declare a conflict, and `identity` other
    answers that identify people: a blind round leaves both out. `about_nominee` marks answers that a nominee may
    propose to correct, and `counted` a choice whose answers the statistics count.
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
    """A kind of attachment. `formats` are extensions in lower case: pdf, jpg, png, docx.

    `by_link` marks letters that a referee may also upload by a private link, unseen by the owner.
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
        """The least number of files of this kind that these answers require."""
        wanted = self.required_when is not None and self.required_when.holds(answers)
        return max(self.least, 1) if wanted else self.least

    def may_be_seen_by(self, role: str) -> bool:
        return may_be_seen(self.seen_by, role)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A statement that the owner accepts; its version is stored with the acceptance. `rests_on` names a public text."""

    key: str
    label: LocalizedText
    text: LocalizedText
    version: str
    required: bool = True
    rests_on: str = ""


@dataclass(frozen=True, slots=True)
class LetterIn:
    """A letter received by private link, as far as its applicant may know it: its author, its kind, and the SHA-256 of
    the text and of the file, whichever exist."""

    kind: str
    name: str
    fingerprints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """One attached file, as the rules need it; `size` is in bytes, `width` and `height` in pixels."""

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
    """Something wrong at one place of a form; nominations/editions/texts.py has the message for each `code`.

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
