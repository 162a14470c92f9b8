"""How the data of a dossier are written: plain JSON, instants in UTC, identical bytes for identical rows."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from nominations.core.language import format_utc


def as_json(content: Mapping[str, Any]) -> bytes:
    """The content as JSON in UTF-8, indented and with a final newline, so that people can read it too."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def instant(at: datetime | None) -> str | None:
    """`2025-11-30T22:59:59Z`; None stays None."""
    return None if at is None else format_utc(at).replace(" UTC", "Z").replace(" ", "T")
