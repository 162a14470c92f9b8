"""Writing in the thread of one reviewer with the secretariat.

The emails that tell of a message hold none of its words: the mailbox of the secretariat is read by officers from whom a
nomination may be withheld, and an answer may name somebody whom the round hides.
"""

from uuid import UUID, uuid4

from sqlalchemy import update

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Refused
from nominations.core.rules.mailbox import Mailbox
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Account, Nomination, ReviewerMessage
from nominations.core.work import Work
from nominations.correspondence.queries import threads
from nominations.editions.queries import editions
from nominations.rounds.queries import assigned_files


def write_to_secretariat(work: Work, nomination_id: UUID, text: str) -> ReviewerMessage:
    """Send a message of a reviewer about a nomination on their desk; the answers so far are marked as read."""
    text = parse_text("text", text)
    with work.transaction() as session:
        held = assigned_files.load_assigned(work, nomination_id, to=Action.WRITE_TO_SECRETARIAT, lock=True)
        _mark_read(work, nomination_id, work.actor.account_id, by_secretariat=True)
        message = _add(work, nomination_id, work.actor.account_id, text, by_secretariat=False)
        edition = held.edition
        work.send_mail(
            "message_from_reviewer", Mailbox(edition.contact, edition.languages[0]),
            edition_id=held.nomination.edition_id, nomination_id=nomination_id, reference=held.nomination.reference,
            path=f"/{edition.code}/secretariat/nominations/{nomination_id}/reviewer-messages",
        )
        session.flush()
        work.record(Action.WRITE_TO_SECRETARIAT, held.assignment, {"nomination": nomination_id, "message": message.id})
    return message


def mark_answers_read(work: Work, nomination_id: UUID) -> None:
    """Mark the secretariat's messages as read, because they need no answer."""
    with work.transaction() as session:
        held = assigned_files.load_assigned(work, nomination_id, to=Action.WRITE_TO_SECRETARIAT, lock=True)
        _mark_read(work, nomination_id, work.actor.account_id, by_secretariat=True)
        session.flush()
        work.record(Action.WRITE_TO_SECRETARIAT, held.assignment, {"nomination": nomination_id, "read": True})


def send_answer(work: Work, nomination_id: UUID, reviewer_id: UUID, text: str) -> ReviewerMessage:
    """Send a message to a reviewer who has written about a nomination that is still open to them."""
    text = parse_text("text", text)
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.ANSWER_REVIEWER, lock=True)
        _require_thread(work, nomination, reviewer_id)
        assignment = threads.find_standing_assignment(session, nomination.id, reviewer_id)
        if assignment is None:
            raise Refused(Refusal.WRONG_STATE)
        _mark_read(work, nomination.id, reviewer_id, by_secretariat=False)
        message = _add(work, nomination.id, reviewer_id, text, by_secretariat=True)
        reviewer = session.get_one(Account, reviewer_id)
        edition = editions.by_id(session, nomination.edition_id).edition
        work.send_mail(
            "message_to_reviewer", reviewer, edition_id=nomination.edition_id, nomination_id=nomination.id,
            reference=nomination.reference, award=edition.title.in_(reviewer.language),
            path=f"/{edition.code}/review/files/{nomination.id}/messages",
        )
        session.flush()
        work.record(Action.ANSWER_REVIEWER, assignment, {"nomination": nomination.id, "message": message.id})
    return message


def mark_questions_read(work: Work, nomination_id: UUID, reviewer_id: UUID) -> None:
    """Mark the messages of a reviewer as read, because they need no answer."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.ANSWER_REVIEWER, lock=True)
        _require_thread(work, nomination, reviewer_id)
        _mark_read(work, nomination.id, reviewer_id, by_secretariat=False)
        session.flush()
        work.record(Action.ANSWER_REVIEWER, nomination, {"reviewer": reviewer_id, "read": True})


def _require_thread(work: Work, nomination: Nomination, reviewer_id: UUID) -> None:
    """Raise `Refused` where this reviewer has not written: an identifier alone tells nobody who reviews."""
    if all(thread.reviewer.id != reviewer_id for thread in threads.list_threads(work, nomination.id)):
        raise Refused(Refusal.NOT_FOUND)


def _add(work: Work, nomination_id: UUID, reviewer_id: UUID, text: str, *, by_secretariat: bool) -> ReviewerMessage:
    message = ReviewerMessage(
        id=uuid4(), nomination_id=nomination_id, reviewer_id=reviewer_id, author_id=work.actor.account_id,
        by_secretariat=by_secretariat, text=text, sent_at=work.now,
    )
    work.session.add(message)
    return message


def _mark_read(work: Work, nomination_id: UUID, reviewer_id: UUID, *, by_secretariat: bool) -> None:
    work.session.execute(
        update(ReviewerMessage).where(
            ReviewerMessage.nomination_id == nomination_id, ReviewerMessage.reviewer_id == reviewer_id,
            ReviewerMessage.by_secretariat.is_(by_secretariat), ReviewerMessage.read_at.is_(None),
        ).values(read_at=work.now)
    )
