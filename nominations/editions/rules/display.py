"""A nomination's answers as text in one language, in the order of the form, for pages and documents."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from nominations.editions.rules.answers import is_empty
from nominations.editions.rules.edition import Category
from nominations.editions.rules.form import Answers, Kind, Question

CountryName = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer: `lines` for a simple kind, `parts` for a group, `header` and `rows` for a table."""

    key: str
    label: str
    kind: Kind
    lines: tuple[str, ...] = ()
    parts: tuple["Shown", ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple["Shown", ...], ...] = ()
    read_for: tuple[str, ...] = ()

    @property
    def is_answered(self) -> bool:
        return bool(self.lines or self.parts or self.rows)


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section with the answers that its reader may see."""

    key: str
    title: str
    items: tuple[Shown, ...]


def show_answers(
    category: Category,
    answers: Answers,
    language: str,
    viewer_role: str,
    *,
    country: CountryName = str,
    stage: str = "call",
) -> tuple[ShownSection, ...]:
    """The answers that `viewer_role` may see, by section, including questions without an answer."""
    sections = (
        ShownSection(
            section.key,
            section.title.in_(language),
            tuple(
                show_answer(_visible(question, viewer_role), answers.get(question.key), language, country)
                for question in section.questions
                if question.may_be_seen_by(viewer_role) and question.asked_from in ("call", stage)
            ),
        )
        for section in category.sections
    )
    return tuple(section for section in sections if section.items)


def _visible(question: Question, role: str) -> Question:
    """The question with only the parts that `role` may see."""
    parts = tuple(part for part in question.parts if part.may_be_seen_by(role))
    return question if parts == question.parts else replace(question, parts=parts)


def show_answer(question: Question, value: object, language: str, country: CountryName = str) -> Shown:
    """One answer as text: options and countries by name, numbers and dates as they were typed."""
    label = question.label.in_(language)
    header: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    parts: tuple[Shown, ...] = ()
    rows: tuple[tuple[Shown, ...], ...] = ()
    if question.kind is Kind.TABLE:
        header = tuple(part.label.in_(language) for part in question.parts)
        filled = value if isinstance(value, list) else []
        rows = tuple(
            tuple(show_answer(part, cells.get(part.key), language, country) for part in question.parts)
            for cells in filled
            if isinstance(cells, Mapping) and not is_empty(cells)
        )
    elif question.kind is Kind.GROUP:
        cells = value if isinstance(value, Mapping) else {}
        answered = (show_answer(part, cells.get(part.key), language, country) for part in question.parts)
        parts = tuple(part for part in answered if part.is_answered)
    else:
        lines = tuple(_lines(question, value, language, country))
    return Shown(question.key, label, question.kind, lines, parts, header, rows, question.read_for)


def _lines(question: Question, value: object, language: str, country: CountryName) -> list[str]:
    if is_empty(value):
        return []
    if isinstance(value, Mapping):
        return [", ".join(str(value[part]) for part in ("lat", "lon") if not is_empty(value.get(part)))]
    if isinstance(value, list):
        return [_line(question, str(item), language, country) for item in value if not is_empty(item)]
    return [_line(question, str(value), language, country)]


def _line(question: Question, value: str, language: str, country: CountryName) -> str:
    if question.kind in (Kind.COUNTRY, Kind.COUNTRIES):
        return country(value)
    option = question.option(value)
    return option.label.in_(language) if option else value


# The kinds of part that say who somebody is; contact data is not needed for that.
_NAMING = (Kind.LINE, Kind.COUNTRY, Kind.COUNTRIES)


def show_names(
    category: Category, answers: Answers, language: str, viewer_role: str, *, country: CountryName = str
) -> tuple[Shown, ...]:
    """The people and organisations of a nomination, which a reviewer may read before declaring a conflict or none."""
    shown = (
        show_answer(_only_names(_visible(question, viewer_role)), answers.get(question.key), language, country)
        for section in category.sections
        for question in section.questions
        if question.names_people and question.may_be_seen_by(viewer_role)
    )
    return tuple(item for item in shown if item.is_answered)


def _only_names(question: Question) -> Question:
    parts = tuple(part for part in question.parts if part.kind in _NAMING)
    return replace(question, parts=parts) if question.parts else question
