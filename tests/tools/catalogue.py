"""The texts to translate: collected from code and templates as pyproject.toml says (`[tool.babel]`).

`python -m tests.tools.catalogue` (`make texts`) brings the files of the translators up to date.
"""

import sys
import tempfile
from pathlib import Path

from babel.messages import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po, write_po

from nominations.core.language import LANGUAGES

ROOT = Path(__file__).parents[2]
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
_FOLDER = ROOT / "nominations" / "translations"
# Our own names beside Babel's: `_l` is `lazy_gettext`; `_over` and `_under` of wording.py take a singular and a plural.
_KEYWORDS = ("lazy_gettext", "_l", "_over:1,2", "_under:1,2")


def collect_texts() -> Catalog:
    """Every text that passes through gettext, with the comments written for translators."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        CommandLineInterface().run([
            "pybabel", "--quiet", "extract", "--mapping-file", str(ROOT / "pyproject.toml"), "--no-location",
            *(part for name in _KEYWORDS for part in ("--keyword", name)), "--add-comments", "Translators:",
            "--output-file", str(template), str(ROOT),
        ])
        with template.open("rb") as file:
            return read_po(file)


def file_of(language: str) -> Path:
    return _FOLDER / language / "LC_MESSAGES" / "messages.po"


def translations(language: str) -> Catalog:
    """What the translators have written; an empty catalogue if they have not begun."""
    file = file_of(language)
    if not file.exists():
        return Catalog(
            language, "messages", "", project="nominations", version="1", msgid_bugs_address="none",
            last_translator="the translators of the award", language_team=language, fuzzy=False,
        )
    with file.open("rb") as source:
        return read_po(source, locale=language)


def update() -> None:
    """Bring in new texts, empty, and drop those that nobody says any more; sorted, without lines of code."""
    template = collect_texts()
    for language in TRANSLATED:
        catalogue = translations(language)
        catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
        file = file_of(language)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as out:
            write_po(out, catalogue, sort_output=True, no_location=True, ignore_obsolete=True, width=120)
        missing = sum(1 for message in catalogue if message.id and not is_complete(message))
        print(f"{file.relative_to(ROOT)}: {len(catalogue)} texts, {missing} to translate")


def is_complete(message) -> bool:
    """Whether each form of the message has words."""
    forms = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return bool(forms) and all(forms)


if __name__ == "__main__":
    sys.exit(update())
