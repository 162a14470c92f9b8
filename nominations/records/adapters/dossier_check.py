"""Compares a dossier with its own list of files: what is missing, added, changed or unsafe to unpack.

This does not prove who made the list: whoever changes a file can write a new list. The fingerprint of the list proves
it, on the page *Check a document* or in an export of the ledger (`ledger_export`).

Nothing is written to disk, and an archive larger than any dossier is refused before it is read.
"""

import hashlib
import json
import stat
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from nominations.core.rules.document_codes import CodeStatus, format_code, read_code
from nominations.records.rules.dossier import ANSWERS, EMPTY, MANIFEST, PACKAGE, is_safe, parse_manifest

MAX_ENTRIES = 200_000
MAX_MANIFEST_BYTES = 64 * 1_048_576
# Compressed size to size. Pictures and PDFs hardly shrink, texts to a twentieth; a larger ratio is a ZIP bomb.
MAX_COMPRESSION_RATIO = 100
SMALL_ENTRY_BYTES = 1_048_576


class NotADossier(Exception):
    """The file is not a dossier, so nothing can be checked. The message is one sentence."""


@dataclass(frozen=True, slots=True)
class DossierCheck:
    """The result of comparing a dossier with its list.

    `faults` holds one sentence for each difference and is empty where the files agree with the list. `code` and
    `checked_at` are the code and the address that the dossier names for itself, unproved; empty where it names none.
    """

    count: int
    faults: tuple[str, ...]
    list_sha256: str
    code: str
    checked_at: str


def verify_dossier(path: Path) -> DossierCheck:
    """Compare every file with the list. Raises `NotADossier` where the file has no list or cannot be read."""
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
            _check_archive_limits(entries, path.stat().st_size)
            content, expected = _read_manifest(archive)
            faults = (*_find_misplaced(entries, expected), *_find_changed(archive, entries, expected))
            code, checked_at = _read_code(archive)
            return DossierCheck(len(expected), faults, hashlib.sha256(content).hexdigest(), code, checked_at)
    except OSError as error:
        raise NotADossier(f"{path} cannot be read: {error.strerror or error}.") from None
    except (BadZipFile, ValueError, NotImplementedError, EOFError):
        raise NotADossier(f"{path} is not a ZIP file, or a broken one.") from None


def _check_archive_limits(entries: list[ZipInfo], archive_bytes: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise NotADossier(f"It has {len(entries):,} entries; a dossier has no more than {MAX_ENTRIES:,}.")
    if sum(entry.compress_size for entry in entries) > archive_bytes:
        raise NotADossier("Its entries lie over each other: it unpacks to more than it holds.")
    for entry in entries:
        if entry.file_size > SMALL_ENTRY_BYTES and entry.file_size > MAX_COMPRESSION_RATIO * max(
            entry.compress_size, 1
        ):
            raise NotADossier(
                f"{_escape_name(entry.filename)} grows to {entry.file_size:,} bytes: it is made to fill a disk."
            )


def _read_manifest(archive: ZipFile) -> tuple[bytes, dict[str, str]]:
    try:
        entry = archive.getinfo(MANIFEST)
    except KeyError:
        raise NotADossier(f"It is not a dossier: it has no {MANIFEST}.") from None
    if entry.file_size > MAX_MANIFEST_BYTES or entry.flag_bits & 1:
        raise NotADossier(f"It is not a dossier: its {MANIFEST} cannot be read.")
    try:
        content = archive.read(entry)
        expected = dict(parse_manifest(content.decode()))
    except (ValueError, BadZipFile, zlib.error):
        raise NotADossier(f"It is not a dossier: its {MANIFEST} is not a list of SHA-256.") from None
    names = expected.keys() - {PACKAGE}
    if names != {EMPTY} and not any(name == ANSWERS or name.endswith(f"/{ANSWERS}") for name in names):
        raise NotADossier(f"It is not a dossier: its {MANIFEST} lists no {ANSWERS}.")
    return content, expected


def _read_code(archive: ZipFile) -> tuple[str, str]:
    """The code that the dossier names for itself, and the address of the page that checks it; empty without them."""
    if PACKAGE not in archive.namelist() or archive.getinfo(PACKAGE).file_size > SMALL_ENTRY_BYTES:
        return "", ""
    try:
        package = json.loads(archive.read(PACKAGE))
        code, checked_at = str(package["code"]), str(package["check"])
    except (ValueError, KeyError, TypeError, RecursionError, BadZipFile, zlib.error, RuntimeError):
        return "", ""
    parsed = read_code(code)
    return (format_code(parsed.code), _escape_name(checked_at)) if parsed.status is CodeStatus.WELL_FORMED else ("", "")


def _find_misplaced(entries: list[ZipInfo], expected: dict[str, str]) -> Iterator[str]:
    """One sentence for each entry that is unsafe, there twice, not a regular file, missing, or not in the list."""
    names = Counter(entry.filename for entry in entries)
    for name, count in sorted(names.items()):
        if not is_safe(name):
            yield f"{_escape_name(name)} is a name that leads out of the folder it is unpacked into."
        if count > 1:
            yield f"{_escape_name(name)} is there {count} times."
        if name not in expected and name != MANIFEST:
            yield f"{_escape_name(name)} was added: the list does not name it."
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            yield f"{_escape_name(entry.filename)} is not a file but a link or a device."
    yield from (f"{_escape_name(name)} is missing." for name in sorted(expected.keys() - names.keys()))


def _find_changed(archive: ZipFile, entries: list[ZipInfo], expected: dict[str, str]) -> Iterator[str]:
    for entry in entries:
        if entry.filename in expected and _hash_entry(archive, entry) != expected[entry.filename]:
            yield f"{_escape_name(entry.filename)} was changed."


def _hash_entry(archive: ZipFile, entry: ZipInfo) -> str:
    """The hash of an entry; empty where it is truncated, damaged or encrypted."""
    try:
        with archive.open(entry) as stream:
            # The stream has a buffer, but its type in the library does not say so.
            return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
    except (BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
        return ""


def _escape_name(name: str) -> str:
    """The name if it is safe, otherwise escaped and cut to 200 characters, so that it cannot disturb a terminal."""
    return name if is_safe(name) else name.encode("unicode_escape").decode()[:200]
