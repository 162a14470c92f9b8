"""Makes a reviewer's pack: one volume of all their files with the attachments bound in, or a ZIP of both apart.

Each file's pages carry the reader's name and the time; what could not be opened is left out of the volume and stands
in the ZIP as it was handed in.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from nominations.adapters.binding import Leaf, bind
from nominations.adapters.file_names import clean_name
from nominations.adapters.files import CHUNK, files
from nominations.adapters.render import render_pdf
from nominations.language import format_instant, gettext, speaking
from nominations.models import Account, Document
from nominations.queries import editions, packs
from nominations.queries.packs import Packed
from nominations.reports import pack_line, papers
from nominations.reports.making import Made, Maker, Tell
from nominations.work import Work

# What can be bound into a volume; anything else stands in the ZIP.
BOUND = ("application/pdf", "image/jpeg", "image/png")
Papers = list[tuple[Packed, Callable[[Tell], Made]]]


def _volume(work: Work, document: Document) -> Callable[[Tell], Made]:
    found, store, language = _papers(work, document), files(work.settings), document.language
    line, code = _line(work, document), work.actor.edition

    def make(tell: Tell) -> Made:
        with speaking(language):
            title = gettext("Files to review")
        total, source = len(found) + 1, [line.encode()]
        with TemporaryDirectory(prefix="pack-") as name:
            folder, leaves = Path(name), []
            stamp = _stamped(folder, line)
            for number, (packed, paper) in enumerate(found):
                tell(number, total)
                made = paper(_silent)
                source.append(made.source)
                leaves += _leaves(folder, number, packed, made, store.open)
            tell(len(found), total)
            bind(leaves, folder / "volume.pdf", title=title, language=language, stamp=stamp)
            volume = _kept(folder / "volume.pdf")
        tell(total, total)
        return Made(volume, f"{code}-files.pdf", b"\0".join(source))

    return make


def _stamped(folder: Path, line: str) -> Path:
    """The page that lies over every other; without tags, which it would bring to each of them."""
    (folder / "line.pdf").write_bytes(render_pdf(line, variant="pdf/a-3b"))
    return folder / "line.pdf"


def _kept(path: Path) -> BinaryIO:
    """The finished volume in a file that outlives its folder."""
    volume = TemporaryFile()  # noqa: SIM115 (whoever takes the document closes it)
    with path.open("rb") as made:
        shutil.copyfileobj(made, volume, CHUNK)
    return volume


def _leaves(
    folder: Path, number: int, packed: Packed, made: Made, content: Callable[[str], Iterator[bytes]]
) -> list[Leaf]:
    """A file's own pages, and under them what was attached as PDF or picture."""
    own = folder / f"{number}.pdf"
    own.write_bytes(made.content)
    leaves = [Leaf(f"{packed.nomination.reference} {packed.nomination.title}", str(own), own=True)]
    for place, each in enumerate(packed.attachments):
        if each["media_type"] in BOUND:
            path = folder / f"{number}-{place}"
            _copied(path, content(each["sha256"]))
            picture = each["media_type"] != "application/pdf"
            leaves.append(Leaf(each["name"], str(path), 1, picture=picture, needed=False))
    return leaves


def _copied(path: Path, pieces: Iterator[bytes]) -> None:
    with path.open("wb") as target:
        for piece in pieces:
            target.write(piece)


def _apart(work: Work, document: Document) -> Callable[[Tell], Made]:
    found, store, at, line = _papers(work, document), files(work.settings), work.now, _line(work, document)
    code, language = work.actor.edition, document.language

    def make(tell: Tell) -> Made:
        target, source = TemporaryFile(), [line.encode()]  # noqa: SIM115 (whoever takes the document closes it)
        with ZipFile(target, "w", ZIP_STORED) as archive, TemporaryDirectory(prefix="pack-") as name:
            folder = Path(name)
            stamp, own, signed = _stamped(folder, line), folder / "own.pdf", folder / "signed.pdf"
            for number, (packed, paper) in enumerate(found):
                tell(number, len(found))
                made, title = paper(_silent), packed.nomination.title
                source.append(made.source)
                own.write_bytes(made.content)
                bind([Leaf(title, str(own), own=True)], signed, title=title, language=language, stamp=stamp)
                reference = packed.nomination.reference
                _write(archive, f"{reference}/{reference}.pdf", [signed.read_bytes()], at)
                _write_attachments(archive, packed, store.open, at)
        tell(len(found), len(found))
        return Made(target, f"{code}-files.zip", b"\0".join(source))

    return make


def _write_attachments(
    archive: ZipFile, packed: Packed, content: Callable[[str], Iterator[bytes]], at: datetime
) -> None:
    for place, each in enumerate(packed.attachments, start=1):
        name = f"{packed.nomination.reference}/{place:02d} {clean_name(each['name'])}"
        _write(archive, name, content(each["sha256"]), at)


def _write(archive: ZipFile, name: str, pieces: Iterable[bytes], at: datetime) -> None:
    with archive.open(ZipInfo(name, at.timetuple()[:6]), "w", force_zip64=True) as target:
        for piece in pieces:
            target.write(piece)


def _papers(work: Work, document: Document) -> Papers:
    """Every file with what prints it; raises `Refused` when one of them is no longer open to its reader."""
    asked = document.choices["files"]
    packs.insist(work, document.round_id, asked)
    found = []
    for each in asked:
        packed = packs.packed(work, UUID(each))
        one = Document(
            kind="nomination", nomination_id=packed.nomination.id, language=document.language,
            made_for_id=document.made_for_id, made_as=document.made_as, choices={},
        )
        found.append((packed, papers.nomination(work, one)))
    return found


def _line(work: Work, document: Document) -> str:
    """Who took it and when, as one line."""
    reader = work.session.get_one(Account, document.made_for_id)
    edition = editions.by_id(work.session, document.edition_id).edition
    with speaking(document.language):
        words = gettext("Confidential. Made for %(name)s, %(time)s", name=reader.name or reader.email,
                        time=format_instant(work.now, edition.zone))
        return pack_line.as_html(words, document.language)


def _silent(done: int, total: int) -> None:
    """The files within a pack tell nothing of their own."""


MAKERS = {
    "pack": Maker("pdf", "application/pdf", _volume),
    "pack_files": Maker("zip", "application/zip", _apart),
}
