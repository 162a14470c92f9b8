"""Referees: what one sees after opening a private link, and those whose letter is still awaited."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nominations.access.queries.private_links import link_expiry, load_usable_link
from nominations.core.queries import accounts
from nominations.core.rules.errors import Refused
from nominations.core.rules.private_links import Purpose
from nominations.core.rules.vocabulary import Refusal
from nominations.core.tables import Nomination, PrivateLink, Referee
from nominations.core.work import Work
from nominations.editions.rules.edition import Edition
from nominations.editions.rules.form import AttachmentKind
from nominations.nominations.queries import working_copy
from nominations.nominations.queries.working_copy import WorkingCopy


@dataclass(frozen=True, slots=True)
class OpenedLetter:
    """What a referee sees after opening the link."""

    referee: Referee
    nomination: Nomination
    edition: Edition
    kind: AttachmentKind
    owner: str
    until: datetime


def load_opened_letter(work: Work, edition_id: UUID, token: str) -> OpenedLetter:
    """What the referee of a link sees; raises `LinkRefused`."""
    return load_by_link(work, load_usable_link(work, edition_id, Purpose.LETTER, token))


def load_by_link(work: Work, link: PrivateLink) -> OpenedLetter:
    """The same for a link that the caller has checked."""
    session = work.session
    nomination = session.get_one(Nomination, link.nomination_id)
    referee = session.get_one(Referee, link.subject_id, populate_existing=True)
    copy = working_copy.load(work, nomination)
    owner = accounts.load_account(session, nomination.owner_id)
    return OpenedLetter(
        referee, nomination, copy.edition, find_kind(copy, referee.kind), (owner.name or owner.email) if owner else "",
        link_expiry(work, link),
    )


def find_kind(copy: WorkingCopy, key: str) -> AttachmentKind:
    """The kind of letter with this key that may be asked for by link; raises `Refused` if there is none."""
    for kind in copy.edition.category(copy.category.key).attachments:
        if kind.key == key and kind.by_link and kind.asked_from == "call":
            return kind
    raise Refused(Refusal.NOT_FOUND)


def load_outstanding(work: Work, nomination: Nomination, referee_id: UUID) -> Referee:
    """A referee of this nomination whose letter was neither received nor cancelled; the caller has checked access."""
    referee = work.session.get(Referee, referee_id, populate_existing=True)
    if referee is None or referee.nomination_id != nomination.id:
        raise Refused(Refusal.NOT_FOUND)
    if referee.received_at is not None or not referee.stands:
        raise Refused(Refusal.WRONG_STATE)
    return referee
