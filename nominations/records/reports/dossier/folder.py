"""The folder of one nomination in a dossier: collected in the eyes of its reader, then written without a database."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from nominations.core.language import current_language, use_language
from nominations.core.language import gettext as _
from nominations.core.settings import Settings
from nominations.core.tables import Document
from nominations.core.work import Work
from nominations.documents.adapters.merge import Leaf
from nominations.documents.adapters.render import VOLUME, render_pdf
from nominations.documents.kinds import DocumentKind, Made, Progress, silent
from nominations.documents.reports.title_page import front
from nominations.documents.reports.zip_writer import pieces_of
from nominations.files.adapters.file_names import clean_name
from nominations.nominations.reports import letters as letters_report
from nominations.nominations.reports.letters import LettersReport, LetterText
from nominations.records.queries.dossier_pieces import Dossier, dossier
from nominations.records.reports.dossier import answers, readme, records, reviews
from nominations.records.reports.dossier.data import as_json
from nominations.records.reports.dossier.packing import Package, names
from nominations.records.reports.dossier.reviews import RoundSheet
from nominations.records.reports.dossier.stored import content
from nominations.records.reports.dossier.volume import Filed, bound, leaves_of
from nominations.records.rules.dossier import ANSWERS

HELD_BACK, NOT_BOUND = "NOT-RELEASED.txt", "NOT-BOUND.txt"


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything read; what is left needs the store and a child that sets pages."""

    found: Dossier
    language: str
    award: str
    papers: Sequence[tuple[str, Callable[[Progress], Made]]]  # each with its bookmark
    letters: str  # the page of letters that are text; empty where there are none
    sheets: tuple[RoundSheet, ...]
    data: tuple[tuple[str, bytes], ...]
    filed: tuple[Filed, ...]
    settings: Settings

    @property
    def steps(self) -> int:
        """How many parts its progress has: papers, files, score sheets, the volume."""
        return len(self.papers) + len(self.filed) + len(self.sheets) + 1

    def write(self, package: Package, prefix: str, step: Callable[[], None]) -> None:
        """All of it below `prefix`, which is empty or ends with a slash."""
        written: list[str] = []

        def put(name: str, pieces: Iterator[bytes] | list[bytes]) -> None:
            package.write(prefix + name, pieces)
            written.append(name)

        with ExitStack() as held:
            here = Path(held.enter_context(TemporaryDirectory(prefix="dossier-")))
            own = list(self._own(here, put, step))
            for name, piece in self.data:
                put(name, [piece])
            for each in self.filed:
                if each.piece.is_ready:
                    put(each.name, content(each.piece, self.settings))
                step()
            for sheet in self.sheets:
                put(f"{sheet.name}.json", [as_json(sheet.data)])
                put(f"{sheet.name}.pdf", [render_pdf(sheet.html, limits=VOLUME)])
                step()
            leaves, left = leaves_of(self.filed, self.settings, held)
            with use_language(self.language):
                title = f"{_('Nomination package')} {self.found.nomination.reference}"
            left += bound(own, leaves, here / "dossier.pdf", title, self.language)
            put("dossier.pdf", pieces_of((here / "dossier.pdf").open("rb")))
            self._say_what_is_missing(left, put)
            with use_language(self.language):
                put("README.txt", [readme.readme(self.found, written, self.award).encode("utf-8", "replace")])
            step()

    def _own(self, here: Path, put: Callable, step: Callable[[], None]) -> Iterator[Leaf]:
        for number, (title, paper) in enumerate(self.papers):
            made, path = paper(silent), here / f"{number}.pdf"
            with made.stream() as stream:
                path.write_bytes(stream.read())
            put(made.name, pieces_of(path.open("rb")))
            step()
            yield Leaf(title, str(path), own=True)
        if self.letters:
            path = here / "letters.pdf"
            path.write_bytes(render_pdf(self.letters, limits=VOLUME))
            put("letters/letters.pdf", pieces_of(path.open("rb")))
            with use_language(self.language):
                yield Leaf(_("Letters of reference"), str(path), own=True)

    def _say_what_is_missing(self, left: list[str], put: Callable) -> None:
        held_back = [each.name for each in self.filed if not each.piece.is_ready]
        for name, listed in ((HELD_BACK, held_back), (NOT_BOUND, left)):
            if listed:
                put(name, ["".join(f"{each}\n" for each in listed).encode()])


def collect(work: Work, document: Document, papers: Sequence[DocumentKind]) -> Folder:
    """Everything the actor may see of `document.nomination_id`; `papers` are the makers of the papers within."""
    found = dossier(work, document.required_nomination_id)
    asked = _of_version(document, found)
    with use_language(document.language):
        award = found.edition.title.in_(document.language)
        titles = (_("Nomination"), _("Receipt"))
        filed = tuple(_filed(found))
        places = {each.piece.sha256: each.name for each in filed if each.piece.is_ready}
        data = (
            (ANSWERS, answers.answers(found, places, work.now)), ("messages.json", records.messages(found)),
            ("screening.json", records.screening(found)), ("decisions.json", records.decisions(found)),
            *((("letters.json", records.letters(found, places)),) if found.letters else ()),
        )
        letters = _letters(work, found)
    return Folder(
        found, document.language, award,
        [(title, each.collect(work, asked)) for title, each in zip(titles, papers, strict=True)], letters,
        tuple(reviews.sheets_of(work, found, document.language)),
        tuple((name, as_json(content)) for name, content in data), filed, work.settings,
    )


def _of_version(document: Document, found: Dossier) -> Document:
    """What asks for the papers within: never stored, of the very version whose attachments are packed."""
    return Document(
        kind=document.kind, nomination_id=document.nomination_id, language=document.language,
        made_for_id=document.made_for_id, made_as=document.made_as, choices={"number": found.submission.number},
    )


def _filed(found: Dossier) -> Iterator[Filed]:
    """Attachments, then letters that are files, each with its bookmark."""
    category = found.edition.category(found.submission.category)
    letters = [each for each in found.letters if each.piece]
    sent = [each.piece for each in letters if each.piece]
    attachments = zip(found.pieces, names(found.pieces, "attachments"), strict=True)
    by_link = zip(sent, names(sent, "letters"), strict=True)
    for piece, name in chain(attachments, by_link):
        kind = category.attachment(piece.kind).label.in_(current_language())
        yield Filed(piece, name, f"{kind}: {clean_name(piece.name)}")


def _letters(work: Work, found: Dossier) -> str:
    category = found.edition.category(found.submission.category)
    texts = tuple(
        LetterText(each.name, each.role, category.attachment(each.kind).label.in_(current_language()), each.received_at,
                   each.text)
        for each in found.letters if each.text
    )
    if not texts:
        return ""
    return letters_report.render_letters(LettersReport(
        front(work, found.edition, current_language()), found.nomination.reference, found.nomination.title, texts
    ), current_language())
