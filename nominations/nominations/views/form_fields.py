"""Fields built from an edition's questions: how each kind is shown, and how it is read, exactly as typed."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from nominations.core.language import current_language, gettext
from nominations.core.rules.text.places import fill_pair
from nominations.core.rules.text.stored_text import clean
from nominations.core.rules.text.values import parse_day
from nominations.editions import texts
from nominations.editions.rules.answers import is_empty
from nominations.editions.rules.form import Kind, Problem, Question, Section
from nominations.editions.rules.kinds import TRAITS, Value

Form = MultiDict[str, str]
MOST_INDEXES = 500
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# How many empty rows follow the filled ones, and how many "Add a row" adds.
SPARE, ADDED = 1, 3


@dataclass(frozen=True, slots=True)
class Box:
    """One field of a page; a group has parts, a table has rows of parts."""

    name: str
    widget: str
    label: str
    hint: str
    value: Any
    error: str | None
    optional: bool
    question: Question
    options: tuple[tuple[str, str], ...] = ()
    parts: tuple["Box", ...] = ()
    rows: tuple[tuple["Box", ...], ...] = ()
    read_for: str | None = None
    understood: str = ""

    @property
    def id(self) -> str:
        return field_id(self.name)


def field_id(name: str) -> str:
    """The id of the field with this name; problems link to it."""
    return "q-" + name.replace(".", "-")


def _text(question: Question, form: Form, name: str) -> str:
    return clean(form.get(name, ""))


def _texts(question: Question, form: Form, name: str) -> list[str]:
    return [clean(value) for value in form.getlist(name) if value.strip()]


def _boxes(question: Question, form: Form, name: str) -> list[str]:
    """One box for each answer; empty boxes are left out."""
    boxes = [form.get(f"{name}.{index}", "") for index in _indexes(form, name)]
    return [clean(value) for value in (*form.getlist(name), *boxes) if value.strip()]


def _place(question: Question, form: Form, name: str) -> dict[str, str]:
    lat, lon = fill_pair(clean(form.get(f"{name}.lat", "")), clean(form.get(f"{name}.lon", "")))
    return {"lat": lat, "lon": lon}


def _group(question: Question, form: Form, name: str) -> dict[str, Any]:
    answers = {part.key: _read(part, form, f"{name}.{part.key}") for part in question.parts}
    return {key: value for key, value in answers.items() if not is_empty(value)}


def _table(question: Question, form: Form, name: str) -> list[dict[str, Any]]:
    rows = [_group(question, form, f"{name}.{index}") for index in _indexes(form, name)]
    return [row for row in rows if row]


_READERS: Mapping[Value, Callable[[Question, Form, str], Any]] = {
    Value.TEXT: _text,
    Value.PICKED: _texts,
    Value.LISTED: _boxes,
    Value.PLACE: _place,
    Value.GROUP: _group,
    Value.ROWS: _table,
}


def read(section: Section, form: Form, *, without: str = "") -> dict[str, Any]:
    """The answers of a section as typed; empty ones are left out. `without` is a row to leave out: `funding-2`."""
    if without:
        key, _, row = without.rpartition("-")
        form = MultiDict(
            (name, value) for name, value in form.items(multi=True) if not name.startswith(f"{key}.{row}.")
        )
    answers = {question.key: _read(question, form, question.key) for question in section.questions}
    return {key: value for key, value in answers.items() if not is_empty(value)}


def _read(question: Question, form: Form, name: str) -> Any:
    return _READERS[TRAITS[question.kind].value](question, form, name)


def _indexes(form: Form, name: str) -> list[int]:
    """The numbers of the rows sent under a name, in order; anything that is no number of a row is ignored."""
    indexes = set()
    for key in form:
        if key.startswith(f"{name}."):
            index = key[len(name) + 1:].partition(".")[0]
            if index.isascii() and index.isdigit() and len(index) < 4 and int(index) < MOST_INDEXES:
                indexes.add(int(index))
    return sorted(indexes)


Errors = Mapping[str, str]


def name_of(problem: Problem) -> str:
    """The name of the field in which a problem is; a wrong sum is the whole table's."""
    if problem.code == "wrong_sum":
        return problem.question
    return ".".join(str(piece) for piece in (problem.question, problem.row, problem.part) if piece not in (None, ""))


def errors_of(problems: Collection[Problem]) -> dict[str, str]:
    """The sentences of the problems by the name of the field; several of one field are joined."""
    by_field: dict[str, list[str]] = {}
    for problem in problems:
        name = name_of(problem)
        text = texts.problem_sentence(problem)
        if text not in by_field.setdefault(name, []):
            by_field[name].append(text)
    return {name: " ".join(texts) for name, texts in by_field.items()}


def build_boxes(
    questions: Sequence[Question], answers: Mapping[str, Any], errors: Errors, *, more: str = "",
    read_for: Callable[[Question], str | None] = lambda question: None,
) -> list[Box]:
    """The fields of these questions with their answers; `more` names a table that gets more empty rows."""
    return [
        _box(question, question.key, answers.get(question.key), errors, more == question.key, read_for(question))
        for question in questions
    ]


def _box(
    question: Question, name: str, value: Any, errors: Errors, more: bool = False, read_for: str | None = None,
    *, part: bool = False,
) -> Box:
    traits = TRAITS[question.kind]
    widget = traits.widget
    parts: tuple[Box, ...] = ()
    rows: tuple[tuple[Box, ...], ...] = ()
    if traits.value is Value.GROUP:
        parts = _parts(question, name, value if isinstance(value, Mapping) else {}, errors)
    elif traits.value is Value.PLACE:
        degrees = value if isinstance(value, Mapping) else {}
        value = {part: degrees.get(part, "") for part in ("lat", "lon")}
        parts = tuple(_degrees(question, name, axis, value[axis], errors) for axis in ("lat", "lon"))
    elif traits.value is Value.ROWS:
        filled = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
        rows = tuple(
            _parts(question, f"{name}.{index}", row, errors)
            for index, row in enumerate(_with_spare(question, filled, {}, more))
        )
    elif traits.value is Value.LISTED:
        value = _with_spare(question, value if isinstance(value, list) else [], "", more)
    elif traits.value is Value.PICKED:
        value = value if isinstance(value, list) else []
    elif value is None:
        value = ""
    if question.kind is Kind.DATE and value and not _ISO_DAY.fullmatch(str(parse_day(str(value)) and value)):
        widget = "line"  # a date field drops what is written in another way
    if part and question.kind is Kind.CHOICE:
        widget = "pick"
    if widget == "decimal" and question.kind is Kind.NUMBER and (question.minimum is None or question.minimum < 0):
        widget = "signed"
    return Box(
        name, widget, question.label.in_(current_language()), question.help.in_(current_language()), value,
        errors.get(name),
        not question.required and question.required_when is None, question, _options(question, value), parts, rows,
        read_for, _describe(question, value, errors.get(name)),
    )


def _parts(question: Question, name: str, answers: Mapping[str, Any], errors: Errors) -> tuple[Box, ...]:
    return tuple(
        _box(inner, f"{name}.{inner.key}", answers.get(inner.key), errors, part=True) for inner in question.parts
    )


def _degrees(question: Question, name: str, axis: str, value: str, errors: Errors) -> Box:
    label = gettext("Latitude") if axis == "lat" else gettext("Longitude")
    name = f"{name}.{axis}"
    return Box(
        name, "signed", label, "", value, errors.get(name), False, question,
        understood=texts.describe_understood(question, value, axis),
    )


def _describe(question: Question, value: Any, error: str | None) -> str:
    """What is understood or asked, unless the error above the box says the same."""
    text = texts.describe_understood(question, value) if isinstance(value, str) else ""
    return "" if text in (error or "") else text


def list_understood(section: Section, form: Form) -> dict[str, str]:
    """What each box of a section was understood as, by the id of the box; not of those that need no words."""
    boxes = (box for question in section.questions for box in _walk_boxes(question, form, question.key))
    return {field_id(name): text for name, text in boxes if text}


def _walk_boxes(question: Question, form: Form, name: str) -> Iterator[tuple[str, str]]:
    value = TRAITS[question.kind].value
    if value is Value.GROUP:
        for part in question.parts:
            yield from _walk_boxes(part, form, f"{name}.{part.key}")
    elif value is Value.ROWS:
        for index in _indexes(form, name):
            for part in question.parts:
                yield from _walk_boxes(part, form, f"{name}.{index}.{part.key}")
    elif value is Value.PLACE:
        for axis in ("lat", "lon"):
            yield f"{name}.{axis}", texts.describe_understood(question, form.get(f"{name}.{axis}", ""), axis)
    elif TRAITS[question.kind].typed:
        yield name, texts.describe_understood(question, form.get(name, ""))


def _with_spare(question: Question, filled: list[Any], empty: Any, more: bool) -> list[Any]:
    """The filled rows and some empty ones, within the limits of the question."""
    count = max(question.least or 0, len(filled) + (ADDED if more else SPARE), 2 if not filled else 0)
    if question.most is not None:
        count = max(len(filled), min(count, question.most))
    return filled + [empty] * (count - len(filled))


def _options(question: Question, value: Any) -> tuple[tuple[str, str], ...]:
    """The options; a stored answer that is not among them is added, so that saving does not lose it."""
    offered = [(option.key, option.label.in_(current_language())) for option in question.options]
    known = {key for key, _ in offered}
    chosen = value if isinstance(value, list) else [value] if isinstance(value, str) and value else []
    if question.kind in (Kind.CHOICE, Kind.CHOICES):
        strange = [key for key in chosen if isinstance(key, str) and key not in known]
        offered += [(key, key if key.strip() and any(map(str.isprintable, key)) else "?") for key in strange]
    return tuple(offered)


def list_errors(sentences: Mapping[str, str], ids: Callable[[str], str] = field_id) -> list[tuple[str, str]]:
    """The errors for the summary at the top of a page: id of the field and sentence."""
    return [(ids(name), sentence) for name, sentence in sentences.items()]
