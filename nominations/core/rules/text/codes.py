"""Codes, references and scores: figures and letters that this service made or offers, and that people type."""

import re

from nominations.core.rules.text.numbers import understand_number
from nominations.core.rules.text.signs import plain_signs, trim_signs
from nominations.core.rules.text.understood import Understood

_BETWEEN = re.compile(r"[\s\-_.,·]+")
_SIX_DIGITS = re.compile(r"[0-9]{6}")


def understand_code(text: str) -> Understood[str]:
    """The six digits of a mail, in the digits of any script and in any groups."""
    code = _BETWEEN.sub("", plain_signs(text))
    if _SIX_DIGITS.fullmatch(code):
        return Understood(code, code)
    return Understood(problem="not_six_digits")


def understand_reference(text: str) -> Understood[str]:
    """The reference of a nomination in capital letters, with one hyphen between its parts and no blanks."""
    reference = re.sub(r"\s*-+\s*|\s+", "-", plain_signs(text)).strip("-").upper()
    return Understood(reference, reference) if reference else Understood(problem="missing")


def understand_mark(text: str) -> Understood[int]:
    """A score: a whole number of zero or more, which a spreadsheet may write as 4.0 or '4."""
    number = understand_number(text).value
    if number is None or number < 0 or number != number.to_integral_value():
        return Understood(problem="not_number")
    return Understood(int(number), str(int(number)))


def understand_name(text: str) -> Understood[str]:
    """A name without blanks and invisible characters around it; what joins letters inside belongs to it."""
    name = trim_signs(text)
    return Understood(name, name)
