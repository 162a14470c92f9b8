"""The picture of the packages in docs/developer.md is the packages; no folder holds more than can be surveyed."""

import ast
import re
import tomllib
from collections import Counter

from tests.guarantees.sources import PACKAGE, ROOT, modules, short, tree

# A schema is read as one, so the tables lie together however many they are.
MOST, BUT = 17, {"nominations/core/tables"}


def order() -> list[str]:
    """The packages as import-linter orders them, the last thing of the year first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["name"] == "The order of the packages")
    return [layer.strip("()") for layer in layers if (PACKAGE / layer.strip("()")).is_dir()]


def sentence(package: str) -> str:
    """The first paragraph of what a package says of itself, on one line."""
    written = ast.get_docstring(tree(PACKAGE / package / "__init__.py")) or ""
    return " ".join(written.split("\n\n")[0].split())


def test_the_picture_in_the_documentation_shows_the_packages():
    page = (ROOT / "docs" / "developer.md").read_text("utf-8")

    shown = re.findall(r"^\| `([a-z_]+)` \| (.+?) \|$", page, re.MULTILINE)

    assert shown == [(package, sentence(package)) for package in order()]


def test_every_package_says_what_it_does_in_a_paragraph():
    assert [package for package in order() if not sentence(package).endswith(".")] == []


def test_no_folder_holds_more_modules_than_can_be_surveyed():
    count = Counter(short(path.parent) for path in modules())

    assert {folder: held for folder, held in count.items() if held > MOST and folder not in BUT} == {}
