"""Sending a letter once more that a mail server would not take: the act of a person, not of the worker."""

from uuid import UUID

from sqlalchemy import select

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, LetterState, Refusal
from nominations.core.tables import Letter
from nominations.core.work import Work


def retry_letter(work: Work, edition_id: UUID, letter_id: UUID) -> None:
    """Let the worker try a failed letter again, under the same Message-ID; its trouble stays until it is sent."""
    with work.transaction() as session:
        work.require(Action.SEND_AGAIN, policy_facts.load_edition(work, edition_id))
        letter = session.scalars(
            select(Letter).where(Letter.id == letter_id, Letter.edition_id == edition_id).with_for_update()
        ).one_or_none()
        if letter is None:
            raise Refused(Refusal.NOT_FOUND)
        if letter.state is not LetterState.FAILED:
            raise Refused(Refusal.WRONG_STATE)
        letter.state, letter.next_try_at = LetterState.WAITING, work.now
        # Whatever it met before, there is one try to come.
        letter.tries = min(letter.tries, work.settings.mail_tries - 1)
        session.flush()
        work.record(Action.SEND_AGAIN, letter, {"template": letter.template, "tries": letter.tries})
