"""Opening a PDF as every reader does, and telling whether all of it is there. Only for child processes with limits.

Phones, scanners and offices leave bytes behind the end or blanks before the beginning of sound files, so how a file
ends proves nothing. What counts is the last end mark, the table of objects before it, and whether more was to follow.
"""

import re
from io import BytesIO
from typing import Any

BLANKS = b"\xef\xbb\xbf\r\n\t\f \0"
_HEAD, _END = b"%PDF-", b"%%EOF"
# Pieces of a PDF behind its last end mark: a change that was cut off. Anything else there is no part of it.
_PIECES = re.compile(rb"(?<!\d)\d{1,10} \d{1,5} obj\b|endobj|endstream|startxref|\btrailer\b")
# A file that is ordered for the web says at its beginning how long it is.
_LENGTH = re.compile(rb"/Linearized\b.{0,200}?/L\s+(\d{1,12})\b", re.DOTALL)
_MENDED = ("can't find startxref", "reconstruct", "unable to find")


class PartMissing(ValueError):
    """The file was cut."""


def open_pdf(path: str, *, parts_may_miss: bool = False) -> Any:
    """The opened PDF, without what stands around it. Raises `PartMissing`, where it may not, and pikepdf's errors."""
    import pikepdf

    with open(path, "rb") as file:
        content = file.read()
    whole, follows = _trim(content)
    if whole is None and not parts_may_miss:
        raise PartMissing
    opened = pikepdf.open(BytesIO(content if whole is None else whole), suppress_warnings=True)
    if follows and not parts_may_miss and _is_mended(opened):
        opened.close()
        raise PartMissing  # the end mark was that of a file within the file
    return opened


def has_more_around(path: str) -> bool:
    """Whether something stands around the PDF, for which readers have to look for its end."""
    with open(path, "rb") as file:
        content = file.read()
    whole, follows = _trim(content)
    return whole is not None and (follows or len(content) - len(whole) > 1024)


def _trim(content: bytes) -> tuple[bytes | None, bool]:
    """From its head to its last end mark, None where a part is missing; and whether more than blanks follows."""
    start = len(content) - len(content.lstrip(BLANKS))
    end = content.rfind(_END)
    if not content.startswith(_HEAD, start) or end < start:
        return None, False
    behind = content[end + len(_END) :]
    whole = content[start : end + len(_END)] + b"\n"
    length = _LENGTH.search(content, start, start + 1024)
    if _PIECES.search(behind.partition(_HEAD)[0]) or (length and int(length[1]) > len(whole) + 1):
        return None, False
    return whole, bool(behind.strip(BLANKS))


def _is_mended(opened: Any) -> bool:
    """Whether the library had to search for the objects: the table that lists them is not where it should be."""
    return any(word in str(warning) for warning in opened.get_warnings() for word in _MENDED)
