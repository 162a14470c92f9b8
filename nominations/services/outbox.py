"""The outbox: letters leave after the act that caused them was committed."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from nominations.adapters import mail
from nominations.domain.vocabulary import LetterState
from nominations.models import Letter
from nominations.work import Work


def deliver(work: Work, letter_id: UUID) -> LetterState | None:
    """Try to send one letter now; None if it is not due. May be called twice for the same letter.

    The next try is written down before the mail server is asked, so that a crash in between sends it at most once
    more, under the same Message-ID.
    """
    wait = timedelta(minutes=work.settings.mail_wait_minutes)
    with work.transaction() as session:
        claimed = session.execute(
            update(Letter)
            .where(Letter.id == letter_id, Letter.state == LetterState.WAITING, Letter.next_try_at <= work.now)
            .values(tries=Letter.tries + 1, next_try_at=work.now + wait)
        )
        if not claimed.rowcount:
            return None
        letter = session.get_one(Letter, letter_id, populate_existing=True)
        told = mail.Letter(
            to=letter.address, subject=letter.subject, text=letter.text, html=letter.html, language=letter.language,
            message_id=letter.message_id, at=letter.written_at,
        )
    state, trouble = _send(work, told, letter.tries)
    with work.transaction() as session:
        letter = session.get_one(Letter, letter_id, populate_existing=True)
        letter.state, letter.trouble = state, trouble
        if state is LetterState.SENT:
            letter.sent_at = work.now
            if letter.secret:
                letter.text = letter.html = ""
    return state


def _send(work: Work, letter: mail.Letter, tries: int) -> tuple[LetterState, str]:
    try:
        mail.send(letter, work.settings)
    except mail.NoServer:
        return LetterState.KEPT, ""
    except mail.TryLater as trouble:
        last = tries >= work.settings.mail_tries
        return LetterState.FAILED if last else LetterState.WAITING, str(trouble)
    except mail.Rejected as trouble:
        return LetterState.FAILED, str(trouble)
    return LetterState.SENT, ""


def due(work: Work) -> list[UUID]:
    """The letters whose time has come, the oldest first."""
    return list(work.session.scalars(
        select(Letter.id).where(Letter.state == LetterState.WAITING, Letter.next_try_at <= work.now)
        .order_by(Letter.written_at, Letter.id).limit(500)
    ))
