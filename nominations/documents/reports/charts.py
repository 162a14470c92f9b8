"""Draws charts as tables: one small SVG per row, with its figures as text in the cells beside it (analysis.md 3).

The scale runs from the start of the line to its end, so positions are mirrored for a page that reads right to left.
Each picture carries a title, because PDF/UA wants an alternative text for every figure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from markupsafe import Markup

from nominations.core import language

WIDTH, HEIGHT, MARGIN = 160, 14, 6
# WeasyPrint does not apply the style sheet to an SVG, so the colours of style.css are repeated here.
_RULE, _INK, _MADDER, _INDIGO, _PAPER = "#d9d4cb", "#5d564d", "#8c2f2b", "#2f4270", "#ffffff"

Number = int | float | Fraction


@dataclass(frozen=True, slots=True)
class Axis:
    """The scale that all drawings of a table share, between two whole numbers."""

    low: int
    high: int

    @property
    def middle(self) -> Number:
        return Fraction(self.low + self.high, 2)


def fit_axis(values: Iterable[Number], step: int = 5, top: int = 100) -> Axis:
    """The scale from the lowest to the highest value, rounded outwards to multiples of `step`; from 0 to `top` without
    values."""
    known = list(values)
    if not known:
        return Axis(0, top)
    low = min(floor(min(known) / step) * step, top - step)
    return Axis(low, max(ceil(max(known) / step) * step, low + step))


def _x(value: Number, top: Number, low: Number = 0) -> float:
    along = MARGIN + (WIDTH - 2 * MARGIN) * float(value - low) / float(top - low)
    return round(WIDTH - along if language.direction(language.current_language()) == "rtl" else along, 2)


def _svg(title: str, shapes: str) -> Markup:
    head = Markup('<svg class="row" viewBox="0 0 {} {}" ><title>{}</title>').format(WIDTH, HEIGHT, title)
    return head + Markup(shapes) + Markup("</svg>")


def _scale(top: Number, low: Number = 0) -> str:
    lines = (_x(low + (top - low) * part / 4, top, low) for part in range(5))
    return "".join(f'<line x1="{x}" y1="0" x2="{x}" y2="{HEIGHT}" stroke="{_RULE}" stroke-width=".5"/>' for x in lines)


def dots(title: str, values: Sequence[Number], mean: Number | None, axis: Axis) -> Markup:
    """Draw a ring for each value, a thin line over their range, and a filled diamond for the mean."""
    low, top = axis.low, axis.high
    shapes, middle = _scale(top, low), HEIGHT / 2
    if values:
        first, last = _x(min(values), top, low), _x(max(values), top, low)
        shapes += f'<line x1="{first}" y1="{middle}" x2="{last}" y2="{middle}" stroke="{_INK}" stroke-width=".9"/>'
    shapes += "".join(
        f'<circle cx="{x}" cy="{middle}" r="2.6" fill="{_PAPER}" stroke="{_INDIGO}" stroke-width="1.1"/>'
        for x in (_x(value, top, low) for value in values)
    )
    if mean is not None:
        x = _x(mean, top, low)
        diamond = f"M{x - 3.6:.2f} {middle}L{x} {middle - 5}L{x + 3.6:.2f} {middle}L{x} {middle + 5}Z"
        shapes += f'<path d="{diamond}" fill="{_MADDER}"/>'
    return _svg(title, shapes)


def whisker(title: str, low: Number, value: Number, high: Number, reach: Number) -> Markup:
    """Draw an interval and its value on a scale from -`reach` to `reach`, with a line at zero; cut at the ends."""
    def at(number: Number) -> float:
        return _x(min(max(float(number), -float(reach)), float(reach)) + float(reach), 2 * float(reach))

    middle, zero = HEIGHT / 2, at(0)
    shapes = f'<line x1="{zero}" y1="0" x2="{zero}" y2="{HEIGHT}" stroke="{_INK}" stroke-width=".6"/>'
    first, last = at(low), at(high)
    shapes += f'<line x1="{first}" y1="{middle}" x2="{last}" y2="{middle}" stroke="{_INDIGO}" stroke-width="1.4"/>'
    shapes += f'<circle cx="{at(value)}" cy="{middle}" r="2.6" fill="{_MADDER}"/>'
    return _svg(title, shapes)


def bar(title: str, value: Number | None, top: Number) -> Markup:
    """Draw a bar from zero to `value`; only the scale where there is none."""
    shapes = _scale(top)
    if value is not None:
        start, end = sorted((_x(0, top), _x(value, top)))
        shapes += f'<rect x="{start}" y="4" width="{round(end - start, 2)}" height="6" fill="{_INDIGO}"/>'
    return _svg(title, shapes)
