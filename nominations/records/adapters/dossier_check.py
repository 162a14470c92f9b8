"""Checks a dossier without anything but the file itself: what is missing, added, changed, or not meant to be unpacked.

Nothing is written to disk, and no more is read than a dossier can hold.
"""

import hashlib
import stat
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from nominations.records.rules.dossier import ANSWERS, EMPTY, MANIFEST, is_safe, parse_manifest

MOST_ENTRIES = 200_000
MOST_MANIFEST = 64 * 1_048_576
# Pictures and PDFs hardly shrink, texts to a twentieth; what grows more than this is a bomb.
MOST_GROWTH = 100
SMALL = 1_048_576


class NotADossier(Exception):
    """Nothing can be checked; the message is one sentence."""


def verify_dossier(path: Path) -> tuple[int, list[str]]:
    """How many entries the list names, and one sentence for each thing that is wrong; none means it is whole.

    Raises `NotADossier` where there is nothing to compare.
    """
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
            _insist_on_a_sane_archive(entries, path.stat().st_size)
            expected = _manifest(archive)
            return len(expected), [*_find_misplaced(entries, expected), *_find_changed(archive, entries, expected)]
    except OSError as wrong:
        raise NotADossier(f"{path} cannot be read: {wrong.strerror or wrong}.") from None
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


def _manifest(archive: ZipFile) -> dict[str, str]:
    try:
        entry = archive.getinfo(MANIFEST)
    except KeyError:
        raise NotADossier(f"It is not a dossier: it has no {MANIFEST}.") from None
    if entry.file_size > MOST_MANIFEST or entry.flag_bits & 1:
        raise NotADossier(f"It is not a dossier: its {MANIFEST} cannot be read.")
    try:
        expected = dict(parse_manifest(archive.read(entry).decode()))
    except (ValueError, BadZipFile, zlib.error):
        raise NotADossier(f"It is not a dossier: its {MANIFEST} is not a list of SHA-256.") from None
    if expected.keys() != {EMPTY} and not any(name == ANSWERS or name.endswith(f"/{ANSWERS}") for name in expected):
        raise NotADossier(f"It is not a dossier: its {MANIFEST} lists no {ANSWERS}.")
    return expected


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
