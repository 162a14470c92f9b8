"""Puts buildings on a picture: walls, arches, domes, towers and their shadows, sun from the upper left."""

from dataclasses import dataclass, field
from math import acos, cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from nominations.demo.pictures.textures import Colour, horizontal, mix_colours, shade

Points = list[tuple[float, float]]


def arch_outline(cx: float, base: float, width: float, height: float, kind: str = "pointed") -> Points:
    """An opening from its sill up and over: `pointed`, `round`, `horseshoe` or `flat`."""
    half = width / 2
    if kind == "flat":
        return [(cx - half, base), (cx - half, base - height), (cx + half, base - height), (cx + half, base)]
    if kind == "horseshoe":
        spring, radius = base - height + half * 1.12, half * 1.12
        curve = [(cx + radius * cos(a), spring + radius * sin(a)) for a in _steps(pi * 0.85, pi * 2.15, 30)]
        return [(cx - half, base), *curve, (cx + half, base)]
    if kind == "round":
        curve = [(cx + half * cos(a), base - height + half + half * sin(a)) for a in _steps(pi, 2 * pi, 24)]
        return [(cx - half, base), *curve, (cx + half, base)]
    # Two arcs whose centres lie inside the opening's far side: the higher the rise, the sharper the point.
    radius = width * 0.86
    top = acos((radius - half) / radius)
    rise = radius * sin(top)
    spring = base - height + rise
    left = [(cx - half + radius - radius * cos(a), spring - radius * sin(a)) for a in _steps(0, top, 16)]
    right = [(2 * cx - x, y) for x, y in reversed(left)]
    return [(cx - half, base), *left, *right, (cx + half, base)]


def _cut(surface: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A piece of a surface; one that is too small is stretched."""
    if surface.width < size[0] or surface.height < size[1]:
        return surface.resize(size)
    return surface.crop((0, 0, *size))


def _steps(first: float, last: float, count: int) -> list[float]:
    return [first + (last - first) * step / count for step in range(count + 1)]


@dataclass
class Canvas:
    """The picture being built, what of it is masonry, and where the shade falls."""

    picture: Image.Image
    rng: Random
    floor: int = 0
    stone: Image.Image = field(init=False)
    shade: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        self.stone = Image.new("L", self.picture.size, 0)
        self.shade = Image.new("L", (self.picture.width // 4, self.picture.height // 4), 255)

    @property
    def width(self) -> int:
        return self.picture.width

    @property
    def height(self) -> int:
        return self.picture.height

    def lay(self, outline: Points, surface: Image.Image, light: float = 1.0, stone: bool = True) -> None:
        """Cover the inside of `outline` with a surface as large as its box."""
        box = self._box(outline)
        mask = self._mask(outline, box)
        piece = _cut(surface, (box[2] - box[0], box[3] - box[1]))
        if light != 1.0:
            piece = piece.point([min(255, int(v * light)) for v in range(256)] * 3)
        self.picture.paste(piece, box[:2], mask)
        self.stone.paste(255 if stone else 0, box[:2], mask)

    def fill(self, outline: Points, colour: Colour, stone: bool = False) -> None:
        ImageDraw.Draw(self.picture).polygon(outline, fill=colour)
        ImageDraw.Draw(self.stone).polygon(outline, fill=255 if stone else 0)

    def band(self, box: tuple[float, float, float, float], colour: Colour) -> None:
        """A moulding: a light edge above, its shadow below."""
        left, top, right, bottom = box
        draw = ImageDraw.Draw(self.picture)
        draw.rectangle(box, fill=colour)
        edge = max(2, int((bottom - top) / 5))
        draw.rectangle((left, top, right, top + edge), fill=mix_colours(colour, (255, 250, 235), 0.45))
        self.cast(
            [(left, bottom), (right, bottom), (right, bottom + (bottom - top)), (left, bottom + (bottom - top))], 150
        )

    def cast(self, outline: Points, tone: int) -> None:
        """Let a shadow fall."""
        ImageDraw.Draw(self.shade).polygon([(x / 4, y / 4) for x, y in outline], fill=tone)

    def opening(
        self,
        cx: float,
        base: float,
        width: float,
        height: float,
        kind: str = "pointed",
        *,
        frame: Colour | None = None,
        inside: Colour = (38, 28, 22),
        glow: float = 0.35,
    ) -> None:
        """An arch one can look into: frame, lit reveal on the right, darkness that thins towards the floor."""
        if frame:
            rim = width * 0.10
            self.fill(arch_outline(cx, base, width + 2 * rim, height + rim, kind), frame, stone=True)
            self.fill(
                arch_outline(cx, base, width + rim * 0.8, height + rim * 0.4, kind),
                mix_colours(frame, (60, 40, 25), 0.3)
            )
        outline = arch_outline(cx, base, width, height, kind)
        self.fill(outline, mix_colours(inside, (226, 190, 145), 0.55))
        inner = [(x - width * 0.09, y) for x, y in outline]
        box = self._box(inner)
        ramp = Image.linear_gradient("L").resize((box[2] - box[0], box[3] - box[1]))
        depth = Image.merge(
            "RGB", [ramp.point([int(c + (min(255, c + 150 * glow) - c) * v / 255) for v in range(256)]) for c in inside]
        )
        mask = ImageChops.multiply(self._mask(inner, box), self._mask(outline, box))
        self.picture.paste(depth, box[:2], mask)

    def dome(
        self,
        cx: float,
        base: float,
        radius: float,
        rise: float,
        surface: Image.Image,
        *,
        pointed: float = 0.35,
        ribs: int = 0,
    ) -> None:
        """A dome on its drum line; `pointed` from half sphere (0) to onion (1)."""
        outline = []
        for a in _steps(pi, 0, 48):
            swell = 1 + 0.10 * pointed * sin(2 * abs(a - pi / 2)) * (1 if sin(a) < 0.75 else -1.2)
            outline.append(
                (
                    cx + radius * swell * cos(a),
                    base
                    - rise * (sin(a) ** (1 - 0.3 * pointed))
                    - (rise * 0.22 * pointed * max(0.0, sin(a) - 0.9) * 10),
                )
            )
        box = self._box(outline)
        size = (box[2] - box[0], box[3] - box[1])
        lit = Image.radial_gradient("L").resize((int(size[0] * 1.7), int(size[1] * 1.9)))
        lit = lit.crop((int(size[0] * 0.55), int(size[1] * 0.62), int(size[0] * 1.55), int(size[1] * 1.62))).resize(
            size
        )
        light = shade(lit.point([255 - v for v in range(256)]), 70, 270 if radius > 250 else 255)
        self.lay(outline, ImageChops.multiply(_cut(surface, size), light))
        draw = ImageDraw.Draw(self.picture)
        for rib in range(1, ribs):
            reach = cos(pi * rib / ribs)
            arc = [(cx + (x - cx) * abs(reach) * (1 if reach > 0 else -1) if x > cx else 0, y) for x, y in outline]
            arc = [(x, y) for x, y in arc if x]
            draw.line(arc, fill=(70, 90, 95), width=3)
        top = min(y for _, y in outline)
        draw.line([(cx, top), (cx, top - radius * 0.35)], fill=(120, 95, 45), width=max(4, int(radius / 26)))
        for step, size_of in ((0.08, 0.055), (0.19, 0.04), (0.28, 0.028)):
            r, y = radius * size_of, top - radius * step
            draw.ellipse((cx - r, y - r, cx + r, y + r), fill=(176, 140, 66))

    def tower(
        self, cx: float, base: float, width: float, height: float, surface: Image.Image, taper: float = 0.85
    ) -> None:
        """A round tower, lit from the left."""
        half = width / 2
        outline = [
            (cx - half, base),
            (cx - half * taper, base - height),
            (cx + half * taper, base - height),
            (cx + half, base),
        ]
        box = self._box(outline)
        size = (box[2] - box[0], box[3] - box[1])
        light = horizontal(size, 190, 255, 95)
        self.lay(outline, ImageChops.multiply(_cut(surface, size), Image.merge("RGB", (light, light, light))))

    def finished(self) -> Image.Image:
        """The picture with its shadows on."""
        soft = self.shade.filter(ImageFilter.BoxBlur(3)).resize(self.picture.size, Image.Resampling.BILINEAR)
        # Nothing casts a shadow on the sky.
        solid = self.stone.copy()
        solid.paste(255, (0, self.floor, self.width, self.height))
        soft = ImageChops.lighter(soft, ImageChops.invert(solid))
        return ImageChops.multiply(
            self.picture,
            Image.merge("RGB", (soft, soft.point(lambda v: min(255, v + 4)), soft.point(lambda v: min(255, v + 12)))),
        )

    def _box(self, outline: Points) -> tuple[int, int, int, int]:
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        return int(min(xs)), int(min(ys)), int(max(xs)) + 1, int(max(ys)) + 1

    def _mask(self, outline: Points, box: tuple[int, int, int, int]) -> Image.Image:
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        ImageDraw.Draw(mask).polygon([(x - box[0], y - box[1]) for x, y in outline], fill=255)
        return mask
