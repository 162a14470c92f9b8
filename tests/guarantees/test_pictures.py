"""The pictures of the documentation: each exists, is small, is shown somewhere and has an alternative text."""

import re
from pathlib import Path

from tests.support.browser import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


def list_pictures() -> dict[Path, str]:
    """Every picture that a page shows, with the words in its place."""
    return {
        (page.parent / address).resolve(): words for page in PAGES for words, address in SHOWN.findall(page.read_text())
    }


def test_each_picture_is_shown_and_each_one_shown_is_there():
    assert set(list_pictures()) == set((ROOT / "docs" / "pictures").iterdir())
    assert all(list_pictures().values())


def test_pictures_are_small():
    assert {path.name: path.stat().st_size for path in list_pictures() if path.stat().st_size > 120_000} == {}
