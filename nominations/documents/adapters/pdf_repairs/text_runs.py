"""Reads and writes runs of text in the content of a page: glyphs with their positions, in one font at one size."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_PIECE = re.compile(rb"<([0-9a-f]*)>|([-+]?[0-9.]+)")
_STEP = 0.5  # thousandths of the size: a smaller step is not worth an operator


@dataclass(frozen=True, slots=True)
class Glyph:
    """A drawn glyph. `at` and `width` are along the line, `rise` above it, all in thousandths of the font size."""

    code: int
    at: float
    width: float
    rise: float = 0


@dataclass(frozen=True, slots=True)
class Run:
    """The glyphs between two changes of font; `end` is the position at which the next run begins."""

    glyphs: tuple[Glyph, ...]
    end: float


def read(operations: Iterable[bytes], size: float, widths: Mapping[int, float]) -> Run:
    """The run that `Ts` and `TJ` operations draw at `size`; raises `ValueError` for any other operation."""
    glyphs: list[Glyph] = []
    at = rise = 0.0
    for operation in operations:
        what = operation[-2:]
        if what == b"Ts":
            rise = float(operation[:-3]) * 1000 / size
        elif what == b"TJ":
            for codes, step in _PIECE.findall(operation):
                if step:
                    at -= float(step)
                for start in range(0, len(codes), 4):
                    code = int(codes[start:start + 4], 16)
                    glyphs.append(Glyph(code, at, widths[code], rise))
                    at += widths[code]
        else:
            raise ValueError(f"Not an operation of a run: {operation[:40]!r}")
    return Run(tuple(glyphs), at)


def write(run: Run, size: float) -> list[bytes]:
    """The operations that draw `run`."""
    operations: list[bytes] = []
    at = 0.0
    for level in _levels(run.glyphs):
        pieces: list[bytes] = []
        for glyph in level:
            pieces += _step(at, glyph.at)
            pieces.append(b"<%04x>" % glyph.code)
            at = glyph.at + glyph.width if abs(glyph.at - at) > _STEP else at + glyph.width
        shown = b"[%s] TJ" % b"".join(pieces).replace(b"><", b"")
        rise = level[0].rise * size / 1000
        operations += [b"%.6g Ts" % rise, shown, b"0 Ts"] if rise else [shown]
    last = _step(at, run.end)
    return [*operations, b"[%s] TJ" % last[0]] if last else operations


def _levels(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs in order, grouped where consecutive ones have the same rise."""
    levels: list[list[Glyph]] = []
    for glyph in glyphs:
        if not levels or levels[-1][-1].rise != glyph.rise:
            levels.append([])
        levels[-1].append(glyph)
    return levels


def _step(now: float, to: float) -> list[bytes]:
    return [b"%.6g" % (now - to)] if abs(to - now) > _STEP else []

