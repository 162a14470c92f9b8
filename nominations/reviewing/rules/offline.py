"""The offline sheet: what a row of it holds, and what it says of the card that stands now."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nominations.core.rules.text.stored_text import clean
from nominations.core.rules.vocabulary import RowState
from nominations.reviewing.rules.cards import CHOICES, TEXTS, TypedCard

HIDDEN = ("edition", "reviewer", "assignment", "version", "base", "seal")
Cells = Mapping[str, list[str]]


class Fault(StrEnum):
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
    """One row as it was read: whose card, of which version, and what is typed; or why it says nothing."""

    number: int
    assignment: str = ""
    version: int = 0
    base: str = ""
    card: TypedCard = field(default_factory=TypedCard)
    fault: Fault | None = None
    where: str = ""  # the column of the fault


def fingerprint(card: TypedCard, criteria: Iterable[str]) -> str:
    """The same for cards that say the same."""
    said = {
        "scores": {key: card.scores.get(key, "") for key in criteria},
        "reasons": {key: clean(card.reasons.get(key, "")) for key in criteria},
        "texts": {name: clean(text) for name, text in card.texts().items()}, "choices": card.choices(),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


def sealed_words(edition: str, reviewer: str, assignment: str, version: int, base: str) -> str:
    """What the seal of a row is made over: none of it can be changed or carried to another row."""
    return "|".join((edition, reviewer, assignment, str(version), base))


def card_of(cells: Cells, criteria: Iterable[str], words: Mapping[str, str]) -> tuple[TypedCard, Fault | None, str]:
    """What is typed in a row. `words` gives the value behind each word of the lists, in small letters.

    A number must be a number and a choice one of the list; a formula is refused wherever it stands.
    """
    for name, (kind, _text) in cells.items():
        if kind == "f" and name:
            return TypedCard(), Fault.FORMULA, name
    scores, reasons = {}, {}
    for key in criteria:
        kind, text = cells.get(f"score-{key}", ["", ""])
        given = words.get(text.strip().casefold(), text.strip()) if kind == "s" else text
        if given and not (given.isascii() and given.isdigit()) and given != "none":
            return TypedCard(), Fault.NO_NUMBER, f"score-{key}"
        scores[key] = given
        reasons[key] = cells.get(f"reason-{key}", ["", ""])[1]
    texts = {name: cells.get(name, ["", ""])[1] for name in TEXTS}
    choices = {}
    for name in CHOICES:
        text = cells.get(name, ["", ""])[1].strip()
        choices[name] = words.get(f"{name}:{text.casefold()}", "") if text else ""
        if text and not choices[name]:
            return TypedCard(), Fault.WORD_UNKNOWN, name
    return TypedCard(scores, reasons, **texts, **choices).cleaned(), None, ""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a card: as it stands, as the sheet has it."""

    name: str
    before: str
    after: str


def changes(stands: TypedCard, card: TypedCard, criteria: Iterable[str]) -> tuple[Change, ...]:
    """Every field in which the two differ, in the order of the card."""
    pairs = []
    for key in criteria:
        pairs.append((f"score-{key}", stands.scores.get(key, ""), card.scores.get(key, "")))
        pairs.append((f"reason-{key}", stands.reasons.get(key, ""), card.reasons.get(key, "")))
    for one, other in ((stands.texts(), card.texts()), (stands.choices(), card.choices())):
        pairs += [(name, one[name], other[name]) for name in one]
    return tuple(Change(*each) for each in pairs if each[1] != each[2])


def state_of(row: Row, stands: TypedCard, version: int, criteria: Iterable[str]) -> RowState:
    """What a sound row would do to the card that stands at `version`."""
    keys = tuple(criteria)
    if fingerprint(row.card, keys) == row.base or row.card.same_as(stands, keys):
        return RowState.UNCHANGED
    if version != row.version:
        return RowState.CLASH
    return RowState.NEW if version == 0 else RowState.CHANGED
