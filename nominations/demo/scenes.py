"""The buildings and places of the demonstration's pictures; each draws itself, sound or neglected, from a seed."""

from collections.abc import Callable, Mapping
from random import Random

from PIL import Image, ImageDraw

from nominations.demo import settings_of_scenes as around
from nominations.demo.masonry import Canvas, arch_outline
from nominations.demo.textures import Colour, clouds, courses, mixed, plaster, threshold, tiles

Size = tuple[int, int]

SAND: Colour = (206, 174, 128)
BRICK: Colour = (190, 128, 88)
ROSE: Colour = (196, 128, 100)
LIME: Colour = (232, 224, 206)
MUD: Colour = (178, 128, 86)
GREYSTONE: Colour = (176, 168, 152)
TURQUOISE: Colour = (44, 138, 146)
COBALT: Colour = (32, 62, 130)
TILE = ((228, 218, 192), TURQUOISE, (20, 50, 84), COBALT)
TILE_WARM = ((238, 226, 196), (46, 104, 132), (92, 42, 28), (178, 82, 44))


def portal(rng: Random, size: Size, old: bool) -> Canvas:
    """A high tiled portal with a dome behind and wings of arcades."""
    w, h = size
    floor = int(h * 0.80)
    canvas = Canvas(around.sky(rng, size, floor, old), rng, floor)
    around.hills(rng, canvas.picture, floor, (120, 116, 104), 2, 150)
    around.trees(rng, canvas.picture, floor, 0, w * 0.16, 5, 300)
    around.trees(rng, canvas.picture, floor, w * 0.86, w, 5, 300)
    around.ground(rng, canvas.picture, floor, (196, 176, 146))
    wall = courses(rng, (w, h), rng.choice((BRICK, SAND, ROSE)), (46, 17), (150, 122, 96))
    glazed = tiles(rng, (900, 1200), rng.choice((TILE, TILE_WARM)), 64)
    plain = plaster(rng, (800, 800), TURQUOISE)
    cx, wide, top = w // 2 + rng.randint(-60, 60), w * 0.36, h * 0.27
    for side in (-1, 1):
        canvas.tower(cx + side * w * 0.205, floor, w * 0.045, h * 0.64, wall, 0.8)
        canvas.dome(cx + side * w * 0.205, h * 0.165, w * 0.022, h * 0.05, plain)
    canvas.lay([(cx - w * .095, h * .34), (cx - w * .095, h * .24), (cx + w * .095, h * .24), (cx + w * .095, h * .34)], glazed, 0.95)
    canvas.dome(cx, h * 0.245, w * 0.1, h * 0.125, plain, pointed=0.7, ribs=14)
    wing_top = h * 0.49
    for side in (-1, 1):
        inner, outer = cx + side * wide / 2, cx + side * (wide / 2 + w * 0.26)
        canvas.lay([(inner, floor), (inner, wing_top), (outer, wing_top), (outer, floor)], wall, 0.94)
        canvas.band((min(inner, outer), wing_top - 26, max(inner, outer), wing_top), mixed(SAND, (255, 255, 255), 0.2))
        for bay in range(3):
            x = inner + side * w * (0.047 + 0.083 * bay)
            canvas.opening(x, floor - 6, w * 0.056, h * 0.255, frame=mixed(SAND, (255, 250, 235), 0.3))
    canvas.lay([(cx - wide / 2, floor), (cx - wide / 2, top), (cx + wide / 2, top), (cx + wide / 2, floor)], wall)
    canvas.cast([(cx + wide / 2, top + 60), (cx + wide / 2 + w * 0.055, top + 300), (cx + wide / 2 + w * 0.055, floor + 90), (
        cx + wide / 2, floor + 40)], 120)
    rim = w * 0.028
    canvas.lay([(cx - wide / 2 + rim, floor), (cx - wide / 2 + rim, top + rim), (cx + wide / 2 - rim, top + rim), (
        cx + wide / 2 - rim, floor)], glazed)
    canvas.lay([(cx - wide / 2 + rim * 2.6, floor), (cx - wide / 2 + rim * 2.6, top + rim * 2.8), (
        cx + wide / 2 - rim * 2.6, top + rim * 2.8), (cx + wide / 2 - rim * 2.6, floor)], wall, 1.04)
    canvas.band((cx - wide / 2 - 8, top - 22, cx + wide / 2 + 8, top), mixed(SAND, (255, 255, 255), 0.25))
    canvas.opening(cx, floor, wide * 0.52, h * 0.42, frame=mixed(TURQUOISE, (240, 235, 215), 0.25), glow=0.2)
    canvas.opening(cx - wide * 0.03, floor, wide * 0.2, h * 0.2, frame=mixed(SAND, (255, 250, 235), 0.3), inside=(26, 20, 18))
    return canvas


def courtyard(rng: Random, size: Size, old: bool) -> Canvas:
    """An arcaded court of two storeys around a basin."""
    w, h = size
    floor = int(h * 0.72)
    canvas = Canvas(around.sky(rng, size, int(h * 0.5), old), rng, floor)
    around.ground(rng, canvas.picture, floor, (206, 192, 166))
    kind = rng.choice(("horseshoe", "pointed", "round"))
    colour = rng.choice((LIME, SAND, (222, 200, 168)))
    wall = courses(rng, (w, h), colour, (92, 40), mixed(colour, (90, 70, 50), 0.3), 0.09)
    glazed = tiles(rng, (w, 400), TILE_WARM, 54)
    roof = h * 0.12
    canvas.lay([(0, floor), (0, roof), (w, roof), (w, floor)], wall)
    canvas.band((0, roof - 34, w, roof), mixed((120, 150, 110), colour, 0.35))
    canvas.cast([(0, roof), (w, roof), (w, roof + 90), (0, roof + 60)], 130)
    bays = rng.choice((5, 7))
    bay = w / bays
    for number in range(bays):
        x = bay * (number + 0.5)
        canvas.opening(x, h * 0.40, bay * 0.52, h * 0.21, kind, frame=mixed(colour, (255, 252, 240), 0.5), glow=0.25)
        ImageDraw.Draw(canvas.picture).rectangle((x - bay * .26, h * .36, x + bay * .26, h * .40), fill=(96, 66, 42))
        for rail in range(15):
            rx = x - bay * 0.25 + bay * 0.5 * rail / 14
            ImageDraw.Draw(canvas.picture).line([(rx, h * .362), (rx, h * .398)], fill=(60, 40, 26), width=4)
        canvas.opening(x, floor, bay * 0.66, h * 0.275, kind, frame=mixed(colour, (255, 252, 240), 0.55), glow=0.3)
        canvas.tower(bay * number, floor, bay * 0.10, h * 0.17, plaster(rng, (200, 500), mixed(colour, (255, 255, 250), .5)), 0.94)
    canvas.tower(w, floor, bay * 0.10, h * 0.17, plaster(rng, (200, 500), colour), 0.94)
    canvas.lay([(0, h * .43), (0, h * .405), (w, h * .405), (w, h * .43)], glazed)
    canvas.cast([(0, floor), (w, floor), (w, floor + 46), (0, floor + 46)], 140)
    if not old:
        around.water(rng, canvas.picture, (int(w * .22), int(h * .82), int(w * .78), int(h * .97)))
        ImageDraw.Draw(canvas.picture).rectangle((w * .20, h * .805, w * .80, h * .822), fill=mixed(colour, (255, 255, 255), .4))
    return canvas


def earthen(rng: Random, size: Size, old: bool) -> Canvas:
    """A building of earth with buttresses and projecting beams, of the Sahel or the oases."""
    w, h = size
    floor = int(h * 0.80)
    canvas = Canvas(around.sky(rng, size, floor, old), rng, floor)
    around.trees(rng, canvas.picture, floor, 0, w * 0.14, 4, 480, palm=True)
    around.trees(rng, canvas.picture, floor, w * 0.88, w, 3, 430, palm=True)
    around.ground(rng, canvas.picture, floor, (204, 160, 116), paved=False)
    colour = mixed(MUD, rng.choice(((200, 110, 70), (214, 178, 130))), 0.35)
    wall = plaster(rng, (w, h), colour, 0.24)
    top = h * 0.36
    canvas.lay([(w * .1, floor), (w * .11, top), (w * .89, top), (w * .9, floor)], wall)
    canvas.cast([(w * .9, top + 80), (w * .97, floor), (w * .97, floor + 50), (w * .1, floor + 50), (w * .1, floor), (w * .9, floor)], 120)
    towers = (0.24, 0.5, 0.76)
    for cx in towers:
        high = h * (0.62 if cx == 0.5 else 0.55)
        canvas.tower(w * cx, floor, w * 0.13, high, wall, 0.62)
        canvas.cast([(w * cx + w * .05, floor - high * .9), (w * cx + w * .11, floor - high * .55), (w * cx + w * .11, floor), (
            w * cx + w * .065, floor)], 140)
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
            for off in ((-0.022, 0, 0.022) if cx in towers else (0,)):
                x = w * (cx + off)
                if rng.random() < (0.3 if old else 0.02):
                    continue
                draw.line([(x, y), (x + 34, y + 5)], fill=(84, 56, 36), width=13)
                draw.line([(x, y - 4), (x + 34, y + 1)], fill=(128, 92, 62), width=4)
                canvas.cast([(x, y + 8), (x + 36, y + 12), (x + 60, y + 64), (x + 30, y + 60)], 150)
    for cx in (0.37, 0.63):
        canvas.opening(w * cx, floor, w * 0.055, h * 0.2, "round", frame=mixed(colour, (255, 235, 205), 0.25))
    canvas.opening(w * 0.5, floor, w * 0.06, h * 0.23, "pointed", frame=mixed(colour, (255, 235, 205), 0.35))
    return canvas


def fort(rng: Random, size: Size, old: bool) -> Canvas:
    """Walls and round towers on a rise, palms below."""
    w, h = size
    floor = int(h * 0.74)
    canvas = Canvas(around.sky(rng, size, floor, old), rng, floor)
    around.hills(rng, canvas.picture, floor, (132, 104, 84), 3, 330)
    around.ground(rng, canvas.picture, floor, (200, 172, 132), paved=False)
    wall = courses(rng, (w, h), rng.choice((SAND, (196, 166, 130), GREYSTONE)), (58, 26), (140, 116, 88), 0.14)
    top = h * 0.44
    spots = (0.14, 0.46, 0.84)

    def crenels(first: float, last: float, level: float) -> None:
        count = max(3, int((last - first) / 62))
        for number in range(count):
            x = first + (last - first) * number / count
            gap = (last - first) / count
            canvas.lay([(x, level), (x, level - 34), (x + gap * .3, level - 52), (x + gap * .62, level - 34), (x + gap * .62, level)], wall)

    canvas.lay([(w * .14, floor), (w * .14, top), (w * .84, top), (w * .84, floor + 10)], wall)
    crenels(w * .14, w * .84, top)
    for number, cx in enumerate(spots):
        wide, high = w * (0.17, 0.13, 0.2)[number], h * (0.46, 0.42, 0.52)[number]
        canvas.cast([(w * cx + wide * .4, floor - high * .9), (w * cx + wide * .95, floor - high * .5), (w * cx + wide * .95, floor + 12), (
            w * cx + wide * .4, floor)], 130)
        canvas.tower(w * cx, floor + 14, wide, high, wall, 0.9)
        crenels(w * cx - wide * .45, w * cx + wide * .45, floor + 14 - high)
        canvas.band((w * cx - wide * .455, floor - high + 60, w * cx + wide * .455, floor - high + 76), mixed(SAND, (90, 70, 50), .15))
        for step in range(3):
            x = w * cx + (step - 1) * wide * 0.27
            canvas.opening(x, floor - high * .55, wide * .06, high * .13, "round", inside=(46, 36, 28))
    canvas.opening(w * 0.64, floor + 6, w * 0.075, h * 0.22, "pointed", frame=mixed(SAND, (255, 250, 235), 0.3))
    for x in (0.31, 0.56, 0.73):
        canvas.opening(w * x, top + h * .11, w * .018, h * .05, "round")
    around.trees(rng, canvas.picture, floor + 120, w * .0, w * .36, 6, 420, palm=True)
    around.trees(rng, canvas.picture, floor + 90, w * .9, w, 3, 380, palm=True)
    return canvas


def hall(rng: Random, size: Size, old: bool) -> Canvas:
    """Inside: rows of columns and arches that recede towards a lit niche."""
    w, h = size
    tone = rng.choice(((214, 186, 146), (224, 210, 186), (196, 160, 124)))
    kind = rng.choice(("horseshoe", "pointed"))
    canvas = Canvas(Image.new("RGB", size, mixed(tone, (20, 14, 10), 0.2)), rng)
    cx = w * rng.uniform(0.46, 0.54)
    wall = courses(rng, (w, h), tone, (84, 34), mixed(tone, (60, 40, 24), 0.3), 0.08)
    for depth in range(7):
        near = depth == 6
        scale = 0.30 + 0.70 * (depth / 6) ** 1.7
        base, wide = h * (0.62 + 0.42 * (depth / 6) ** 1.7), w * scale
        top = h * (0.30 - 0.42 * (depth / 6) ** 1.7)
        light = 1.10 - 0.085 * depth
        left, right = cx - wide * 0.75, cx + wide * 0.75
        if depth == 0:
            canvas.lay([(0, h), (0, 0), (w, 0), (w, h)], wall, 1.08)
            glazed = tiles(rng, (w, 900), rng.choice((TILE, TILE_WARM)), 40)
            canvas.lay([(0, base), (0, base - h * .14), (w, base - h * .14), (w, base)], glazed)
            canvas.opening(cx, base, wide * .2, h * .27, kind, frame=(236, 220, 176), inside=(150, 106, 60), glow=.9)
            around.ground(rng, canvas.picture, int(base), mixed(tone, (90, 60, 40), 0.25))
            continue
        span = wide * 0.5
        mask = Image.new("L", size, 255)
        pen = ImageDraw.Draw(mask)
        for offset in (-1, 0, 1):
            pen.polygon(arch_outline(cx + offset * span, base + 4, span * 0.80, (base - top) * 0.80, kind), fill=0)
        pen.rectangle((0, min(base, h), w, h), fill=0)
        lit = wall.point([min(255, int(v * light * (0.86 if near else 1))) for v in range(256)] * 3)
        canvas.picture.paste(lit, (0, 0), mask)
        canvas.stone.paste(255, (0, 0), mask)
        rim = ImageDraw.Draw(canvas.picture)
        for offset in (-1, 0, 1):
            shape = arch_outline(cx + offset * span, base + 4, span * 0.80, (base - top) * 0.80, kind)
            rim.line(shape[1:-1], fill=mixed(tone, (255, 248, 225), 0.55), width=int(5 + 14 * scale))
            rim.line([(x + 6, y + 8) for x, y in shape[1:-1]], fill=mixed(tone, (50, 30, 18), 0.55), width=int(2 + 4 * scale))
        for offset in (-1.5, -0.5, 0.5, 1.5):
            x = cx + offset * span
            canvas.tower(x, base, span * 0.15, (base - top) * 0.50, plaster(rng, (120, 400), mixed(tone, (255, 250, 240), 0.3)), 0.92)
            canvas.band((x - span * .105, base - (base - top) * .53, x + span * .105, base - (base - top) * .50), mixed(tone, (255, 250, 235), .4))
            canvas.cast([(x, base), (x + span * .2, base), (x + span * .5, base + 40 * scale), (x + span * .2, base + 40 * scale)], 150)
    canvas.stone.paste(0, (0, int(h * .62), w, h))
    if not old:
        for beam in range(3):
            x = cx - w * .34 + beam * w * .2
            glow = Image.new("L", (w // 4, h // 4), 0)
            ImageDraw.Draw(glow).polygon([(x / 4, 0), (x / 4 + 40, 0), (x / 4 + 170, h / 4), (x / 4 + 90, h / 4)], fill=46)
            canvas.picture.paste(Image.new("RGB", size, (255, 240, 205)), (0, 0), glow.resize(size, Image.Resampling.BICUBIC))
    return canvas


def street(rng: Random, size: Size, old: bool) -> Canvas:
    """A row of town houses with wooden bays and balconies."""
    w, h = size
    floor = int(h * 0.84)
    canvas = Canvas(around.sky(rng, size, int(h * 0.4), old), rng, floor)
    around.ground(rng, canvas.picture, floor, (170, 158, 140))
    x = -rng.randint(20, 120)
    palette = ((232, 214, 176), (206, 164, 120), (226, 196, 178), (190, 200, 190), (236, 228, 208), (198, 150, 110))
    while x < w:
        wide, top = rng.randint(430, 620), h * rng.uniform(0.10, 0.24)
        colour = rng.choice(palette)
        surface = plaster(rng, (wide, h), colour) if rng.random() < 0.6 else courses(rng, (wide, h), colour, (70, 26), mixed(colour, (80, 60, 40), .35))
        canvas.lay([(x, floor), (x, top), (x + wide, top), (x + wide, floor)], surface)
        canvas.band((x - 6, top - 30, x + wide + 6, top), mixed(colour, (120, 80, 50), 0.3))
        canvas.cast([(x + wide, top), (x + wide + 40, top + 60), (x + wide + 40, floor), (x + wide, floor)], 150)
        bays = 2 if wide < 540 else 3
        for bay in range(bays):
            bx = x + wide * (bay + 0.5) / bays
            _bay_window(canvas, bx, h * 0.50, wide / bays * 0.62, h * 0.22, old)
            canvas.opening(bx, h * .27 + 40, wide / bays * .34, h * .10, "round", frame=mixed(colour, (255, 250, 240), .5), glow=.15)
            canvas.opening(bx, floor, wide / bays * .5, h * .25, rng.choice(("pointed", "round", "flat")), frame=mixed(colour, (110, 80, 60), .2))
        x += wide
    canvas.cast([(0, floor), (w, floor), (w, floor + 60), (0, floor + 30)], 120)
    return canvas


def _bay_window(canvas: Canvas, cx: float, base: float, wide: float, high: float, old: bool) -> None:
    wood = mixed((112, 70, 40), (140, 128, 112), 0.7 if old else 0.0)
    draw = ImageDraw.Draw(canvas.picture)
    box = (cx - wide / 2, base - high, cx + wide / 2, base)
    draw.rectangle(box, fill=wood)
    step = wide / 14
    for column in range(15):
        x = box[0] + column * step
        draw.line([(x, box[1]), (x, box[3])], fill=mixed(wood, (30, 18, 8), .5), width=3)
    rows = int(high / step)
    for row in range(rows):
        y = box[1] + row * step
        draw.line([(box[0], y), (box[2], y)], fill=mixed(wood, (30, 18, 8), .4), width=2)
        if high * .2 < y - box[1] < high * .65:
            for column in range(14):
                if old and canvas.rng.random() < 0.12:
                    draw.rectangle((box[0] + column * step, y, box[0] + (column + 1) * step, y + step), fill=(28, 20, 16))
                x0 = box[0] + column * step + step / 2
                draw.ellipse((x0 - step * .3, y + step * .2, x0 + step * .3, y + step * .8), fill=(44, 30, 20))
    canvas.band((box[0] - 14, box[1] - 18, box[2] + 14, box[1]), mixed(wood, (255, 220, 170), .15))
    canvas.band((box[0] - 8, box[3] - 12, box[2] + 8, box[3] + 6), mixed(wood, (40, 20, 8), .2))
    canvas.cast([(box[2], box[1]), (box[2] + 46, box[1] + 50), (box[2] + 46, box[3] + 70), (box[0] + 30, box[3] + 70), (box[0], box[3]), (box[2], box[3])], 130)


def timber(rng: Random, size: Size, old: bool) -> Canvas:
    """A timber prayer hall on posts under tiered roofs, in green country."""
    w, h = size
    floor = int(h * 0.76)
    canvas = Canvas(around.sky(rng, size, floor, old), rng, floor)
    around.hills(rng, canvas.picture, floor, (60, 96, 66), 3, 300)
    around.ground(rng, canvas.picture, floor, (112, 128, 74), paved=False)
    around.trees(rng, canvas.picture, floor, 0, w * .25, 7, 520, palm=True)
    around.trees(rng, canvas.picture, floor, w * .78, w, 7, 500, palm=True)
    wood = mixed((132, 86, 50), (140, 132, 120), 0.65 if old else 0.05)
    boards = courses(rng, (w, h), wood, (900, 30), mixed(wood, (20, 12, 6), .5), .16)
    shingle = courses(rng, (w, h), mixed((110, 62, 44), (110, 106, 100), .6 if old else 0), (34, 26), (48, 34, 28), .22)
    cx = w * .5
    for post in range(9):
        x = cx + (post - 4) * w * .065
        canvas.tower(x, floor + 16, 30, h * .13, boards, 1.0)
    canvas.cast([(cx - w * .3, floor - h * .03), (cx + w * .34, floor - h * .03), (cx + w * .36, floor + 40), (cx - w * .24, floor + 40)], 90)
    canvas.lay([(cx - w * .28, floor - h * .09), (cx - w * .28, floor - h * .31), (cx + w * .28, floor - h * .31), (cx + w * .28, floor - h * .09)], boards)
    for bay in range(7):
        x = cx + (bay - 3) * w * .076
        canvas.opening(x, floor - h * .095, w * .042, h * .16, "flat" if bay != 3 else "pointed", frame=mixed(wood, (250, 225, 180), .35), glow=.2)
    canvas.band((cx - w * .3, floor - h * .095, cx + w * .3, floor - h * .078), mixed(wood, (255, 230, 190), .2))
    for tier, (half, low, high) in enumerate(((.345, .29, .45), (.215, .435, .575), (.11, .56, .72))):
        tip = .135 if tier < 2 else .006
        top_half = (.2, .1, .004)[tier]
        del tip
        canvas.lay([(cx - w * half, floor - h * low), (cx - w * top_half, floor - h * high), (cx + w * top_half, floor - h * high), (
            cx + w * half, floor - h * low)], shingle, 1.1 - .06 * tier)
        canvas.cast([(cx - w * half, floor - h * low), (cx + w * half, floor - h * low), (cx + w * half * .95, floor - h * low + 70), (
            cx - w * half * .95, floor - h * low + 70)], 110)
        canvas.cast([(cx + w * .02, floor - h * low), (cx + w * top_half * .5, floor - h * high), (cx + w * top_half, floor - h * high), (
            cx + w * half, floor - h * low)], 185)
    draw = ImageDraw.Draw(canvas.picture)
    draw.line([(cx, floor - h * .71), (cx, floor - h * .77)], fill=(150, 120, 60), width=10)
    return canvas


def panel(rng: Random, size: Size, old: bool) -> Canvas:
    """A panel of tilework, seen near."""
    w, h = size
    canvas = Canvas(tiles(rng, size, rng.choice((TILE, TILE_WARM, ((240, 232, 210), (64, 120, 96), (40, 46, 50), (190, 140, 60)))), rng.choice((300, 360))), rng)
    canvas.stone.paste(255, (0, 0, w, h))
    if old:
        lost = clouds(rng, size, 5, 5).point([255 if v > 168 else 0 for v in range(256)])
        bed = courses(rng, size, (158, 132, 108), (150, 54), (104, 84, 66), .2)
        canvas.picture.paste((52, 40, 32), (6, 8), lost)
        canvas.picture.paste(bed, (0, 0), lost.resize(size))
    return canvas


def folio(rng: Random, size: Size, old: bool) -> Canvas:
    """A manuscript opened on a grey table: ruled frame, illuminated head, lines of unreadable script."""
    w, h = size
    canvas = Canvas(plaster(rng, size, (112, 110, 108), 0.2), rng)
    leaf = mixed((236, 220, 184), (196, 160, 112), 0.55 if old else 0.1)
    for strip in ((.93, .1, .95, .96), (.09, .92, .95, .96)):
        canvas.cast([(w * strip[0], h * strip[1]), (w * strip[2], h * strip[1]), (w * strip[2], h * strip[3]), (w * strip[0], h * strip[3])], 110)
    for side in (0, 1):
        left, right = (w * .07, w * .5) if side == 0 else (w * .5, w * .93)
        surface = plaster(rng, (int(right - left) + 2, int(h * .84)), leaf, 0.15)
        canvas.lay([(left, h * .92), (left, h * .08), (right, h * .08), (right, h * .92)], surface)
        pen = ImageDraw.Draw(canvas.picture)
        box = (left + w * .05, h * .16, right - w * .05, h * .85)
        for inset, colour, width in ((0, (40, 70, 120), 8), (14, (176, 130, 50), 10), (26, (130, 40, 30), 3)):
            pen.rectangle((box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset), outline=colour, width=width)
        if side == 0:
            head = tiles(rng, (int(box[2] - box[0]) - 80, int(h * .13)), ((196, 152, 70), (36, 66, 128), (236, 214, 160), (150, 44, 36)), 60)
            canvas.picture.paste(head, (int(box[0]) + 40, int(box[1]) + 40))
        for line in range(13 if side else 10):
            y = box[3] - 50 - line * h * .047
            _script(rng, pen, box[0] + 56, box[2] - 56, y, h * .02)
    canvas.cast([(w * .47, h * .08), (w * .5, h * .08), (w * .5, h * .92), (w * .47, h * .92)], 190)
    if old:
        hole = clouds(rng, size, 9, 5).point([255 if v > 214 else 0 for v in range(256)])
        canvas.picture.paste((96, 92, 88), (0, 0), Image.composite(hole, Image.new("L", size, 0), canvas.stone))
        damp = threshold(clouds(rng, size, 3, 5), 120, 230).point([v // 2 for v in range(256)])
        canvas.picture.paste((120, 82, 44), (0, 0), Image.composite(damp, Image.new("L", size, 0), canvas.stone))
    canvas.stone.paste(0, (0, 0, w, h))
    return canvas


def _script(rng: Random, pen: ImageDraw.ImageDraw, left: float, right: float, y: float, tall: float) -> None:
    x, ink = right, (46, 34, 28)
    while x > left:
        length = rng.uniform(1.2, 4.2) * tall
        path, steps = [], 9
        for step in range(steps):
            path.append((max(left, x - length * step / steps), y + rng.uniform(-.55, .35) * tall))
        pen.line(path, fill=ink, width=6, joint="curve")
        if rng.random() < .5:
            pen.line([(path[2][0], y), (path[2][0] - 3, y - tall * rng.uniform(1.1, 1.7))], fill=ink, width=6)
        for _ in range(rng.randrange(3)):
            dx, dy = rng.uniform(0, length), rng.choice((-1, .9)) * tall
            pen.ellipse((x - dx - 4, y + dy - 4, x - dx + 4, y + dy + 4), fill=ink)
        x -= length + tall * .7


def canal(rng: Random, size: Size, old: bool) -> Canvas:
    """A water channel between terraces of a palm grove, a watch tower behind."""
    w, h = size
    horizon = int(h * .42)
    canvas = Canvas(around.sky(rng, size, horizon, old), rng, horizon)
    around.hills(rng, canvas.picture, horizon, (128, 98, 78), 3, 230)
    around.ground(rng, canvas.picture, horizon, (176, 150, 108) if old else (132, 138, 82), paved=False)
    stone = courses(rng, (w, h), (190, 160, 124), (74, 34), (120, 96, 70), .2)
    canvas.tower(w * .74, horizon + 60, w * .07, h * .26, stone, .82)
    canvas.opening(w * .735, horizon - h * .08, w * .014, h * .05, "round")
    around.trees(rng, canvas.picture, horizon + 40, w * .02, w * .45, 12, 400, palm=True)
    around.trees(rng, canvas.picture, horizon + 40, w * .8, w, 6, 380, palm=True)
    left, right = [(w * .47, horizon + 10), (w * .24, h)], [(w * .52, horizon + 10), (w * .72, h)]
    canvas.lay([(w * .462, horizon + 10), (w * .12, h), (w * .84, h), (w * .528, horizon + 10)], stone, 1.08)
    if old:
        canvas.lay([*left, *reversed(right)], plaster(rng, size, (150, 124, 92), .3), stone=False)
    else:
        around_sky = plaster(rng, size, (92, 138, 146), .25)
        canvas.lay([*left, *reversed(right)], around_sky, stone=False)
        pen = ImageDraw.Draw(canvas.picture)
        for _ in range(170):
            part = rng.random() ** .7
            y = horizon + 10 + (h - horizon) * part
            x0, x1 = w * (.47 - .23 * part), w * (.52 + .2 * part)
            x = rng.uniform(x0, x1 - 30 * part)
            pen.line([(x, y), (x + 130 * part * rng.random(), y)], fill=mixed((210, 228, 226), (92, 138, 146), rng.random() * .6), width=max(1, int(5 * part)))
    canvas.cast([(w * .46, horizon + 10), (w * .475, horizon + 10), (w * .29, h), (w * .2, h)], 150)
    around.trees(rng, canvas.picture, int(h * .82), -60, w * .12, 2, 780, palm=True)
    return canvas


SCENES: Mapping[str, Callable[[Random, Size, bool], Canvas]] = {
    "portal": portal, "courtyard": courtyard, "earthen": earthen, "fort": fort, "hall": hall, "street": street,
    "timber": timber, "panel": panel, "folio": folio, "canal": canal,
}
