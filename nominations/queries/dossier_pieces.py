"""What goes into the dossier of one nomination: its newest submission, with the attachments its reader may see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nominations.domain.vocabulary import Action, FileState
from nominations.models import Nomination, Submission
from nominations.queries import asked, editions, find, scans
from nominations.work import Work


@dataclass(frozen=True, slots=True)
class Piece:
    """One attachment as it was handed in, or a letter that came by a private link; a letter may be `text` alone."""

    kind: str
    name: str
    sha256: str
    size: int
    media_type: str = ""
    # Only what is ready is packed; the others are named.
    is_ready: bool = True
    text: str = ""


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
    in_order = sorted(pieces, key=lambda piece: kinds.index(piece.kind))
    return Dossier(found, submission, (*in_order, *_letters(work, found)))


def _letters(work: Work, nomination: Nomination) -> Iterator[Piece]:
    """The letters of reference that came by private links, as far as the reader may see them."""
    received = asked.letters_of(work, nomination)
    states = scans.states(work.session, work.settings, (each.sha256 for each in received if each.sha256))
    for each in received:
        if each.sha256:
            ready = states[each.sha256] is FileState.READY
            yield Piece(each.kind, each.file_name, each.sha256, each.size or 0, each.media_type, ready)
        if each.text:
            content = each.text.encode()
            yield Piece(each.kind, f"{each.name}.txt", "", len(content), "text/plain", text=each.text)


def _piece(each: Mapping[str, Any], state: FileState) -> Piece:
    return Piece(
        each["kind"], each["name"], each["sha256"], each["size"], each["media_type"], state is FileState.READY
    )
