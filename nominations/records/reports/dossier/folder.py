"""The folder of one nomination in a dossier: collected with the reader's rights, then written without the database."""

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
from nominations.documents.kinds import DocumentKind, MadeDocument, Progress, ignore_progress
from nominations.documents.reports.title_page import make_front
from nominations.documents.reports.zip_writer import pieces_of
from nominations.files.adapters.file_names import clean_name
from nominations.nominations.reports.letters import LettersReport, LetterText, render_letters
from nominations.records.queries.dossier_pieces import Dossier, load_dossier
from nominations.records.reports.dossier import answers, readme, records, reviews
from nominations.records.reports.dossier.data import as_json
from nominations.records.reports.dossier.packing import Package, name_entries
from nominations.records.reports.dossier.reviews import RoundSheet
from nominations.records.reports.dossier.stored import read_content
from nominations.records.reports.dossier.volume import FiledPiece, bind_readable, list_leaves
from nominations.records.rules.dossier import ANSWERS

UNRELEASED, UNBOUND = "NOT-RELEASED.txt", "NOT-BOUND.txt"


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything that was read from the database. Writing it needs only the file store and the renderer."""

    dossier: Dossier
    language: str
    award: str
    papers: Sequence[tuple[str, Callable[[Progress], MadeDocument]]]  # each with the title of its bookmark
    letters: str  # HTML of the letters typed as text; empty where there are none
    sheets: tuple[RoundSheet, ...]
    data: tuple[tuple[str, bytes], ...]
    filed: tuple[FiledPiece, ...]
    settings: Settings
    # The code of the package and the page that checks it; both empty where it has none.
    code: str
    checked_at: str

    @property
    def steps(self) -> int:
        """How often `write` calls its `step`: once for each document, file, score sheet and the volume."""
        return len(self.papers) + len(self.filed) + len(self.sheets) + 1

    def write(self, package: Package, prefix: str, step: Callable[[], None]) -> None:
        """Write all entries below `prefix`, which is empty or ends with a slash."""
        written: list[str] = []

        def put(name: str, pieces: Iterator[bytes] | list[bytes]) -> None:
            package.write(prefix + name, pieces)
            written.append(name)

        with ExitStack() as stack:
            temporary = Path(stack.enter_context(TemporaryDirectory(prefix="dossier-")))
            own_leaves = list(self._own(temporary, put, step))
            for name, piece in self.data:
                put(name, [piece])
            for filed in self.filed:
                if filed.piece.is_ready:
                    put(filed.name, read_content(filed.piece, self.settings))
                step()
            for sheet in self.sheets:
                put(f"{sheet.name}.json", [as_json(sheet.data)])
                put(f"{sheet.name}.pdf", [render_pdf(sheet.html, limits=VOLUME)])
                step()
            leaves, unbound = list_leaves(self.filed, self.settings, stack)
            with use_language(self.language):
                title = f"{_('Nomination package')} {self.dossier.nomination.reference}"
            unbound += bind_readable(own_leaves, leaves, temporary / "dossier.pdf", title, self.language)
            put("dossier.pdf", pieces_of((temporary / "dossier.pdf").open("rb")))
            self._write_missing_lists(unbound, put)
            with use_language(self.language):
                text = readme.write_readme(self.dossier, written, self.award, self.code, self.checked_at)
                put("README.txt", [text.encode("utf-8", "replace")])
            step()

    def _own(self, temporary: Path, put: Callable, step: Callable[[], None]) -> Iterator[Leaf]:
        for number, (title, paper) in enumerate(self.papers):
            document, path = paper(ignore_progress), temporary / f"{number}.pdf"
            with document.stream() as stream:
                path.write_bytes(stream.read())
            put(document.name, pieces_of(path.open("rb")))
            step()
            yield Leaf(title, str(path), own=True)
        if self.letters:
            path = temporary / "letters.pdf"
            path.write_bytes(render_pdf(self.letters, limits=VOLUME))
            put("letters/letters.pdf", pieces_of(path.open("rb")))
            with use_language(self.language):
                yield Leaf(_("Letters of reference"), str(path), own=True)

    def _write_missing_lists(self, unbound: list[str], put: Callable) -> None:
        unreleased = [filed.name for filed in self.filed if not filed.piece.is_ready]
        for name, names in ((UNRELEASED, unreleased), (UNBOUND, unbound)):
            if names:
                put(name, ["".join(f"{missing}\n" for missing in names).encode()])


def collect_folder(
    work: Work, document: Document, papers: Sequence[DocumentKind], code: str, checked_at: str
) -> Folder:
    """Everything the actor may see of `document.nomination_id`; `papers` are the kinds of document to include.

    `code` and `checked_at` are the code of the package and the address of the page that checks it.
    """
    dossier = load_dossier(work, document.required_nomination_id)
    of_version = _of_version(document, dossier)
    with use_language(document.language):
        award = dossier.edition.title.in_(document.language)
        titles = (_("Nomination"), _("Receipt"))
        filed = tuple(_list_filed(dossier))
        places = {piece.piece.sha256: piece.name for piece in filed if piece.piece.is_ready}
        data = (
            (ANSWERS, answers.describe_answers(dossier, places, work.now)),
            ("messages.json", records.describe_messages(dossier)),
            ("screening.json", records.describe_screening(dossier)),
            ("decisions.json", records.describe_decisions(dossier)),
            *((("letters.json", records.describe_letters(dossier, places)),) if dossier.letters else ()),
        )
        letters = _render_typed_letters(work, dossier)
    return Folder(
        dossier, document.language, award,
        [(title, paper.collect(work, of_version)) for title, paper in zip(titles, papers, strict=True)], letters,
        tuple(reviews.load_sheets(work, dossier, document.language)),
        tuple((name, as_json(content)) for name, content in data), filed, work.settings, code,
        checked_at,
    )


def _of_version(document: Document, dossier: Dossier) -> Document:
    """A document for making the papers inside: never stored, and of the same version as the packed attachments."""
    return Document(
        kind=document.kind, nomination_id=document.nomination_id, language=document.language,
        made_for_id=document.made_for_id, made_as=document.made_as, choices={"number": dossier.submission.number},
    )


def _list_filed(dossier: Dossier) -> Iterator[FiledPiece]:
    """The attachments, then the letters that are files, each with its name and bookmark."""
    category = dossier.edition.category(dossier.submission.category)
    letters = [letter for letter in dossier.letters if letter.piece]
    letter_pieces = [letter.piece for letter in letters if letter.piece]
    attachments = zip(dossier.pieces, name_entries(dossier.pieces, "attachments"), strict=True)
    named_letters = zip(letter_pieces, name_entries(letter_pieces, "letters"), strict=True)
    for piece, name in chain(attachments, named_letters):
        kind = category.attachment(piece.kind).label.in_(current_language())
        yield FiledPiece(piece, name, f"{kind}: {clean_name(piece.name)}")


def _render_typed_letters(work: Work, dossier: Dossier) -> str:
    category = dossier.edition.category(dossier.submission.category)
    texts = tuple(
        LetterText(
            letter.name, letter.role, category.attachment(letter.kind).label.in_(current_language()),
            letter.received_at, letter.text,
        )
        for letter in dossier.letters if letter.text
    )
    if not texts:
        return ""
    return render_letters(LettersReport(
        make_front(work, dossier.edition, current_language()), dossier.nomination.reference, dossier.nomination.title,
        texts
    ), current_language())
