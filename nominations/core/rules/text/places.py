"""Coordinates as maps, keyboards and documents write them: 34.02088, 34,0209, 34°01′15″N, 34.02088, -6.84165."""

import re
from dataclasses import dataclass
from decimal import Decimal

from nominations.core.rules.text.signs import plain_signs
from nominations.core.rules.text.understood import Understood

Angle = Understood[Decimal]

BOUNDS = {"lat": 90, "lon": 180}
# Six decimals of a degree are eleven centimetres.
_PLACES = Decimal("0.000001")
_DIRECTIONS = {
    "n": ("lat", 1), "north": ("lat", 1), "nord": ("lat", 1), "شمالا": ("lat", 1), "شمال": ("lat", 1), "ش": ("lat", 1),
    "s": ("lat", -1), "south": ("lat", -1), "sud": ("lat", -1), "جنوبا": ("lat", -1), "جنوب": ("lat", -1),
    "ج": ("lat", -1), "e": ("lon", 1), "east": ("lon", 1), "est": ("lon", 1), "شرقا": ("lon", 1), "شرق": ("lon", 1),
    "ق": ("lon", 1), "w": ("lon", -1), "west": ("lon", -1), "o": ("lon", -1), "ouest": ("lon", -1),
    "غربا": ("lon", -1), "غرب": ("lon", -1), "غ": ("lon", -1),
}
_WORD = "|".join(sorted(_DIRECTIONS, key=len, reverse=True))
_DEGREES = r"[0-9]{1,3}(?:[.,][0-9]+)?"
_SIXTIETHS = r"[0-9]{1,2}(?:[.,][0-9]+)?"
_ANGLE = re.compile(
    rf"(?P<before>{_WORD})? ?(?P<sign>[-+])? ?(?P<degrees>{_DEGREES}) ?(?:[°º˚] ?"
    rf"(?:(?P<minutes>{_SIXTIETHS}) ?' ?(?:(?P<seconds>{_SIXTIETHS}) ?(?:\"|'') ?)?)?)? ?(?P<after>{_WORD})?"
)
# A comma with a blank, a semicolon or a slash parts two angles; a comma alone parts them where each has a point.
_PARTINGS = (r"(.+?) ?; ?(.+)", r"(.+?) ?/ ?(.+)", r"(.+?), (.+)", r"([^,]*\.[^,]*),([^,]*\.[^,]*)",
             r"([-+]?[0-9]+,[0-9]+),([-+]?[0-9]+,[0-9]+)", r"([^,]*[a-zء-ي°']),(.+)",
             r"(.*[0-9]) ([a-zء-ي]+ ?[0-9].*)", r"(.*[0-9a-zء-ي'\"°]) (.*[0-9].*)")
_WRITTEN = re.compile(r"[()\[\]]|^geo:|\b(?:lat(?:itude)?|long?(?:itude)?|lng)\b ?[:=.]?|خط (?:العرض|الطول) ?:?")


@dataclass(frozen=True, slots=True)
class _Read:
    value: Decimal
    axis: str = ""


def understand_angle(text: str, axis: str) -> Angle:
    """Decimal degrees of the latitude (`lat`) or longitude (`lon`), rounded to six decimals."""
    angle = _read(_plain(text))
    if angle is None or angle.axis not in ("", axis) or abs(angle.value) > BOUNDS[axis]:
        return Understood(problem=f"not_{axis}", params={"bound": BOUNDS[axis]})
    return Understood(angle.value, f"{angle.value:f}")


def split_pair(text: str) -> tuple[str, str] | None:
    """The latitude and the longitude of a text that holds both, each plainly written; None for any other text."""
    plain = _plain(text)
    for parting in _PARTINGS:
        if (match := re.fullmatch(parting, plain)) and (pair := _order(_read(match[1]), _read(match[2]))):
            return f"{pair[0]:f}", f"{pair[1]:f}"
    return None


def fill_pair(lat: str, lon: str) -> tuple[str, str]:
    """Both boxes as they were typed; a pair that was pasted into one of them fills both, where the other is blank."""
    if lat.strip() and lon.strip():
        return lat, lon
    return split_pair(lat or lon) or (lat, lon)


def _plain(text: str) -> str:
    return " ".join(_WRITTEN.sub(" ", plain_signs(text).casefold().replace("ً", "")).split())


def _order(first: _Read | None, second: _Read | None) -> tuple[Decimal, Decimal] | None:
    if first is None or second is None or (first.axis and first.axis == second.axis):
        return None
    # The latitude comes first, unless a letter or the size of the angle says otherwise.
    turned = first.axis == "lon" or second.axis == "lat" or (not first.axis and abs(first.value) > BOUNDS["lat"])
    lat, lon = (second, first) if turned else (first, second)
    fits = abs(lat.value) <= BOUNDS["lat"] and abs(lon.value) <= BOUNDS["lon"]
    return (lat.value, lon.value) if fits else None


def _read(plain: str) -> _Read | None:
    match = _ANGLE.fullmatch(plain.strip())
    if match is None or (match["before"] and match["after"]):
        return None
    letter = match["before"] or match["after"] or ""
    axis, turn = _DIRECTIONS.get(letter, ("", 1))
    if letter and match["sign"] == "-":
        return None  # a sign and a letter: two senses
    degrees, minutes, seconds = (Decimal((match[part] or "0").replace(",", ".")) for part in
                                 ("degrees", "minutes", "seconds"))
    if minutes >= 60 or seconds >= 60:
        return None
    value = (degrees + minutes / 60 + seconds / 3600) * (-1 if match["sign"] == "-" else turn)
    rounded = value.quantize(_PLACES)
    return _Read(rounded.normalize() if rounded else Decimal(0), axis)
