"""Adding files that arrived to a nomination, as far as its limits allow.

The same rules hold for files from the form and for uploads in parts; the caller opens the transaction.
"""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from nominations.attachments.adapters.received_files import ReceivedUpload
from nominations.attachments.rules import RefusedFile
from nominations.core.rules.vocabulary import Action, ScanState
from nominations.core.tables import Attachment, Nomination, Scan, StoredFile
from nominations.core.work import Work
from nominations.editions.rules import files
from nominations.editions.rules.form import Attached, AttachmentKind
from nominations.files.adapters.store import Files, Stored
from nominations.nominations.queries.working_copy import WorkingCopy
from nominations.nominations.steps import working_copy_changes

# Faults that can be corrected after the file is added; every other fault refuses it.
_LATER = tuple(f"missing_{detail}" for detail in files.DETAILS)


def add_to_nomination(
    work: Work, copy: WorkingCopy, kind: AttachmentKind, arrived: Sequence[ReceivedUpload], store: Files
) -> tuple[list[Attachment], list[RefusedFile]]:
    """Add files of one kind to a locked nomination; those beyond a limit are refused, the others are added."""
    session, nomination = work.session, copy.nomination
    refused: list[RefusedFile] = []
    added: list[Attachment] = []
    room = Capacity(work, copy, kind)
    for upload in arrived:
        if no := room.refuses(upload):
            refused.append(no)
            continue
        added.append(_row(work, nomination, kind.key, upload))
        store_file(work, upload, store)
        session.add(added[-1])
        session.flush()
    if added:
        working_copy_changes.refresh(work, nomination)
        work.record(Action.EDIT, nomination, {
            "kind": kind.key, "added": [
                {"id": attachment.id, "name": attachment.name, "sha256": attachment.sha256} for attachment in added
            ],
        })
    return added, refused


def store_file(work: Work, arrived: ReceivedUpload, store: Files) -> None:
    """Store the content of one file and have it scanned; the caller writes the row that refers to it."""
    store.keep(arrived.stored)
    _note_stored(work.session, arrived.stored, work)
    _enqueue_scan(work, arrived.stored.sha256)


class Capacity:
    """The room left in a nomination, updated with every file."""

    def __init__(self, work: Work, copy: WorkingCopy, kind: AttachmentKind) -> None:
        present = [*copy.attachments, *copy.strays]
        self.kind = kind
        self.of_kind = sum(attachment.kind == kind.key for attachment in present)
        self.files = len(present)
        self.octets = sum(attachment.size for attachment in present)
        self.most_files = copy.edition.max_files
        self.most_octets = min(copy.edition.max_bytes, work.settings.nomination_bytes)
        held = select(func.coalesce(func.sum(Attachment.size), 0)).where(Attachment.uploaded_by_id == work.actor.id)
        self.account_octets = work.settings.account_bytes - (work.session.scalar(held) or 0)

    def refuses(self, upload: ReceivedUpload) -> RefusedFile | None:
        """Why this file does not fit; None, and it is counted, if it does."""
        attached = Attached(
            self.kind.key, upload.name, upload.stored.sha256, upload.stored.size, upload.inspected.format,
            upload.inspected.width, upload.inspected.height, upload.inspected.pages,
        )
        wrong = [problem for problem in files.find_file_problems(self.kind, attached) if problem.code not in _LATER]
        if wrong:
            return RefusedFile(upload.name, wrong[0].code, wrong[0].params)
        return self.refuses_size(upload.name, upload.stored.size)

    def refuses_size(self, name: str, size: int) -> RefusedFile | None:
        """Why so many bytes do not fit; None, and they are counted, if they do."""
        if size > self.kind.max_bytes:
            return RefusedFile(name, "too_large", {"limit": self.kind.max_bytes})
        if self.of_kind >= self.kind.most:
            return RefusedFile(name, "no_room_in_kind", {"most": self.kind.most})
        if self.files >= self.most_files:
            return RefusedFile(name, "no_room_for_files", {"most": self.most_files})
        if self.octets + size > self.most_octets:
            return RefusedFile(name, "no_room_for_bytes", {"most": self.most_octets})
        if size > self.account_octets:
            return RefusedFile(name, "no_room_in_account", {})
        self.of_kind, self.files, self.octets = self.of_kind + 1, self.files + 1, self.octets + size
        self.account_octets -= size
        return None


def _row(work: Work, nomination: Nomination, kind_key: str, upload: ReceivedUpload) -> Attachment:
    return Attachment(
        id=uuid4(), nomination_id=nomination.id, kind=kind_key, sha256=upload.stored.sha256, name=upload.name,
        size=upload.stored.size, media_type=upload.inspected.media_type, pages=upload.inspected.pages,
        width=upload.inspected.width, height=upload.inspected.height, uploaded_at=work.now,
        uploaded_by_id=work.actor.id,
    )


def _note_stored(session: Session, stored: Stored, work: Work) -> None:
    """Record the content; two people may store the same content at the same moment."""
    session.execute(
        _dialect(session).insert(StoredFile).values(sha256=stored.sha256, size=stored.size, stored_at=work.now)
        .on_conflict_do_nothing()
    )


def _enqueue_scan(work: Work, sha256: str) -> None:
    """Ask the scanner about a content that it was never asked about."""
    if not work.settings.scanner_url or work.session.scalar(select(Scan.id).where(Scan.sha256 == sha256)):
        return
    scan_id = uuid4()
    insert = _dialect(work.session).insert(Scan).values(
        id=scan_id, sha256=sha256, state=ScanState.WAITING, threat="", tries=0, next_try_at=work.now,
    ).on_conflict_do_nothing()
    work.session.execute(insert)
    work.wake_worker("scan", scan_id)


def _dialect(session: Session) -> Any:
    return {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
