"""What is seen from inside or near for the demonstration's pictures: a hall, a panel of tiles, a manuscript."""

from random import Random

from PIL import Image, ImageDraw

from nominations.demo.pictures import surroundings
from nominations.demo.pictures.buildings import Canvas, arch_outline
from nominations.demo.pictures.palette import TILE, TILE_WARM
from nominations.demo.pictures.textures import clouds, courses, mix_colours, plaster, threshold, tiles

Size = tuple[int, int]


def hall(rng: Random, size: Size, old: bool) -> Canvas:
    """Inside: rows of columns and arches that recede towards a lit niche."""
    w, h = size
    tone = rng.choice(((214, 186, 146), (224, 210, 186), (196, 160, 124)))
    kind = rng.choice(("horseshoe", "pointed"))
    canvas = Canvas(Image.new("RGB", size, mix_colours(tone, (20, 14, 10), 0.2)), rng)
    cx = w * rng.uniform(0.46, 0.54)
    wall = courses(rng, (w, h), tone, (84, 34), mix_colours(tone, (60, 40, 24), 0.3), 0.08)
    for depth in range(7):
        near = depth == 6
        scale = 0.30 + 0.70 * (depth / 6) ** 1.7
        base, wide = h * (0.62 + 0.42 * (depth / 6) ** 1.7), w * scale
        top = h * (0.30 - 0.42 * (depth / 6) ** 1.7)
        light = 1.10 - 0.085 * depth
        if depth == 0:
            canvas.lay([(0, h), (0, 0), (w, 0), (w, h)], wall, 1.08)
            glazed = tiles(rng, (w, 900), rng.choice((TILE, TILE_WARM)), 40)
            canvas.lay([(0, base), (0, base - h * 0.14), (w, base - h * 0.14), (w, base)], glazed)
            canvas.opening(cx, base, wide * 0.2, h * 0.27, kind, frame=(236, 220, 176), inside=(150, 106, 60), glow=0.9)
            surroundings.ground(rng, canvas.picture, int(base), mix_colours(tone, (90, 60, 40), 0.25))
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
            rim.line(shape[1:-1], fill=mix_colours(tone, (255, 248, 225), 0.55), width=int(5 + 14 * scale))
            rim.line(
                [(x + 6, y + 8) for x, y in shape[1:-1]], fill=mix_colours(tone, (50, 30, 18), 0.55),
                width=int(2 + 4 * scale)
            )
        for half in (-1.5, -0.5, 0.5, 1.5):
            x = cx + half * span
            canvas.tower(
                x,
                base,
                span * 0.15,
                (base - top) * 0.50,
                plaster(rng, (120, 400), mix_colours(tone, (255, 250, 240), 0.3)),
                0.92,
            )
            canvas.band(
                (x - span * 0.105, base - (base - top) * 0.53, x + span * 0.105, base - (base - top) * 0.50),
                mix_colours(tone, (255, 250, 235), 0.4),
            )
            canvas.cast(
                [
                    (x, base),
                    (x + span * 0.2, base),
                    (x + span * 0.5, base + 40 * scale),
                    (x + span * 0.2, base + 40 * scale),
                ],
                150,
            )
    canvas.stone.paste(0, (0, int(h * 0.62), w, h))
    if not old:
        for beam in range(3):
            x = cx - w * 0.34 + beam * w * 0.2
            glow = Image.new("L", (w // 4, h // 4), 0)
            ImageDraw.Draw(glow).polygon(
                [(x / 4, 0), (x / 4 + 40, 0), (x / 4 + 170, h / 4), (x / 4 + 90, h / 4)], fill=46
            )
            canvas.picture.paste(
                Image.new("RGB", size, (255, 240, 205)), (0, 0), glow.resize(size, Image.Resampling.BICUBIC)
            )
    return canvas


def panel(rng: Random, size: Size, old: bool) -> Canvas:
    """A panel of tilework, seen near."""
    w, h = size
    canvas = Canvas(
        tiles(
            rng,
            size,
            rng.choice((TILE, TILE_WARM, ((240, 232, 210), (64, 120, 96), (40, 46, 50), (190, 140, 60)))),
            rng.choice((300, 360)),
        ),
        rng,
    )
    canvas.stone.paste(255, (0, 0, w, h))
    if old:
        lost = clouds(rng, size, 5, 5).point([255 if v > 168 else 0 for v in range(256)])
        bed = courses(rng, size, (158, 132, 108), (150, 54), (104, 84, 66), 0.2)
        canvas.picture.paste((52, 40, 32), (6, 8), lost)
        canvas.picture.paste(bed, (0, 0), lost.resize(size))
    return canvas


def folio(rng: Random, size: Size, old: bool) -> Canvas:
    """A manuscript opened on a grey table: ruled frame, illuminated head, lines of unreadable script."""
    w, h = size
    canvas = Canvas(plaster(rng, size, (112, 110, 108), 0.2), rng)
    leaf = mix_colours((236, 220, 184), (196, 160, 112), 0.55 if old else 0.1)
    for strip in ((0.93, 0.1, 0.95, 0.96), (0.09, 0.92, 0.95, 0.96)):
        canvas.cast(
            [
                (w * strip[0], h * strip[1]),
                (w * strip[2], h * strip[1]),
                (w * strip[2], h * strip[3]),
                (w * strip[0], h * strip[3]),
            ],
            110,
        )
    for side in (0, 1):
        left, right = (w * 0.07, w * 0.5) if side == 0 else (w * 0.5, w * 0.93)
        surface = plaster(rng, (int(right - left) + 2, int(h * 0.84)), leaf, 0.15)
        canvas.lay([(left, h * 0.92), (left, h * 0.08), (right, h * 0.08), (right, h * 0.92)], surface)
        pen = ImageDraw.Draw(canvas.picture)
        box = (left + w * 0.05, h * 0.16, right - w * 0.05, h * 0.85)
        for inset, colour, width in ((0, (40, 70, 120), 8), (14, (176, 130, 50), 10), (26, (130, 40, 30), 3)):
            pen.rectangle((box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset), outline=colour, width=width)
        if side == 0:
            head = tiles(
                rng,
                (int(box[2] - box[0]) - 80, int(h * 0.13)),
                ((196, 152, 70), (36, 66, 128), (236, 214, 160), (150, 44, 36)),
                60,
            )
            canvas.picture.paste(head, (int(box[0]) + 40, int(box[1]) + 40))
        for line in range(13 if side else 10):
            y = box[3] - 50 - line * h * 0.047
            _script(rng, pen, box[0] + 56, box[2] - 56, y, h * 0.02)
    canvas.cast([(w * 0.47, h * 0.08), (w * 0.5, h * 0.08), (w * 0.5, h * 0.92), (w * 0.47, h * 0.92)], 190)
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
            path.append((max(left, x - length * step / steps), y + rng.uniform(-0.55, 0.35) * tall))
        pen.line(path, fill=ink, width=6, joint="curve")
        if rng.random() < 0.5:
            pen.line([(path[2][0], y), (path[2][0] - 3, y - tall * rng.uniform(1.1, 1.7))], fill=ink, width=6)
        for _ in range(rng.randrange(3)):
            dx, dy = rng.uniform(0, length), rng.choice((-1, 0.9)) * tall
            pen.ellipse((x - dx - 4, y + dy - 4, x - dx + 4, y + dy + 4), fill=ink)
        x -= length + tall * 0.7
