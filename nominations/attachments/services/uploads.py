"""Uploads in parts (tus): announcing, finishing under the same rules as files of the form, cancelling, cleaning up."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from nominations.access.queries import policy_facts
from nominations.attachments.adapters.partial_uploads import Busy, Parts
from nominations.attachments.adapters.received_files import receive_files
from nominations.attachments.queries import uploads
from nominations.attachments.queries.kinds import find_kind, require_open
from nominations.attachments.rules import RefusedFile
from nominations.attachments.steps import receive_upload
from nominations.core.rules.errors import Refused
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Action, Refusal, Role
from nominations.core.tables import Upload
from nominations.core.work import Work
from nominations.editions.rules.form import AttachmentKind
from nominations.files.adapters.file_names import clean_name
from nominations.files.adapters.inspection import may_be_taken
from nominations.files.adapters.store import Files, files
from nominations.nominations.queries import working_copy


def announce_upload(
    work: Work, nomination_id: UUID, kind_key: str, name: str, size: int, parts: Parts
) -> Upload | RefusedFile:
    """Announce a file of `size` bytes; refused at once if it could never be accepted.

    Unfinished uploads do not count towards the limits, so that an upload can be begun again after a lost connection;
    the limits are checked again when the file is complete.
    """
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.EDIT, lock=True)
        copy = working_copy.load(work, nomination)
        kind = find_kind(copy, kind_key)
        require_open(work, copy, kind_key)
        name = clean_name(name)
        if no := _refused_at_once(work, receive_upload.Capacity(work, copy, kind), kind, nomination_id, name, size):
            return no
        upload = Upload(
            id=uuid4(), nomination_id=nomination_id, kind=kind_key, name=name, size=size, made_at=work.now,
            made_by_id=work.actor.id, expires_at=work.now + timedelta(hours=work.settings.upload_hours), params={},
        )
        session.add(upload)
        session.flush()
        parts.begin(upload.id)
    return upload


def _refused_at_once(
    work: Work, room: receive_upload.Capacity, kind: AttachmentKind, nomination_id: UUID, name: str, size: int
) -> RefusedFile | None:
    if not size:
        return RefusedFile(name, "empty")
    if not may_be_taken(name, kind.formats):
        return RefusedFile(name, "not_accepted", {"formats": kind.formats})
    if uploads.count_unfinished(work.session, nomination_id) >= work.settings.uploads_at_once:
        return RefusedFile(name, "too_many_at_once", {"most": work.settings.uploads_at_once})
    return room.refuses_size(name, size)


def finish_upload(work: Work, upload: Upload, kind: AttachmentKind, parts: Parts, store: Files) -> None:
    """Make an attachment of a complete file, or store why it is refused; calling it again changes nothing.

    This is slow, so no transaction may be open. Raises `Busy` while another request does it.
    """
    with (
        parts.whole(upload.id) as file,
        receive_files([(upload.name, file)], kind, store, work.settings) as (arrived, refused),
        work.transaction() as session,
    ):
        nomination = policy_facts.nomination(work, upload.nomination_id, to=Action.EDIT, lock=True)
        current = session.get(Upload, upload.id, populate_existing=True)
        if current is None or current.ended_at is not None:
            return
        copy = working_copy.load(work, nomination)
        require_open(work, copy, current.kind)
        added, beyond = receive_upload.add_to_nomination(work, copy, find_kind(copy, current.kind), arrived, store)
        if added:
            current.attachment_id = added[0].id
        for no in (*refused, *beyond):
            current.refusal, current.params = no.code, dict(no.params)
        current.ended_at = work.now
    parts.forget(upload.id)


def forget_upload(work: Work, nomination_id: UUID, upload_id: UUID, parts: Parts) -> None:
    """Delete an unfinished or refused upload; an attachment that was made of it stays."""
    with work.transaction() as session:
        policy_facts.nomination(work, nomination_id, to=Action.EDIT, lock=True)
        session.delete(uploads.load_upload(work, nomination_id, upload_id, to=Action.EDIT))
    parts.forget(upload_id)


def sweep_uploads(work: Work) -> None:
    """Delete expired uploads and finish complete ones that a crash left; for the worker."""
    parts, store = Parts(work.settings), files(work.settings)
    gone = uploads.list_expired(work)
    if gone:
        with work.transaction() as session:
            for upload_id in gone:
                session.delete(session.get_one(Upload, upload_id))
    for upload_id in gone:
        parts.forget(upload_id)
    left = [(upload, code) for upload, code in uploads.list_unended(work) if _is_whole(upload, parts)]
    grows = uploads.list_growing(work.session)
    work.session.rollback()  # hold no transaction while files are inspected
    for upload, code in left:
        _finish_left(replace(work, actor=Actor(upload.made_by_id, Role.APPLICANT, code)), upload, parts, store)
    for upload_id in parts.left_behind():
        if upload_id not in grows:
            parts.forget(upload_id)


def _is_whole(upload: Upload, parts: Parts) -> bool:
    try:
        return parts.offset(upload.id) == upload.size
    except FileNotFoundError:
        return False


def _finish_left(work: Work, upload: Upload, parts: Parts, store: Files) -> None:
    try:
        copy = working_copy.load(work, policy_facts.nomination(work, upload.nomination_id, to=Action.EDIT))
        kind = find_kind(copy, upload.kind)
        work.session.rollback()
        finish_upload(work, upload, kind, parts, store)
    except (Busy, FileNotFoundError):
        work.session.rollback()  # another process is finishing it
    except Refused as no:
        with work.transaction() as session:
            current = session.get_one(Upload, upload.id, populate_existing=True)
            late = no.reason is Refusal.TOO_LATE
            current.refusal, current.params, current.ended_at = "too_late" if late else "not_open", {}, work.now
        parts.forget(upload.id)
