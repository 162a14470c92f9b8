"""The traits of each kind of question: how its answer is stored, asked on a page, and asked on paper.

Pages and the form on paper read this table instead of naming kinds, so that a new kind is added here alone. Answers are
checked by `answers.find_problems`; the words for a kind are in `editions.texts.KINDS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from nominations.core.rules.text.understand import TypedKind
from nominations.editions.rules.form import Kind


class Value(StrEnum):
    """How an answer is stored; every leaf is a string, as it was typed."""

    TEXT = "text"
    PICKED = "picked"  # several strings, out of the options of the question
    LISTED = "listed"  # several strings, each from its own field
    PLACE = "place"  # `lat` and `lon`
    GROUP = "group"  # the parts of the question by their keys
    ROWS = "rows"  # a list of groups


class Shape(StrEnum):
    """The shape of a field on paper."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    TICK = "tick"
    PICK = "pick"


@dataclass(frozen=True, slots=True)
class KindTraits:
    """`widget` is the macro of `templates/applicant/_fields.html`; `is_latin` what is written from left to right in
    every language; `max_characters` the most that is kept, however an edition limits the question; `typed`
    what a text is read as."""

    widget: str
    value: Value = Value.TEXT
    shape: Shape = Shape.LINE
    is_latin: bool = False
    max_characters: int | None = None
    typed: TypedKind | None = None


TRAITS: Mapping[Kind, KindTraits] = {
    Kind.LINE: KindTraits("line", max_characters=500),
    Kind.TEXT: KindTraits("textarea", shape=Shape.TEXT, max_characters=40_000),
    Kind.EMAIL: KindTraits("email", is_latin=True, max_characters=254, typed=TypedKind.EMAIL),
    Kind.PHONE: KindTraits("tel", is_latin=True, max_characters=60, typed=TypedKind.PHONE),
    Kind.LINK: KindTraits("url", is_latin=True, max_characters=2000, typed=TypedKind.LINK),
    Kind.DATE: KindTraits("date", shape=Shape.DATE, is_latin=True, typed=TypedKind.DATE),
    Kind.NUMBER: KindTraits("decimal", is_latin=True, typed=TypedKind.NUMBER),
    Kind.MONEY: KindTraits("decimal", is_latin=True, typed=TypedKind.MONEY),
    Kind.CHOICE: KindTraits("radios", shape=Shape.TICK),
    Kind.CHOICES: KindTraits("checks", Value.PICKED, Shape.TICK),
    Kind.COUNTRY: KindTraits("country", shape=Shape.PICK),
    Kind.COUNTRIES: KindTraits("countries", Value.LISTED, Shape.PICK),
    Kind.CHECK: KindTraits("check", shape=Shape.TICK),
    Kind.PLACE: KindTraits("place", Value.PLACE, is_latin=True),
    Kind.GROUP: KindTraits("group", Value.GROUP),
    Kind.TABLE: KindTraits("table", Value.ROWS),
}
