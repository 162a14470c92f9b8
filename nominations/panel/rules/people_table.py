"""A reviewer as one row of a table: what each column holds, and how it is read back to the same."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from nominations.core.rules.text.understand import TypedKind, understand
from nominations.panel.rules.profiles import ProfileAnswers

MAIL, NAME, LETTERS, VERSION = "mail", "name", "letters", "version"
PROFILE = (
    "languages", "expertise", "nationalities", "country", "institutions", "domains", "collaborators", "most_files",
)
COLUMNS = (MAIL, NAME, LETTERS, *PROFILE, VERSION)
# Separators of several values in a cell; a backslash before one makes it part of the value.
_PIECES = re.compile(r"(?:\\.|[^;؛\n])+")
_LINES = ("institutions", "domains", "collaborators")


def cells(answers: ProfileAnswers) -> dict[str, str]:
    """The profile's columns; `read_cells` gives the profile back."""
    return {
        "languages": _join(f"{code}: {level}" for code, level in sorted(answers.languages.items())),
        "expertise": _join(f"{theme}: {level}" for theme, level in sorted(answers.expertise.items())),
        "nationalities": _join(answers.nationalities), "country": answers.country,
        **{name: _join(map(_escape, getattr(answers, name))) for name in _LINES},
        "most_files": "" if answers.most_files is None else str(answers.most_files),
    }


def read_cells(cells_: Mapping[str, str], stored: ProfileAnswers) -> ProfileAnswers:
    """The profile in a row's cells; what has no column is kept from `stored`. It is not checked yet."""
    ways: dict[str, Any] = {
        "languages": lambda cell: {key: level.casefold() for key, level in _pairs(cell)},
        "expertise": lambda cell: {key: _count(level, none=-1) for key, level in _pairs(cell)},
        "nationalities": lambda cell: tuple(code.upper() for code in _pieces(cell)),
        "country": lambda cell: cell.strip().upper(),
        **dict.fromkeys(_LINES, _pieces),
        "most_files": lambda cell: _count(cell, none=0) if cell.strip() else None,
    }
    return replace(stored, **{name: way(cells_[name]) for name, way in ways.items() if name in cells_})


def fingerprint(answers: ProfileAnswers) -> str:
    """Twelve figures that are the same for the same profile and no other."""
    return hashlib.sha256(json.dumps(cells(answers), sort_keys=True).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was read. `stood` is the fingerprint of the profile at that time, empty for somebody new; `fault`
    and `params` say why the row cannot be used.
    """

    line: int
    mail: str
    name: str = ""
    letters: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    stood: str = ""
    fault: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def _join(texts: Any) -> str:
    return "; ".join(texts)


def _escape(text: str) -> str:
    return re.sub(r"([;؛\\])", r"\\\1", text)


def _pieces(cell: str) -> tuple[str, ...]:
    pieces = (re.sub(r"\\([;؛\\])", r"\1", piece).strip() for piece in _PIECES.findall(cell.replace("\r\n", "\n")))
    return tuple(piece for piece in pieces if piece)


def _pairs(cell: str) -> list[tuple[str, str]]:
    parts = (piece.partition(":") for piece in _pieces(cell))
    return [(key.strip().casefold(), value.strip()) for key, _colon, value in parts]


def _count(text: str, *, none: int) -> int:
    """A whole number in the digits of any script; `none` for anything else."""
    number = understand(TypedKind.MARK, text).value
    return number if number is not None and number < 10**8 else none
