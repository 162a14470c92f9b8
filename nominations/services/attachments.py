"""Files of a nomination: taken in, looked at, and added under the limits of their kind and of the whole."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from nominations.adapters import inspection
from nominations.adapters.bad_file import BadFile
from nominations.adapters.file_names import clean_name
from nominations.adapters.files import Files, Stored
from nominations.adapters.inspection import Inspected
from nominations.domain import files as rules
from nominations.domain import texts
from nominations.domain.errors import Invalid, Refused
from nominations.domain.form import Attached, AttachmentKind
from nominations.domain.vocabulary import Action, Refusal
from nominations.models import Attachment, Nomination, StoredFile
from nominations.queries import find, openness, working_copy
from nominations.queries.working_copy import DETAILS, WorkingCopy
from nominations.services import copies
from nominations.settings import Settings
from nominations.work import Work

LONGEST_DETAIL = rules.DETAIL_CHARACTERS
# What can still be put right after the file is in; everything else refuses it.
_LATER = tuple(f"missing_{detail}" for detail in rules.DETAILS)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that came whole and proved to be what it says."""

    name: str
    stored: Stored
    inspected: Inspected


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was not taken, by name, with the code of the reason and its numbers."""

    name: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@contextmanager
def taken_in(
    given: Sequence[tuple[str, BinaryIO]], kind: AttachmentKind, store: Files, settings: Settings
) -> Iterator[tuple[list[Arrived], list[RefusedFile]]]:
    """Read the files to their end and look into each; slow, so no transaction may be open. Gone after the block
    unless `add` kept them."""
    arrived: list[Arrived] = []
    refused: list[RefusedFile] = []
    with ExitStack() as stack:
        for given_name, stream in given:
            name = clean_name(given_name)
            try:
                stored = stack.enter_context(store.take_in(stream, kind.max_bytes))
                found = inspection.inspect(stored.path, name, kind.formats, settings)
            except BadFile as bad:
                refused.append(RefusedFile(name, bad.code.value, {**bad.params, "formats": kind.formats}))
                continue
            arrived.append(Arrived(name, stored, found))
        yield arrived, refused


def add(work: Work, nomination_id: UUID, kind_key: str, arrived: Sequence[Arrived], store: Files) -> list[RefusedFile]:
    """Add files of one kind; those beyond a limit are refused by name and the others kept.

    The nomination is locked meanwhile, so that two uploads at once cannot exceed a limit together.
    """
    refused: list[RefusedFile] = []
    with work.transaction() as session:
        nomination = find.nomination(work, nomination_id, to=Action.EDIT, lock=True)
        copy = working_copy.load(work, nomination)
        kind = kind_of(copy, kind_key)
        _insist_on_open(work, copy, kind_key)
        room = _Room(work, copy, kind)
        added = []
        for each in arrived:
            if no := room.refuses(each):
                refused.append(no)
                continue
            store.keep(each.stored)
            added.append(_row(work, nomination, kind_key, each))
            _remember(session, each.stored, work)
            session.add(added[-1])
            session.flush()
        if added:
            copies.follow(work, nomination)
            work.record(Action.EDIT, nomination, {
                "kind": kind_key, "added": [{"id": row.id, "name": row.name, "sha256": row.sha256} for row in added],
            })
    return refused


def describe(work: Work, nomination_id: UUID, attachment_id: UUID, details: Mapping[str, str]) -> None:
    """Write what belongs to a file: caption, year, photographer, rights, alternative text."""
    with work.transaction():
        nomination, row = _mine(work, nomination_id, attachment_id)
        given = {key: details.get(key, "") for key in DETAILS}
        most = {key: 40 if key == "year" else LONGEST_DETAIL for key in DETAILS}
        problems = {key: no for key, text in given.items() if (no := texts.fault(text, most=most[key]))}
        if problems:
            raise Invalid(**problems)
        for key, text in given.items():
            setattr(row, key, text)
        copies.follow(work, nomination)
        work.record(Action.EDIT, nomination, {"described": row.id})


def remove(work: Work, nomination_id: UUID, attachment_id: UUID) -> None:
    """Take a file out of the working copy; a submission that held it still does."""
    with work.transaction():
        nomination, row = _mine(work, nomination_id, attachment_id)
        row.removed_at = work.now
        copies.follow(work, nomination)
        work.record(Action.EDIT, nomination, {"removed": row.id, "name": row.name})


def kind_of(copy: WorkingCopy, key: str) -> AttachmentKind:
    """The kind of attachment, if it is asked for now; `Refused(NOT_FOUND)` otherwise."""
    for kind in copy.category.attachments:
        if kind.key == key and kind.asked_from == "call":
            return kind
    raise Refused(Refusal.NOT_FOUND)


def _mine(work: Work, nomination_id: UUID, attachment_id: UUID) -> tuple[Nomination, Attachment]:
    nomination = find.nomination(work, nomination_id, to=Action.EDIT, lock=True)
    row = work.session.get(Attachment, attachment_id)
    if row is None or row.nomination_id != nomination.id or row.removed_at is not None:
        raise Refused(Refusal.NOT_FOUND)
    _insist_on_open(work, working_copy.load(work, nomination), row.kind)
    return nomination, row


def _insist_on_open(work: Work, copy: WorkingCopy, kind_key: str) -> None:
    opened = openness.open_keys(work, find.case_of(work, copy.nomination), copy)
    if opened is not None and kind_key not in opened:
        raise Refused(Refusal.TOO_LATE)


class _Room:
    """What still fits, counted file by file."""

    def __init__(self, work: Work, copy: WorkingCopy, kind: AttachmentKind) -> None:
        standing = [*copy.attachments, *copy.strays]
        self.kind = kind
        self.of_kind = sum(row.kind == kind.key for row in standing)
        self.files = len(standing)
        self.octets = sum(row.size for row in standing)
        self.most_files = copy.edition.max_files
        self.most_octets = min(copy.edition.max_bytes, work.settings.nomination_bytes)
        held = select(func.coalesce(func.sum(Attachment.size), 0)).where(Attachment.uploaded_by_id == work.actor.id)
        self.account_octets = work.settings.account_bytes - (work.session.scalar(held) or 0)

    def refuses(self, each: Arrived) -> RefusedFile | None:
        """Why this file does not fit; None, and it is counted, if it does."""
        attached = Attached(
            self.kind.key, each.name, each.stored.sha256, each.stored.size, each.inspected.format,
            each.inspected.width, each.inspected.height, each.inspected.pages,
        )
        wrong = [problem for problem in rules.problems(self.kind, attached) if problem.code not in _LATER]
        if wrong:
            return RefusedFile(each.name, wrong[0].code, wrong[0].params)
        size = each.stored.size
        if self.of_kind >= self.kind.most:
            return RefusedFile(each.name, "no_room_in_kind", {"most": self.kind.most})
        if self.files >= self.most_files:
            return RefusedFile(each.name, "no_room_for_files", {"most": self.most_files})
        if self.octets + size > self.most_octets:
            return RefusedFile(each.name, "no_room_for_bytes", {"most": self.most_octets})
        if size > self.account_octets:
            return RefusedFile(each.name, "no_room_in_account", {})
        self.of_kind, self.files, self.octets = self.of_kind + 1, self.files + 1, self.octets + size
        self.account_octets -= size
        return None


def _row(work: Work, nomination: Nomination, kind_key: str, each: Arrived) -> Attachment:
    return Attachment(
        id=uuid4(), nomination_id=nomination.id, kind=kind_key, sha256=each.stored.sha256, name=each.name,
        size=each.stored.size, media_type=each.inspected.media_type, pages=each.inspected.pages,
        width=each.inspected.width, height=each.inspected.height, uploaded_at=work.now, uploaded_by_id=work.actor.id,
    )


def _remember(session: Session, stored: Stored, work: Work) -> None:
    """The same bytes may come from two people at once: whoever is second finds them known."""
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    session.execute(
        dialect.insert(StoredFile).values(sha256=stored.sha256, size=stored.size, stored_at=work.now)
        .on_conflict_do_nothing()
    )
