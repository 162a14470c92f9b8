"""The figures 0 to 9 in every numbering that Unicode has."""

import sys
import unicodedata

ZEROES = [
    chr(number) for number in range(sys.maxunicode + 1)
    if unicodedata.category(chr(number)) == "Nd" and unicodedata.decimal(chr(number)) == 0
]
NAMES = {zero: unicodedata.name(zero).removesuffix(" DIGIT ZERO").removeprefix("DIGIT ") for zero in ZEROES}


def write_in(zero: str, text: str) -> str:
    """The text with its figures in the numbering that begins with `zero`."""
    return text.translate({ord("0") + figure: chr(ord(zero) + figure) for figure in range(10)})
