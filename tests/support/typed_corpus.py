"""The spellings of tests/typed_corpus: how people write each kind of value, and what it is.

A line of `<kind>.tsv` holds the text between two bars, the value after a tab, or `?` and the code of the problem, and
after another tab, where that matters, the Member State it is usual in. What cannot be seen is written as \\u200f.
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "typed_corpus"
_ESCAPED = re.compile(r"\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|(\\))")


@dataclass(frozen=True)
class Spelling:
    """One way to write a value; `value` begins with `?` where it has to be asked about."""

    text: str
    value: str
    country: str = ""


def list_spellings(kind: str) -> list[Spelling]:
    """The lines of one kind."""
    spellings = []
    for line in (FOLDER / f"{kind}.tsv").read_text("utf-8").split("\n"):
        if line:
            text, value, *country = line.split("\t")
            spellings.append(Spelling(_unescape(text[1:-1]), _unescape(value), *country))
    return spellings


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda escape: escape[3] or chr(int(escape[1] or escape[2], 16)), text)
