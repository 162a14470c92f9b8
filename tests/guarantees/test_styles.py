"""Rules about style sheets and scripts: logical sides only, so that Arabic is mirrored by itself."""

import re

import pytest

from tests.guarantees.sources import PACKAGE, short, stylesheets

COMMENT = re.compile(r"/\*.*?\*/", re.S)
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right)(?:-\w+)?\s*:"
    r"|(?<![\w-])(?:text-align|float|clear)\s*:\s*(?:left|right)\b",
)
FROM_OUTSIDE = re.compile(r"@import|url\(\s*[\"']?(?:https?:)?//", re.I)


def without_comments(css: str) -> str:
    """The same lines, with comments emptied."""
    return COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), css)


def find_lines(pattern: re.Pattern, paths) -> list[str]:
    return [
        f"{short(path)}:{number}: {line.strip()}" for path in paths
        for number, line in enumerate(without_comments(path.read_text("utf-8")).splitlines(), 1) if pattern.search(line)
    ]


def test_styles_name_no_physical_side():
    assert find_lines(PHYSICAL, stylesheets()) == []


def test_styles_load_nothing_from_outside():
    assert find_lines(FROM_OUTSIDE, stylesheets()) == []


def test_scripts_load_and_run_nothing_made_up():
    made_up = re.compile(r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|https?://(?!www\.w3)")

    assert find_lines(made_up, sorted((PACKAGE / "static").rglob("*.js"))) == []


@pytest.mark.parametrize("line", [
    "margin-left: 1em", "padding-right:0", "border-left-color: red", "border-top-left-radius: 2px", "left: 0",
    "right : 1px", "text-align: right", "float:left", "{left:0}",
])
def test_a_physical_side_is_noticed(line):
    assert PHYSICAL.search(line)


@pytest.mark.parametrize("line", [
    "margin-inline-start: 1em", "inset-inline-end: 0", "text-align: start", "@bottom-right {", "--left: 1",
    "border-start-start-radius: 1px",
])
def test_a_logical_side_is_not_noticed(line):
    assert not PHYSICAL.search(line)
