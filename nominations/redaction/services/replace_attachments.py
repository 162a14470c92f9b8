"""What reviewers get instead of an attachment: nothing, a cleaned copy, or the original again.

`seen` is the id of what stood when the officer opened the page: whoever was faster is not overwritten.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from nominations.access.queries import policy_facts
from nominations.attachments.adapters.received_files import ReceivedUpload
from nominations.attachments.steps import receive_upload
from nominations.core.rules.errors import Refused
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Nomination, ReviewerCopy
from nominations.core.work import Work
from nominations.files.adapters.store import Files
from nominations.redaction.queries import reviewer_copies


def hide_attachment(work: Work, nomination_id: UUID, attachment_id: UUID, *, seen: str, reason: str) -> None:
    """Give reviewers nothing of this attachment. Raises `Invalid` at `reason`."""
    with work.transaction():
        nomination, reason = _begin(work, nomination_id, attachment_id, seen, reason)
        _replace(work, nomination, attachment_id, reason, {})


def replace_attachment(
    work: Work, nomination_id: UUID, attachment_id: UUID, arrived: ReceivedUpload, store: Files, *, seen: str,
    reason: str,
) -> None:
    """Give reviewers this copy; it passed the same inspection as an upload and is scanned like one. Raises `Invalid` at
    `reason`."""
    with work.transaction():
        nomination, reason = _begin(work, nomination_id, attachment_id, seen, reason)
        receive_upload.store_file(work, arrived, store)
        inspected = arrived.inspected
        _replace(work, nomination, attachment_id, reason, {
            "sha256": arrived.stored.sha256, "name": arrived.name, "size": arrived.stored.size,
            "media_type": inspected.media_type, "pages": inspected.pages, "width": inspected.width,
            "height": inspected.height,
        })


def give_original(work: Work, nomination_id: UUID, attachment_id: UUID, *, seen: str, reason: str) -> None:
    """Give reviewers the attachment as it was submitted. Raises `Invalid` at `reason`."""
    with work.transaction():
        nomination, reason = _begin(work, nomination_id, attachment_id, seen, reason)
        if not seen:
            raise Refused(Refusal.WRONG_STATE)
        work.record(Action.REDACT, nomination, {"attachment": attachment_id, "reviewers_get": "original",
                                                "reason": reason})


def _begin(
    work: Work, nomination_id: UUID, attachment_id: UUID, seen: str, reason: str
) -> tuple[Nomination, str]:
    """The nomination, locked, and the reason; what stood until now has ended."""
    nomination = policy_facts.nomination(work, nomination_id, to=Action.REDACT, lock=True)
    reviewer_copies.find_attachment(work, nomination, attachment_id)
    standing = reviewer_copies.find_standing(work, attachment_id)
    if seen != (str(standing.id) if standing else ""):
        raise Refused(Refusal.CHANGED_ELSEWHERE)
    reason = parse_text("reason", reason)
    if standing is not None:
        standing.ended_at, standing.ended_by_id = work.now, work.actor.id
        work.session.flush()
    return nomination, reason


def _replace(
    work: Work, nomination: Nomination, attachment_id: UUID, reason: str, content: Mapping[str, Any]
) -> None:
    work.session.add(ReviewerCopy(
        attachment_id=attachment_id, reason=reason, made_at=work.now, made_by_id=work.actor.id, **content
    ))
    work.session.flush()
    work.record(Action.REDACT, nomination, {
        "attachment": attachment_id, "reviewers_get": "copy" if content else "nothing", "reason": reason,
        "sha256": content.get("sha256"),
    })
