"""The pack of a reviewer: the files of a round they may read now, in their own order, with what belongs to each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, DeskState, FileState, Refusal
from nominations.core.tables import Nomination, Referee, Round
from nominations.core.work import Work
from nominations.editions.rules.edition import Category
from nominations.files.queries import scans
from nominations.nominations.queries import outside_requests
from nominations.reviewing.queries import desk
from nominations.rounds.queries import assigned_files

KINDS = ("pack", "pack_files")


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file of a pack, its attachments that may be given out, in the order of their kinds, and the letters that came
    by link as far as its reader may read them."""

    nomination: Nomination
    category: Category
    attachments: Sequence[Mapping[str, Any]]
    letters: Sequence[Referee] = ()


def list_readable_files(work: Work, round_id: UUID) -> list[UUID]:
    """The files of a round that are open to the actor now, in an order of their own."""
    this_round = work.session.get(Round, round_id)
    if this_round is None:
        raise Refused(Refusal.NOT_FOUND)
    shut = (DeskState.CONFLICT_FIRST, DeskState.WAITING)
    mine = [file.id for file in desk.load_desk(work, this_round.edition_id).files
            if file.round_id == round_id and file.state not in shut]
    return sorted(mine, key=lambda nomination_id: desk.own_order(work, nomination_id))


def require_open_files(work: Work, round_id: UUID, files: Sequence[str]) -> None:
    """Raise `Refused` unless every file of a pack is still open to the actor: one recusal closes the whole pack."""
    if not files or not {UUID(file) for file in files} <= set(list_readable_files(work, round_id)):
        raise Refused(Refusal.NOT_FOUND)


def load_packed_file(work: Work, nomination_id: UUID) -> PackedFile:
    """One file as its reviewer may read it; raises `Refused` where they may not."""
    held = assigned_files.load_assigned(work, nomination_id, to=Action.REVIEW)
    handed_in = assigned_files.load_submission(work, held.nomination)
    category = held.edition.category(handed_in.category)
    letters = outside_requests.list_letters(work, held.nomination)
    seen = [*assigned_files.list_attachments(handed_in, category, work.actor.role.value), *_letter_files(letters)]
    states = scans.load_states(work.session, work.settings, [attachment["sha256"] for attachment in seen])
    ready = [attachment for attachment in seen if states[attachment["sha256"]] is FileState.READY]
    return PackedFile(held.nomination, category, ready, letters)


def _letter_files(letters: Sequence[Referee]) -> list[Mapping[str, Any]]:
    """The letters that are files, in the form of attachments."""
    return [{"name": letter.file_name, "sha256": letter.sha256, "media_type": letter.media_type}
            for letter in letters if letter.sha256]
