"""The official form on paper: from questions to fields and back.

A field's name says where its value belongs: `title`, `nominator/name`, `funding/0/share`, `place/lat`, `countries/2`,
`kinds=museum` for a box to tick. Names are the same in every language; the version changes when the questions do.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nominations.core.rules import codec
from nominations.core.rules.text.places import fill_pair
from nominations.editions.rules.answers import is_empty
from nominations.editions.rules.edition import Category
from nominations.editions.rules.form import Question
from nominations.editions.rules.kinds import TRAITS, Shape, Value
from nominations.official_form.rules.merging import drop_blank_rows

# The number of rows of a table and of countries is fixed on paper: as many as allowed, up to these.
MOST_ROWS, ROWS_BESIDE_LEAST, COUNTRIES = 12, 4, 6
TICKED = "yes"
# The hidden field that identifies the form.
MARK = "form"
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form: `path` is the place of its value in the answers; `option` is the meaning of a tick."""

    name: str
    question: Question
    shape: Shape
    path: tuple[str | int, ...]
    option: str = ""
    max_chars: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What identifies a form."""

    edition: str
    category: str
    language: str
    version: str


@dataclass(frozen=True, slots=True)
class ReadAnswers:
    """The answers found in a form, and the fields that none of its questions has.

    In `placed` a row of a table keeps its place on paper, behind empty ones where rows before it are blank.
    """

    placed: dict[str, Any]
    strangers: tuple[str, ...] = ()
    # Questions of one choice where several boxes are ticked: their answers are not guessed.
    ambiguous: tuple[str, ...] = ()

    @property
    def answers(self) -> dict[str, Any]:
        """The answers without blank rows."""
        return {key: drop_blank_rows(value) for key, value in self.placed.items()}


def version(category: Category) -> str:
    """A hash of the category's questions in twelve digits: it changes with every change of a question."""
    return hashlib.sha256(codec.dumps(category.sections).encode()).hexdigest()[:12]


def mark(identity: Mark) -> str:
    """The value of the hidden field."""
    return f"{identity.edition} {identity.category} {identity.language} {identity.version}"


def read_mark(value: str) -> Mark | None:
    """The mark in the hidden field; None if it is malformed."""
    parts = value.split()
    return Mark(*parts) if len(parts) == 4 and all(len(part) <= 60 for part in parts) else None


def list_questions(category: Category) -> Iterator[Question]:
    """The questions on paper: those asked during the call."""
    for section in category.sections:
        yield from (question for question in section.questions if question.asked_from == "call")


def list_fields(category: Category) -> tuple[Field, ...]:
    """Every field of the category's form, in the order of the paper."""
    return tuple(field for question in list_questions(category) for field in list_fields_of(question))


def list_fields_of(question: Question) -> Iterator[Field]:
    """The fields of one question."""
    yield from _of(question, question.key, (question.key,))


def count_rows(question: Question) -> int:
    """How many rows the table has on paper."""
    if question.most is not None:
        return min(question.most, MOST_ROWS)
    return min((question.least or 0) + ROWS_BESIDE_LEAST, MOST_ROWS)


def _of(question: Question, name: str, path: tuple[str | int, ...]) -> Iterator[Field]:
    traits = TRAITS[question.kind]
    if traits.value is Value.GROUP:
        for part in question.parts:
            yield from _of(part, f"{name}/{part.key}", (*path, part.key))
    elif traits.value is Value.ROWS:
        for row in range(count_rows(question)):
            for part in question.parts:
                yield from _of(part, f"{name}/{row}/{part.key}", (*path, row, part.key))
    elif traits.value is Value.PLACE:
        for axis in ("lat", "lon"):
            yield Field(f"{name}/{axis}", question, traits.shape, (*path, axis))
    elif traits.value is Value.LISTED:
        for number in range(min(question.most or COUNTRIES, COUNTRIES)):
            yield Field(f"{name}/{number}", question, traits.shape, (*path, number))
    elif traits.shape is Shape.TICK:
        for option in [option.key for option in question.options] or [TICKED]:
            yield Field(f"{name}={option}", question, traits.shape, path, option)
    else:
        # A long text is limited in words; its field holds what is typed, and scrolls.
        most = None if traits.shape is Shape.TEXT else question.max_chars or traits.max_characters
        yield Field(name, question, traits.shape, path, max_chars=most)


def read_answers(category: Category, values: Mapping[str, str]) -> ReadAnswers:
    """The answers that the values of a form's fields give: ticks are `yes`, line ends become one newline each."""
    known = {field.name: field for field in list_fields(category)}
    answers_: dict[str, Any] = {}
    ticked: dict[tuple[str | int, ...], list[str]] = {}
    ambiguous: list[str] = []
    for name, field in known.items():
        value = _LINE_ENDS.sub("\n", values.get(name, ""))
        if not value.strip():
            continue
        if field.shape is Shape.TICK:
            ticked.setdefault(field.path, []).append(field.option)
        else:
            _put(answers_, field.path, value)
    questions = {field.path: field.question for field in known.values() if field.shape is Shape.TICK}
    for path, options in ticked.items():
        if TRAITS[questions[path].kind].value is Value.PICKED:
            _put(answers_, path, options)
        elif len(options) == 1:
            _put(answers_, path, options[0])
        else:
            ambiguous.append(str(path[0]))
    questions_by_key = {question.key: question for question in list_questions(category)}
    placed = {
        key: plain for key, value in answers_.items() if not is_empty(plain := _plain(value, questions_by_key[key]))
    }
    strangers = tuple(sorted(set(values) - set(known) - {MARK}))
    return ReadAnswers(placed, strangers, tuple(dict.fromkeys(ambiguous)))


def list_values(category: Category, answers: Mapping[str, Any]) -> dict[str, str]:
    """What the fields of the form hold for these answers; rows beyond those of the paper have no place."""
    held = {}
    for field in list_fields(category):
        value = _get(answers, field.path)
        if field.shape is Shape.TICK:
            if value == field.option or (isinstance(value, list) and field.option in value):
                held[field.name] = TICKED
        elif isinstance(value, str) and value:
            held[field.name] = value
    return held


def _put(answers: dict[str, Any], path: tuple[str | int, ...], value: Any) -> None:
    inner: Any = answers
    for key in path[:-1]:
        inner = inner.setdefault(key, {})
    inner[path[-1]] = value


def _get(answers: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        if isinstance(answers, Mapping):
            answers = answers.get(key)
        elif isinstance(answers, list) and isinstance(key, int):
            answers = answers[key] if key < len(answers) else None
        else:
            return None
    return answers


def _plain(value: Any, question: Question) -> Any:
    """Dictionaries with numbers as keys become lists; a row keeps its place, behind rows that are blank on paper.

    A pair of coordinates that was written into one field fills both.
    """
    kind = TRAITS[question.kind].value
    if not isinstance(value, dict):
        return value
    if kind is Value.PLACE:
        lat, lon = fill_pair(value.get("lat", ""), value.get("lon", ""))
        return {axis: angle for axis, angle in (("lat", lat), ("lon", lon)) if angle}
    if kind is Value.ROWS:
        return [_plain_parts(value.get(row, {}), question) for row in range(max(value) + 1)]
    if kind is Value.LISTED:
        return [value[number] for number in sorted(value)]
    return _plain_parts(value, question)


def _plain_parts(value: dict[str, Any], question: Question) -> dict[str, Any]:
    return {part.key: _plain(value[part.key], part) for part in question.parts if part.key in value}
