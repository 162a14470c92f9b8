"""The table of guards is true: each guard is where it says, each test is there, the documentation lists them all.

That each test fails without its guard is shown by `make guards`.
"""

import ast
from collections import Counter

import pytest

from tests import guards
from tests.guarantees.sources import ROOT, tree
from tests.guard_table import GUARDS, Guard
from tests.support.databases import KINDS


def test_there_are_many_and_each_has_a_name_of_its_own():
    assert len(GUARDS) >= 45
    assert [name for name, times in Counter(guard.name for guard in GUARDS).items() if times > 1] == []
    assert {guard.database for guard in GUARDS} <= set(KINDS)


def test_each_guard_is_where_the_table_says():
    """Where this fails, a guard was moved or reworded: bring its line in tests/guard_table.py up to date."""
    for guard in GUARDS:
        changed = guards.without(guard)

        assert changed != (ROOT / guard.path).read_text("utf-8"), guard.name
        if guard.path.endswith(".py"):
            ast.parse(changed)


def test_the_test_of_each_guard_is_there():
    assert [(guard.name, guard.test) for guard in GUARDS if not is_there(guard.test)] == []


def is_there(test: str) -> bool:
    """Whether a test with this id is written; whether a parameter of it is, only pytest knows."""
    path, *names = test.partition("[")[0].split("::")
    if not names or not (ROOT / path).is_file():
        return False
    node = tree(ROOT / path)
    for name in names:
        named = [child for child in node.body
                 if isinstance(child, ast.ClassDef | ast.FunctionDef) and child.name == name]
        if not named:
            return False
        [node] = named
    return isinstance(node, ast.FunctionDef)


@pytest.mark.parametrize(("test", "there"), [
    ("tests/guarantees/test_guards.py::test_each_guard_is_where_the_table_says", True),
    ("tests/guarantees/test_guards.py::test_each_guard_is_where_the_table_says[one]", True),
    ("tests/reminders/test_reminders.py::TestReviewers", False),
    ("tests/guarantees/test_guards.py::test_nothing", False),
    ("tests/guarantees/test_guards.py", False),
    ("tests/nowhere.py::test_nothing", False),
])
def test_a_test_that_is_not_there_is_noticed(test, there):
    assert is_there(test) is there


@pytest.mark.parametrize("text", ["no such text", "def "])
def test_a_text_that_is_not_there_exactly_once_is_an_error(text):
    with pytest.raises(ValueError, match="not once"):
        guards.without(Guard("a guard", "tests/guards.py", text, "", "tests/none.py::none"))


def test_the_documentation_lists_every_guard():
    """`python -m tests.guards --table` prints what belongs there."""
    assert guards.table() in (ROOT / "docs" / "developer.md").read_text("utf-8")
