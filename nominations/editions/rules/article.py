"""Parses the Markdown of the edition's texts: headings, paragraphs, lists, tables, bold words and addresses.

The result is data, so that HTML in a text is shown as text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SPAN = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?P<link>https?://[^\s)]+[^\s).,;:])")
_ITEM = re.compile(r"(?P<mark>-|\d+\.) (?P<text>.*)")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; `kind` is empty, `strong`, `mail` or `link`."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a text; `kind` is `heading` (with its level), `paragraph`, `list`, `steps` or `table`."""

    kind: str
    lines: tuple[tuple[Span, ...], ...] = ()
    level: int = 0
    rows: tuple[tuple[tuple[Span, ...], ...], ...] = ()


def parse_article(body: str) -> tuple[Block, ...]:
    """The blocks of a text, in order."""
    return tuple(_block(part) for part in re.split(r"\n\s*\n", body.strip()) if part.strip())


def _block(part: str) -> Block:
    lines = [line.strip() for line in part.splitlines()]
    if heading := re.match(r"(#+) (.*)", lines[0]):
        return Block("heading", (parse_spans(heading[2]),), level=len(heading[1]))
    if lines[0].startswith("|"):
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        rows = [row for row in cells if not all(set(cell) <= set("-: ") for cell in row)]
        return Block("table", rows=tuple(tuple(parse_spans(cell) for cell in row) for row in rows))
    if _ITEM.match(lines[0]):
        items = tuple(parse_spans(item) for item in _items(lines))
        return Block("list" if lines[0].startswith("-") else "steps", items)
    return Block("paragraph", (parse_spans(" ".join(lines)),))


def _items(lines: list[str]) -> Iterator[str]:
    item = ""
    for line in lines:
        if match := _ITEM.match(line):
            if item:
                yield item
            item = match["text"]
        else:
            item += f" {line}"
    yield item


def parse_spans(text: str) -> tuple[Span, ...]:
    """A line as runs of text."""
    runs, at = [], 0
    for match in _SPAN.finditer(text):
        if match.start() > at:
            runs.append(Span(text[at:match.start()]))
        runs.append(Span(match[match.lastgroup or 0], match.lastgroup or ""))
        at = match.end()
    if at < len(text):
        runs.append(Span(text[at:]))
    return tuple(runs)
