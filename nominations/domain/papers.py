"""The small Markdown of public texts as plain blocks, so that page and document draw them alike."""

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or paragraph has one line; a list one a point; a table its rows, the first of them the header."""

    form: Form
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(body: str) -> tuple[Block, ...]:
    """Blocks are parted by blank lines: `## ` begins a heading, `- ` a point, `|` a row of a table."""
    return tuple(_block(part.strip().split("\n")) for part in body.strip().split("\n\n") if part.strip())


def _block(lines: list[str]) -> Block:
    if lines[0].startswith("## "):
        return Block(Form.HEADING, (" ".join(lines).removeprefix("## "),))
    if all(line.startswith("- ") for line in lines):
        return Block(Form.LIST, tuple(line.removeprefix("- ") for line in lines))
    if all(line.startswith("|") for line in lines):
        rows = (tuple(cell.strip() for cell in line.strip("| ").split("|")) for line in lines)
        return Block(Form.TABLE, rows=tuple(row for row in rows if not all(set(cell) <= set("-: ") for cell in row)))
    return Block(Form.PARAGRAPH, (" ".join(lines),))
