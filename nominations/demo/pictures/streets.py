"""Streets, timber halls and water for the demonstration's pictures; each draws itself, sound or neglected."""

from random import Random

from PIL import ImageDraw

from nominations.demo.pictures import surroundings
from nominations.demo.pictures.buildings import Canvas
from nominations.demo.pictures.textures import courses, mix_colours, plaster

Size = tuple[int, int]


def street(rng: Random, size: Size, old: bool) -> Canvas:
    """A row of town houses with wooden bays and balconies."""
    w, h = size
    floor = int(h * 0.84)
    canvas = Canvas(surroundings.sky(rng, size, int(h * 0.4), old), rng, floor)
    surroundings.ground(rng, canvas.picture, floor, (170, 158, 140))
    x = -rng.randint(20, 120)
    palette = ((232, 214, 176), (206, 164, 120), (226, 196, 178), (190, 200, 190), (236, 228, 208), (198, 150, 110))
    while x < w:
        wide, top = rng.randint(430, 620), h * rng.uniform(0.10, 0.24)
        colour = rng.choice(palette)
        surface = (
            plaster(rng, (wide, h), colour)
            if rng.random() < 0.6
            else courses(rng, (wide, h), colour, (70, 26), mix_colours(colour, (80, 60, 40), 0.35))
        )
        canvas.lay([(x, floor), (x, top), (x + wide, top), (x + wide, floor)], surface)
        canvas.band((x - 6, top - 30, x + wide + 6, top), mix_colours(colour, (120, 80, 50), 0.3))
        canvas.cast([(x + wide, top), (x + wide + 40, top + 60), (x + wide + 40, floor), (x + wide, floor)], 150)
        bays = 2 if wide < 540 else 3
        for bay in range(bays):
            bx = x + wide * (bay + 0.5) / bays
            _bay_window(canvas, bx, h * 0.50, wide / bays * 0.62, h * 0.22, old)
            canvas.opening(
                bx,
                h * 0.27 + 40,
                wide / bays * 0.34,
                h * 0.10,
                "round",
                frame=mix_colours(colour, (255, 250, 240), 0.5),
                glow=0.15,
            )
            canvas.opening(
                bx,
                floor,
                wide / bays * 0.5,
                h * 0.25,
                rng.choice(("pointed", "round", "flat")),
                frame=mix_colours(colour, (110, 80, 60), 0.2),
            )
        x += wide
    canvas.cast([(0, floor), (w, floor), (w, floor + 60), (0, floor + 30)], 120)
    return canvas


def _bay_window(canvas: Canvas, cx: float, base: float, wide: float, high: float, old: bool) -> None:
    wood = mix_colours((112, 70, 40), (140, 128, 112), 0.7 if old else 0.0)
    draw = ImageDraw.Draw(canvas.picture)
    box = (cx - wide / 2, base - high, cx + wide / 2, base)
    draw.rectangle(box, fill=wood)
    step = wide / 14
    for column in range(15):
        x = box[0] + column * step
        draw.line([(x, box[1]), (x, box[3])], fill=mix_colours(wood, (30, 18, 8), 0.5), width=3)
    rows = int(high / step)
    for row in range(rows):
        y = box[1] + row * step
        draw.line([(box[0], y), (box[2], y)], fill=mix_colours(wood, (30, 18, 8), 0.4), width=2)
        if high * 0.2 < y - box[1] < high * 0.65:
            for column in range(14):
                if old and canvas.rng.random() < 0.12:
                    draw.rectangle(
                        (box[0] + column * step, y, box[0] + (column + 1) * step, y + step), fill=(28, 20, 16)
                    )
                x0 = box[0] + column * step + step / 2
                draw.ellipse((x0 - step * 0.3, y + step * 0.2, x0 + step * 0.3, y + step * 0.8), fill=(44, 30, 20))
    canvas.band((box[0] - 14, box[1] - 18, box[2] + 14, box[1]), mix_colours(wood, (255, 220, 170), 0.15))
    canvas.band((box[0] - 8, box[3] - 12, box[2] + 8, box[3] + 6), mix_colours(wood, (40, 20, 8), 0.2))
    canvas.cast(
        [
            (box[2], box[1]),
            (box[2] + 46, box[1] + 50),
            (box[2] + 46, box[3] + 70),
            (box[0] + 30, box[3] + 70),
            (box[0], box[3]),
            (box[2], box[3]),
        ],
        130,
    )


def timber(rng: Random, size: Size, old: bool) -> Canvas:
    """A timber prayer hall on posts under tiered roofs, in green country."""
    w, h = size
    floor = int(h * 0.76)
    canvas = Canvas(surroundings.sky(rng, size, floor, old), rng, floor)
    surroundings.hills(rng, canvas.picture, floor, (60, 96, 66), 3, 300)
    surroundings.ground(rng, canvas.picture, floor, (112, 128, 74), paved=False)
    surroundings.trees(rng, canvas.picture, floor, 0, w * 0.25, 7, 520, palm=True)
    surroundings.trees(rng, canvas.picture, floor, w * 0.78, w, 7, 500, palm=True)
    wood = mix_colours((132, 86, 50), (140, 132, 120), 0.65 if old else 0.05)
    boards = courses(rng, (w, h), wood, (900, 30), mix_colours(wood, (20, 12, 6), 0.5), 0.16)
    shingle = courses(
        rng, (w, h), mix_colours((110, 62, 44), (110, 106, 100), 0.6 if old else 0), (34, 26), (48, 34, 28), 0.22
    )
    cx = w * 0.5
    for post in range(9):
        x = cx + (post - 4) * w * 0.065
        canvas.tower(x, floor + 16, 30, h * 0.13, boards, 1.0)
    canvas.cast(
        [
            (cx - w * 0.3, floor - h * 0.03),
            (cx + w * 0.34, floor - h * 0.03),
            (cx + w * 0.36, floor + 40),
            (cx - w * 0.24, floor + 40),
        ],
        90,
    )
    canvas.lay(
        [
            (cx - w * 0.28, floor - h * 0.09),
            (cx - w * 0.28, floor - h * 0.31),
            (cx + w * 0.28, floor - h * 0.31),
            (cx + w * 0.28, floor - h * 0.09),
        ],
        boards,
    )
    for bay in range(7):
        x = cx + (bay - 3) * w * 0.076
        canvas.opening(
            x,
            floor - h * 0.095,
            w * 0.042,
            h * 0.16,
            "flat" if bay != 3 else "pointed",
            frame=mix_colours(wood, (250, 225, 180), 0.35),
            glow=0.2,
        )
    canvas.band(
        (cx - w * 0.3, floor - h * 0.095, cx + w * 0.3, floor - h * 0.078), mix_colours(wood, (255, 230, 190), 0.2)
    )
    for tier, (half, low, high) in enumerate(((0.345, 0.29, 0.45), (0.215, 0.435, 0.575), (0.11, 0.56, 0.72))):
        top_half = (0.2, 0.1, 0.004)[tier]
        canvas.lay(
            [
                (cx - w * half, floor - h * low),
                (cx - w * top_half, floor - h * high),
                (cx + w * top_half, floor - h * high),
                (cx + w * half, floor - h * low),
            ],
            shingle,
            1.1 - 0.06 * tier,
        )
        canvas.cast(
            [
                (cx - w * half, floor - h * low),
                (cx + w * half, floor - h * low),
                (cx + w * half * 0.95, floor - h * low + 70),
                (cx - w * half * 0.95, floor - h * low + 70),
            ],
            110,
        )
        canvas.cast(
            [
                (cx + w * 0.02, floor - h * low),
                (cx + w * top_half * 0.5, floor - h * high),
                (cx + w * top_half, floor - h * high),
                (cx + w * half, floor - h * low),
            ],
            185,
        )
    draw = ImageDraw.Draw(canvas.picture)
    draw.line([(cx, floor - h * 0.71), (cx, floor - h * 0.77)], fill=(150, 120, 60), width=10)
    return canvas


def canal(rng: Random, size: Size, old: bool) -> Canvas:
    """A water channel between terraces of a palm grove, a watch tower behind."""
    w, h = size
    horizon = int(h * 0.42)
    canvas = Canvas(surroundings.sky(rng, size, horizon, old), rng, horizon)
    surroundings.hills(rng, canvas.picture, horizon, (128, 98, 78), 3, 230)
    surroundings.ground(rng, canvas.picture, horizon, (176, 150, 108) if old else (132, 138, 82), paved=False)
    stone = courses(rng, (w, h), (190, 160, 124), (74, 34), (120, 96, 70), 0.2)
    canvas.tower(w * 0.74, horizon + 60, w * 0.07, h * 0.26, stone, 0.82)
    canvas.opening(w * 0.735, horizon - h * 0.08, w * 0.014, h * 0.05, "round")
    surroundings.trees(rng, canvas.picture, horizon + 40, w * 0.02, w * 0.45, 12, 400, palm=True)
    surroundings.trees(rng, canvas.picture, horizon + 40, w * 0.8, w, 6, 380, palm=True)
    left, right = [(w * 0.47, horizon + 10), (w * 0.24, h)], [(w * 0.52, horizon + 10), (w * 0.72, h)]
    canvas.lay([(w * 0.462, horizon + 10), (w * 0.12, h), (w * 0.84, h), (w * 0.528, horizon + 10)], stone, 1.08)
    if old:
        canvas.lay([*left, *reversed(right)], plaster(rng, size, (150, 124, 92), 0.3), stone=False)
    else:
        around_sky = plaster(rng, size, (92, 138, 146), 0.25)
        canvas.lay([*left, *reversed(right)], around_sky, stone=False)
        pen = ImageDraw.Draw(canvas.picture)
        for _ in range(170):
            part = rng.random() ** 0.7
            y = horizon + 10 + (h - horizon) * part
            x0, x1 = w * (0.47 - 0.23 * part), w * (0.52 + 0.2 * part)
            x = rng.uniform(x0, x1 - 30 * part)
            pen.line(
                [(x, y), (x + 130 * part * rng.random(), y)],
                fill=mix_colours((210, 228, 226), (92, 138, 146), rng.random() * 0.6),
                width=max(1, int(5 * part)),
            )
    canvas.cast([(w * 0.46, horizon + 10), (w * 0.475, horizon + 10), (w * 0.29, h), (w * 0.2, h)], 150)
    surroundings.trees(rng, canvas.picture, int(h * 0.82), -60, w * 0.12, 2, 780, palm=True)
    return canvas
