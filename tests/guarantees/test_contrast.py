"""Every pair of colours the stylesheet names as text on ground is readable, by day and by night."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "nominations/static/css/tokens.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
    for part in TOKENS.split("@media (prefers-color-scheme: dark)")
)
PAIRS = [
    (scheme, float(least), *pair.split("/"))
    for least, pairs in re.findall(r"@pairs ([\d.]+)\s+([^@*]+)", TOKENS)
    for pair in pairs.split()
    for scheme in ("light", "dark")
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_twenty_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_night_has_every_colour_of_the_day():
    assert set(DARK) == set(LIGHT)


@pytest.mark.parametrize(("scheme", "least", "ink", "ground"), PAIRS)
def test_a_pair_is_readable(scheme, least, ink, ground):
    colours = LIGHT if scheme == "light" else DARK
    assert contrast(colours[ink], colours[ground]) >= least
