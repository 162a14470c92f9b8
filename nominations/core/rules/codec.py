"""Frozen dataclasses to canonical JSON and back, by their type hints."""

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from nominations.core.rules.text.words import LocalizedText

T = TypeVar("T")


def dumps(value: Any) -> str:
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def loads(kind: type[T], text: str) -> T:
    value: T = build(kind, json.loads(text))
    return value


def plain(value: Any) -> Any:
    """What JSON can hold; fields that equal their default are left out, so a new field leaves old bytes as they are."""
    if isinstance(value, LocalizedText):
        return dict(value.texts)
    if dataclasses.is_dataclass(value):
        return {
            field.name: plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if getattr(value, field.name) != _default(field)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def build(kind: Any, value: Any) -> Any:
    """The value of type `kind` that `plain` turned into `value`."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        inner = next(argument for argument in typing.get_args(kind) if argument is not type(None))
        return None if value is None else build(inner, value)
    if origin is tuple:
        return tuple(build(typing.get_args(kind)[0], item) for item in value)
    if origin is not None and issubclass(origin, Mapping):
        return dict(value)
    if kind is LocalizedText:
        return LocalizedText(value)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: build(hints[name], item) for name, item in value.items()})
    if kind is date:
        return date.fromisoformat(value)
    return kind(value)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default
