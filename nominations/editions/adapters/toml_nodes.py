"""Reads TOML strictly and with line numbers: missing, unknown and wrongly typed keys are collected as mistakes."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import toml_rs

from nominations.core.rules.text.words import NOTHING, LocalizedText


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """A mistake in an edition's files, with its line."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


class Unreadable(ValueError):
    """The edition cannot be used; `mistakes` lists everything that is wrong."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


@dataclass(slots=True)
class Table:
    """A TOML table being read. The methods return the value of a key, or record a mistake and return an empty one;
    `close` records a mistake for each key that was not read."""

    file: str
    line: int
    fields: dict[str, Any]
    languages: tuple[str, ...]
    mistakes: list[Mistake]
    asked: set[str] = field(default_factory=set)

    def wrong(self, sentence: str, key: str = "") -> None:
        self.mistakes.append(Mistake(self.file, self.line_of(key), sentence))

    def line_of(self, key: str) -> int:
        return _line(self.fields[key], self.line) if key in self.fields else self.line

    def has(self, key: str) -> bool:
        return key in self.fields

    def is_list(self, key: str) -> bool:
        return isinstance(_inner(self.fields.get(key)), list)

    def text(self, key: str, default: str | None = None) -> str:
        return self._simple(key, str, "text in quotes", default, "")

    def number(self, key: str, default: int | None = None) -> int:
        return self._simple(key, int, "a whole number", default, 0)

    def flag(self, key: str, default: bool | None = None) -> bool:
        return self._simple(key, bool, "true or false", default, False)

    def day(self, key: str, default: date | None = None) -> date:
        return self._simple(key, date, "a date like 2025-11-30", default, date.min)

    def maybe_text(self, key: str) -> str | None:
        return self.text(key) if key in self.fields else None

    def maybe_number(self, key: str) -> int | None:
        return self.number(key) if key in self.fields else None

    def maybe_day(self, key: str) -> date | None:
        return self.day(key) if key in self.fields else None

    def names(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of short texts."""
        items = self._simple(key, list, "a list of texts in quotes", None if default is None else list(default), [])
        plain = [item.get("value", item) if isinstance(item, dict) else item for item in items]
        if not all(isinstance(item, str) for item in plain):
            self.wrong(f"“{key}” must be a list of texts in quotes.", key)
            return ()
        return tuple(plain)

    def table(self, key: str, *, needed: bool = True) -> "Table | None":
        self.asked.add(key)
        if key not in self.fields:
            if needed:
                self.wrong(f"“{key}” is missing.")
            return None
        inner = _inner(self.fields[key])
        if not isinstance(inner, dict):
            self.wrong(f"“{key}” must be a table.", key)
            return None
        return self._child(inner, self.line_of(key))

    def tables(self, key: str, *, needed: bool = False) -> list["Table"]:
        """A list of tables, each with its own line."""
        self.asked.add(key)
        if key not in self.fields:
            if needed:
                self.wrong(f"“{key}” is missing.")
            return []
        items = _inner(self.fields[key])
        if not isinstance(items, list) or not all(isinstance(_inner(item), dict) for item in items):
            self.wrong(f"“{key}” must be a list of tables.", key)
            return []
        return [self._child(_inner(item), _line(item, self.line)) for item in items]

    def words(self, key: str, *, needed: bool = True) -> LocalizedText:
        """A text in every language of the edition."""
        table = self.table(key, needed=needed)
        if table is None:
            return NOTHING
        words = table.own_words(f"“{key}”")
        table.close()
        return words

    def own_words(self, of: str) -> LocalizedText:
        """The text whose languages are keys of this table itself."""
        texts = {language: self.text(language, "") for language in self.languages}
        if lacking := [language for language, text in texts.items() if not text.strip()]:
            self.wrong(f"{of} is missing in {', '.join(lacking)}.")
        return LocalizedText(texts)

    def close(self) -> None:
        for key in self.fields:
            if key not in self.asked:
                self.wrong(f"“{key}” is not a word known here.", key)

    def _simple(self, key: str, kind: type, must_be: str, default: Any, instead: Any) -> Any:
        self.asked.add(key)
        if key not in self.fields:
            if default is None:
                self.wrong(f"“{key}” is missing.")
                return instead
            return default
        value = _inner(self.fields[key])
        looks_like = (kind is int and isinstance(value, bool)) or (kind is date and isinstance(value, datetime))
        if not isinstance(value, kind) or looks_like:
            self.wrong(f"“{key}” must be {must_be}.", key)
            return instead
        return value

    def _child(self, fields: dict[str, Any], line: int) -> "Table":
        return Table(self.file, line, fields, self.languages, self.mistakes)


def load_table(folder: Path, name: str, languages: tuple[str, ...], mistakes: list[Mistake]) -> Table | None:
    """The file `name` of `folder` as a table; None where it cannot be read, with the reason in `mistakes`."""
    try:
        document = toml_rs.load_with_metadata((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        mistakes.append(Mistake(name, 1, "This file is missing."))
    except UnicodeDecodeError:
        mistakes.append(Mistake(name, 1, "This file is not UTF-8 text."))
    except toml_rs.TOMLDecodeError as error:
        mistakes.append(Mistake(name, error.lineno, f"This is not TOML: {str(error).splitlines()[-1]}."))
    else:
        return Table(name, 1, document.meta["nodes"], languages, mistakes)
    return None


def _is_leaf(node: Any) -> bool:
    """Whether the node describes a key: toml-rs gives such a node the key's name as text in `key_raw`."""
    return isinstance(node, dict) and isinstance(node.get("key_raw"), str)


def _inner(node: Any) -> Any:
    """The value of a node; members of lists have a value and a line but no name."""
    if _is_leaf(node) or (isinstance(node, dict) and "value_raw" in node and isinstance(node["value_raw"], str)):
        return node["value"]
    return node


def _line(node: Any, otherwise: int) -> int:
    """The line of a node; for a table without a header, that of its first key."""
    if isinstance(node, dict):
        for name in ("key_line", "value_line"):
            if isinstance(line := node.get(name), int | tuple):
                return line[0] if isinstance(line, tuple) else line
        lines = [line for child in node.values() if (line := _line(child, 0))]
        return min(lines, default=otherwise)
    if isinstance(node, list):
        return min((line for child in node if (line := _line(child, 0))), default=otherwise)
    return otherwise
