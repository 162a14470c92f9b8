"""Compares a dossier with its own list of files: what is missing, added, changed, or not meant to be unpacked.

Whoever changes a file can write the list anew. That the award made the list is shown by its fingerprint: on the page
*Check a document*, or in an export of the ledger (`ledger_export`).
Nothing is written to disk, and no more is read than a dossier can hold.
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

MOST_ENTRIES = 200_000
MOST_MANIFEST = 64 * 1_048_576
# Pictures and PDFs hardly shrink, texts to a twentieth; what grows more than this is a bomb.
MOST_GROWTH = 100
SMALL = 1_048_576


class NotADossier(Exception):
    """Nothing can be checked; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class DossierCheck:
    """What a dossier shows by itself. `faults` holds one sentence for each thing that is wrong; without any, its files
    agree with its list. `code` and `checked_at` are what it says of itself, and empty where it says nothing."""

    count: int
    faults: tuple[str, ...]
    list_sha256: str
    code: str
    checked_at: str


def verify_dossier(path: Path) -> DossierCheck:
    """Compare every file with the list.

    Raises `NotADossier` where there is nothing to compare.
    """
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
            _insist_on_a_sane_archive(entries, path.stat().st_size)
            content, expected = _manifest(archive)
            faults = (*_find_misplaced(entries, expected), *_find_changed(archive, entries, expected))
            code, checked_at = _code(archive)
            return DossierCheck(len(expected), faults, hashlib.sha256(content).hexdigest(), code, checked_at)
    except OSError as error:
        raise NotADossier(f"{path} cannot be read: {error.strerror or error}.") from None
    except (BadZipFile, ValueError, NotImplementedError, EOFError):
        raise NotADossier(f"{path} is not a ZIP file, or a broken one.") from None


def _insist_on_a_sane_archive(entries: list[ZipInfo], octets: int) -> None:
    if len(entries) > MOST_ENTRIES:
        raise NotADossier(f"It has {len(entries):,} entries; a dossier has no more than {MOST_ENTRIES:,}.")
    if sum(entry.compress_size for entry in entries) > octets:
        raise NotADossier("Its entries lie over each other: it unpacks to more than it holds.")
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > MOST_GROWTH * max(entry.compress_size, 1):
            raise NotADossier(
                f"{_printable(entry.filename)} grows to {entry.file_size:,} bytes: it is made to fill a disk."
            )


def _manifest(archive: ZipFile) -> tuple[bytes, dict[str, str]]:
    try:
        entry = archive.getinfo(MANIFEST)
    except KeyError:
        raise NotADossier(f"It is not a dossier: it has no {MANIFEST}.") from None
    if entry.file_size > MOST_MANIFEST or entry.flag_bits & 1:
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


def _code(archive: ZipFile) -> tuple[str, str]:
    """The code that the dossier says it carries, and the address of the page that checks it."""
    if PACKAGE not in archive.namelist() or archive.getinfo(PACKAGE).file_size > SMALL:
        return "", ""
    try:
        package = json.loads(archive.read(PACKAGE))
        code, checked_at = str(package["code"]), str(package["check"])
    except (ValueError, KeyError, TypeError, RecursionError, BadZipFile, zlib.error, RuntimeError):
        return "", ""
    read = read_code(code)
    return (format_code(read.code), _printable(checked_at)) if read.status is CodeStatus.WELL_FORMED else ("", "")


def _find_misplaced(entries: list[ZipInfo], expected: dict[str, str]) -> Iterator[str]:
    """Unsafe names, names twice, entries that are no files, missing and extra ones."""
    names = Counter(entry.filename for entry in entries)
    for name, count in sorted(names.items()):
        if not is_safe(name):
            yield f"{_printable(name)} is a name that leads out of the folder it is unpacked into."
        if count > 1:
            yield f"{_printable(name)} is there {count} times."
        if name not in expected and name != MANIFEST:
            yield f"{_printable(name)} was added: the list does not name it."
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            yield f"{_printable(entry.filename)} is not a file but a link or a device."
    yield from (f"{_printable(name)} is missing." for name in sorted(expected.keys() - names.keys()))


def _find_changed(archive: ZipFile, entries: list[ZipInfo], expected: dict[str, str]) -> Iterator[str]:
    for entry in entries:
        if entry.filename in expected and _sha256(archive, entry) != expected[entry.filename]:
            yield f"{_printable(entry.filename)} was changed."


def _sha256(archive: ZipFile, entry: ZipInfo) -> str:
    """The hash of what can be read of it; nothing where it breaks off or is locked."""
    try:
        with archive.open(entry) as stream:
            # What an archive opens to be read is buffered, which its type leaves out.
            return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
    except (BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
        return ""


def _printable(name: str) -> str:
    """A name as one line of harmless letters."""
    return name if is_safe(name) else name.encode("unicode_escape").decode()[:200]
