"""Files of a nomination: added under the limits of their kind and of the whole, described, taken out."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from nominations.access.queries import policy_facts
from nominations.attachments.rules import RefusedFile
from nominations.attachments.steps import receive_upload
from nominations.attachments.steps.receive_upload import ReceivedUpload, taken_in
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.text import stored_text
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Attachment, Nomination
from nominations.core.work import Work
from nominations.editions.rules import files as rules
from nominations.editions.rules.form import AttachmentKind
from nominations.files.adapters.store import Files
from nominations.nominations.queries import editable_parts, working_copy
from nominations.nominations.queries.working_copy import DETAILS, WorkingCopy
from nominations.nominations.steps import working_copy_changes

__all__ = ["ReceivedUpload", "RefusedFile", "add", "describe", "insist_on_open", "kind_of", "remove", "taken_in"]

LONGEST_DETAIL = rules.DETAIL_CHARACTERS


def add(
    work: Work, nomination_id: UUID, kind_key: str, arrived: Sequence[ReceivedUpload], store: Files
) -> list[RefusedFile]:
    """Add files of one kind; those beyond a limit are refused by name and the others kept.

    The nomination is locked meanwhile, so that two uploads at once cannot exceed a limit together.
    """
    with work.transaction():
        nomination = policy_facts.nomination(work, nomination_id, to=Action.EDIT, lock=True)
        copy = working_copy.load(work, nomination)
        kind = kind_of(copy, kind_key)
        insist_on_open(work, copy, kind_key)
        return receive_upload.put(work, copy, kind, arrived, store)[1]


def describe(work: Work, nomination_id: UUID, attachment_id: UUID, details: Mapping[str, str]) -> None:
    """Write what belongs to a file: caption, year, photographer, rights, alternative text."""
    with work.transaction():
        nomination, row = _mine(work, nomination_id, attachment_id)
        given = {key: details.get(key, "") for key in DETAILS}
        most = {key: 40 if key == "year" else LONGEST_DETAIL for key in DETAILS}
        problems = {key: no for key, text in given.items() if (no := stored_text.fault(text, most=most[key]))}
        if problems:
            raise Invalid(**problems)
        for key, text in given.items():
            setattr(row, key, text)
        working_copy_changes.refresh(work, nomination)
        work.record(Action.EDIT, nomination, {"described": row.id})


def remove(work: Work, nomination_id: UUID, attachment_id: UUID) -> None:
    """Take a file out of the working copy; a submission that held it still does."""
    with work.transaction():
        nomination, row = _mine(work, nomination_id, attachment_id)
        row.removed_at = work.now
        working_copy_changes.refresh(work, nomination)
        work.record(Action.EDIT, nomination, {"removed": row.id, "name": row.name})


def kind_of(copy: WorkingCopy, key: str) -> AttachmentKind:
    """The kind of attachment, if it is asked for now; `Refused(NOT_FOUND)` otherwise."""
    for kind in copy.category.attachments:
        if kind.key == key and kind.asked_from == "call":
            return kind
    raise Refused(Refusal.NOT_FOUND)


def _mine(work: Work, nomination_id: UUID, attachment_id: UUID) -> tuple[Nomination, Attachment]:
    nomination = policy_facts.nomination(work, nomination_id, to=Action.EDIT, lock=True)
    row = work.session.get(Attachment, attachment_id)
    if row is None or row.nomination_id != nomination.id or row.removed_at is not None:
        raise Refused(Refusal.NOT_FOUND)
    insist_on_open(work, working_copy.load(work, nomination), row.kind)
    return nomination, row


def insist_on_open(work: Work, copy: WorkingCopy, kind_key: str) -> None:
    """Raise `Refused(TOO_LATE)` where no file of this kind may be added, changed or taken out now."""
    opened = editable_parts.open_keys(work, policy_facts.load(work, copy.nomination), copy)
    if opened is not None and kind_key not in opened:
        raise Refused(Refusal.TOO_LATE)
