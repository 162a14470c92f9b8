"""What stored text may hold: what was typed, with LF line ends, and nothing a database or a page cannot carry."""

import re

# C0 and C1 controls except tab and newline, lone surrogates, noncharacters.
_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)) + "]"
)


def clean(text: str) -> str:
    """Line ends become LF; nothing is trimmed or normalised."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refused_characters(text: str) -> tuple[str, ...]:
    """The characters of cleaned `text` that may not be stored, each once, written as U+0000."""
    # None of them is printable, and to ask that takes a tenth of the time.
    if text.replace("\n", "").isprintable():
        return ()
    return tuple(f"U+{number:04X}" for number in sorted(map(ord, set(_REFUSED.findall(text)))))


Fault = tuple[str, dict[str, object]]


def fault(text: str, *, most: int, required: bool = False) -> Fault | None:
    """Why cleaned `text` cannot be taken into a field of at most `most` characters: a code and its numbers."""
    if required and not text.strip():
        return "missing", {}
    if refused := refused_characters(text):
        return "refused_characters", {"characters": ", ".join(refused)}
    if len(text) > most:
        return "too_many_characters", {"count": len(text), "most": most}
    return None
