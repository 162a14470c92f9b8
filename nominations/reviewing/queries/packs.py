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
class Packed:
    """One file of a pack, its attachments that may be given out, in the order of their kinds, and the letters that came
    by link as far as its reader may read them."""

    nomination: Nomination
    category: Category
    attachments: Sequence[Mapping[str, Any]]
    letters: Sequence[Referee] = ()


def readable(work: Work, round_id: UUID) -> list[UUID]:
    """The files of a round that are open to the actor now, in an order of their own."""
    found = work.session.get(Round, round_id)
    if found is None:
        raise Refused(Refusal.NOT_FOUND)
    shut = (DeskState.CONFLICT_FIRST, DeskState.WAITING)
    mine = [each.id for each in desk.desk(work, found.edition_id).files
            if each.round_id == round_id and each.state not in shut]
    return sorted(mine, key=lambda each: desk.own_place(work, each))


def insist(work: Work, round_id: UUID, files: Sequence[str]) -> None:
    """Raise `Refused` unless every file of a pack is still open to the actor: one recusal shuts the whole pack."""
    if not files or not {UUID(each) for each in files} <= set(readable(work, round_id)):
        raise Refused(Refusal.NOT_FOUND)


def packed(work: Work, nomination_id: UUID) -> Packed:
    """One file as its reviewer may read it; raises `Refused` where they may not."""
    held = assigned_files.load_assigned(work, nomination_id, to=Action.REVIEW)
    handed_in = assigned_files.load_submission(work, held.nomination)
    category = held.edition.category(handed_in.category)
    letters = outside_requests.list_letters(work, held.nomination)
    seen = [*assigned_files.list_attachments(handed_in, category, work.actor.role.value), *_files(letters)]
    states = scans.load_states(work.session, work.settings, [each["sha256"] for each in seen])
    ready = [each for each in seen if states[each["sha256"]] is FileState.READY]
    return Packed(held.nomination, category, ready, letters)


def _files(letters: Sequence[Referee]) -> list[Mapping[str, Any]]:
    """The letters that are files, as attachments are told."""
    return [{"name": each.file_name, "sha256": each.sha256, "media_type": each.media_type}
            for each in letters if each.sha256]
