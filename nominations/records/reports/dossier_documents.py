"""The documents *dossier* (of one nomination) and *dossiers* (of a category: one ZIP with a folder for each)."""

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

# The kinds of document that a dossier includes.
PAPERS = ("nomination", "receipt")


def _collect_dossier(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    code, checked_at = code_mark.code_and_address(work, document.id)
    dossier_folder = folder.collect_folder(work, document, [KINDS[kind] for kind in PAPERS], code, checked_at)
    name = f"{dossier_folder.dossier.nomination.reference}-dossier.zip"
    return lambda progress: pack_folders(
        [("", dossier_folder)], name, work.now, progress, package_json=_describe_package(work, code, checked_at)
    )


def _collect_dossiers(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    """The dossiers of all nominations of the category `choices["category"]` that the actor may have."""
    edition = editions.by_id(work.session, document.edition_id).edition
    category = document.choices["category"]
    papers = [KINDS[kind] for kind in PAPERS]
    code, checked_at = code_mark.code_and_address(work, document.id)
    folders = [
        folder.collect_folder(work, _document_for(document, nomination_id), papers, code, checked_at)
        for nomination_id in list_dossiers(work, document.edition_id, category)
    ]
    prefixed = [(f"{folder_.dossier.nomination.reference}/", folder_) for folder_ in folders]
    with use_language(document.language):
        empty = _(
            "There is no submitted nomination in this category that you can open, so there is no nomination package."
        )
    return lambda progress: pack_folders(
        prefixed, f"{edition.code}-dossiers-{category}.zip", work.now, progress, empty,
        _describe_package(work, code, checked_at),
    )


def _describe_package(work: Work, code: str, checked_at: str) -> bytes:
    """The entry `package.json`: the code of the package and the address that checks it; empty without a code."""
    if not code:
        return b""
    return as_json({
        "format": PACKAGE_FORMAT, "code": code, "check": checked_at, "made_at": instant(work.now),
    })


def _document_for(document: Document, nomination_id: object) -> Document:
    return Document(
        kind="dossier", nomination_id=nomination_id, language=document.language, made_for_id=document.made_for_id,
        made_as=document.made_as,
    )


def pack_folders(
    folders: Sequence[tuple[str, Folder]], name: str, at: datetime, progress: Progress, empty: str = "",
    package_json: bytes = b"",
) -> MadeDocument:
    """Write these folders, each below its prefix, into a ZIP in a temporary file that the receiver closes.

    Without folders the ZIP holds the sentence `empty`. `package_json` says how the package can be checked.
    """
    total, done = sum(folder_.steps for _below, folder_ in folders) + 1, 0

    def step() -> None:
        nonlocal done
        done += 1
        progress(done, total)

    progress(0, total)
    with ExitStack() as stack:
        target = stack.enter_context(TemporaryFile())
        package = stack.enter_context(Package(target, at))
        if package_json:
            package.write(PACKAGE, [package_json])
        if not folders:
            package.write(EMPTY, [f"{empty}\n".encode()])
        for prefix, folder_ in folders:
            folder_.write(package, prefix, step)
        manifest = package.close()
        step()
        target.seek(0, io.SEEK_END)
        stack.pop_all()  # the receiver of the document closes the file
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
