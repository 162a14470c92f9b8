"""Makes a reviewer's pack: one volume of all their files and attachments, or a ZIP with each of them as a file.

Each page carries the reader's name and the time. An attachment that cannot be opened is left out of the volume, and is
in the ZIP as it was uploaded. One that cannot be cleaned as its reader may have it is left out and named in the ZIP.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any, BinaryIO
from uuid import UUID

from nominations.core.language import format_instant, gettext, use_language
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.core.settings import Settings
from nominations.core.tables import Account, Document
from nominations.core.work import Work
from nominations.documents.adapters.merge import Leaf, bind_volume
from nominations.documents.adapters.render import render_pdf
from nominations.documents.kinds import PDF, ZIP, DocumentKind, MadeDocument, Progress, Subject, ignore_progress
from nominations.documents.reports import export_attachment
from nominations.documents.reports.title_page import make_front
from nominations.documents.reports.zip_writer import Package, pieces_of
from nominations.editions.queries import editions
from nominations.files.adapters.bad_file import BadFile
from nominations.files.adapters.file_names import clean_name
from nominations.files.adapters.store import CHUNK
from nominations.nominations.reports import documents, letters
from nominations.nominations.reports.letters import LettersReport, LetterText
from nominations.reviewing.queries import packs
from nominations.reviewing.queries.packs import PackedFile
from nominations.reviewing.reports import pack_footer

# What can be bound into a volume; anything else is in the ZIP only.
BOUND = ("application/pdf", "image/jpeg", "image/png")
LEFT_OUT = "LEFT-OUT.txt"


@dataclass(frozen=True, slots=True)
class PackPart:
    """One file of the pack: what belongs to it, what prints it, and its text letters as HTML, if there are any."""

    packed: PackedFile
    paper: Callable[[Progress], MadeDocument]
    letters: str


def _volume(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    files, settings, language = _collect_parts(work, document), work.settings, document.language
    line, code = _line(work, document), work.actor.edition

    def make(tell: Progress) -> MadeDocument:
        with use_language(language):
            title = gettext("Nominations to review")
        total, source = len(files) + 1, [line.encode()]
        with TemporaryDirectory(prefix="pack-") as name:
            folder, leaves = Path(name), []
            stamp = _render_stamp(folder, line)
            for number, page in enumerate(files):
                tell(number, total)
                paper = page.paper(ignore_progress)
                source.append(paper.source)
                leaves += _leaves(folder, number, page, paper, settings)
                if page.letters:
                    leaves.append(_letters_leaf(folder / f"{number}-letters.pdf", page, language))
            tell(len(files), total)
            bind_volume(leaves, folder / "volume.pdf", title=title, language=language, stamp=stamp)
            volume = _copy_volume(folder / "volume.pdf")
        tell(total, total)
        return MadeDocument(volume, f"{code}-files.pdf", b"\0".join(source))

    return make


def _render_stamp(folder: Path, line: str) -> Path:
    """The page that is laid over every other; without tags, which it would add to each of them."""
    (folder / "line.pdf").write_bytes(render_pdf(line, variant="pdf/a-3b"))
    return folder / "line.pdf"


def _copy_volume(path: Path) -> BinaryIO:
    """The finished volume in a file that outlives its folder."""
    volume = TemporaryFile()  # noqa: SIM115 (whoever takes the document closes it)
    with path.open("rb") as volume_file:
        shutil.copyfileobj(volume_file, volume, CHUNK)
    return volume


def _letters_leaf(path: Path, page: PackPart, language: str) -> Leaf:
    """The letters that were sent as text, on pages of their own."""
    path.write_bytes(render_pdf(page.letters))
    with use_language(language):
        return Leaf(gettext("Letters of reference"), str(path), 1, own=True)


def _leaves(folder: Path, number: int, page: PackPart, paper: MadeDocument, settings: Settings) -> list[Leaf]:
    """A file's own pages, then its attachments that are PDF or pictures."""
    packed = page.packed
    own = folder / f"{number}.pdf"
    paper.save(own)
    leaves = [Leaf(_bookmark(packed), str(own), own=True)]
    for place, attachment in enumerate(packed.attachments):
        path = folder / f"{number}-{place}"
        if attachment["media_type"] in BOUND and _copy_attachment(path, attachment, settings):
            picture = attachment["media_type"] != "application/pdf"
            leaves.append(Leaf(attachment["name"], str(path), 1, picture=picture, needed=False))
    return leaves


def _bookmark(packed: PackedFile) -> str:
    """Its reference and title; the reference alone where a blind round calls the file by it."""
    of = packed.nomination
    return of.reference if of.title == of.reference else f"{of.reference} {of.title}"


def _copy_attachment(path: Path, attachment: Mapping[str, Any], settings: Settings) -> bool:
    """Write the attachment to `path` as its reader may have it; returns whether that was possible."""
    try:
        pieces = _content(attachment, settings)
    except (BadFile, FileNotFoundError):
        return False
    with path.open("wb") as target:
        target.writelines(pieces)
    return True


def _content(attachment: Mapping[str, Any], settings: Settings) -> Iterator[bytes]:
    return export_attachment.open_content(
        attachment["sha256"], attachment["media_type"], settings, no_names=attachment.get("nameless", False)
    )


def _separate_files(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    files, settings, at, line = _collect_parts(work, document), work.settings, work.now, _line(work, document)
    code, language = work.actor.edition, document.language

    def make(tell: Progress) -> MadeDocument:
        source = [line.encode()]
        with ExitStack() as held:
            target = held.enter_context(TemporaryFile())
            _pack(target, source, tell)
            held.pop_all()  # whoever takes the document closes it
        return MadeDocument(target, f"{code}-files.zip", b"\0".join(source))

    def _pack(target: BinaryIO, source: list[bytes], tell: Progress) -> None:
        with Package(target, at) as package, TemporaryDirectory(prefix="pack-") as name:
            folder = Path(name)
            left: list[str] = []
            stamp, own, signed = _render_stamp(folder, line), folder / "own.pdf", folder / "signed.pdf"
            for number, page in enumerate(files):
                tell(number, len(files))
                packed, paper = page.packed, page.paper(ignore_progress)
                title, reference = packed.nomination.title, packed.nomination.reference
                source.append(paper.source)
                paper.save(own)
                leaves = [Leaf(title, str(own), own=True)]
                if page.letters:
                    leaves.append(_letters_leaf(folder / "letters.pdf", page, language))
                bind_volume(leaves, signed, title=title, language=language, stamp=stamp)
                package.write(f"{reference}/{reference}.pdf", pieces_of(signed.open("rb")))
                left += _write_attachments(package, packed, settings)
            if left:
                package.write(LEFT_OUT, ["".join(f"{name}\n" for name in left).encode()])
        tell(len(files), len(files))

    return make


def _write_attachments(package: Package, packed: PackedFile, settings: Settings) -> Iterator[str]:
    """Write the attachments, and yield the names of those that cannot be made as their reader may have them."""
    for place, attachment in enumerate(packed.attachments, start=1):
        name = f"{packed.nomination.reference}/{place:02d} {clean_name(attachment['name'])}"
        try:
            pieces = _content(attachment, settings)
        except (BadFile, FileNotFoundError):
            yield name
        else:
            package.write(name, pieces)


def _collect_parts(work: Work, document: Document) -> list[PackPart]:
    """Every file with what prints it; raises `Refused` where one is no longer open to its reader."""
    chosen = document.choices["files"]
    packs.require_open_files(work, document.required_round_id, chosen)
    files = []
    for chosen_id in chosen:
        packed = packs.load_packed_file(work, UUID(chosen_id))
        document_of_file = Document(
            kind="nomination", nomination_id=packed.nomination.id, language=document.language,
            made_for_id=document.made_for_id, made_as=document.made_as, choices={},
        )
        files.append(
            PackPart(packed, documents.collect_nomination(work, document_of_file), _letters(work, packed, document))
        )
    return files


def _letters(work: Work, packed: PackedFile, document: Document) -> str:
    """The page of the letters of a file that are text; empty where there are none."""
    with use_language(document.language):
        texts = tuple(
            LetterText(letter.name, letter.role, packed.category.attachment(letter.kind).label.in_(document.language),
                       letter.received_at, letter.text)
            for letter in packed.letters if letter.text and letter.received_at
        )
        if not texts:
            return ""
        edition = editions.by_id(work.session, document.edition_id).edition
        return letters.render_letters(LettersReport(
            make_front(work, edition, document.language), packed.nomination.reference, packed.nomination.title, texts
        ), document.language)


def _line(work: Work, document: Document) -> str:
    """The line with the reader's name and the time."""
    reader = work.session.get_one(Account, document.made_for_id)
    edition = editions.by_id(work.session, document.edition_id).edition
    with use_language(document.language):
        words = gettext("Confidential. Made for %(name)s, %(time)s", name=reader.name or reader.email,
                        time=format_instant(work.now, edition.zone))
        return pack_footer.as_html(words, document.language)



def _require_open_files(work: Work, document: Document) -> None:
    packs.require_open_files(work, document.required_round_id, document.choices["files"])


KINDS: Mapping[str, DocumentKind] = {
    "pack": DocumentKind(
        title=_l("Nominations to review, in one volume"), extension="pdf", media_type=PDF, collect=_volume,
        subject=Subject.ROUND, rights=(Action.SEE_DESK,), recheck=_require_open_files, back="reviewer.desk",
    ),
    "pack_files": DocumentKind(
        title=_l("Nominations to review, with their attachments"), extension="zip", media_type=ZIP,
        collect=_separate_files,
        subject=Subject.ROUND, rights=(Action.SEE_DESK,), recheck=_require_open_files, back="reviewer.desk",
    ),
}
