"""Photographs of invented places: the same seed makes the same JPEG, of the size a camera makes."""

from dataclasses import dataclass
from io import BytesIO
from math import cos, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from nominations.demo.pictures.buildings import Canvas
from nominations.demo.pictures.scenes import SCENES
from nominations.demo.pictures.textures import clouds, plaster, shade, threshold, white_noise

QUALITY = 90
# The headdress of a silhouette, by the name of the portrait.
COVERS = {"portrait": ("", "cap"), "portrait of a woman": ("", "scarf")}


@dataclass(frozen=True, order=True)
class Picture:
    """One photograph: what it shows, which one of its kind, and whether before the work (`old`) or after."""

    scene: str
    seed: int
    old: bool = False
    width: int = 2400
    height: int = 1600


def jpeg(picture: Picture) -> bytes:
    """The photograph as JPEG, byte for byte the same each time."""
    rng = Random(f"{picture.scene} {picture.seed}")
    size = (picture.width, picture.height)
    if picture.scene in COVERS:
        image = _portrait(rng, size, rng.choice(COVERS[picture.scene]))
    else:
        canvas = SCENES[picture.scene](rng, size, picture.old)
        worn = Random(f"wear {picture.seed} {picture.old}")
        if picture.old:
            _neglect(worn, canvas)
        image = _develop(worn, _crop_view(picture, canvas.finished()), picture.old)
    file = BytesIO()
    image.save(file, "JPEG", quality=QUALITY, subsampling=0)
    return file.getvalue()


def _crop_view(picture: Picture, image: Image.Image) -> Image.Image:
    """The picture cropped or mirrored as from another standpoint, the same before and after the work."""
    rng = Random(f"view {picture.scene} {picture.seed}")
    part = 1 / rng.uniform(1.0, 1.4)
    wide, high = image.width * part, image.height * part
    left, top = (image.width - wide) * rng.random(), (image.height - high) * rng.uniform(0.45, 0.95)
    image = image.resize(image.size, Image.Resampling.BICUBIC, (left, top, left + wide, top + high))
    if picture.scene != "folio" and rng.random() < 0.5:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return image


def _neglect(rng: Random, canvas: Canvas) -> None:
    """Add signs of neglect: lost render, stains that run down, cracks, weeds."""
    size = canvas.picture.size
    loss = threshold(clouds(rng, size, 6, 5), 180, 190)
    loss = ImageChops.multiply(loss, canvas.stone)
    core = plaster(rng, size, (142, 116, 92), 0.35)
    canvas.picture.paste((54, 42, 34), (5, 7), loss.point([v * 2 // 3 for v in range(256)]))
    canvas.picture.paste(core, (0, 0), loss.point([v * 4 // 5 for v in range(256)]))
    runs = white_noise(rng, (size[0] // 14, 5)).resize(size, Image.Resampling.BICUBIC)
    stains = ImageChops.multiply(threshold(runs, 120, 250), ImageChops.multiply(canvas.stone, clouds(rng, size, 5)))
    canvas.picture.paste((48, 44, 40), (0, 0), stains.point([int(v * 0.55) for v in range(256)]))
    pen = ImageDraw.Draw(canvas.picture)
    for _ in range(16):
        _crack(rng, canvas, pen)
    for _ in range(46):
        x, y = rng.randrange(size[0]), rng.randrange(size[1] // 6, size[1])
        if canvas.stone.getpixel((x, y)):
            for _ in range(26):
                turn, reach = rng.uniform(-2.6, -0.5), rng.uniform(10, 46)
                green = (rng.randint(70, 120), rng.randint(90, 126), rng.randint(48, 70))
                pen.line([(x, y), (x + reach * cos(turn), y + reach * sin(turn))], fill=green, width=3)


def _crack(rng: Random, canvas: Canvas, pen: ImageDraw.ImageDraw) -> None:
    x, y = rng.uniform(0, canvas.width - 1), rng.uniform(canvas.height * 0.1, canvas.height * 0.7)
    if not canvas.stone.getpixel((int(x), int(y))):
        return
    path, drift = [(x, y)], rng.uniform(-0.5, 0.5)
    for _ in range(rng.randint(20, 60)):
        x, y = x + rng.uniform(-13, 13) + drift * 8, y + rng.uniform(4, 16)
        if not (0 <= x < canvas.width and y < canvas.height and canvas.stone.getpixel((int(x), int(y)))):
            break
        path.append((x, y))
    if len(path) > 6:
        pen.line([(px + 3, py + 2) for px, py in path], fill=(214, 196, 168), width=3, joint="curve")
        for number in range(len(path) - 1):
            pen.line(path[number : number + 2], fill=(34, 26, 22), width=max(2, 7 - number // 9))


def _develop(rng: Random, image: Image.Image, old: bool) -> Image.Image:
    """Make it look taken by a camera: slightly soft, warm or grey, darker corners, grain."""
    image = image.filter(ImageFilter.BoxBlur(0.7))
    image = ImageEnhance.Color(image).enhance(0.5 if old else 1.06)
    strength, warmth = (0.92, (0, 0, 0)) if old else (1.08, (4, 1, -7))
    image = image.point(
        [max(0, min(255, int(120 + (v - 120) * strength + tint))) for tint in warmth for v in range(256)]
    )
    corners = Image.radial_gradient("L").resize((300, 200)).point([255 - max(0, v - 120) // 2 for v in range(256)])
    image = ImageChops.multiply(image, shade(corners.resize(image.size, Image.Resampling.BICUBIC), 20, 255))
    grain = white_noise(rng, image.size)
    return Image.blend(image, Image.merge("RGB", (grain, grain, grain)), 0.085)


def _portrait(rng: Random, size: tuple[int, int], cover: str) -> Image.Image:
    """A portrait of nobody: a silhouette before a coloured wall, lit as in a studio."""
    w, h = size
    wall = rng.choice(((150, 104, 74), (72, 102, 108), (124, 112, 84), (96, 84, 112), (110, 124, 96)))
    image = plaster(rng, size, wall, 0.3)
    glow = Image.radial_gradient("L").resize((w * 2, h * 2)).crop((w // 2, h // 2, w + w // 2, h + h // 2))
    image = ImageChops.multiply(image, shade(glow.point([255 - v for v in range(256)]), 60, 255))
    figure = Image.new("L", size, 0)
    pen = ImageDraw.Draw(figure)
    cx, tall = w * 0.5, h
    pen.ellipse((cx - w * 0.135, tall * 0.25, cx + w * 0.135, tall * 0.50), fill=255)
    pen.polygon(
        [
            (cx - w * 0.075, tall * 0.45),
            (cx + w * 0.075, tall * 0.45),
            (cx + w * 0.11, tall * 0.63),
            (cx - w * 0.11, tall * 0.63),
        ],
        fill=255,
    )
    pen.polygon(
        [
            (cx - w * 0.1, tall * 0.565),
            (cx + w * 0.1, tall * 0.565),
            (cx + w * 0.30, tall * 0.64),
            (cx - w * 0.30, tall * 0.64),
        ],
        fill=255,
    )
    pen.rounded_rectangle((cx - w * 0.40, tall * 0.62, cx + w * 0.40, tall * 1.4), radius=w * 0.17, fill=255)
    if cover == "scarf":
        pen.ellipse((cx - w * 0.16, tall * 0.225, cx + w * 0.16, tall * 0.54), fill=255)
        pen.polygon(
            [
                (cx - w * 0.155, tall * 0.40),
                (cx + w * 0.155, tall * 0.40),
                (cx + w * 0.25, tall * 0.66),
                (cx - w * 0.25, tall * 0.66),
            ],
            fill=255,
        )
    elif cover == "cap":
        pen.rounded_rectangle((cx - w * 0.13, tall * 0.215, cx + w * 0.13, tall * 0.33), radius=w * 0.04, fill=255)
    figure = figure.filter(ImageFilter.GaussianBlur(5))
    cloth = plaster(rng, size, (58, 50, 48), 0.1)
    lit = ImageChops.multiply(
        cloth,
        shade(
            Image.linear_gradient("L").rotate(90, expand=True).resize(size).point([255 - v for v in range(256)]),
            120,
            255,
        ),
    )
    image.paste(lit, (0, 0), figure)
    edge = ImageChops.subtract(figure, ImageChops.offset(figure, 9, 5)).filter(ImageFilter.GaussianBlur(4))
    image.paste((226, 196, 158), (0, 0), edge.point([v // 2 for v in range(256)]))
    return _develop(rng, image, False)
