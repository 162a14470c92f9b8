"""The secretariat's side of the thread of messages about one nomination."""

from uuid import UUID, uuid4

from sqlalchemy import update

from nominations.access.queries import policy_facts
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Account, Message, Nomination
from nominations.core.work import Work
from nominations.editions.queries import editions


def reply(work: Work, nomination_id: UUID, text: str) -> Message:
    """Send a message to the owner, with a letter in their language; the owner's messages so far are marked as read."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.REPLY, lock=True)
        text = parse_text("text", text)
        message = Message(
            id=uuid4(), nomination_id=nomination.id, author_id=work.actor.id, by_secretariat=True, text=text,
            sent_at=work.now,
        )
        session.add(message)
        _mark_read(work, nomination)
        owner = session.get_one(Account, nomination.owner_id)
        edition = editions.by_id(session, nomination.edition_id).edition
        work.send_mail(
            "message_from_secretariat", owner, edition_id=nomination.edition_id, nomination_id=nomination.id,
            reference=nomination.reference, award=edition.title.in_(owner.language), said=text,
            path=f"/{edition.code}/nominations/{nomination.id}/messages",
        )
        session.flush()
        work.record(Action.REPLY, nomination, {"message": message.id})
    return message


def mark_read(work: Work, nomination_id: UUID) -> None:
    """Mark the messages of the applicant as read, because they need no answer here."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.MARK_READ, lock=True)
        _mark_read(work, nomination)
        session.flush()
        work.record(Action.MARK_READ, nomination, {})


def _mark_read(work: Work, nomination: Nomination) -> None:
    work.session.execute(
        update(Message)
        .where(Message.nomination_id == nomination.id, ~Message.by_secretariat, Message.read_at.is_(None))
        .values(read_at=work.now)
    )
