"""Makes the dossier of one nomination: a ZIP of its papers and attachments, and a list of their SHA-256.

It grows in a temporary file, never in memory; `sha256sum -c SHA256SUMS` checks it. Pictures are packed without the
place where they were taken; a file that the scanner has not released is named in a list of its own.
"""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from tempfile import TemporaryFile
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from nominations.adapters.bad_file import BadFile
from nominations.adapters.file_names import clean_name
from nominations.adapters.files import CHUNK, files
from nominations.adapters.thumbnails import PICTURES, bare
from nominations.models import Document
from nominations.queries.dossier_pieces import Dossier, Piece, dossier
from nominations.reports.making import Made, Maker, Tell
from nominations.settings import Settings
from nominations.work import Work

LIST = "SHA256SUMS"
# Files that are still being checked, or are blocked.
HELD_BACK = "NOT-RELEASED.txt"
# The documents that belong into it, by the kind of their makers.
PAPERS = ("nomination", "receipt")

Papers = list[Callable[[Tell], Made]]


def maker(of_kind: Callable[[str], Maker | None]) -> Maker:
    """The maker of dossiers; `of_kind` finds the makers of the papers within."""

    def collect(work: Work, document: Document) -> Callable[[Tell], Made]:
        found = dossier(work, document.nomination_id)
        makers = [made for kind in PAPERS if (made := of_kind(kind))]
        asked = _of_version(document, found)
        papers = [each.collect(work, asked) for each in makers]
        settings, at = work.settings, work.now
        return lambda tell: _packed(found, papers, lambda piece: _content(piece, settings), at, tell)

    return Maker("zip", "application/zip", collect)


def _of_version(document: Document, found: Dossier) -> Document:
    """What asks for the papers within: never stored, of the very version whose attachments are packed."""
    return Document(
        kind=document.kind, nomination_id=document.nomination_id, language=document.language,
        made_for_id=document.made_for_id, made_as=document.made_as, choices={"number": found.submission.number},
    )


def _content(piece: Piece, settings: Settings) -> Iterator[bytes]:
    """What others than the owner get of a file."""
    if piece.text:
        return iter([piece.text.encode()])
    if piece.media_type in PICTURES:
        try:
            return iter([bare(piece.sha256, settings)])
        except BadFile:
            return iter([])
    return files(settings).open(piece.sha256)


def _packed(
    found: Dossier, papers: Papers, content: Callable[[Piece], Iterator[bytes]], at: datetime, tell: Tell
) -> Made:
    total = len(papers) + len(found.pieces) + 1
    listed: list[str] = []
    target = TemporaryFile()  # noqa: SIM115 (whoever takes the document closes it)
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for done, paper in enumerate(papers):
            tell(done, total)
            made = paper(_silent)
            listed.append(_write(archive, made.name, _pieces(made), at))
        names = _names(found.pieces)
        for done, (piece, name) in enumerate(zip(found.pieces, names, strict=True), start=len(papers)):
            tell(done, total)
            if piece.is_ready:
                listed.append(_write(archive, name, content(piece), at))
        if held_back := [name for piece, name in zip(found.pieces, names, strict=True) if not piece.is_ready]:
            listed.append(_write(archive, HELD_BACK, ["".join(f"{name}\n" for name in held_back).encode()], at))
        tell(total - 1, total)
        manifest = "".join(listed).encode()
        _write(archive, LIST, [manifest], at)
    tell(total, total)
    return Made(target, f"{found.nomination.reference}-dossier.zip", manifest)


def _write(archive: ZipFile, name: str, pieces: Iterator[bytes] | list[bytes], at: datetime) -> str:
    """Write one entry piece by piece; its line of the list."""
    digest = hashlib.sha256()
    entry = ZipInfo(name, at.timetuple()[:6])
    with archive.open(entry, "w", force_zip64=True) as target:
        for piece in pieces:
            digest.update(piece)
            target.write(piece)
    return f"{digest.hexdigest()}  {name}\n"


def _pieces(made: Made) -> Iterator[bytes]:
    with made.stream() as stream:
        while piece := stream.read(CHUNK):
            yield piece


def _names(pieces: tuple[Piece, ...]) -> list[str]:
    """Folder by kind, then the owner's own name; a number goes before the second of the same name."""
    taken: set[str] = set()
    names = []
    for piece in pieces:
        own, number = clean_name(piece.name), 1
        name = f"attachments/{piece.kind}/{own}"
        while name.casefold() in taken:
            number += 1
            name = f"attachments/{piece.kind}/{number} {own}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _silent(done: int, total: int) -> None:
    """The papers within a dossier tell nothing of their own."""
