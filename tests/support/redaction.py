"""An attachment of the eligible nomination with its row, and what officers decide about it."""

import io
from contextlib import contextmanager
from uuid import UUID

from nominations.attachments.adapters.received_files import receive_files
from nominations.core.tables import Attachment, StoredFile, Submission
from nominations.files.adapters.store import files
from nominations.redaction.queries import reviewer_copies
from nominations.redaction.services import replace_attachments
from tests.support import make, reviewing
from tests.support.small_edition import edition
from tests.support.worlds import World


def attach(world: World, kind: str, name: str, content: bytes, media_type: str, of: str = "eligible", **more) -> UUID:
    """Put a file into the submission of a nomination, with the row that the upload made; its id."""
    attachment_id = UUID(reviewing.attach(world, kind, name, content, media_type, of, **more))
    with world.session(writes=True) as session:
        nomination = world.nomination(of)
        snapshot = next(item for item in session.get_one(Submission, nomination.submission_id).attachments
                        if item["id"] == str(attachment_id))
        session.merge(StoredFile(sha256=snapshot["sha256"], size=snapshot["size"], stored_at=make.START))
        session.flush()
        values = {key: value for key, value in snapshot.items() if key != "id"}
        session.add(Attachment(id=attachment_id, nomination_id=nomination.id, uploaded_at=make.START,
                               uploaded_by_id=nomination.owner_id, **values))
        session.commit()
    return attachment_id


@contextmanager
def arrive(world: World, name: str, content: bytes, kind: str = "plan"):
    """The file as it arrives from a form: inspected, not yet stored."""
    store = files(world.settings)
    of_kind = edition().category("project").attachment(kind)
    with receive_files([(name, io.BytesIO(content))], of_kind, store, world.settings) as (arrived, refused):
        assert refused == []
        yield arrived[0], store


def stands(world: World, attachment_id: UUID) -> str:
    """The id of what stands instead of an attachment, as the page holds it."""
    work = world.work("officer")
    copy = reviewer_copies.find_standing(work, attachment_id)
    work.session.close()
    return str(copy.id) if copy else ""


def hide(world: World, attachment_id: UUID, person: str = "officer", of: str = "eligible") -> None:
    replace_attachments.hide_attachment(
        world.work(person), world.nomination(of).id, attachment_id, seen=stands(world, attachment_id), reason="A name."
    )


def replace(world: World, attachment_id: UUID, name: str, content: bytes, kind: str = "plan") -> None:
    seen = stands(world, attachment_id)
    with arrive(world, name, content, kind) as (arrived, store):
        replace_attachments.replace_attachment(
            world.work("officer"), world.nomination("eligible").id, attachment_id, arrived, store, seen=seen,
            reason="A name.",
        )
