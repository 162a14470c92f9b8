"""Surfaces for the demonstration's pictures: noise, brick, stone, plaster and tile, from a seed and Pillow alone."""

from collections.abc import Sequence
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageOps

Colour = tuple[int, int, int]
Size = tuple[int, int]


def mix_colours(one: Colour, other: Colour, part: float) -> Colour:
    """`one` with `part` (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


def white_noise(rng: Random, size: Size) -> Image.Image:
    return Image.frombytes("L", size, rng.randbytes(size[0] * size[1]))


def clouds(rng: Random, size: Size, cells: int, octaves: int = 4) -> Image.Image:
    """Soft noise of about `cells` blots across the width, as a grey picture stretched to the whole range."""
    width, height = size
    small = (max(2, width // 4), max(2, height // 4))
    total = Image.new("L", small, 128)
    for octave in range(octaves):
        across = cells * 2**octave
        grid = (max(2, across), max(2, across * height // width))
        layer = white_noise(rng, grid).resize(small, Image.Resampling.BICUBIC)
        total = Image.blend(total, layer, 0.5 if octave == 0 else 0.5 / (octave + 1))
    return ImageOps.autocontrast(total, cutoff=1).resize(size, Image.Resampling.BILINEAR)


def threshold(grey: Image.Image, low: int, high: int) -> Image.Image:
    """A mask: 0 below `low`, 255 above `high`, a ramp between."""
    span = max(1, high - low)
    return grey.point([max(0, min(255, (v - low) * 255 // span)) for v in range(256)])


def plaster(rng: Random, size: Size, colour: Colour, depth: float = 0.16) -> Image.Image:
    """A wall washed by hand: one colour, uneven."""
    soft = clouds(rng, size, 7)
    fine = white_noise(rng, (size[0] // 2, size[1] // 2)).resize(size, Image.Resampling.BILINEAR)
    surface = ImageOps.colorize(
        soft, mix_colours(colour, (30, 20, 10), depth), mix_colours(colour, (255, 250, 235), depth * 0.8)
    )
    return Image.blend(surface, Image.merge("RGB", (fine, fine, fine)), 0.05)


def courses(rng: Random, size: Size, colour: Colour, block: Size, joint: Colour, vary: float = 0.18) -> Image.Image:
    """Courses of brick or cut stone: every block of its own tone, joints between."""
    width, height = size
    wide, high = block
    picture = Image.new("RGB", size, joint)
    draw = ImageDraw.Draw(picture)
    gap = max(1, high // 9)
    dark, light = mix_colours(colour, (40, 25, 15), vary * 1.6), mix_colours(colour, (255, 245, 225), vary)
    tones = [mix_colours(dark, light, step / 15) for step in range(16)]
    for row, y in enumerate(range(0, height, high)):
        x = -(wide // 2) * (row % 2) - rng.randrange(max(1, wide // 5))
        while x < width:
            length = wide + rng.randrange(-wide // 8, wide // 8 + 1)
            draw.rectangle((x, y, x + length - gap - 1, y + high - gap - 1), fill=tones[rng.randrange(16)])
            x += length
    return ImageChops.multiply(picture, _grey(clouds(rng, size, 9), 205, 255))


def _grey(grey: Image.Image, low: int, high: int) -> Image.Image:
    scaled = grey.point([low + v * (high - low) // 255 for v in range(256)])
    return Image.merge("RGB", (scaled, scaled, scaled))


def shade(grey: Image.Image, low: int, high: int) -> Image.Image:
    """The grey picture as a light to multiply with, between `low` and `high`."""
    return _grey(grey, low, high)


def star(cx: float, cy: float, radius: float, points: int = 8, inner: float = 0.72, turn: float = 0.0) -> list[tuple]:
    """The outline of a star polygon."""
    corners = []
    for step in range(points * 2):
        angle = turn + pi * step / points
        reach = radius if step % 2 == 0 else radius * inner
        corners.append((cx + reach * cos(angle), cy + reach * sin(angle)))
    return corners


def tiles(rng: Random, size: Size, palette: Sequence[Colour], cell: int) -> Image.Image:
    """Star and cross: eight-pointed stars set in a ground, a knot in each; drawn once and laid like tiles."""
    ground, figure, line, accent = palette
    repeat = 4
    sheet = Image.new("RGB", (cell * repeat, cell * repeat), ground)
    draw = ImageDraw.Draw(sheet)
    width = max(2, cell // 30)
    for row in range(-1, repeat + 1):
        for column in range(-1, repeat + 1):
            cx, cy = column * cell + cell / 2, row * cell + cell / 2
            tone = mix_colours(figure, (255, 255, 255), rng.random() * 0.14)
            if row in (-1, repeat) or column in (-1, repeat):
                tone = figure
            draw.polygon(star(cx, cy, cell * 0.54, turn=pi / 8), fill=tone, outline=line, width=width)
            draw.polygon(star(cx, cy, cell * 0.33, inner=0.6), fill=ground, outline=line, width=width)
            draw.polygon(star(cx, cy, cell * 0.19, turn=pi / 8), fill=accent, outline=line, width=width)
            draw.polygon(star(cx + cell / 2, cy + cell / 2, cell * 0.13, 4, 0.5), fill=accent)
    laid = Image.new("RGB", size)
    for y in range(0, size[1], sheet.height):
        for x in range(0, size[0], sheet.width):
            laid.paste(sheet, (x, y))
    return ImageChops.multiply(laid, _grey(clouds(rng, size, 12), 215, 255))


def vertical(size: Size, top: Colour, bottom: Colour, middle: Colour | None = None) -> Image.Image:
    """A gradient from `top` to `bottom`."""
    ramp = Image.linear_gradient("L").resize(size, Image.Resampling.BILINEAR)
    return ImageOps.colorize(ramp, top, bottom, mid=middle)


def horizontal(size: Size, left: int, centre: int, right: int) -> Image.Image:
    """Light on a round thing: three tones from left to right."""
    ramp = Image.new("L", (256, 1))
    ramp.putdata(
        [
            round(left + (centre - left) * x / 90) if x < 90 else round(centre + (right - centre) * (x - 90) / 165)
            for x in range(256)
        ]
    )
    return ramp.resize(size, Image.Resampling.BILINEAR)
