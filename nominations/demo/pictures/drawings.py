"""Line drawings for the demonstration's papers, as SVG: an emblem, and a building in plan, section and place."""

from random import Random


def emblem(rng: Random) -> str:
    """Two squares turned on each other, in the colours of a body that does not exist."""
    tint, other = rng.choice(
        (("#1f5a5e", "#c9a227"), ("#7a3b20", "#2f6f73"), ("#35507a", "#b8862f"), ("#4f6b3a", "#a2552c"))
    )
    squares = "".join(
        f'<rect x="-30" y="-30" width="60" height="60" fill="none" stroke="{tint}" stroke-width="4" '
        f'transform="rotate({turn})"/>'
        for turn in (0, 45)
    )
    inner = "".join(
        f'<rect x="-14" y="-14" width="28" height="28" fill="{other}" fill-opacity=".55" transform="rotate({turn})"/>'
        for turn in (0, rng.choice((30, 45)))
    )
    return f'<svg viewBox="-45 -45 90 90">{squares}{inner}</svg>'


def plan(rng: Random) -> str:
    """A plan of a courtyard building, a section through it and where it lies, as lines."""
    wide, deep, bays = rng.randrange(430, 520, 10), rng.randrange(300, 360, 10), rng.randrange(5, 9)
    left, top = (680 - wide) / 2, 40
    drawn = _ground_floor(left, top, wide, deep, bays) + _section(left, top + deep + 250, wide, bays) + _place(rng)
    return f'<div class="plan"><svg viewBox="0 0 680 890">{drawn}</svg></div>'


def _ground_floor(left: float, top: float, wide: float, deep: float, bays: int) -> str:
    low, middle = top + deep, left + wide / 2
    court = (left + 95, top + 85, wide - 190, deep - 170)
    parts = [
        _box(left, top, wide, deep, "#e9e2d4", "#222", 7),
        _box(*court, "#fff", "#222", 3),
        _box(middle - 40, court[1] + court[3] / 2 - 22, 80, 44, "#cfe0e0", "#357", 2),
    ]
    for bay in range(1, bays):
        x = left + wide * bay / bays
        parts.append(_line(f"M{x} {top} V{top + 60} M{x} {low} V{low - 60}", 4))
        parts.append(_line(f"M{x - 9} {top} h18 M{x - 9} {low} h18", 7, "#e9e2d4"))
    for column in range(bays + 1):
        x = court[0] + court[2] * column / bays
        parts.extend(f'<circle cx="{x}" cy="{y}" r="5" fill="#222"/>' for y in (court[1], court[1] + court[3]))
    parts.append(_box(middle - 26, low - 6, 52, 14, "#fff"))
    parts.append(_line(f"M{middle - 26} {low + 4} a26 26 0 0 1 52 0", 1.5))
    parts.append(
        _line(f"M{left} {low + 42} h{wide} M{left} {low + 34} v16 M{left + wide} {low + 34} v16", 1, "#7a3b20")
    )
    return "".join(parts) + _label(middle, low + 60, f"{wide / 10:.2f} m")


def _section(left: float, base: float, wide: float, bays: int) -> str:
    middle, bay = left + wide / 2, wide / bays
    arches = "".join(
        _line(f"M{left + bay * at + 9} {base} v-62 q{bay / 2 - 9} -52 {bay - 18} 0 v62", 2, fill="#fff")
        for at in range(bays)
    )
    dome = _line(f"M{middle - 70} {base - 130} q70 -100 140 0", 3, fill="#dfe9e6")
    return (
        _box(left, base - 130, wide, 130, "#efe8db", "#222", 3)
        + arches
        + dome
        + _line(f"M{left - 40} {base} h{wide + 80}", 5)
    )


def _place(rng: Random) -> str:
    heights = "".join(
        _line(
            f"M20 {y + rng.randrange(12)} q160 {rng.randrange(-60, 60)} 320 {rng.randrange(-20, 20)} "
            f"t300 {rng.randrange(-30, 30)}",
            1,
            "#b9a98a",
        )
        for y in range(715, 855, 16)
    )
    return (
        _box(20, 680, 640, 200, "#faf6ee", "#222", 1)
        + heights
        + _box(328, 770, 24, 18, "#7a3b20")
        + _line("M625 740 l-12 40 12 -9 12 9z", 1, fill="#222")
        + _label(625, 732, "N")
        + _line("M40 860 h100 m-100 -5 v10 m50 -10 v10 m50 -10 v10", 2)
        + _label(165, 865, "500 m")
    )


def _box(x: float, y: float, wide: float, high: float, fill: str, stroke: str = "none", width: float = 0) -> str:
    return (
        f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>'
    )


def _line(path: str, width: float, stroke: str = "#222", fill: str = "none") -> str:
    return f'<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>'


def _label(x: float, y: float, text: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="middle" font-size="13">{text}</text>'
