"""Files that come in parts: each lies in the local folder `uploads` under its id and grows at its end.

The length of the file is what has been received; every part is synced to the disk before it is acknowledged.
"""

import errno
import fcntl
import hashlib
import os
import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, UnsupportedOperation
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO
from uuid import UUID

from nominations.core.adapters import clock
from nominations.core.settings import Settings
from nominations.web.server.request_body import IN_MEMORY

CHUNK = 262_144
ALGORITHMS = ("sha1", "sha256")
_SUM = re.compile(r"(\w+) +([A-Za-z0-9+/]+={0,2})")
_AN_HOUR = 3_600
# A body as it arrived: in memory, or on the disk where it is large.
Part = BytesIO | SpooledTemporaryFile[bytes]
_CANNOT = (errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)


class Busy(OSError):
    """Another part of the same file is being written at the moment."""


class WrongOffset(ValueError):
    """The part does not begin where the file ends; `offset` is where it ends."""

    def __init__(self, offset: int) -> None:
        super().__init__(str(offset))
        self.offset = offset


class TooMuch(ValueError):
    """The part would make the file longer than announced."""


class WrongSum(ValueError):
    """The part does not have the checksum that was sent; nothing of it is stored."""


class UnknownSum(ValueError):
    """The checksum is malformed, or its algorithm is not supported."""


class Parts:
    """The folder of files that are not complete yet."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.data / "uploads"
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def begin(self, upload_id: UUID) -> None:
        """Create an empty file that survives a loss of power."""
        os.close(os.open(self._path(upload_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def offset(self, upload_id: UUID) -> int:
        """How many bytes are here. Raises `FileNotFoundError`."""
        return self._path(upload_id).stat().st_size

    def append(self, upload_id: UUID, at: int, part: Part, size: int, checksum: str = "") -> int:
        """Add `part`, which lies whole where it can be read twice, at byte `at` of a file of `size` bytes.

        Returns the new length, once that is on the disk. `checksum` is "algorithm base64" or nothing. Raises
        `Busy`, `WrongOffset`, `TooMuch`, `WrongSum`, `UnknownSum`, `FileNotFoundError`; then the file is unchanged.
        """
        with self._locked(upload_id) as file:
            ends = file.seek(0, os.SEEK_END)
            if at != ends:
                raise WrongOffset(ends)
            length = _length(part)
            if at + length > size:
                raise TooMuch
            if checksum:
                _check_sum(checksum, part)
            _copy(part, file, length)
            os.fsync(file.fileno())
            return at + length

    @contextmanager
    def whole(self, upload_id: UUID) -> Iterator[BinaryIO]:
        """Open the file for reading and lock it against new parts. Raises `Busy`, `FileNotFoundError`."""
        with self._locked(upload_id) as file:
            file.seek(0)
            yield file

    def forget(self, upload_id: UUID) -> None:
        """Remove the file, if it is still there."""
        self._path(upload_id).unlink(missing_ok=True)

    def left_behind(self) -> list[UUID]:
        """The files that did not change for an hour."""
        now = clock.machine_time().timestamp()
        return sorted(
            UUID(path.name) for path in self._folder.iterdir() if now - path.stat().st_mtime > _AN_HOUR
        )

    @contextmanager
    def _locked(self, upload_id: UUID) -> Iterator[BinaryIO]:
        with self._path(upload_id).open("r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy from None
            try:
                yield file
            finally:
                # Closing alone is not enough: a child that another thread starts may hold a copy of the descriptor.
                fcntl.flock(file, fcntl.LOCK_UN)

    def _path(self, upload_id: UUID) -> Path:
        return self._folder / str(upload_id)


def _copy(part: Part, file: BinaryIO, length: int) -> None:
    """Copy the part to the position of `file`; a large part on the disk is copied by the system, which is cheaper."""
    done = _copy_by_system(part, file, length) if length > IN_MEMORY else 0
    if done < length:
        part.seek(done)
        file.seek(done, os.SEEK_CUR)
        while piece := part.read(CHUNK):
            file.write(piece)
        file.flush()


def _copy_by_system(part: Part, file: BinaryIO, length: int) -> int:
    """How many bytes were copied: fewer than all where the part is no file, or the file systems cannot."""
    done, at = 0, file.tell()
    try:
        part.flush()
        source = part.fileno()
        while done < length and (copied := os.copy_file_range(source, file.fileno(), length - done, done, at + done)):
            done += copied
    except UnsupportedOperation:
        return 0
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    return done


def _length(part: Part) -> int:
    return part.seek(0, os.SEEK_END)


def _check_sum(checksum: str, part: Part) -> None:
    written = _SUM.fullmatch(checksum)
    if written is None or written[1] not in ALGORITHMS:
        raise UnknownSum
    part.seek(0)
    digest = hashlib.file_digest(part, written[1])
    try:
        expected = b64decode(written[2], validate=True)
    except ValueError:
        raise UnknownSum from None
    if expected != digest.digest():
        raise WrongSum
