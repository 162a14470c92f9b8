"""The pages that a stranger looks for: decisions with their dates, the licences of what comes from others, the pins."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.tools import licences

ROOT = Path(__file__).parents[2]
DECISIONS = ROOT / "docs" / "decisions"
PAGES = sorted(path for path in DECISIONS.glob("*.md") if path.name != "README.md")
FONTS = sorted(path for kind in ("*.ttf", "*.otf", "*.woff", "*.woff2") for path in (ROOT / "nominations").rglob(kind))


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_each_decision_has_a_number_and_a_date_and_is_in_the_index(page):
    lines = page.read_text("utf-8").splitlines()
    number = re.match(r"(\d{4})-[a-z0-9-]+\.md\Z", page.name)
    decided = re.fullmatch(r"Decided on (\d{4}-\d{2}-\d{2})\.( .*)?", lines[2])

    assert number, page.name
    assert lines[0].startswith(f"# {int(number[1])}. ")
    assert decided, lines[2]
    assert date.fromisoformat(decided[1])
    assert f"({page.name})" in (DECISIONS / "README.md").read_text("utf-8")


def test_no_decision_of_the_index_is_missing_and_no_number_is_used_twice():
    listed = re.findall(r"\((\d{4}-[^)]+\.md)\)", (DECISIONS / "README.md").read_text("utf-8"))

    assert listed == [page.name for page in PAGES]
    assert [name[:4] for name in listed] == [f"{number:04}" for number in range(1, len(listed) + 1)]


@pytest.mark.parametrize("font", FONTS, ids=[font.name for font in FONTS])
def test_each_font_has_its_licence_named_and_beside_it(font):
    rows = [line for line in licences.PAGE.read_text("utf-8").splitlines() if f"`{font.name}`" in line]

    assert len(rows) == 1
    assert "SIL Open Font License 1.1" in rows[0]
    assert "SIL OPEN FONT LICENSE" in (font.parent / "OFL.txt").read_text("utf-8")


def test_each_pinned_package_has_its_licence_named():
    page = licences.PAGE.read_text("utf-8")
    pins = licences.list_pinned(licences.RUNTIME) | licences.list_pinned(licences.TESTS)

    assert len(FONTS) >= 12
    assert len(pins) > 80
    assert [name for name in sorted(pins) if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", page)] == []
    assert "not stated" not in page


@pytest.mark.parametrize("file", [licences.RUNTIME, licences.TESTS], ids=lambda file: file.name)
def test_each_pin_has_hashes_and_no_address_of_an_index(file):
    pins = [part for part in re.split(r"\n(?=[A-Za-z0-9])", file.read_text("utf-8")) if part.strip()]

    assert len(pins) > 40
    assert [pin.partition("\n")[0] for pin in pins if not re.search(r"--hash=sha256:[0-9a-f]{64}", pin)] == []
    assert not re.search(r"https?://|--index-url|--extra-index-url|--find-links", file.read_text("utf-8"))
