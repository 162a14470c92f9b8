"""The text that a reviewer reads, with the number of each redaction in the place of what it hides."""

import re
from collections import Counter
from collections.abc import Collection, Iterator

from nominations.rounds.rules.name_filter import NameFilter, fold

# Characters that no language uses and no typed text keeps.
_OPEN, _CLOSE = "\ue000", "\ue001"
_NUMBER = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_FOREIGN = str.maketrans("", "", _OPEN + _CLOSE)


class NumberingFilter(NameFilter):
    """Puts a number where the filter strikes something out, and counts how often it does."""

    def __init__(self, phrases: Collection[str], *, lifted: Collection[str] = ()) -> None:
        super().__init__(phrases, lifted=lifted)
        self.numbers: dict[str, int] = {}
        self.counts: Counter[str] = Counter()
        self.phrases: dict[str, str] = {}

    def text(self, text: str) -> str:
        """The text with numbers; `split_numbers` takes it apart."""
        return "".join(
            self._number(piece.hides) if piece.hides else piece.text
            for piece in self.pieces(text.translate(_FOREIGN))
        )

    def _number(self, phrase: str) -> str:
        key = fold(phrase)
        self.phrases.setdefault(key, phrase)
        self.counts[key] += 1
        return f"{_OPEN}{self.numbers.setdefault(key, len(self.numbers) + 1)}{_CLOSE}"


def split_numbers(text: str) -> Iterator[tuple[str, int]]:
    """The parts of a numbered text: what a reviewer reads with 0, and the number of each redaction with no text."""
    at = 0
    for match in _NUMBER.finditer(text):
        if match.start() > at:
            yield text[at:match.start()], 0
        yield "", int(match.group(1))
        at = match.end()
    if at < len(text):
        yield text[at:], 0
