"""A filled-in form beside a draft: what is blank on paper is not said, so it changes nothing in the draft."""

from collections.abc import Mapping
from typing import Any

from nominations.editions.rules.answers import is_empty
from nominations.editions.rules.form import Question
from nominations.editions.rules.kinds import TRAITS, Value


def merge_answer(question: Question, stored: Any, given: Any) -> Any:
    """The stored answer with everything that the form says, leaf by leaf; what the form leaves blank stays.

    A row of the form is the row of the draft in the same place. Boxes and countries are added to those of the draft,
    since a box without a tick says nothing either.
    """
    value = TRAITS[question.kind].value
    if is_empty(given):
        return stored
    if is_empty(stored):
        return drop_blank_rows(given)
    if value in (Value.GROUP, Value.PLACE) and isinstance(stored, Mapping) and isinstance(given, Mapping):
        return _merge_parts(question, stored, given)
    if value is Value.ROWS and isinstance(stored, list) and isinstance(given, list):
        return drop_blank_rows(_merge_rows(question, stored, given))
    if value in (Value.PICKED, Value.LISTED) and isinstance(stored, list) and isinstance(given, list):
        return list(dict.fromkeys([*stored, *given]))
    return given


def drop_blank_rows(answer: Any) -> Any:
    """A table without the rows that only keep the place of the others."""
    return [row for row in answer if not is_empty(row)] if isinstance(answer, list) else answer


def _merge_parts(question: Question, stored: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    parts = {part.key: part for part in question.parts}
    merged = dict(stored)
    for key, value in given.items():
        merged[key] = merge_answer(parts[key], stored.get(key), value) if key in parts else value
    return merged


def _merge_rows(question: Question, stored: list[Any], given: list[Any]) -> list[Any]:
    rows = []
    for place in range(max(len(stored), len(given))):
        ours = stored[place] if place < len(stored) else {}
        theirs = given[place] if place < len(given) else {}
        both = isinstance(ours, Mapping) and isinstance(theirs, Mapping)
        rows.append(_merge_parts(question, ours, theirs) if both else theirs or ours)
    return rows
