"""The working copy of a nomination: its current answers and files, before or after a submission."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.rules.vocabulary import FileState
from nominations.core.tables import (
    Account,
    Attachment,
    Nomination,
    SectionAnswers,
    SectionVersion,
    Submission,
)
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category, Edition
from nominations.editions.rules.form import Attached
from nominations.files.adapters.inspection import MEDIA_TYPES
from nominations.files.queries import scans

_FORMATS = {media_type: form for form, media_type in MEDIA_TYPES.items()}
DETAILS = ("caption", "year", "photographer", "rights", "alternative")
_SNAPSHOT_FIELDS = ("kind", "name", "size", "sha256", "media_type", "pages", "width", "height", *DETAILS)


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """One nomination with all its owner has written and attached so far."""

    nomination: Nomination
    edition: Edition
    category: Category
    sections: Mapping[str, SectionAnswers]
    attachments: tuple[Attachment, ...]
    # Files of kinds that only another category asks for: stored and counted, but not submitted.
    strays: tuple[Attachment, ...] = ()
    # The state of each content, by SHA-256.
    states: Mapping[str, FileState] = field(default_factory=dict)

    @property
    def answers(self) -> dict[str, Any]:
        """All answers of the category's form, by question."""
        return answers_of(self.category, self.sections)

    @property
    def standing(self) -> tuple[Attachment, ...]:
        """The files that would be submitted: those still being checked are among them, blocked ones are not."""
        return tuple(
            attachment for attachment in self.attachments if self.states.get(attachment.sha256) is not FileState.BLOCKED
        )

    @property
    def checking(self) -> tuple[Attachment, ...]:
        """The files that the scanner has not checked yet."""
        return tuple(
            attachment for attachment in self.attachments if self.states.get(attachment.sha256) is FileState.CHECKING
        )

    @property
    def attached(self) -> list[Attached]:
        """The files that would be submitted, in the form the rules take."""
        return [as_attached(snapshot(attachment)) for attachment in self.standing]


def answers_of(category: Category, sections: Mapping[str, SectionAnswers]) -> dict[str, Any]:
    """The answers to the questions of this category, out of its stored sections."""
    answers: dict[str, Any] = {}
    for section in category.sections:
        held = sections.get(section.key)
        for question in section.questions:
            if held is not None and question.key in held.answers:
                answers[question.key] = held.answers[question.key]
    return answers


def load(work: Work, nomination: Nomination) -> WorkingCopy:
    """The working copy of a nomination that the caller has checked access to."""
    edition = editions.by_id(work.session, nomination.edition_id).edition
    category = edition.category(nomination.category)
    kinds = {kind.key for kind in category.attachments}
    files = load_attachments(work.session, [nomination.id])[nomination.id]
    return WorkingCopy(
        nomination, edition, category, load_sections(work.session, [nomination.id])[nomination.id],
        tuple(file for file in files if file.kind in kinds), tuple(file for file in files if file.kind not in kinds),
        scans.load_states(work.session, work.settings, (file.sha256 for file in files)),
    )


def load_sections(session: Session, of: Sequence[UUID]) -> dict[UUID, dict[str, SectionAnswers]]:
    """The stored sections of these nominations, including those of an earlier category."""
    sections: dict[UUID, dict[str, SectionAnswers]] = {nomination_id: {} for nomination_id in of}
    query = select(SectionAnswers).where(SectionAnswers.nomination_id.in_(of))
    for section in session.scalars(query.execution_options(populate_existing=True)):
        sections[section.nomination_id][section.section] = section
    return sections


def load_attachments(session: Session, of: Sequence[UUID]) -> dict[UUID, list[Attachment]]:
    """The files of these nominations that were not removed, in the order they were uploaded."""
    attachments: dict[UUID, list[Attachment]] = {nomination_id: [] for nomination_id in of}
    query = (
        select(Attachment).where(Attachment.nomination_id.in_(of), Attachment.removed_at.is_(None))
        .order_by(Attachment.uploaded_at, Attachment.name, Attachment.id)
    )
    for attachment in session.scalars(query.execution_options(populate_existing=True)):
        attachments[attachment.nomination_id].append(attachment)
    return attachments


def load_attachment(session: Session, nomination_id: UUID, attachment_id: UUID) -> Attachment | None:
    """One file of a nomination, even if it was removed: an earlier submission may contain it."""
    attachment = session.get(Attachment, attachment_id)
    return attachment if attachment is not None and attachment.nomination_id == nomination_id else None


def snapshot(attachment: Attachment) -> dict[str, Any]:
    """What a submission stores of a file."""
    return {"id": str(attachment.id), **{key: getattr(attachment, key) for key in _SNAPSHOT_FIELDS}}


def as_attached(snapshot: Mapping[str, Any]) -> Attached:
    """A snapshot of a file in the form the rules take."""
    return Attached(
        kind=snapshot["kind"], name=snapshot["name"], sha256=snapshot["sha256"], size=snapshot["size"],
        format=_FORMATS.get(snapshot["media_type"], ""), width=snapshot["width"], height=snapshot["height"],
        pages=snapshot["pages"],
        details={key: snapshot[key] for key in DETAILS},
    )


def newest_submission(session: Session, nomination: Nomination) -> Submission | None:
    """The submission that counts now."""
    return session.get(Submission, nomination.submission_id) if nomination.submission_id else None


def differs(copy: WorkingCopy, submission: Submission | None) -> bool:
    """Whether the working copy differs from a submission."""
    if submission is None:
        return False
    return (
        copy.category.key != submission.category or copy.answers != submission.answers
        or [snapshot(attachment) for attachment in copy.standing] != submission.attachments
    )


@dataclass(frozen=True, slots=True)
class SavedVersion:
    """A version of a section: when it was saved and by whom."""

    version: SectionVersion
    by: str


def list_section_versions(work: Work, nomination_id: UUID, section: str) -> list[SavedVersion]:
    """The versions of a section, the newest first."""
    rows = work.session.execute(
        select(SectionVersion, Account.name, Account.email)
        .join(Account, Account.id == SectionVersion.saved_by_id)
        .where(SectionVersion.nomination_id == nomination_id, SectionVersion.section == section)
        .order_by(SectionVersion.number.desc())
    )
    return [SavedVersion(version, name or email) for version, name, email in rows]


def list_submissions(work: Work, nomination_id: UUID) -> list[Submission]:
    """All submissions of a nomination, the newest first."""
    query = select(Submission).where(Submission.nomination_id == nomination_id).order_by(Submission.number.desc())
    return list(work.session.scalars(query))


def group_by_kind(attachments: Iterable[Attachment]) -> dict[str, list[Attachment]]:
    """The files of each kind."""
    by_kind: dict[str, list[Attachment]] = {}
    for attachment in attachments:
        by_kind.setdefault(attachment.kind, []).append(attachment)
    return by_kind
