"""What stands behind and under the buildings of the demonstration's pictures: sky, hills, water, ground."""

from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from nominations.demo.pictures.textures import Colour, clouds, mix_colours, shade, threshold, vertical, white_noise

SKIES: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((58, 110, 178), (150, 188, 220), (226, 226, 214)),
    ((84, 132, 180), (186, 202, 214), (244, 222, 186)),
    ((44, 92, 160), (120, 170, 214), (214, 226, 230)),
    ((96, 120, 158), (206, 186, 176), (250, 206, 150)),
)


def sky(rng: Random, size: tuple[int, int], horizon: int, grey: bool = False) -> Image.Image:
    """Sky down to the horizon, with thin clouds; overcast when `grey`."""
    top, middle, low = ((120, 130, 140), (168, 174, 178), (204, 204, 200)) if grey else rng.choice(SKIES)
    picture = Image.new("RGB", size, low)
    upper = vertical((size[0], horizon), top, low, middle)
    veil = clouds(rng, (size[0] // 2, horizon // 2), 4, 5).resize((size[0], horizon), Image.Resampling.BICUBIC)
    mask = threshold(veil, 135, 255) if not grey else threshold(veil, 60, 255)
    mask = mask.point([int(v * 0.75) for v in range(256)])
    upper.paste(Image.new("RGB", upper.size, (246, 244, 238) if not grey else (226, 226, 224)), (0, 0), mask)
    picture.paste(upper)
    return picture


def hills(rng: Random, picture: Image.Image, horizon: int, colour: Colour, ranges: int = 3, height: int = 160) -> None:
    """Ranges of hills, the farther the paler."""
    draw = ImageDraw.Draw(picture)
    x, y = picture.width // 2, max(0, horizon - 4)
    red, green, blue = picture.crop((x, y, x + 1, y + 1)).convert("RGB").tobytes()
    haze = red, green, blue
    for distance in range(ranges, 0, -1):
        rise = height * (0.45 + 0.3 * distance)
        level = rng.uniform(0.4, 0.9)
        line = []
        for x in range(0, picture.width + 41, 20):
            level = min(1.0, max(0.12, level + rng.uniform(-0.075, 0.075)))
            line.append((x, horizon - rise * level * (0.7 if distance == 1 else 1)))
        tone = mix_colours(colour, haze, 0.25 + 0.2 * distance)
        draw.polygon([(0, horizon + 2), *line, (picture.width, horizon + 2)], fill=tone)


def trees(
    rng: Random, picture: Image.Image, base: int, first: float, last: float, count: int, tall: int, palm: bool = False
) -> None:
    """Cypresses or palms in the distance."""
    draw = ImageDraw.Draw(picture)
    for _ in range(count):
        x, high = rng.uniform(first, last), tall * rng.uniform(0.6, 1.1)
        green = mix_colours((52, 74, 44), (120, 128, 80), rng.random() * 0.5)
        if palm:
            lean = rng.uniform(-0.08, 0.08) * high
            draw.line([(x, base), (x + lean, base - high)], fill=(92, 74, 54), width=max(5, int(high / 26)))
            for frond in range(11):
                reach = high * rng.uniform(0.24, 0.36)
                turn = -1 + 2 * frond / 10
                tip = (x + lean + reach * turn, base - high + reach * (0.55 * abs(turn) - 0.22))
                knee = (x + lean + reach * turn * 0.55, base - high - reach * (0.34 - 0.1 * abs(turn)))
                draw.line([(x + lean, base - high), knee, tip], fill=green, width=max(5, int(high / 38)), joint="curve")
        else:
            wide = high * rng.uniform(0.16, 0.22)
            for blot in range(26):
                up = blot / 26
                r = wide * (1 - up) ** 0.6 * rng.uniform(0.7, 1.1) + 4
                cx, cy = x + rng.uniform(-0.25, 0.25) * wide, base - high * up
                draw.ellipse(
                    (cx - r, cy - r, cx + r, cy + r), fill=mix_colours(green, (20, 30, 20), rng.random() * 0.4)
                )


def ground(rng: Random, picture: Image.Image, horizon: int, colour: Colour, paved: bool = True) -> None:
    """Paving that runs to the horizon, or bare earth."""
    width, deep = picture.width, picture.height - horizon
    near, far = mix_colours(colour, (40, 28, 18), 0.25), mix_colours(colour, (250, 240, 220), 0.25)
    floor = ImageChops.multiply(vertical((width, deep), far, near), shade(clouds(rng, (width, deep), 10), 200, 255))
    draw = ImageDraw.Draw(floor)
    if paved:
        vanishing = width * rng.uniform(0.4, 0.6)
        joint = mix_colours(near, (30, 22, 16), 0.35)
        rows, step = [0.0], deep / 60
        while rows[-1] < deep:
            rows.append(rows[-1] + step)
            step *= 1.17
        for number, (upper, lower) in enumerate(pairwise(rows)):
            draw.line([(0, lower), (width, lower)], fill=joint, width=max(1, int((lower - upper) / 28)))
            for column in range(-46, 47):
                spread = column * 110 + (55 if number % 2 else 0)
                x0, x1 = vanishing + spread * (0.16 + upper / deep * 2), vanishing + spread * (0.16 + lower / deep * 2)
                if -80 < x0 < width + 80:
                    if rng.random() < 0.3:
                        nxt = spread + 110
                        draw.polygon(
                            [
                                (x0, upper),
                                (vanishing + nxt * (0.16 + upper / deep * 2), upper),
                                (vanishing + nxt * (0.16 + lower / deep * 2), lower),
                                (x1, lower),
                            ],
                            fill=mix_colours(
                                mix_colours(far, near, upper / deep),
                                (255, 248, 230) if rng.random() < 0.5 else (60, 45, 30),
                                0.12,
                            ),
                        )
                    draw.line([(x0, upper), (x1, lower)], fill=joint, width=max(1, int((lower - upper) / 30)))
    else:
        for _ in range(900):
            y = deep * rng.random() ** 0.6
            r = 1 + 5 * y / deep * rng.random()
            x = rng.uniform(0, width)
            draw.ellipse(
                (x - r * 1.6, y - r * 0.7, x + r * 1.6, y + r * 0.7),
                fill=mix_colours(near, (255, 245, 225) if rng.random() < 0.5 else (50, 40, 30), 0.3),
            )
    picture.paste(floor, (0, horizon))


def water(rng: Random, picture: Image.Image, box: tuple[int, int, int, int], tint: Colour = (52, 92, 98)) -> None:
    """A still basin: what stands above it, upside down, darkened and rippled."""
    left, top, right, bottom = box
    deep = bottom - top
    mirror = picture.crop((left, max(0, top - deep), right, top)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mirror = mirror.resize((right - left, deep)).filter(ImageFilter.BoxBlur(3))
    mirror = Image.blend(mirror, Image.new("RGB", mirror.size, tint), 0.45)
    streaks = white_noise(rng, (40, max(4, deep // 5))).resize(mirror.size, Image.Resampling.BICUBIC)
    picture.paste(ImageChops.multiply(mirror, shade(streaks, 190, 255)), (left, top))
    ImageDraw.Draw(picture).rectangle((left, top, right, top + 6), fill=mix_colours(tint, (0, 0, 0), 0.5))
