"""The folder for temporary data of tests: in memory where the machine has room, otherwise on a disk."""

import shutil
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ROOM = 4 * 2**30  # bytes; a whole run holds less than one of the four


def folder() -> Path:
    """The folder for temporary folders."""
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ROOM:
        return _MEMORY
    return Path(tempfile.gettempdir())
