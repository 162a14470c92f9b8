"""A backup of everything in one file: the database and the uploaded files, with their hashes, and a seal over it all.

It is an ordinary ZIP. The database is copied first: files are stored before the act that names them commits and are
never changed, so that every file which the copy names is there afterwards. Secrets are not in it; the seal is made
with the secret key, so that nobody without it can change a backup or make another.
"""

import hashlib
import hmac
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

import nominations
from nominations.core.adapters import clock
from nominations.core.settings import Mode, Settings
from nominations.files.adapters.bad_file import BadFile
from nominations.files.adapters.store import CHUNK, Damaged, Files, files
from nominations.operation.adapters import database_snapshots

_FORMAT = 1
_SEAL, _UNKEYED_SEAL = b"keyed-seal:", b"sha256:"
_DATABASE, _MANIFEST, _CLOCK, _FILES = "database", "manifest.json", "clock.json", "files/"


class BadBackup(Exception):
    """The backup cannot be made, trusted or restored; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: `members` with their SHA-256 by name; `damaged` are files that had changed in the store."""

    format: int
    version: str
    made_at: str
    mode: str
    database: str
    members: dict[str, str]
    damaged: tuple[str, ...] = ()

    @property
    def files(self) -> int:
        return sum(name.startswith(_FILES) for name in self.members)


def backup(settings: Settings, target: Path) -> Manifest:
    """Write everything to the new file `target` while the system runs. Raises `BadBackup`.

    The files in `damaged` of the result could not be saved.
    """
    if target.exists():
        raise BadBackup(f"{target} exists already; a backup never overwrites one.")
    draft = target.with_name(f".{target.name}.part")
    try:
        draft.unlink(missing_ok=True)
        # For its owner alone from the first byte on, whatever the operator's umask is.
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as archive:
            manifest = _fill(archive, settings)
            # The place of the seal: valid as a ZIP's comment, and the last bytes of the file.
            archive.comment = _SEAL + b"0" * 64
        _seal(draft, _key(settings))
        draft.rename(target)
    except database_snapshots.SnapshotFailed as error:
        raise BadBackup(str(error)) from None
    except OSError as error:
        raise BadBackup(f"The backup could not be written: {error.strerror or error}.") from None
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(target.parent)
    return manifest


def read_manifest(file: Path) -> Manifest:
    """The manifest of a backup, not verified: it tells with which settings to restore."""
    with _open(file) as archive:
        return _load_manifest(archive)


def verify(file: Path, settings: Settings, *, unkeyed: bool = False) -> Manifest:
    """Verify all of a backup. Raises `BadBackup` with the first thing that is wrong.

    `unkeyed` takes a backup of before seals had a key, which anybody can have made.
    """
    _prove_seal(file, _key(settings), unkeyed=unkeyed)
    with _open(file) as archive:
        manifest = _load_manifest(archive)
        if sorted(archive.namelist()) != sorted([*manifest.members, _MANIFEST]):
            raise BadBackup(f"{file} does not hold what its list says.")
        for name, sha256 in manifest.members.items():
            with archive.open(name) as member:
                # What an archive opens to be read is buffered, which its type leaves out.
                if hashlib.file_digest(member, "sha256").hexdigest() != sha256:  # type: ignore[arg-type]
                    raise BadBackup(f"{name} in {file} has changed since the backup was made.")
    return manifest


def restore(file: Path, settings: Settings, *, unkeyed: bool = False) -> Manifest:
    """Verify a backup and restore it into an empty place: the database last, so that half a restore cannot be used."""
    manifest = verify(file, settings, unkeyed=unkeyed)
    store = files(settings)
    _refuse_wrong_place(manifest, settings, store)
    try:
        with _open(file) as archive, tempfile.TemporaryDirectory(dir=settings.data) as folder:
            for name in manifest.members:
                if name.startswith(_FILES):
                    with archive.open(name) as member:
                        _store_file(store, member, archive.getinfo(name).file_size)
            if _CLOCK in manifest.members:
                settings.clock_file.write_bytes(archive.read(_CLOCK))
            database_snapshots.restore_snapshot(settings.database_url, Path(archive.extract(_DATABASE, folder)))
    except database_snapshots.SnapshotFailed as error:
        raise BadBackup(str(error)) from None
    except OSError as error:
        raise BadBackup(f"The backup could not be restored: {error.strerror or error}.") from None
    return manifest


def _fill(archive: zipfile.ZipFile, settings: Settings) -> Manifest:
    members: dict[str, str] = {}
    made_at = clock.machine_time().isoformat(timespec="seconds")
    with tempfile.TemporaryDirectory(dir=settings.data) as folder:
        copy = Path(folder) / _DATABASE
        database_snapshots.take_snapshot(settings.database_url, copy)
        with copy.open("rb") as source:
            members[_DATABASE] = _add(archive, _DATABASE, _pieces(source), packed=True)
    if settings.is_demonstration and settings.clock_file.exists():
        members[_CLOCK] = _add(archive, _CLOCK, iter([settings.clock_file.read_bytes()]))
    store, damaged = files(settings), []
    for sha256 in sorted(store.names()):
        if store.is_whole(sha256):
            members[_FILES + sha256] = _add(archive, _FILES + sha256, store.open(sha256))
        else:
            damaged.append(sha256)
    kind = database_snapshots.database_kind(settings.database_url)
    manifest = Manifest(
        _FORMAT, nominations.__version__, made_at, settings.mode, kind, members, tuple(damaged)
    )
    archive.writestr(_MANIFEST, json.dumps(asdict(manifest), indent=1))
    return manifest


def _add(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes], *, packed: bool = False) -> str:
    """Write one member piece by piece and return its SHA-256."""
    entry = zipfile.ZipInfo(name, datetime(1980, 1, 1).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    entry.external_attr = 0o600 << 16
    with archive.open(entry, "w", force_zip64=True) as member:
        return _digest(pieces, member)


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: source.read(CHUNK), b"")


def _digest(pieces: Iterable[bytes], target: IO[bytes] | None = None, key: bytes | None = None) -> str:
    digest = hashlib.sha256() if key is None else hmac.new(key, digestmod=hashlib.sha256)
    for piece in pieces:
        digest.update(piece)
        if target is not None:
            target.write(piece)
    return digest.hexdigest()


def _key(settings: Settings) -> bytes:
    """The key of seals. A demonstration makes its secret by itself, and a restored one has another."""
    secret = "demonstration" if settings.is_demonstration else settings.secret_key
    return hashlib.sha256(f"backup\n{secret}".encode()).digest()


def _seal(path: Path, key: bytes | None) -> None:
    """Replace the zeros at the end by the keyed hash of everything before them, and sync."""
    with path.open("r+b") as file:
        seal = _digest(_before_seal(file), key=key)
        file.seek(-64, os.SEEK_END)
        file.write(seal.encode())
        file.flush()
        os.fsync(file.fileno())


def _prove_seal(path: Path, key: bytes, *, unkeyed: bool) -> None:
    try:
        with path.open("rb") as file:
            computed = _digest(_before_seal(file), key=None if unkeyed else key)
            sealed = file.read()
            is_of_before = not unkeyed and _holds_before_seal(file, _UNKEYED_SEAL)
    except OSError as error:
        raise BadBackup(f"{path} cannot be read: {error.strerror}.") from None
    if is_of_before:
        raise BadBackup(
            f"{path} was made before seals had a key, or by somebody else: --unkeyed takes it where you know its way."
        )
    if not hmac.compare_digest(sealed, computed.encode()):
        raise BadBackup(
            f"{path} is not a whole backup, or was made with another NOMINATIONS_SECRET_KEY: its seal is broken."
        )


def _holds_before_seal(file: BinaryIO, mark: bytes) -> bool:
    file.seek(max(0, file.seek(0, os.SEEK_END) - 64 - len(mark)))
    return file.read(len(mark)) == mark


def _before_seal(file: BinaryIO) -> Iterator[bytes]:
    left = max(0, file.seek(0, os.SEEK_END) - 64)
    file.seek(0)
    while left and (piece := file.read(min(left, CHUNK))):
        left -= len(piece)
        yield piece


@contextmanager
def _open(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, KeyError):
        raise BadBackup(f"{file} is not a backup of this system.") from None
    except FileNotFoundError:
        raise BadBackup(f"There is no file {file}.") from None


def _load_manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        values = json.loads(archive.read(_MANIFEST))
        return Manifest(**values | {"damaged": tuple(values["damaged"])})
    except (ValueError, TypeError, KeyError):
        raise BadBackup(f"{archive.filename} is not a backup of this system.") from None


def _refuse_wrong_place(manifest: Manifest, settings: Settings, store: Files) -> None:
    if manifest.format > _FORMAT or _number(manifest.version) > _number(nominations.__version__):
        raise BadBackup(f"The backup was made by version {manifest.version}; this is {nominations.__version__}.")
    if manifest.database != database_snapshots.database_kind(settings.database_url):
        raise BadBackup(f"The backup is of a {manifest.database} database; the settings name another kind.")
    if (manifest.mode == Mode.DEMONSTRATION) != settings.is_demonstration:
        raise BadBackup(f"The backup is of a system in {manifest.mode}; the settings say {settings.mode}.")
    try:
        if not database_snapshots.is_empty(settings.database_url):
            raise BadBackup("The database is not empty; a backup is restored into a new one.")
    except database_snapshots.SnapshotFailed as error:
        raise BadBackup(str(error)) from None
    if next(store.names(), None) is not None:
        raise BadBackup("There are files already; a backup is restored into an empty data folder.")


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _store_file(store: Files, member: IO[bytes], size: int) -> None:
    try:
        with store.take_in(member, size) as stored:
            store.keep(stored)
    except (BadFile, Damaged):
        raise BadBackup("A file in the backup is not what its name says.") from None


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
