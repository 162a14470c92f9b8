"""The outbox: letters leave after the act that caused them was committed."""

import logging
from datetime import timedelta
from uuid import UUID

from nominations.core.rules.vocabulary import LetterState
from nominations.core.tables import Letter
from nominations.core.work import Work
from nominations.mail.adapters import smtp

_log = logging.getLogger(__name__)
LONGEST_TROUBLE = 300


def deliver_letter(work: Work, letter_id: UUID) -> LetterState | None:
    """Try to send one letter now; None if it is not due. May be called twice for the same letter.

    The next try is written down before the mail server is asked, so that a crash in between sends it at most once
    more, under the same Message-ID.
    """
    with work.transaction() as session:
        letter = session.get(Letter, letter_id, with_for_update=True, populate_existing=True)
        if letter is None or letter.state is not LetterState.WAITING or not _is_due(work, letter):
            return None
        if letter.tries >= work.settings.mail_tries:
            # Each try ended without an answer: the process that made it died. One more would end alike.
            letter.state = LetterState.FAILED
            letter.trouble = letter.trouble or "Every try was broken off before the mail server answered."
            return letter.state
        letter.next_try_at = work.now + _wait(work, letter.tries)
        letter.tries += 1
        message = smtp.Letter(
            to=letter.address, subject=letter.subject, text=letter.text, html=letter.html, language=letter.language,
            message_id=letter.message_id, at=letter.written_at,
        )
    state, trouble = _send(work, message, letter.tries)
    with work.transaction() as session:
        letter = session.get_one(Letter, letter_id, populate_existing=True)
        letter.state, letter.trouble = state, trouble
        if state is LetterState.SENT:
            letter.sent_at = work.now
            if letter.secret:
                letter.subject = letter.text = letter.html = ""  # a code stands in the subject too
    return state


def _is_due(work: Work, letter: Letter) -> bool:
    return letter.next_try_at is not None and letter.next_try_at <= work.now


def _wait(work: Work, tries: int) -> timedelta:
    """Twice as long after each try, as `mail_wait_minutes` promises; two days and a half at the most."""
    return timedelta(minutes=work.settings.mail_wait_minutes * 2 ** min(tries, 12))


def _send(work: Work, letter: smtp.Letter, tries: int) -> tuple[LetterState, str]:
    """What became of the letter, and why. What no one foresaw is final too: nothing waits for ever without a reason."""
    if work.settings.is_demonstration:
        return LetterState.KEPT, ""  # its people are invented, but an address typed into it may be somebody's
    try:
        smtp.send_letter(letter, work.settings)
    except smtp.NoServer:
        return LetterState.KEPT, ""
    except smtp.TryLater as trouble:
        last = tries >= work.settings.mail_tries
        return LetterState.FAILED if last else LetterState.WAITING, str(trouble)
    except smtp.Rejected as trouble:
        return LetterState.FAILED, str(trouble)
    except Exception as fault:  # noqa: BLE001 (whatever it is, the letter ends here and not in the next try)
        _log.exception("A letter could not be sent.")
        return LetterState.FAILED, f"{type(fault).__name__}: {fault}"[:LONGEST_TROUBLE]
    return LetterState.SENT, ""
