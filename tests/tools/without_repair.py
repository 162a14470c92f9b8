"""Runs tests without one of the repairs of WeasyPrint's PDFs, to see whether a new version still needs it.

`WITHOUT_REPAIR=glyphs pytest -p tests.tools.without_repair tests/...`; see docs/pdf-repairs.md for the names.
"""

import os

from nominations.documents.adapters import pdf

# The name of a repair, and the function by which it is applied.
REPAIRS = {"glyphs": "mend_maps", "arabic_mark_order": "set_in_line"}


def pytest_configure() -> None:
    """Called once, before the first test."""
    setattr(pdf, REPAIRS[os.environ["WITHOUT_REPAIR"]], lambda *_: None)
