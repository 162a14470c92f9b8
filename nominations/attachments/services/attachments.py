"""Files of a nomination: adding within the limits, describing, removing."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from nominations.access.queries import policy_facts
from nominations.attachments.adapters.received_files import ReceivedUpload
from nominations.attachments.queries.kinds import find_kind, require_open
from nominations.attachments.rules import RefusedFile
from nominations.attachments.steps import receive_upload
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.text import stored_text
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Attachment, Nomination
from nominations.core.work import Work
from nominations.editions.rules.files import DETAIL_CHARACTERS
from nominations.files.adapters.store import Files
from nominations.nominations.queries import working_copy
from nominations.nominations.queries.working_copy import DETAILS
from nominations.nominations.steps import working_copy_changes


def add_files(
    work: Work, nomination_id: UUID, kind_key: str, arrived: Sequence[ReceivedUpload], store: Files
) -> list[RefusedFile]:
    """Add files of one kind; those beyond a limit are refused by name and the others kept.

    The nomination is locked meanwhile, so that two uploads at once cannot exceed a limit together.
    """
    with work.transaction():
        nomination = policy_facts.nomination(work, nomination_id, to=Action.EDIT, lock=True)
        copy = working_copy.load(work, nomination)
        kind = find_kind(copy, kind_key)
        require_open(work, copy, kind_key)
        return receive_upload.add_to_nomination(work, copy, kind, arrived, store)[1]


def describe_file(work: Work, nomination_id: UUID, attachment_id: UUID, details: Mapping[str, str]) -> None:
    """Store the details of a file: caption, year, photographer, rights, alternative text."""
    with work.transaction():
        nomination, attachment = _mine(work, nomination_id, attachment_id)
        typed = {key: details.get(key, "") for key in DETAILS}
        most = {key: 40 if key == "year" else DETAIL_CHARACTERS for key in DETAILS}
        problems = {key: no for key, text in typed.items() if (no := stored_text.fault(text, most=most[key]))}
        if problems:
            raise Invalid(**problems)
        for key, text in typed.items():
            setattr(attachment, key, text)
        working_copy_changes.refresh(work, nomination)
        work.record(Action.EDIT, nomination, {"described": attachment.id})


def remove_file(work: Work, nomination_id: UUID, attachment_id: UUID) -> None:
    """Remove a file from the working copy; earlier submissions keep it."""
    with work.transaction():
        nomination, attachment = _mine(work, nomination_id, attachment_id)
        attachment.removed_at = work.now
        working_copy_changes.refresh(work, nomination)
        work.record(Action.EDIT, nomination, {"removed": attachment.id, "name": attachment.name})


def _mine(work: Work, nomination_id: UUID, attachment_id: UUID) -> tuple[Nomination, Attachment]:
    nomination = policy_facts.nomination(work, nomination_id, to=Action.EDIT, lock=True)
    attachment = work.session.get(Attachment, attachment_id)
    if attachment is None or attachment.nomination_id != nomination.id or attachment.removed_at is not None:
        raise Refused(Refusal.NOT_FOUND)
    require_open(work, working_copy.load(work, nomination), attachment.kind)
    return nomination, attachment
