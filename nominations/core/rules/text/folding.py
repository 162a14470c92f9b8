"""One way to fold words, for search, duplicates and conflicts: a letter becomes its twin, and never nothing.

Only what is no letter is left out: accents, vowel marks, the stretching stroke, direction marks and joiners.
`migrations` hold the same for PostgreSQL as the function `fold`; whoever changes a table here writes a new migration.
"""

import re
import sys
import unicodedata

# Accents, marks of Hebrew, Arabic and Cyrillic, the stretching stroke; soft hyphens, joiners and direction marks.
MARKS = (
    r"[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
    r"\u06e7\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    r"\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
_MARKS = re.compile(MARKS)
# Read before the text is decomposed, which would part these into a blank and an accent.
EARLY = {"´": "'", "΄": "'", "῾": "'", "᾿": "'"}
# Letters of Arabic script that are written one for the other, from Egypt to Pakistan.
ARABIC_TWINS = {
    "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ێ": "ي", "ۍ": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه",
    "ە": "ه", "ۃ": "ه", "ٱ": "ا", "ں": "ن", "ۆ": "و", "ۇ": "و", "ۈ": "و", "ۋ": "و", "ٯ": "ق", "ڤ": "ف",
}
_LATIN_TWINS = {
    "ı": "i", "ə": "a", "ǝ": "a", "ł": "l", "đ": "d", "ð": "d", "ɖ": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ɓ": "b",
    "ɗ": "d", "ƙ": "k", "ƴ": "y", "ŋ": "n", "ɲ": "n", "ɛ": "e", "ɔ": "o", "ʋ": "v", "ɣ": "g", "ɩ": "i", "ʊ": "u",
    "ς": "σ",
}
# Letters that keyboards of Russian do not have, from Kazakhstan to Tajikistan.
_CYRILLIC_TWINS = {
    "қ": "к", "ғ": "г", "ң": "н", "ө": "о", "ү": "у", "ұ": "у", "ә": "а", "һ": "х", "ҳ": "х", "ҷ": "ч", "ҹ": "ч",
    "і": "и", "ҝ": "к", "ҥ": "н",
}
_SIGNS = {
    **dict.fromkeys("’‘‛ʼʻʽʿʾʹʽ′`ꞌ׳", "'"), **dict.fromkeys("“”„«»″״", '"'),
    **dict.fromkeys("‐‑‒–—―−־⁃", "-"), "،": ",", "٬": ",", "٫": ".", "؛": ";", "؟": "?", "٪": "%", "⁄": "/",
}
_DIGITS = {
    chr(number): str(unicodedata.decimal(chr(number)))
    for number in range(128, sys.maxunicode + 1) if unicodedata.category(chr(number)) == "Nd"
}
TWINS = {**ARABIC_TWINS, **_LATIN_TWINS, **_CYRILLIC_TWINS, **_SIGNS, **_DIGITS}
# One letter that others write as two.
PAIRS = {"ß": "ss", "œ": "oe", "æ": "ae", "þ": "th", "ĳ": "ij"}
_EARLY = str.maketrans(EARLY)
_TABLE = str.maketrans({**TWINS, **PAIRS})


def fold_text(text: str) -> str:
    """The text in small letters, each as its twin, digits as 0 to 9, without accents and marks."""
    if text.isascii():
        return text.lower().replace("`", "'")
    plain = unicodedata.normalize("NFKD", text.translate(_EARLY)).lower()
    return _MARKS.sub("", plain).translate(_TABLE)


def fold_words(text: str) -> str:
    """The same for comparing whole lines: one blank between words, none at the ends."""
    return " ".join(fold_text(text).split())
