"""Makes the dossier of one nomination, and that of all nominations of a category in one ZIP, a folder for each."""

import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from tempfile import TemporaryFile

from nominations.core.language import gettext as _
from nominations.core.language import lazy_gettext as _l
from nominations.core.language import use_language
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Document
from nominations.core.work import Work
from nominations.documents.kinds import KINDS, ZIP, Code, DocumentKind, MadeDocument, Progress, Subject
from nominations.documents.reports import code_mark
from nominations.editions.queries import editions
from nominations.records.queries.dossier_pieces import list_dossiers
from nominations.records.reports.dossier import folder
from nominations.records.reports.dossier.data import as_json, instant
from nominations.records.reports.dossier.folder import Folder
from nominations.records.reports.dossier.packing import Package
from nominations.records.rules.dossier import EMPTY, PACKAGE, PACKAGE_FORMAT

# The kinds of document that belong into it.
PAPERS = ("nomination", "receipt")


def _collect_dossier(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    code, checked_at = code_mark.code_and_address(work, document.id)
    one = folder.collect_folder(work, document, [KINDS[kind] for kind in PAPERS], code, checked_at)
    name = f"{one.dossier.nomination.reference}-dossier.zip"
    return lambda progress: pack_folders(
        [("", one)], name, work.now, progress, mark=_describe_package(work, code, checked_at)
    )


def _collect_dossiers(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    """Of all nominations of a category (`choices["category"]`), a folder for each."""
    edition = editions.by_id(work.session, document.edition_id).edition
    category = document.choices["category"]
    papers = [KINDS[kind] for kind in PAPERS]
    code, checked_at = code_mark.code_and_address(work, document.id)
    folders = [
        folder.collect_folder(work, _of_one(document, nomination_id), papers, code, checked_at)
        for nomination_id in list_dossiers(work, document.edition_id, category)
    ]
    below = [(f"{folder_.dossier.nomination.reference}/", folder_) for folder_ in folders]
    with use_language(document.language):
        empty = _(
            "There is no submitted nomination in this category that you can open, so there is no nomination package."
        )
    return lambda progress: pack_folders(
        below, f"{edition.code}-dossiers-{category}.zip", work.now, progress, empty,
        _describe_package(work, code, checked_at),
    )


def _describe_package(work: Work, code: str, checked_at: str) -> bytes:
    """What a program needs to check the package: its code and where; nothing where it has no code."""
    if not code:
        return b""
    return as_json({
        "format": PACKAGE_FORMAT, "code": code, "check": checked_at, "made_at": instant(work.now),
    })


def _of_one(document: Document, nomination_id: object) -> Document:
    return Document(
        kind="dossier", nomination_id=nomination_id, language=document.language, made_for_id=document.made_for_id,
        made_as=document.made_as,
    )


def pack_folders(
    folders: Sequence[tuple[str, Folder]], name: str, at: datetime, tell: Progress, empty: str = "",
    mark: bytes = b"",
) -> MadeDocument:
    """The ZIP of these folders, each below its prefix, in a temporary file; of none, the sentence `empty` alone.

    `mark` says how the package can be checked.
    """
    total, done = sum(folder_.steps for _below, folder_ in folders) + 1, 0

    def step() -> None:
        nonlocal done
        done += 1
        tell(done, total)

    tell(0, total)
    with ExitStack() as held:
        target = held.enter_context(TemporaryFile())
        package = held.enter_context(Package(target, at))
        if mark:
            package.write(PACKAGE, [mark])
        if not folders:
            package.write(EMPTY, [f"{empty}\n".encode()])
        for prefix, folder_ in folders:
            folder_.write(package, prefix, step)
        manifest = package.close()
        step()
        target.seek(0, io.SEEK_END)
        held.pop_all()  # the receiver of the document closes it
    return MadeDocument(target, name, manifest)


DOSSIERS: Mapping[str, DocumentKind] = {
    "dossier": DocumentKind(
        title=_l("Nomination package"), extension="zip", media_type=ZIP, collect=_collect_dossier,
        subject=Subject.NOMINATION, rights=(Action.INSPECT,), code=Code.SINGLE,
    ),
    "dossiers": DocumentKind(
        title=_l("Nomination packages of the category"), extension="zip", media_type=ZIP, collect=_collect_dossiers,
        subject=Subject.EDITION, rights=(Action.EXPORT,), code=Code.SINGLE,
    ),
}
