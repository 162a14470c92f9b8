"""Every setting of config/default.toml stands there once, is explained, and is read by somebody."""

import ast
import re
import tomllib

import pytest

from tests.guarantees.sources import ROOT, modules, short, tree

DEFAULTS = ROOT / "config" / "default.toml"
KEY = re.compile(r"^(\w+)\s*=")


def list_unexplained(lines: list[str]) -> list[str]:
    """Keys without a comment above them; keys that follow each other without a blank line share one."""
    unexplained_keys, explained = [], False
    for line in lines:
        if line.startswith("#"):
            explained = True
        elif key := KEY.match(line):
            unexplained_keys += [] if explained else [key[1]]
        else:
            explained = False
    return unexplained_keys


def test_every_setting_is_explained():
    assert list_unexplained(DEFAULTS.read_text("utf-8").splitlines()) == []


@pytest.mark.parametrize(("lines", "expected"), [
    (["# Why.", "a = 1", "b = 2"], []), (["a = 1"], ["a"]), (["# Why.", "a = 1", "", "b = 2"], ["b"]),
    (["# --- A part ---", "", "a = 1"], ["a"]),
])
def test_a_setting_without_explanation_is_noticed(lines, expected):
    assert list_unexplained(lines) == expected


def test_no_secret_has_a_default():
    values = tomllib.loads(DEFAULTS.read_text("utf-8"))

    assert {key: value for key, value in values.items() if re.search("secret|password|token", key) and value} == {}


def read_by_somebody() -> set[str]:
    """Names that stand behind a dot anywhere in the package, and words in quotes for what is read by name."""
    names = set()
    for path in modules():
        is_settings = short(path) == "nominations/core/settings.py"
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                names.add(node.attr)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and not is_settings:
                names.add(node.value)
    return names


def test_every_setting_is_read():
    settings = tomllib.loads(DEFAULTS.read_text("utf-8"))
    read = read_by_somebody()

    assert [key for key in settings if key not in read] == []
