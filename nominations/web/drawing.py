"""Where the shapes of the small drawings in tables lie."""

from nominations.core.language import current_language, direction

WIDTH, MARGIN, GAP = 220, 8, 44


def along(value: float, top: float = 100, width: int = WIDTH, gap: int = GAP) -> float:
    """Where a value lies in a row's drawing: from the start of the line to its end, mirrored by computing.

    The first `gap` units are kept free for reviewers who stepped aside.
    """
    at = gap + MARGIN + (width - gap - 2 * MARGIN) * float(value) / float(top)
    return round(width - at if direction(current_language()) == "rtl" else at, 2)
