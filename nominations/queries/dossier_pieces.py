"""What goes into the dossier of one nomination: its newest submission, with the attachments its reader may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nominations.domain.vocabulary import Action, FileState
from nominations.models import Nomination, Submission
from nominations.queries import editions, find, scans
from nominations.work import Work


@dataclass(frozen=True, slots=True)
class Piece:
    """One attachment as it was handed in."""

    kind: str
    name: str
    sha256: str
    size: int
    media_type: str = ""
    # Only what is ready is packed; the others are named.
    is_ready: bool = True


@dataclass(frozen=True, slots=True)
class Dossier:
    """A nomination's newest submission and its attachments, in the order of the form."""

    nomination: Nomination
    submission: Submission
    pieces: tuple[Piece, ...]


def dossier(work: Work, nomination_id: UUID) -> Dossier:
    """The dossier, if the actor may inspect the nomination now."""
    found = find.nomination(work, nomination_id, to=Action.INSPECT)
    submission = work.session.get_one(Submission, found.submission_id)
    category = editions.by_id(work.session, found.edition_id).edition.category(submission.category)
    kinds = [kind.key for kind in category.attachments if kind.may_be_seen_by(work.actor.role)]
    seen = [each for each in submission.attachments if each["kind"] in kinds]
    states = scans.states(work.session, work.settings, (each["sha256"] for each in seen))
    pieces = [_piece(each, states[each["sha256"]]) for each in seen]
    return Dossier(found, submission, tuple(sorted(pieces, key=lambda piece: kinds.index(piece.kind))))


def _piece(each: Mapping[str, Any], state: FileState) -> Piece:
    return Piece(
        each["kind"], each["name"], each["sha256"], each["size"], each["media_type"], state is FileState.READY
    )
