"""Reads uploaded workbooks by a child process with limits (`workbook_child`) and returns plain cells."""

import json
from threading import BoundedSemaphore

from nominations.core.adapters import sandbox
from nominations.core.adapters.sandbox import MEGABYTE, ChildFailed, Limits, Reason
from nominations.core.settings import Settings
from nominations.documents.adapters import workbook_child

Row = dict[str, list[str]]
_CHILD_SLOTS = BoundedSemaphore(2)
_ROWS, _COLUMNS, _PAGES, _MEMBERS, _UNPACKED = 2_000, 120, 20, 500, 64 * 1_048_576


class BadSheet(Exception):
    """The workbook has no rows to read; `reason` is `no_sheet`, `too_much_inside`, `too_hard` or `no_rows`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_rows(content: bytes, settings: Settings) -> list[Row]:
    """Every row of the sheets that name their columns, each cell as [kind, text] under its column's name.

    Kinds: "n" a number, "s" a text, "f" a formula, "x" anything else, "" nothing. The row's own number is under "".
    Raises `BadSheet`.
    """
    if not content.startswith(b"PK\x03\x04"):
        raise BadSheet("no_sheet")
    seconds = settings.inspection_seconds
    limits = Limits(settings.inspection_memory_mb * MEGABYTE, seconds, seconds * 2)
    size_limits = {"rows": _ROWS, "columns": _COLUMNS, "pages": _PAGES, "members": _MEMBERS, "unpacked": _UNPACKED}
    with _CHILD_SLOTS:
        try:
            answer = json.loads(
                sandbox.run_child(workbook_child.__name__, [json.dumps(size_limits)], content, limits, ChildFailed)
            )
        except ChildFailed as error:
            raise BadSheet("no_sheet" if error.reason is Reason.BROKEN else "too_hard") from None
    if "fault" in answer:
        raise BadSheet(answer["fault"])
    rows_read = [row for page in answer["pages"] for row in page]
    if not rows_read:
        raise BadSheet("no_rows")
    return rows_read
