"""A QR code as one small drawing with a title, for paper and page alike: PDF/UA wants a text for every figure."""

from collections.abc import Iterator
from functools import lru_cache

from markupsafe import Markup

QUIET = 4  # modules of white around it, as readers expect


@lru_cache(maxsize=256)
def draw_qr_code(text: str, title: str) -> Markup:
    """`text` as a QR code (error correction M) in black on white, with the alternative text `title`."""
    import segno

    matrix = [bytes(row) for row in segno.make(text, error="m", micro=False, boost_error=False).matrix]
    side = len(matrix) + 2 * QUIET
    head = Markup('<svg class="qr" viewBox="0 0 {0} {0}" role="img"><title>{1}</title>').format(side, title)
    paper = Markup('<rect width="{0}" height="{0}" fill="#ffffff"/>').format(side)
    path = "".join(f"M{x} {y}h{width}v1h-{width}z" for x, y, width in _runs(matrix))
    return head + paper + Markup('<path fill="#000000" d="{}"/></svg>').format(path)


def _runs(matrix: list[bytes]) -> Iterator[tuple[int, int, int]]:
    """Every run of dark modules: where it begins and how long it is."""
    for y, row in enumerate(matrix, QUIET):
        start = None
        for x, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                yield start + QUIET, y, x - start
                start = None
