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
    """Write to the owner; a letter tells them in their language, and what they wrote before counts as read."""
    with work.transaction() as session:
        found = policy_facts.nomination(work, nomination_id, to=Action.REPLY, lock=True)
        said = parse_text("text", text)
        message = Message(
            id=uuid4(), nomination_id=found.id, author_id=work.actor.id, by_secretariat=True, text=said,
            sent_at=work.now,
        )
        session.add(message)
        _read(work, found)
        owner = session.get_one(Account, found.owner_id)
        edition = editions.by_id(session, found.edition_id).edition
        work.send_mail(
            "message_from_secretariat", owner, edition_id=found.edition_id, nomination_id=found.id,
            reference=found.reference, award=edition.title.in_(owner.language), said=said,
            path=f"/{edition.code}/nominations/{found.id}/messages",
        )
        session.flush()
        work.record(Action.REPLY, found, {"message": message.id})
    return message


def mark_read(work: Work, nomination_id: UUID) -> None:
    """What the applicant wrote needs no answer, or had one elsewhere."""
    with work.transaction() as session:
        found = policy_facts.nomination(work, nomination_id, to=Action.MARK_READ, lock=True)
        _read(work, found)
        session.flush()
        work.record(Action.MARK_READ, found, {})


def _read(work: Work, found: Nomination) -> None:
    work.session.execute(
        update(Message)
        .where(Message.nomination_id == found.id, ~Message.by_secretariat, Message.read_at.is_(None))
        .values(read_at=work.now)
    )
