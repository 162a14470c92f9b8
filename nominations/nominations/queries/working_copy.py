"""The working copy of a nomination: the answers and files as they stand, before or after a submission."""

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
_KEPT = ("kind", "name", "size", "sha256", "media_type", "pages", "width", "height", *DETAILS)


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """One nomination with all its owner has written and attached so far."""

    nomination: Nomination
    edition: Edition
    category: Category
    sections: Mapping[str, SectionAnswers]
    attachments: tuple[Attachment, ...]
    # Files of kinds that only another category asks for: kept, counted, not handed in.
    strays: tuple[Attachment, ...] = ()
    # Where each content stands with the scanner, by SHA-256.
    states: Mapping[str, FileState] = field(default_factory=dict)

    @property
    def answers(self) -> dict[str, Any]:
        """All answers of the category's form, by question."""
        return answers_of(self.category, self.sections)

    @property
    def standing(self) -> tuple[Attachment, ...]:
        """The files that would be handed in: blocked ones are not there, those still being checked are."""
        return tuple(row for row in self.attachments if self.states.get(row.sha256) is not FileState.BLOCKED)

    @property
    def checking(self) -> tuple[Attachment, ...]:
        """Those that the scanner has not looked at yet."""
        return tuple(row for row in self.attachments if self.states.get(row.sha256) is FileState.CHECKING)

    @property
    def attached(self) -> list[Attached]:
        """The files that would be handed in, as the rules want them."""
        return [as_attached(snapshot(row)) for row in self.standing]


def answers_of(category: Category, sections: Mapping[str, SectionAnswers]) -> dict[str, Any]:
    """The answers to the questions of this category, out of its stored sections."""
    found: dict[str, Any] = {}
    for section in category.sections:
        held = sections.get(section.key)
        for question in section.questions:
            if held is not None and question.key in held.answers:
                found[question.key] = held.answers[question.key]
    return found


def load(work: Work, nomination: Nomination) -> WorkingCopy:
    """The working copy of a nomination that was found for a purpose already."""
    edition = editions.by_id(work.session, nomination.edition_id).edition
    category = edition.category(nomination.category)
    kinds = {kind.key for kind in category.attachments}
    files = attachments(work.session, [nomination.id])[nomination.id]
    return WorkingCopy(
        nomination, edition, category, sections(work.session, [nomination.id])[nomination.id],
        tuple(row for row in files if row.kind in kinds), tuple(row for row in files if row.kind not in kinds),
        scans.states(work.session, work.settings, (row.sha256 for row in files)),
    )


def sections(session: Session, of: Sequence[UUID]) -> dict[UUID, dict[str, SectionAnswers]]:
    """The stored sections of these nominations, those of a category they were in before included."""
    found: dict[UUID, dict[str, SectionAnswers]] = {each: {} for each in of}
    query = select(SectionAnswers).where(SectionAnswers.nomination_id.in_(of))
    for row in session.scalars(query.execution_options(populate_existing=True)):
        found[row.nomination_id][row.section] = row
    return found


def attachments(session: Session, of: Sequence[UUID]) -> dict[UUID, list[Attachment]]:
    """The files that stand, in the order they came."""
    found: dict[UUID, list[Attachment]] = {each: [] for each in of}
    query = (
        select(Attachment).where(Attachment.nomination_id.in_(of), Attachment.removed_at.is_(None))
        .order_by(Attachment.uploaded_at, Attachment.name, Attachment.id)
    )
    for row in session.scalars(query.execution_options(populate_existing=True)):
        found[row.nomination_id].append(row)
    return found


def attachment(session: Session, nomination_id: UUID, attachment_id: UUID) -> Attachment | None:
    """One file of a nomination, also if it was taken out: an earlier submission may hold it."""
    row = session.get(Attachment, attachment_id)
    return row if row is not None and row.nomination_id == nomination_id else None


def snapshot(row: Attachment) -> dict[str, Any]:
    """What a submission keeps of a file."""
    return {"id": str(row.id), **{key: getattr(row, key) for key in _KEPT}}


def as_attached(kept: Mapping[str, Any]) -> Attached:
    """A kept file, as the rules want it."""
    return Attached(
        kind=kept["kind"], name=kept["name"], sha256=kept["sha256"], size=kept["size"],
        format=_FORMATS.get(kept["media_type"], ""), width=kept["width"], height=kept["height"], pages=kept["pages"],
        details={key: kept[key] for key in DETAILS},
    )


def newest_submission(session: Session, nomination: Nomination) -> Submission | None:
    """The version that counts now."""
    return session.get(Submission, nomination.submission_id) if nomination.submission_id else None


def differs(copy: WorkingCopy, submission: Submission | None) -> bool:
    """Whether the working copy is something else than what was handed in."""
    if submission is None:
        return False
    return (
        copy.category.key != submission.category or copy.answers != submission.answers
        or [snapshot(row) for row in copy.standing] != submission.attachments
    )


@dataclass(frozen=True, slots=True)
class Saved:
    """A version of a section: when it was saved and by whom."""

    version: SectionVersion
    by: str


def versions(work: Work, nomination_id: UUID, section: str) -> list[Saved]:
    """The versions of a section, the newest first."""
    rows = work.session.execute(
        select(SectionVersion, Account.name, Account.email)
        .join(Account, Account.id == SectionVersion.saved_by_id)
        .where(SectionVersion.nomination_id == nomination_id, SectionVersion.section == section)
        .order_by(SectionVersion.number.desc())
    )
    return [Saved(row, name or email) for row, name, email in rows]


def submissions(work: Work, nomination_id: UUID) -> list[Submission]:
    """Every version handed in, the newest first."""
    query = select(Submission).where(Submission.nomination_id == nomination_id).order_by(Submission.number.desc())
    return list(work.session.scalars(query))


def by_kind(rows: Iterable[Attachment]) -> dict[str, list[Attachment]]:
    """The files of each kind."""
    found: dict[str, list[Attachment]] = {}
    for row in rows:
        found.setdefault(row.kind, []).append(row)
    return found
