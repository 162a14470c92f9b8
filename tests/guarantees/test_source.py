"""Rules about Python code: who reads the clock, who commits, who catches exceptions, which docstrings exist."""

import ast
import re
import sys

import pytest

from tests.guarantees.sources import PACKAGE, ROOT, modules, ours, places, short, templates, tree

CLOCKS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"),
    ("time", "time_ns"), ("func", "now"), ("func", "current_timestamp"),
}

# Modules of the rules of any package, and the packages that `from` may name when it takes a module of rules.
RULES = re.compile(r"nominations\.\w+\.rules(\.|$)")
PACKAGES_OF_RULES = {f"nominations.{path.parent.name}" for path in PACKAGE.glob("*/rules*")}


def calls(source: ast.AST):
    """`(what, name)` of each call of a method or of a function in a module: `("datetime", "now")`."""
    for node in ast.walk(source):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            value = node.func.value
            what = value.id if isinstance(value, ast.Name) else value.attr if isinstance(value, ast.Attribute) else ""
            yield node, what, node.func.attr


def calls_of(source: ast.AST, name: str):
    """Calls of `name(...)` or `something.name(...)`."""
    for node in ast.walk(source):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == name:
            yield node


def clock_readings(source: ast.AST):
    for node, what, name in calls(source):
        if (what, name) in CLOCKS:
            yield node
    for node in ast.walk(source):
        if isinstance(node, ast.ImportFrom) and {(node.module, alias.name) for alias in node.names} & CLOCKS:
            yield node


def commits(source: ast.AST):
    return [node for node, _, name in calls(source) if name == "commit"]


def catch_alls(source: ast.AST):
    """Handlers that swallow anything: bare, of Exception, or of BaseException without raising again."""
    for node in ast.walk(source):
        if isinstance(node, ast.ExceptHandler):
            names = {part.id for part in ast.walk(node.type) if isinstance(part, ast.Name)} if node.type else {""}
            raises = any(isinstance(part, ast.Raise) and part.exc is None for part in ast.walk(node))
            if names & {"", "Exception"} or ("BaseException" in names and not raises):
                yield node
    for node in calls_of(source, "suppress"):
        if {"Exception", "BaseException"} & {getattr(argument, "id", "") for argument in node.args}:
            yield node


def made_markup(source: ast.AST):
    """`Markup` around anything but a text that stands in the code."""
    for node in calls_of(source, "Markup"):
        if not all(isinstance(argument, ast.Constant) for argument in node.args):
            yield node


def broken(rule, *, but: set[str] = frozenset()) -> list[str]:
    return [place for path in modules() if short(path) not in but for place in places(path, rule(tree(path)))]


WALL_CLOCKS = {"monotonic", "perf_counter", "machine_time", "monotonic_ns", "perf_counter_ns"}


def asserted_clocks(source: ast.AST):
    """An assertion that reads a clock: on a busy machine it fails for no fault of the product's."""
    for node in ast.walk(source):
        if isinstance(node, ast.Assert):
            bare = [part for part in ast.walk(node) if isinstance(part, ast.Call) and not part.args]
            if WALL_CLOCKS & {getattr(part.func, "attr", getattr(part.func, "id", "")) for part in bare}:
                yield node


def test_no_test_asserts_elapsed_time():
    paths = (ROOT / "tests").rglob("*.py")
    assert [place for path in paths for place in places(path, asserted_clocks(tree(path)))] == []


def test_the_clock_is_read_in_one_module():
    assert broken(clock_readings, but={"nominations/core/adapters/clock.py"}) == []


def test_one_module_commits():
    assert broken(commits, but={"nominations/core/work.py"}) == []


def test_nobody_catches_everything():
    # But the outbox: whatever makes a letter unsendable ends it, with its reason, where a crash would try it again.
    assert broken(catch_alls, but={"nominations/mail/services/outbox.py"}) == []


def test_nobody_declares_a_made_text_to_be_safe_markup():
    # The charts draw shapes from numbers; no text gets into them but the title, which is escaped. What a template
    # without a single value made is kept per language.
    assert broken(made_markup, but={"nominations/documents/reports/charts.py", "nominations/core/language.py"}) == []


@pytest.mark.parametrize(("rule", "code"), [
    (clock_readings, "datetime.now(UTC)"), (clock_readings, "datetime.datetime.utcnow()"),
    (clock_readings, "date.today()"), (clock_readings, "time.time()"), (clock_readings, "from time import time"),
    (clock_readings, "func.now()"), (asserted_clocks, "assert time.monotonic() < until"),
    (asserted_clocks, "assert perf_counter() - before < 5"), (commits, "session.commit()"),
    (commits, "work.session.commit()"),
    (catch_alls, "try: x()\nexcept: pass"), (catch_alls, "try: x()\nexcept Exception: raise"),
    (catch_alls, "try: x()\nexcept (ValueError, Exception): pass"),
    (catch_alls, "try: x()\nexcept BaseException: pass"),
    (catch_alls, "with suppress(Exception): x()"), (made_markup, "Markup(f'<b>{x}</b>')"), (made_markup, "Markup(x)"),
])
def test_a_broken_rule_is_noticed(rule, code):
    assert list(rule(ast.parse(code)))


@pytest.mark.parametrize(("rule", "code"), [
    (clock_readings, "clock.now()"), (clock_readings, "time.monotonic()"),
    (catch_alls, "try: x()\nexcept BaseException:\n  undo()\n  raise"),
    (catch_alls, "try: x()\nexcept ValueError: pass"),
    (made_markup, "Markup('<br>')"),
])
def test_a_kept_rule_is_not_noticed(rule, code):
    assert list(rule(ast.parse(code))) == []


def is_rule(path) -> bool:
    """Whether a module lies in the layer of rules of its package."""
    return "rules" in (*path.relative_to(PACKAGE).parts[:-1], path.stem)


def test_the_rules_of_the_award_import_nothing_but_the_standard_library_and_other_rules():
    foreign = []
    for path in filter(is_rule, modules()):
        for node in ast.walk(tree(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and not node.level else []
            names += [
                f"{node.module}.{alias.name}" for alias in getattr(node, "names", ())
                if isinstance(node, ast.ImportFrom) and node.module in PACKAGES_OF_RULES
            ]
            foreign += [
                f"{place} imports {name}" for name in names for place in places(path, [node])
                if name.partition(".")[0] not in sys.stdlib_module_names and not RULES.match(name)
                and name not in PACKAGES_OF_RULES
            ]
    assert foreign == []


def test_every_module_says_what_it_is_for():
    others = (path for folder in ("tests", "migrations", "bench") for path in (ROOT / folder).rglob("*.py"))

    outside = (path for path in others if path.name != "__init__.py")

    assert [short(path) for path in (*modules(), *outside) if not ast.get_docstring(tree(path))] == []


def test_no_module_is_called_after_nothing():
    nameless = {"util", "utils", "helper", "helpers", "common", "misc", "manager"}

    assert [short(path) for path in modules() if {*path.relative_to(PACKAGE).parts[:-1], path.stem} & nameless] == []


def test_no_module_is_longer_than_four_hundred_lines():
    assert [short(path) for path in modules() if len(path.read_text("utf-8").splitlines()) > 400] == []


def test_every_folder_of_modules_is_a_package():
    folders = {path.parent for path in modules()}

    assert [short(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_nothing_is_left_for_later():
    # Written in pieces, so that this file is not found itself.
    words = (
        r"\bTO" r"DO\b", r"\bFIX" r"ME\b", r"\bXX" r"X\b", r"\bHA" r"CK\b",
        "raise NotImpl" "emented", "lorem ip" "sum", "coming so" "on",
    )
    later = re.compile("|".join(words))
    left = []
    for path in ours():
        lines = path.read_text("utf-8", "replace").splitlines()
        left += [f"{short(path)}:{number}" for number, line in enumerate(lines, 1) if later.search(line)]
    assert left == []


def test_every_test_name_is_a_sentence():
    short_names = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        short_names += [
            f"{place} {node.name}" for node in ast.walk(tree(path))
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 3
            for place in places(path, [node])
        ]
    assert short_names == []


# What closing instants are called. Only `core.rules.deadline` and `call.queries.deadlines` (in SQL) compare one.
CLOSES = {
    "closes_at", "closes", "close", "enforced", "enforced_at", "open_until", "letters_until", "link_until",
    "correction_until", "edition_closes_at", "letters_close_at", "complete_by", "completes_by", "extended_until",
    "until", "event_at",
}


ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def names_of_side(side: ast.AST) -> set[str]:
    """The last names of what is compared: `closes_at` of `case.closes_at - now`, `link_until` of a call of it."""
    if isinstance(side, ast.BinOp):
        return names_of_side(side.left) | names_of_side(side.right)
    return names_of_side(side.func) if isinstance(side, ast.Call) else {getattr(side, "id", getattr(side, "attr", ""))}


def comparisons_of_a_close(source: ast.AST):
    """Where a closing instant is compared with anything but another one."""
    for node in ast.walk(source):
        if isinstance(node, ast.Compare) and any(isinstance(order, ORDERS) for order in node.ops):
            sides = [names_of_side(side) for side in (node.left, *node.comparators)]
            if any(side & CLOSES for side in sides) and not all(side & {*CLOSES, "announced"} for side in sides):
                yield node


def test_a_closing_instant_is_compared_in_one_place():
    elsewhere = [path for path in modules() if short(path) not in (
        "nominations/core/rules/deadline.py", "nominations/call/queries/deadlines.py",
    )]
    assert [place for path in elsewhere for place in places(path, comparisons_of_a_close(tree(path)))] == []


@pytest.mark.parametrize("code", [
    "work.now < case.closes_at", "now >= closing.enforced", "request.until <= work.now", "Extension.until > work.now",
    "timedelta(0) < closes_at - now <= LAST_HOURS", "x if case.open_until and now < case.open_until else y",
])
def test_a_comparison_of_a_closing_instant_is_found(code):
    assert len(list(comparisons_of_a_close(ast.parse(code)))) == 1


@pytest.mark.parametrize("code", [
    "is_open(case.closes_at, work.now)", "wanted.closes_at <= old.announced", "now < end", "len(closes) > 1",
])
def test_what_compares_no_closing_instant_with_another_one_is_not(code):
    assert list(comparisons_of_a_close(ast.parse(code))) == []


def test_a_template_asks_the_rule_too():
    """`{% if case.closes_at is open_at(now) %}`, whatever the instant is called there."""
    comparison = re.compile(r"(?:[<>]=?\s*now\b|\bnow\s*[<>])")
    inside = re.compile(r"{[{%].*?[%}]}", re.DOTALL)
    assert comparison.search("now < closing.enforced")
    assert comparison.search("each.until <= now")
    assert [short(path) for path in templates() for part in inside.findall(path.read_text("utf-8"))
            if comparison.search(part)] == []
