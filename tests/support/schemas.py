"""Holds JSON against the schemas of docs/formats: as much of JSON Schema as they use, and a refusal of all else."""

import json
import re
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "docs" / "formats"
_TYPES = {
    "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int,
    "number": (int, float),
}
_KNOWN = {
    "$schema", "title", "description", "type", "additionalProperties", "required", "properties", "$defs", "items",
    "const", "enum", "pattern", "$ref", "anyOf", "minimum", "maximum",
}


def faults(content: Any, name: str) -> list[str]:
    """What of `content` the schema `name` does not allow."""
    whole = json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))
    return list(_faults(content, whole, whole, "$"))


def _faults(value: Any, rule: dict, whole: dict, where: str):
    assert rule.keys() <= _KNOWN, rule.keys() - _KNOWN
    if "$ref" in rule:
        yield from _faults(value, whole["$defs"][rule["$ref"].removeprefix("#/$defs/")], whole, where)
    if "anyOf" in rule and all(list(_faults(value, each, whole, where)) for each in rule["anyOf"]):
        yield f"{where}: none of the shapes"
    if "const" in rule and value != rule["const"]:
        yield f"{where}: {value!r} is not {rule['const']!r}"
    if "enum" in rule and value not in rule["enum"]:
        yield f"{where}: {value!r} is none of {rule['enum']}"
    wanted = rule.get("type", [])
    kinds = [wanted] if isinstance(wanted, str) else wanted
    if kinds and not any(_is(value, kind) for kind in kinds):
        yield f"{where}: {value!r} is no {' or '.join(kinds)}"
        return
    if isinstance(value, str) and not re.search(rule.get("pattern", ""), value):
        yield f"{where}: {value!r} does not look like {rule['pattern']}"
    if isinstance(value, int | float) and not rule.get("minimum", value) <= value <= rule.get("maximum", value):
        yield f"{where}: {value} is out of range"
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _faults(each, rule.get("items", {}), whole, f"{where}[{number}]")
    if isinstance(value, dict):
        yield from _members(value, rule, whole, where)


def _members(value: dict, rule: dict, whole: dict, where: str):
    yield from (f"{where}: {key} is missing" for key in rule.get("required", ()) if key not in value)
    for key, each in value.items():
        inner = rule.get("properties", {}).get(key, rule.get("additionalProperties", True))
        if inner is False:
            yield f"{where}: {key} is not foreseen"
        elif inner is not True:
            yield from _faults(each, inner, whole, f"{where}.{key}")


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TYPES[kind])
