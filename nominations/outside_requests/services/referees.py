"""Letters of reference by private link: asked for, sent again, replaced, withdrawn by the owner; sent by the referee.

The owner learns that a letter is there, never what it says.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from nominations.access.queries import policy_facts
from nominations.access.queries.private_links import link_expiry, load_usable_link
from nominations.access.steps import private_links
from nominations.attachments.steps import receive_upload
from nominations.attachments.steps.receive_upload import ReceivedUpload
from nominations.core.queries import accounts
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.events import ParticipantsChanged
from nominations.core.rules.private_links import End, Purpose
from nominations.core.rules.text import stored_text
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Nomination, PrivateLink, Referee
from nominations.core.work import Work
from nominations.editions.rules.edition import Edition
from nominations.editions.rules.form import AttachmentKind
from nominations.files.adapters.store import Files
from nominations.nominations.queries import outside_requests, working_copy
from nominations.nominations.queries.working_copy import WorkingCopy
from nominations.outside_requests.rules import Person
from nominations.outside_requests.steps import external_people

LONGEST_LETTER = 40_000
A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a referee sees behind the link."""

    referee: Referee
    nomination: Nomination
    edition: Edition
    kind: AttachmentKind
    owner: str
    until: datetime


def ask(work: Work, nomination_id: UUID, kind_key: str, person: Person) -> Referee:
    """Send somebody a private link for one letter. Raises `Invalid` by field, at `kind` where no more letters fit."""
    with work.transaction():
        nomination = policy_facts.nomination(work, nomination_id, to=Action.ASK_LETTER, lock=True)
        copy = working_copy.load(work, nomination)
        kind = _kind(copy, kind_key)
        referee = _asked(work, copy, kind, person, instead_of=None)
        work.announce(ParticipantsChanged(nomination.id))
        work.record(Action.ASK_LETTER, nomination, {"asked": referee.id, "kind": kind.key})
    return referee


def replace(work: Work, nomination_id: UUID, referee_id: UUID, person: Person) -> Referee:
    """Ask somebody else in their place: the first one's link is dead from now on, and they are told."""
    with work.transaction():
        nomination, before = _outstanding(work, nomination_id, referee_id)
        copy = working_copy.load(work, nomination)
        _end(work, copy, before, End.REPLACED)
        referee = _asked(work, copy, _kind(copy, before.kind), person, instead_of=before)
        work.announce(ParticipantsChanged(nomination.id))
        work.record(Action.ASK_LETTER, nomination, {"asked": referee.id, "instead_of": before.id})
    return referee


def send_again(work: Work, nomination_id: UUID, referee_id: UUID) -> None:
    """Send a new link to the same person; the one before it is dead."""
    with work.transaction():
        nomination, referee = _outstanding(work, nomination_id, referee_id)
        _send(work, working_copy.load(work, nomination), referee)
        work.record(Action.ASK_LETTER, nomination, {"sent_again": referee.id})


def withdraw(work: Work, nomination_id: UUID, referee_id: UUID) -> None:
    """The letter is no longer needed; the referee is told."""
    with work.transaction():
        nomination, referee = _outstanding(work, nomination_id, referee_id)
        _end(work, working_copy.load(work, nomination), referee, End.WITHDRAWN)
        work.announce(ParticipantsChanged(nomination.id))
        work.record(Action.ASK_LETTER, nomination, {"withdrawn": referee.id})


def open_(work: Work, edition_id: UUID, token: str) -> None:
    """The referee pressed the button of the first page."""
    with work.transaction():
        private_links.mark_opened(work, load_usable_link(work, edition_id, Purpose.LETTER, token, lock=True))


def behind(work: Work, edition_id: UUID, token: str) -> Opened:
    """What the referee of a living link sees; raises `DeadLink`."""
    return _behind(work, load_usable_link(work, edition_id, Purpose.LETTER, token))


def receive(work: Work, edition_id: UUID, token: str, text: str, arrived: ReceivedUpload | None, store: Files) -> None:
    """Take the letter, as text, as a file or both; the link has done its work. Raises `DeadLink`, `Invalid(text=...)`.

    Of a letter and a replacement at the same moment one comes second: the letter then stays, or is not taken.
    """
    with work.transaction():
        link = load_usable_link(work, edition_id, Purpose.LETTER, token, lock=True)
        told = _behind(work, link)
        if fault := stored_text.fault(text, most=LONGEST_LETTER):
            raise Invalid(text=fault)
        if arrived is None and not text.strip():
            raise Invalid(text="missing_letter")
        referee, nomination = told.referee, told.nomination
        if arrived is not None:
            receive_upload.keep(work, arrived, store)
        referee.received_at, referee.text = work.now, text
        if arrived is not None:
            referee.sha256, referee.file_name = arrived.stored.sha256, arrived.name
            referee.size, referee.pages = arrived.stored.size, arrived.inspected.pages
            referee.media_type = arrived.inspected.media_type
        private_links.use_link(work, link)
        _tell(work, told)
        work.record("receive_letter", nomination, {"from": referee.id, "sha256": referee.sha256, "link": link.id})


def _behind(work: Work, link: PrivateLink) -> Opened:
    session = work.session
    nomination = session.get_one(Nomination, link.nomination_id)
    referee = session.get_one(Referee, link.subject_id, populate_existing=True)
    copy = working_copy.load(work, nomination)
    owner = accounts.load_account(session, nomination.owner_id)
    return Opened(
        referee, nomination, copy.edition, _kind(copy, referee.kind), (owner.name or owner.email) if owner else "",
        link_expiry(work, link),
    )


def _kind(copy: WorkingCopy, key: str) -> AttachmentKind:
    for kind in copy.edition.category(copy.category.key).attachments:
        if kind.key == key and kind.by_link and kind.asked_from == "call":
            return kind
    raise Refused(Refusal.NOT_FOUND)


def _outstanding(work: Work, nomination_id: UUID, referee_id: UUID) -> tuple[Nomination, Referee]:
    """Somebody whose letter has not come, nor been called off."""
    nomination = policy_facts.nomination(work, nomination_id, to=Action.ASK_LETTER, lock=True)
    return nomination, outstanding(work, nomination, referee_id)


def outstanding(work: Work, nomination: Nomination, referee_id: UUID) -> Referee:
    """Somebody asked about a nomination that was found for it, whose letter has not come nor been called off."""
    referee = work.session.get(Referee, referee_id, populate_existing=True)
    if referee is None or referee.nomination_id != nomination.id:
        raise Refused(Refusal.NOT_FOUND)
    if referee.received_at is not None or not referee.stands:
        raise Refused(Refusal.WRONG_STATE)
    return referee


def _asked(
    work: Work, copy: WorkingCopy, kind: AttachmentKind, typed: Person, *, instead_of: Referee | None
) -> Referee:
    session, nomination = work.session, copy.nomination
    person, address = external_people.checked(work, typed, copy.edition.languages, needs_role=True)
    standing = outside_requests.load(session, nomination.id).standing
    if any(each.email.lower() == address.key for each in standing):
        raise Invalid(email="asked_already")
    there = [each.kind for each in standing] + [each.kind for each in copy.attachments]
    if there.count(kind.key) >= kind.most:
        raise Invalid(kind=("no_room_for_letters", {"most": kind.most}))
    referee = Referee(
        id=uuid4(), nomination_id=nomination.id, kind=kind.key, name=person.name, role=person.role,
        email=person.email, language=person.language, asked_at=work.now, asked_by_id=work.actor.id,
    )
    session.add(referee)
    session.flush()
    _send(work, copy, referee)
    return referee


def _send(work: Work, copy: WorkingCopy, referee: Referee) -> None:
    nomination, edition = copy.nomination, copy.edition
    close = policy_facts.load(work, nomination).link_until(Purpose.LETTER)
    if close is None:
        raise LookupError("A call that was opened has a close.")
    token = private_links.give_link(work, Purpose.LETTER, referee.id, nomination.id, until=close)
    work.send_mail(
        "letter_asked", _mailbox(referee), secret=True, asker=work.actor.name or work.actor.email,
        last=close - A_SECOND, path=private_links.link_path(edition.code, Purpose.LETTER, token, referee.language),
        **external_people.about(nomination, edition),
    )


def _end(work: Work, copy: WorkingCopy, referee: Referee, how: End) -> None:
    referee.ended_at, referee.end = work.now, how
    private_links.end_link(work, Purpose.LETTER, referee.id, how)
    work.session.flush()
    work.send_mail("letter_called_off", _mailbox(referee), **external_people.about(copy.nomination, copy.edition))


def _tell(work: Work, told: Opened) -> None:
    """The owner hears that it came, the referee that it is in good hands."""
    nomination, edition, referee = told.nomination, told.edition, told.referee
    owner = accounts.load_account(work.session, nomination.owner_id)
    if owner is not None:
        work.send_mail(
            "letter_received", owner, referee=referee.name, path=f"/{edition.code}/nominations/{nomination.id}/letters",
            **external_people.about(nomination, edition),
        )
    work.send_mail("letter_thanks", _mailbox(referee), **external_people.about(nomination, edition))


def _mailbox(referee: Referee):
    return Person(referee.name, referee.email, referee.language).mailbox
