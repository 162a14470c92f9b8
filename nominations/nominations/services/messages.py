"""Messages between the owner of a nomination and the secretariat."""

from uuid import UUID, uuid4

from sqlalchemy import update

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Invalid
from nominations.core.rules.mailbox import Mailbox
from nominations.core.rules.text import stored_text
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Message, Nomination
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.nominations.steps import working_copy_changes

LONGEST = 10_000


def send_message(work: Work, nomination_id: UUID, text: str) -> Message:
    """Send a message of the owner to the secretariat; the secretariat's messages so far are marked as read."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.WRITE, lock=True)
        message = _add_message(work, nomination, text, by_secretariat=False)
        session.execute(update(Message).where(
            Message.nomination_id == nomination.id, Message.by_secretariat.is_(True), Message.read_at.is_(None)
        ).values(read_at=work.now))
        edition = editions.by_id(session, nomination.edition_id).edition
        work.send_mail(
            "message_from_owner", Mailbox(edition.contact, edition.languages[0]), edition_id=nomination.edition_id,
            nomination_id=nomination.id, reference=nomination.reference, text=text,
            path=working_copy_changes.secretariat_path(edition, nomination),
        )
        work.record(Action.WRITE, nomination, {"message": message.id})
    return message


def _add_message(work: Work, nomination: Nomination, text: str, *, by_secretariat: bool) -> Message:
    if fault := stored_text.fault(text, most=LONGEST, required=True):
        raise Invalid(text=fault)
    message = Message(
        id=uuid4(), nomination_id=nomination.id, author_id=work.actor.id, by_secretariat=by_secretariat, text=text,
        sent_at=work.now,
    )
    work.session.add(message)
    work.session.flush()
    return message
