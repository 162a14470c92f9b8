"""Letters of reference by private link: asked for, sent again, replaced, withdrawn by the owner; sent by the referee.

The owner learns that a letter was received, never its text.
"""

from datetime import timedelta
from uuid import UUID, uuid4

from nominations.access.queries import policy_facts
from nominations.access.queries.private_links import load_usable_link
from nominations.access.steps import private_links
from nominations.accounts.adapters.addresses import require_writable
from nominations.attachments.adapters.received_files import ReceivedUpload
from nominations.attachments.steps import receive_upload
from nominations.core.queries import accounts
from nominations.core.rules.errors import Invalid
from nominations.core.rules.events import ParticipantsChanged
from nominations.core.rules.private_links import End, Purpose
from nominations.core.rules.text import stored_text
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Nomination, Referee
from nominations.core.work import Work
from nominations.editions.rules.form import AttachmentKind
from nominations.files.adapters.store import Files
from nominations.nominations.queries import outside_requests, working_copy
from nominations.nominations.queries.working_copy import WorkingCopy
from nominations.outside_requests.queries.referees import OpenedLetter, find_kind, load_by_link, load_outstanding
from nominations.outside_requests.rules import Person
from nominations.outside_requests.steps import external_people

LONGEST_LETTER = 40_000
A_SECOND = timedelta(seconds=1)


def ask_referee(work: Work, nomination_id: UUID, kind_key: str, person: Person) -> Referee:
    """Send somebody a private link for one letter. Raises `Invalid` by field, at `kind` where no more letters fit."""
    require_writable(person.email, work.settings)
    with work.transaction():
        nomination = policy_facts.nomination(work, nomination_id, to=Action.ASK_LETTER, lock=True)
        copy = working_copy.load(work, nomination)
        kind = find_kind(copy, kind_key)
        referee = _add_referee(work, copy, kind, person, instead_of=None)
        work.announce(ParticipantsChanged(nomination.id))
        work.record(Action.ASK_LETTER, nomination, {"asked": referee.id, "kind": kind.key})
    return referee


def replace_referee(work: Work, nomination_id: UUID, referee_id: UUID, person: Person) -> Referee:
    """Ask somebody else instead: the first referee's link stops working, and they get a letter."""
    require_writable(person.email, work.settings)
    with work.transaction():
        nomination, before = _outstanding(work, nomination_id, referee_id)
        copy = working_copy.load(work, nomination)
        _end(work, copy, before, End.REPLACED)
        referee = _add_referee(work, copy, find_kind(copy, before.kind), person, instead_of=before)
        work.announce(ParticipantsChanged(nomination.id))
        work.record(Action.ASK_LETTER, nomination, {"asked": referee.id, "instead_of": before.id})
    return referee


def send_again(work: Work, nomination_id: UUID, referee_id: UUID) -> None:
    """Send a new link to the same person; the older link stops working."""
    with work.transaction():
        nomination, referee = _outstanding(work, nomination_id, referee_id)
        _send(work, working_copy.load(work, nomination), referee)
        work.record(Action.ASK_LETTER, nomination, {"sent_again": referee.id})


def withdraw(work: Work, nomination_id: UUID, referee_id: UUID) -> None:
    """Withdraw the request; the referee gets a letter."""
    with work.transaction():
        nomination, referee = _outstanding(work, nomination_id, referee_id)
        _end(work, working_copy.load(work, nomination), referee, End.WITHDRAWN)
        work.announce(ParticipantsChanged(nomination.id))
        work.record(Action.ASK_LETTER, nomination, {"withdrawn": referee.id})


def record_opening(work: Work, edition_id: UUID, token: str) -> None:
    """Note that the referee opened the link."""
    with work.transaction():
        private_links.mark_opened(work, load_usable_link(work, edition_id, Purpose.LETTER, token, lock=True))


def receive_letter(
    work: Work, edition_id: UUID, token: str, text: str, arrived: ReceivedUpload | None, store: Files
) -> None:
    """Receive the letter as text, as a file or as both; the link stops working.

    Raises `LinkRefused` and `Invalid(text=...)`. A referee who is replaced at the same moment is either refused, or
    the letter is received and the replacement refused.
    """
    with work.transaction():
        link = load_usable_link(work, edition_id, Purpose.LETTER, token, lock=True)
        opened = load_by_link(work, link)
        if fault := stored_text.fault(text, most=LONGEST_LETTER):
            raise Invalid(text=fault)
        if arrived is None and not text.strip():
            raise Invalid(text="missing_letter")
        referee, nomination = opened.referee, opened.nomination
        if arrived is not None:
            receive_upload.store_file(work, arrived, store)
        referee.received_at, referee.text = work.now, text
        if arrived is not None:
            referee.sha256, referee.file_name = arrived.stored.sha256, arrived.name
            referee.size, referee.pages = arrived.stored.size, arrived.inspected.pages
            referee.media_type = arrived.inspected.media_type
        private_links.use_link(work, link)
        _confirm_receipt(work, opened)
        work.record("receive_letter", nomination, {"from": referee.id, "sha256": referee.sha256, "link": link.id})


def _outstanding(work: Work, nomination_id: UUID, referee_id: UUID) -> tuple[Nomination, Referee]:
    """The nomination, locked, and a referee whose letter is still awaited."""
    nomination = policy_facts.nomination(work, nomination_id, to=Action.ASK_LETTER, lock=True)
    return nomination, load_outstanding(work, nomination, referee_id)


def _add_referee(
    work: Work, copy: WorkingCopy, kind: AttachmentKind, typed: Person, *, instead_of: Referee | None
) -> Referee:
    session, nomination = work.session, copy.nomination
    person, address = external_people.check_person(work, typed, copy.edition.languages, needs_role=True)
    current = outside_requests.load(session, nomination.id).standing
    if any(referee.email.lower() == address.key for referee in current):
        raise Invalid(email="asked_already")
    there = [item.kind for item in current] + [item.kind for item in copy.attachments]
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
        **external_people.letter_values(nomination, edition),
    )


def _end(work: Work, copy: WorkingCopy, referee: Referee, how: End) -> None:
    referee.ended_at, referee.end = work.now, how
    private_links.end_link(work, Purpose.LETTER, referee.id, how)
    work.session.flush()
    work.send_mail(
        "letter_called_off", _mailbox(referee), **external_people.letter_values(copy.nomination, copy.edition)
    )


def _confirm_receipt(work: Work, opened: OpenedLetter) -> None:
    """Tell the owner that the letter was received, and thank the referee."""
    nomination, edition, referee = opened.nomination, opened.edition, opened.referee
    owner = accounts.load_account(work.session, nomination.owner_id)
    if owner is not None:
        work.send_mail(
            "letter_received", owner, referee=referee.name, path=f"/{edition.code}/nominations/{nomination.id}/letters",
            **external_people.letter_values(nomination, edition),
        )
    work.send_mail("letter_thanks", _mailbox(referee), **external_people.letter_values(nomination, edition))


def _mailbox(referee: Referee):
    return Person(referee.name, referee.email, referee.language).mailbox
