"""Cleans the names of files: what people wrote is kept, Arabic included, without what could forge a path, a header or
another extension."""

import unicodedata
from urllib.parse import quote

MAX_LENGTH = 200
# Marks that change the direction of text: with them "fdp.exe" can look like "exe.pdf".
_DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_name(name: str) -> str:
    """`name` without folders, control and direction marks, at most 200 characters; "file" if nothing is left."""
    last = name.replace("\\", "/").rpartition("/")[2]
    text = "".join(sign for sign in last if _is_harmless(sign)).strip().lstrip(".").strip()
    if len(text) > MAX_LENGTH:
        stem, dot, ending = text.rpartition(".")
        text = stem[: MAX_LENGTH - len(ending) - 1] + dot + ending if dot and len(ending) <= 10 else text[:MAX_LENGTH]
    return text or "file"


def extension(name: str) -> str:
    """The text after the last full stop of the cleaned name, in lower case; empty if there is none."""
    stem, dot, ending = clean_name(name).rpartition(".")
    return ending.lower() if dot and stem else ""


def content_disposition(name: str, *, inline: bool = False) -> str:
    """The header that names a download (RFC 6266): exact in `filename*`, in ASCII for old programs."""
    name = clean_name(name)
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{_transliterate(name)}\"; filename*=UTF-8''{quote(name, safe='')}"


def _is_harmless(sign: str) -> bool:
    kind = unicodedata.category(sign)
    is_noncharacter = ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF
    return kind not in ("Cc", "Cs", "Zl", "Zp") and sign not in _DIRECTION_MARKS and not is_noncharacter


def _transliterate(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    safe = "".join(sign if sign.isalnum() or sign in "-_. ()" else "_" for sign in plain).strip()
    stem, _, ending = safe.rpartition(".")
    return safe if any(sign.isalnum() for sign in stem) else f"file.{ending}" if ending else "file"
