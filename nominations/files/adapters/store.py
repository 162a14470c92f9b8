"""The store of uploaded files, each named by the SHA-256 of its content, which is checked whenever it is read.

A file is received in pieces into a local folder, inspected there and then kept: written and synced before the caller
commits. Names and media types are in the database; the store holds content only.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING

import obstore
from obstore.store import LocalStore, ObjectStore, S3Store

from nominations.core.adapters import clock
from nominations.core.settings import BadSettings, Settings
from nominations.files.adapters.bad_file import BadFile, Fault

if TYPE_CHECKING:
    from obstore.store import S3Config

CHUNK = 262_144
_INCOMPLETE_KEPT_SECONDS = 86_400


class Damaged(OSError):
    """The stored bytes are not the ones that were kept."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that was received completely. `path` is its local copy until it is kept."""

    sha256: str
    size: int
    path: Path


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep found, by SHA-256: files with changed content, missing files, and files that no row refers to."""

    damaged: tuple[str, ...]
    missing: tuple[str, ...]
    orphaned: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        return not (self.damaged or self.missing or self.orphaned)


def files(settings: Settings) -> "Files":
    """The store that the settings name."""
    scheme, _, place = settings.files_url.partition("://")
    if scheme == "file":
        return Files.in_folder(Path(place))
    if scheme == "s3":
        bucket, _, prefix = place.partition("/")
        return Files(_s3(settings, bucket, prefix), settings.data / "incoming", None)
    raise BadSettings("NOMINATIONS_FILES_URL begins with file:// or s3://.")


def _s3(settings: Settings, bucket: str, prefix: str) -> S3Store:
    endpoint: S3Config = {"endpoint": settings.s3_endpoint} if settings.s3_endpoint else {}
    return S3Store(
        bucket,
        config=endpoint,
        prefix=prefix or None,
        access_key_id=settings.s3_access_key,
        secret_access_key=settings.s3_secret_key,
        region=settings.s3_region,
        checksum_algorithm="SHA256",
        client_options={"timeout": "60s", "allow_http": settings.s3_endpoint.startswith("http://")},
    )


class Files:
    """Content by SHA-256. `folder` is set when the store is a local folder, where files are moved and not copied."""

    def __init__(self, store: ObjectStore, incoming: Path, folder: Path | None) -> None:
        self._store = store
        self._incoming = incoming
        self._folder = folder
        incoming.mkdir(parents=True, exist_ok=True, mode=0o700)

    @classmethod
    def in_folder(cls, folder: Path) -> "Files":
        """A store in a local folder, which is made where it does not exist."""
        stored_folder = folder / "kept"
        stored_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return cls(LocalStore(stored_folder), folder / "incoming", stored_folder)

    @contextmanager
    def take_in(self, stream: IO[bytes], limit: int) -> Iterator[Stored]:
        """Read `stream` to its end in pieces of 256 KB. The copy is deleted after the block unless it was kept.

        Raises `BadFile` where the stream is empty or has more than `limit` bytes.
        """
        spool = NamedTemporaryFile(dir=self._incoming, prefix="part-", delete=False)  # noqa: SIM115
        try:
            with spool:
                digest, size = _copy(stream, spool, limit)
            if not size:
                raise BadFile(Fault.EMPTY)
            yield Stored(digest, size, Path(spool.name))
        finally:
            Path(spool.name).unlink(missing_ok=True)

    def keep(self, stored: Stored) -> None:
        """Move the file into the store. When this returns, the file survives a loss of power."""
        if self._folder is None:
            obstore.put(self._store, _key(stored.sha256), stored.path)
            return
        with stored.path.open("rb") as file:
            os.fsync(file.fileno())
        target = self._folder / _key(stored.sha256)
        if not target.parent.exists():
            target.parent.mkdir(exist_ok=True, mode=0o700)
            _sync_folder(self._folder)
        stored.path.replace(target)
        _sync_folder(target.parent)

    def exists(self, sha256: str) -> bool:
        """Whether the store has the file; its content is not checked."""
        try:
            self.size(sha256)
        except FileNotFoundError:
            return False
        return True

    def size(self, sha256: str) -> int:
        """The size of the file in bytes. Raises `FileNotFoundError`."""
        return obstore.head(self._store, _key(sha256))["size"]

    def open(self, sha256: str) -> Iterator[bytes]:
        """The content in pieces. Raises `FileNotFoundError` at once, and `Damaged` before the last piece."""
        return _check_pieces(obstore.get(self._store, _key(sha256)).stream(min_chunk_size=CHUNK), sha256)

    def is_whole(self, sha256: str) -> bool:
        """Whether the file exists with unchanged content; reads all of it (25 MB in about 20 ms)."""
        try:
            for _ in self.open(sha256):
                pass
        except (Damaged, FileNotFoundError):
            return False
        return True

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """A path at which the file can be read, not written, until the block ends. Raises `FileNotFoundError`."""
        if self._folder is not None:
            path = self._folder / _key(sha256)
            path.stat()
            yield path
            return
        with NamedTemporaryFile(dir=self._incoming, prefix="local-") as copy:
            copy.writelines(self.open(sha256))
            copy.flush()
            yield Path(copy.name)

    def remove(self, sha256: str) -> None:
        """Delete a file from the store; a missing file is no error."""
        with suppress(FileNotFoundError):
            obstore.delete(self._store, _key(sha256))

    def names(self) -> Iterator[str]:
        """The SHA-256 of every file in the store."""
        for page in obstore.list(self._store):
            for item in page:
                yield item["path"].rpartition("/")[2]

    def sweep(self, known: Iterable[str], *, tell: Callable[[str], None] = lambda sha256: None) -> Swept:
        """Read every file and compare the store with `known`; nothing is deleted. `tell` is called for each file."""
        expected, stored = set(known), set()
        damaged = []
        for sha256 in self.names():
            stored.add(sha256)
            tell(sha256)
            if not self.is_whole(sha256):
                damaged.append(sha256)
        return Swept(tuple(sorted(damaged)), tuple(sorted(expected - stored)), tuple(sorted(stored - expected)))

    def tidy(self) -> int:
        """Delete incomplete files that a crash left more than a day ago, and return their number."""
        now, deleted = clock.machine_time().timestamp(), 0
        for path in self._incoming.iterdir():
            with suppress(FileNotFoundError):
                if now - path.stat().st_mtime > _INCOMPLETE_KEPT_SECONDS:
                    path.unlink()
                    deleted += 1
        return deleted

    def free_bytes(self) -> int:
        """The free bytes of the disk on which files are received."""
        return shutil.disk_usage(self._incoming).free


def _copy(stream: IO[bytes], target: IO[bytes], limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while piece := stream.read(CHUNK):
        size += len(piece)
        if size > limit:
            raise BadFile(Fault.TOO_LARGE, limit=limit)
        digest.update(piece)
        target.write(piece)
    return digest.hexdigest(), size


def _check_pieces(pieces: Iterable[bytes], sha256: str) -> Iterator[bytes]:
    """Pass `pieces` on, the last of them only after the hash of all has been checked."""
    digest, last = hashlib.sha256(), b""
    for piece in pieces:
        if last:
            yield last
        last = bytes(piece)
        digest.update(last)
    if digest.hexdigest() != sha256:
        raise Damaged(f"The file {sha256} has changed in the store.")
    yield last


def _key(sha256: str) -> str:
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise FileNotFoundError(f"{sha256!r} is no SHA-256.")
    return f"{sha256[:2]}/{sha256}"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
