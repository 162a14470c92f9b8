"""Coordinates for the small drawings in tables."""

from nominations.core.language import current_language, direction

WIDTH, MARGIN, GAP = 220, 8, 44


def along(value: float, top: float = 100, width: int = WIDTH, gap: int = GAP) -> float:
    """The horizontal coordinate of a value from 0 to `top` in a row's drawing, mirrored where text runs right to left.

    The first `gap` units are left free for recused reviewers.
    """
    at = gap + MARGIN + (width - gap - 2 * MARGIN) * float(value) / float(top)
    return round(width - at if direction(current_language()) == "rtl" else at, 2)
