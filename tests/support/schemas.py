"""Holds JSON against the schemas of docs/formats."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

FOLDER = Path(__file__).parents[2] / "docs" / "formats"
# The meta-schema takes a misspelt keyword for an annotation; this one, at every depth, allows none it does not know.
STRICT = Draft202012Validator({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:strict",
    "$dynamicAnchor": "meta",
    "$ref": "https://json-schema.org/draft/2020-12/schema",
    "unevaluatedProperties": False,
})


def faults(content: Any, name: str) -> list[str]:
    """What of `content` the schema `name` does not allow."""
    return [f"{error.json_path}: {error.message}" for error in _validator(name).iter_errors(content)]


@cache
def _validator(name: str) -> Draft202012Validator:
    schema = json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))
    STRICT.validate(schema)
    return Draft202012Validator(schema)
