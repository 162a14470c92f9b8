"""Ending somebody's part in a nomination, within the transaction of the caller."""

from uuid import UUID

from sqlalchemy import select

from nominations.access.steps import private_links
from nominations.core.queries import accounts
from nominations.core.rules.private_links import End, Purpose
from nominations.core.tables import Collaborator, Nomination
from nominations.core.work import Work


def end_parts(work: Work, nomination: Nomination, account_id: UUID) -> None:
    """End every part and open invitation of an account in a nomination: it leaves or becomes the owner."""
    who = accounts.load_account(work.session, account_id)
    for collaborator in work.session.scalars(select(Collaborator).where(
        Collaborator.nomination_id == nomination.id, Collaborator.ended_at.is_(None),
        (Collaborator.account_id == account_id) | (Collaborator.email_key == (who.email_key if who else "")),
    )):
        collaborator.ended_at, collaborator.ended_by_id = work.now, work.actor.id
        private_links.end_link(work, Purpose.INVITATION, collaborator.id, End.WITHDRAWN)
    work.session.flush()
