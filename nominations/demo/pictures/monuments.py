"""Stately buildings for the demonstration's pictures; each draws itself, sound or neglected, from a seed."""

from random import Random

from PIL import ImageDraw

from nominations.demo.pictures import surroundings
from nominations.demo.pictures.buildings import Canvas
from nominations.demo.pictures.palette import (
    BRICK,
    GREYSTONE,
    LIME,
    MUD,
    ROSE,
    SAND,
    TILE,
    TILE_WARM,
    TURQUOISE,
)
from nominations.demo.pictures.textures import courses, mix_colours, plaster, tiles

Size = tuple[int, int]


def portal(rng: Random, size: Size, old: bool) -> Canvas:
    """A high tiled portal with a dome behind and wings of arcades."""
    w, h = size
    floor = int(h * 0.80)
    canvas = Canvas(surroundings.sky(rng, size, floor, old), rng, floor)
    surroundings.hills(rng, canvas.picture, floor, (120, 116, 104), 2, 150)
    surroundings.trees(rng, canvas.picture, floor, 0, w * 0.16, 5, 300)
    surroundings.trees(rng, canvas.picture, floor, w * 0.86, w, 5, 300)
    surroundings.ground(rng, canvas.picture, floor, (196, 176, 146))
    wall = courses(rng, (w, h), rng.choice((BRICK, SAND, ROSE)), (46, 17), (150, 122, 96))
    glazed = tiles(rng, (900, 1200), rng.choice((TILE, TILE_WARM)), 64)
    plain = plaster(rng, (800, 800), TURQUOISE)
    cx, wide, top = w // 2 + rng.randint(-60, 60), w * 0.36, h * 0.27
    for side in (-1, 1):
        canvas.tower(cx + side * w * 0.205, floor, w * 0.045, h * 0.64, wall, 0.8)
        canvas.dome(cx + side * w * 0.205, h * 0.165, w * 0.022, h * 0.05, plain)
    canvas.lay(
        [
            (cx - w * 0.095, h * 0.34),
            (cx - w * 0.095, h * 0.24),
            (cx + w * 0.095, h * 0.24),
            (cx + w * 0.095, h * 0.34),
        ],
        glazed,
        0.95,
    )
    canvas.dome(cx, h * 0.245, w * 0.1, h * 0.125, plain, pointed=0.7, ribs=14)
    wing_top = h * 0.49
    for side in (-1, 1):
        inner, outer = cx + side * wide / 2, cx + side * (wide / 2 + w * 0.26)
        canvas.lay([(inner, floor), (inner, wing_top), (outer, wing_top), (outer, floor)], wall, 0.94)
        canvas.band(
            (min(inner, outer), wing_top - 26, max(inner, outer), wing_top), mix_colours(SAND, (255, 255, 255), 0.2)
        )
        for bay in range(3):
            x = inner + side * w * (0.047 + 0.083 * bay)
            canvas.opening(x, floor - 6, w * 0.056, h * 0.255, frame=mix_colours(SAND, (255, 250, 235), 0.3))
    canvas.lay([(cx - wide / 2, floor), (cx - wide / 2, top), (cx + wide / 2, top), (cx + wide / 2, floor)], wall)
    canvas.cast(
        [
            (cx + wide / 2, top + 60),
            (cx + wide / 2 + w * 0.055, top + 300),
            (cx + wide / 2 + w * 0.055, floor + 90),
            (cx + wide / 2, floor + 40),
        ],
        120,
    )
    rim = w * 0.028
    canvas.lay(
        [
            (cx - wide / 2 + rim, floor),
            (cx - wide / 2 + rim, top + rim),
            (cx + wide / 2 - rim, top + rim),
            (cx + wide / 2 - rim, floor),
        ],
        glazed,
    )
    canvas.lay(
        [
            (cx - wide / 2 + rim * 2.6, floor),
            (cx - wide / 2 + rim * 2.6, top + rim * 2.8),
            (cx + wide / 2 - rim * 2.6, top + rim * 2.8),
            (cx + wide / 2 - rim * 2.6, floor),
        ],
        wall,
        1.04,
    )
    canvas.band((cx - wide / 2 - 8, top - 22, cx + wide / 2 + 8, top), mix_colours(SAND, (255, 255, 255), 0.25))
    canvas.opening(cx, floor, wide * 0.52, h * 0.42, frame=mix_colours(TURQUOISE, (240, 235, 215), 0.25), glow=0.2)
    canvas.opening(
        cx - wide * 0.03, floor, wide * 0.2, h * 0.2, frame=mix_colours(SAND, (255, 250, 235), 0.3), inside=(26, 20, 18)
    )
    return canvas


def courtyard(rng: Random, size: Size, old: bool) -> Canvas:
    """An arcaded court of two storeys around a basin."""
    w, h = size
    floor = int(h * 0.72)
    canvas = Canvas(surroundings.sky(rng, size, int(h * 0.5), old), rng, floor)
    surroundings.ground(rng, canvas.picture, floor, (206, 192, 166))
    kind = rng.choice(("horseshoe", "pointed", "round"))
    colour = rng.choice((LIME, SAND, (222, 200, 168)))
    wall = courses(rng, (w, h), colour, (92, 40), mix_colours(colour, (90, 70, 50), 0.3), 0.09)
    glazed = tiles(rng, (w, 400), TILE_WARM, 54)
    roof = h * 0.12
    canvas.lay([(0, floor), (0, roof), (w, roof), (w, floor)], wall)
    canvas.band((0, roof - 34, w, roof), mix_colours((120, 150, 110), colour, 0.35))
    canvas.cast([(0, roof), (w, roof), (w, roof + 90), (0, roof + 60)], 130)
    bays = rng.choice((5, 7))
    bay = w / bays
    for number in range(bays):
        x = bay * (number + 0.5)
        canvas.opening(
            x, h * 0.40, bay * 0.52, h * 0.21, kind, frame=mix_colours(colour, (255, 252, 240), 0.5), glow=0.25
        )
        ImageDraw.Draw(canvas.picture).rectangle(
            (x - bay * 0.26, h * 0.36, x + bay * 0.26, h * 0.40), fill=(96, 66, 42)
        )
        for rail in range(15):
            rx = x - bay * 0.25 + bay * 0.5 * rail / 14
            ImageDraw.Draw(canvas.picture).line([(rx, h * 0.362), (rx, h * 0.398)], fill=(60, 40, 26), width=4)
        canvas.opening(
            x, floor, bay * 0.66, h * 0.275, kind, frame=mix_colours(colour, (255, 252, 240), 0.55), glow=0.3
        )
        canvas.tower(
            bay * number,
            floor,
            bay * 0.10,
            h * 0.17,
            plaster(rng, (200, 500), mix_colours(colour, (255, 255, 250), 0.5)),
            0.94,
        )
    canvas.tower(w, floor, bay * 0.10, h * 0.17, plaster(rng, (200, 500), colour), 0.94)
    canvas.lay([(0, h * 0.43), (0, h * 0.405), (w, h * 0.405), (w, h * 0.43)], glazed)
    canvas.cast([(0, floor), (w, floor), (w, floor + 46), (0, floor + 46)], 140)
    if not old:
        surroundings.water(rng, canvas.picture, (int(w * 0.22), int(h * 0.82), int(w * 0.78), int(h * 0.97)))
        ImageDraw.Draw(canvas.picture).rectangle(
            (w * 0.20, h * 0.805, w * 0.80, h * 0.822), fill=mix_colours(colour, (255, 255, 255), 0.4)
        )
    return canvas


def earthen(rng: Random, size: Size, old: bool) -> Canvas:
    """A building of earth with buttresses and projecting beams, of the Sahel or the oases."""
    w, h = size
    floor = int(h * 0.80)
    canvas = Canvas(surroundings.sky(rng, size, floor, old), rng, floor)
    surroundings.trees(rng, canvas.picture, floor, 0, w * 0.14, 4, 480, palm=True)
    surroundings.trees(rng, canvas.picture, floor, w * 0.88, w, 3, 430, palm=True)
    surroundings.ground(rng, canvas.picture, floor, (204, 160, 116), paved=False)
    colour = mix_colours(MUD, rng.choice(((200, 110, 70), (214, 178, 130))), 0.35)
    wall = plaster(rng, (w, h), colour, 0.24)
    top = h * 0.36
    canvas.lay([(w * 0.1, floor), (w * 0.11, top), (w * 0.89, top), (w * 0.9, floor)], wall)
    canvas.cast(
        [
            (w * 0.9, top + 80),
            (w * 0.97, floor),
            (w * 0.97, floor + 50),
            (w * 0.1, floor + 50),
            (w * 0.1, floor),
            (w * 0.9, floor),
        ],
        120,
    )
    towers = (0.24, 0.5, 0.76)
    for cx in towers:
        high = h * (0.62 if cx == 0.5 else 0.55)
        canvas.tower(w * cx, floor, w * 0.13, high, wall, 0.62)
        canvas.cast(
            [
                (w * cx + w * 0.05, floor - high * 0.9),
                (w * cx + w * 0.11, floor - high * 0.55),
                (w * cx + w * 0.11, floor),
                (w * cx + w * 0.065, floor),
            ],
            140,
        )
        canvas.dome(w * cx, floor - high + 12, w * 0.041, h * 0.05, wall, pointed=0.2)
    buttresses = [0.13 + 0.74 * step / 12 for step in range(13)]
    for cx in buttresses:
        if min(abs(cx - t) for t in towers) > 0.055:
            canvas.tower(w * cx, floor, w * 0.026, h * 0.47, wall, 0.55)
    draw = ImageDraw.Draw(canvas.picture)
    for row in range(4):
        y = h * (0.30 + 0.105 * row)
        for cx in (*towers, *buttresses):
            if row == 0 and cx not in towers:
                continue
            for off in (-0.022, 0, 0.022) if cx in towers else (0,):
                x = w * (cx + off)
                if rng.random() < (0.3 if old else 0.02):
                    continue
                draw.line([(x, y), (x + 34, y + 5)], fill=(84, 56, 36), width=13)
                draw.line([(x, y - 4), (x + 34, y + 1)], fill=(128, 92, 62), width=4)
                canvas.cast([(x, y + 8), (x + 36, y + 12), (x + 60, y + 64), (x + 30, y + 60)], 150)
    for cx in (0.37, 0.63):
        canvas.opening(w * cx, floor, w * 0.055, h * 0.2, "round", frame=mix_colours(colour, (255, 235, 205), 0.25))
    canvas.opening(w * 0.5, floor, w * 0.06, h * 0.23, "pointed", frame=mix_colours(colour, (255, 235, 205), 0.35))
    return canvas


def fort(rng: Random, size: Size, old: bool) -> Canvas:
    """Walls and round towers on a rise, palms below."""
    w, h = size
    floor = int(h * 0.74)
    canvas = Canvas(surroundings.sky(rng, size, floor, old), rng, floor)
    surroundings.hills(rng, canvas.picture, floor, (132, 104, 84), 3, 330)
    surroundings.ground(rng, canvas.picture, floor, (200, 172, 132), paved=False)
    wall = courses(rng, (w, h), rng.choice((SAND, (196, 166, 130), GREYSTONE)), (58, 26), (140, 116, 88), 0.14)
    top = h * 0.44
    spots = (0.14, 0.46, 0.84)

    def crenels(first: float, last: float, level: float) -> None:
        count = max(3, int((last - first) / 62))
        for number in range(count):
            x = first + (last - first) * number / count
            gap = (last - first) / count
            canvas.lay(
                [
                    (x, level),
                    (x, level - 34),
                    (x + gap * 0.3, level - 52),
                    (x + gap * 0.62, level - 34),
                    (x + gap * 0.62, level),
                ],
                wall,
            )

    canvas.lay([(w * 0.14, floor), (w * 0.14, top), (w * 0.84, top), (w * 0.84, floor + 10)], wall)
    crenels(w * 0.14, w * 0.84, top)
    for number, cx in enumerate(spots):
        wide, high = w * (0.17, 0.13, 0.2)[number], h * (0.46, 0.42, 0.52)[number]
        canvas.cast(
            [
                (w * cx + wide * 0.4, floor - high * 0.9),
                (w * cx + wide * 0.95, floor - high * 0.5),
                (w * cx + wide * 0.95, floor + 12),
                (w * cx + wide * 0.4, floor),
            ],
            130,
        )
        canvas.tower(w * cx, floor + 14, wide, high, wall, 0.9)
        crenels(w * cx - wide * 0.45, w * cx + wide * 0.45, floor + 14 - high)
        canvas.band(
            (w * cx - wide * 0.455, floor - high + 60, w * cx + wide * 0.455, floor - high + 76),
            mix_colours(SAND, (90, 70, 50), 0.15),
        )
        for step in range(3):
            x = w * cx + (step - 1) * wide * 0.27
            canvas.opening(x, floor - high * 0.55, wide * 0.06, high * 0.13, "round", inside=(46, 36, 28))
    canvas.opening(w * 0.64, floor + 6, w * 0.075, h * 0.22, "pointed", frame=mix_colours(SAND, (255, 250, 235), 0.3))
    for x in (0.31, 0.56, 0.73):
        canvas.opening(w * x, top + h * 0.11, w * 0.018, h * 0.05, "round")
    surroundings.trees(rng, canvas.picture, floor + 120, w * 0.0, w * 0.36, 6, 420, palm=True)
    surroundings.trees(rng, canvas.picture, floor + 90, w * 0.9, w, 3, 380, palm=True)
    return canvas
