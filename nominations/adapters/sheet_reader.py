"""Uploaded workbooks, read by a child process with limits (`read_sheet`): plain cells come out, or why not."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import BoundedSemaphore

from nominations.settings import Settings

Row = dict[str, list[str]]
_CHILD = Path(__file__).with_name("read_sheet.py")
_AT_ONCE = BoundedSemaphore(2)
_ROWS, _COLUMNS, _PAGES, _MEMBERS, _UNPACKED = 2_000, 120, 20, 500, 64 * 1_048_576


class BadSheet(Exception):
    """No rows came out; `reason` is `no_sheet`, `too_much_inside`, `too_hard` or `no_rows`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def rows(content: bytes, settings: Settings) -> list[Row]:
    """Every row of the workbook's pages that name their columns, each cell as [kind, text] under its column's name.

    Kinds: "n" a number, "s" a text, "f" a formula, "x" anything else, "" nothing. The row's own number is under "".
    Raises `BadSheet`.
    """
    if not content.startswith(b"PK\x03\x04"):
        raise BadSheet("no_sheet")
    limits = {
        "memory_mb": settings.inspection_memory_mb, "seconds": settings.inspection_seconds, "rows": _ROWS,
        "columns": _COLUMNS, "pages": _PAGES, "members": _MEMBERS, "unpacked": _UNPACKED,
    }
    with NamedTemporaryFile(suffix=".xlsx") as file, _AT_ONCE:
        file.write(content)
        file.flush()
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(_CHILD), json.dumps({"path": file.name, "limits": limits})],
                env={"LC_ALL": "C.UTF-8"}, stdin=subprocess.DEVNULL, capture_output=True,
                timeout=settings.inspection_seconds * 2, check=False,
            )
        except subprocess.TimeoutExpired:
            raise BadSheet("too_hard") from None
    if done.returncode != 0:
        raise BadSheet("too_hard" if done.returncode < 0 else "no_sheet")
    answer = json.loads(done.stdout)
    if "fault" in answer:
        raise BadSheet(answer["fault"])
    found = [row for page in answer["pages"] for row in page]
    if not found:
        raise BadSheet("no_rows")
    return found
