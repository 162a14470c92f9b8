"""The offline sheet: what a row of it holds, and what it would change in the stored card."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nominations.core.rules.text.stored_text import clean
from nominations.core.rules.text.understand import TypedKind, understand
from nominations.core.rules.vocabulary import RowState
from nominations.reviewing.rules.cards import CHOICES, TEXTS, TypedCard

HIDDEN = ("edition", "reviewer", "assignment", "version", "base", "seal")
Cells = Mapping[str, list[str]]


class RowFault(StrEnum):
    """Why a row is refused."""

    OTHER_EDITION = "other_edition"
    OTHER_REVIEWER = "other_reviewer"
    TAMPERED = "tampered"
    TWICE = "twice"
    NOT_ON_THE_DESK = "not_on_the_desk"
    FORMULA = "formula"
    NO_NUMBER = "no_number"
    WORD_UNKNOWN = "word_unknown"


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was read: of which card and version, and what is typed; or why it cannot be used."""

    number: int
    assignment: str = ""
    version: int = 0
    base: str = ""
    card: TypedCard = field(default_factory=TypedCard)
    fault: RowFault | None = None
    where: str = ""  # the column of the fault


def fingerprint(card: TypedCard, criteria: Iterable[str]) -> str:
    """A hash that is equal for cards with equal values."""
    content = {
        "scores": {key: card.scores.get(key, "") for key in criteria},
        "reasons": {key: clean(card.reasons.get(key, "")) for key in criteria},
        "texts": {name: clean(text) for name, text in card.texts().items()}, "choices": card.choices(),
    }
    return hashlib.sha256(
        json.dumps(content, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")
    ).hexdigest()


def sealed_words(edition: str, reviewer: str, assignment: str, version: int, base: str) -> str:
    """The text that the seal of a row covers, so that none of these can be changed or moved to another row."""
    return "|".join((edition, reviewer, assignment, str(version), base))


def read_card(
    cells: Cells, criteria: Iterable[str], words: Mapping[str, str]
) -> tuple[TypedCard, RowFault | None, str]:
    """The card typed in a row, or its fault and the column of it. `words` gives the value for each word of the lists.

    The words are in small letters. A score must be a number and a choice one of the list; a formula is always a fault.
    """
    for name, (kind, _text) in cells.items():
        if kind == "f" and name:
            return TypedCard(), RowFault.FORMULA, name
    scores, reasons = {}, {}
    for key in criteria:
        kind, text = cells.get(f"score-{key}", ["", ""])
        score = words.get(text.strip().casefold(), text.strip()) if kind == "s" else text
        mark = understand(TypedKind.MARK, score)
        score = score if mark.value is None or kind == "x" else mark.plain
        if score and not (score.isascii() and score.isdigit()) and score != "none":
            return TypedCard(), RowFault.NO_NUMBER, f"score-{key}"
        scores[key] = score
        reasons[key] = cells.get(f"reason-{key}", ["", ""])[1]
    texts = {name: cells.get(name, ["", ""])[1] for name in TEXTS}
    choices = {}
    for name in CHOICES:
        text = cells.get(name, ["", ""])[1].strip()
        choices[name] = words.get(f"{name}:{text.casefold()}", "") if text else ""
        if text and not choices[name]:
            return TypedCard(), RowFault.WORD_UNKNOWN, name
    return TypedCard(scores, reasons, **texts, **choices).cleaned(), None, ""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a card: as it is stored, and as the sheet has it."""

    name: str
    before: str
    after: str


def list_changes(current: TypedCard, card: TypedCard, criteria: Iterable[str]) -> tuple[Change, ...]:
    """Every field in which the two differ, in the order of the card."""
    pairs = []
    for key in criteria:
        pairs.append((f"score-{key}", current.scores.get(key, ""), card.scores.get(key, "")))
        pairs.append((f"reason-{key}", current.reasons.get(key, ""), card.reasons.get(key, "")))
    for before, after in ((current.texts(), card.texts()), (current.choices(), card.choices())):
        pairs += [(name, before[name], after[name]) for name in before]
    return tuple(Change(*pair) for pair in pairs if pair[1] != pair[2])


def row_state(row: Row, current: TypedCard, version: int, criteria: Iterable[str]) -> RowState:
    """What a row without a fault would do to the stored card, which is at `version`."""
    keys = tuple(criteria)
    if fingerprint(row.card, keys) == row.base or row.card.same_as(current, keys):
        return RowState.UNCHANGED
    if version != row.version:
        return RowState.CLASH
    return RowState.NEW if version == 0 else RowState.CHANGED
