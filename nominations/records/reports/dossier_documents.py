"""Makes the dossier of one nomination, and that of all nominations of a category in one ZIP, a folder for each."""

import io
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime
from tempfile import TemporaryFile

from nominations.core.language import gettext as _
from nominations.core.language import speaking
from nominations.core.tables import Document
from nominations.core.work import Work
from nominations.documents.reports.kinds import Made, Maker, Tell
from nominations.editions.queries import editions
from nominations.records.queries.dossier_pieces import of_edition
from nominations.records.reports.dossier import folder
from nominations.records.reports.dossier.folder import Folder
from nominations.records.reports.dossier.packing import Package
from nominations.records.rules.dossier import EMPTY

# The documents that belong into it, by the kind of their makers.
PAPERS = ("nomination", "receipt")
MakerOf = Callable[[str], Maker]


def maker(of_kind: MakerOf) -> Maker:
    """The maker of the dossier of one nomination; `of_kind` finds the makers of the papers within."""

    def collect(work: Work, document: Document) -> Callable[[Tell], Made]:
        one = folder.collect(work, document, [of_kind(kind) for kind in PAPERS])
        name = f"{one.found.nomination.reference}-dossier.zip"
        return lambda tell: packed([("", one)], name, work.now, tell)

    return Maker("zip", "application/zip", collect)


def maker_of_all(of_kind: MakerOf) -> Maker:
    """The maker of the dossiers of a category (`choices["category"]`)."""

    def collect(work: Work, document: Document) -> Callable[[Tell], Made]:
        edition = editions.by_id(work.session, document.edition_id).edition
        category = document.choices["category"]
        papers = [of_kind(kind) for kind in PAPERS]
        folders = [
            folder.collect(work, _of_one(document, nomination_id), papers)
            for nomination_id in of_edition(work, document.edition_id, category)
        ]
        below = [(f"{each.found.nomination.reference}/", each) for each in folders]
        with speaking(document.language):
            empty = _("No nomination of this category that you may read has been handed in, so there is no dossier.")
        return lambda tell: packed(below, f"{edition.code}-dossiers-{category}.zip", work.now, tell, empty)

    return Maker("zip", "application/zip", collect)


def _of_one(document: Document, nomination_id: object) -> Document:
    return Document(
        kind="dossier", nomination_id=nomination_id, language=document.language, made_for_id=document.made_for_id,
        made_as=document.made_as,
    )


def packed(
    folders: Sequence[tuple[str, Folder]], name: str, at: datetime, tell: Tell, empty: str = ""
) -> Made:
    """The ZIP of these folders, each below its prefix, in a temporary file; of none, the sentence `empty` alone."""
    total, done = sum(each.steps for _below, each in folders) + 1, 0

    def step() -> None:
        nonlocal done
        done += 1
        tell(done, total)

    tell(0, total)
    with ExitStack() as held:
        target = held.enter_context(TemporaryFile())
        package = held.enter_context(Package(target, at))
        if not folders:
            package.write(EMPTY, [f"{empty}\n".encode()])
        for prefix, each in folders:
            each.write(package, prefix, step)
        manifest = package.close()
        step()
        target.seek(0, io.SEEK_END)
        held.pop_all()  # whoever takes the document closes it
    return Made(target, name, manifest)
