"""Names say what they hold or do: the rules that a program can hold (docs/developer.md, *Names*)."""

import ast
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("bench", "nominations", "tests")
PACKAGES = sorted(path.parent for path in ROOT.glob("nominations/*/__init__.py"))
VAGUE = {"each", "found", "said", "told"}  # they would fit any variable
IRREGULAR = VAGUE | {"given", "held", "kept", "made", "met", "seen", "sent", "shown", "taken"}


def is_lone_participle(name: str) -> bool:
    word = name.strip("_")
    return "_" not in word and (word in IRREGULAR or word.endswith("ed")) and word not in {"seed", "feed", "embed"}


def list_breaches(tree: ast.Module) -> list[str]:
    """Variables, parameters and functions with a name that says nothing, and modules under a name of the importer's."""
    breaches = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in VAGUE:
            breaches.append(f"{node.lineno} {node.id}")
        elif isinstance(node, ast.arg | ast.FunctionDef) and getattr(node, "arg", getattr(node, "name", "")) in VAGUE:
            breaches.append(f"{node.lineno} {ast.unparse(node).splitlines()[0]}")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in FOLDERS:
            breaches += [f"{node.lineno} as {name.asname}" for name in node.names if (name.asname or "_")[0] != "_"]
    return breaches


@pytest.mark.parametrize("folder", FOLDERS)
def test_names_say_what_they_hold(folder):
    breaches = {
        str(path.relative_to(ROOT)): list_breaches(ast.parse(path.read_text("utf-8")))
        for path in (ROOT / folder).rglob("*.py")
    }

    assert {path: names for path, names in breaches.items() if names} == {}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_functions_of_a_module_act_and_a_package_has_each_class_name_once(package):
    trees = [ast.parse(path.read_text("utf-8")) for path in package.rglob("*.py")]
    functions = [node.name for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)]
    classes = Counter(node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))

    assert [name for name in functions if is_lone_participle(name)] == []
    assert [name for name, times in classes.items() if times > 1 and name[0] != "_"] == []
