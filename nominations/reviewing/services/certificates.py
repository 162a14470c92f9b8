"""Certificates of a reviewer's service, which the head has made."""

from uuid import UUID

from nominations.access.queries import policy_facts
from nominations.core.queries import accounts
from nominations.core.rules.errors import Refused
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Action, Refusal, Role
from nominations.core.tables import Document
from nominations.core.work import Work
from nominations.documents.steps.request import request_document
from nominations.editions.queries import editions
from nominations.reviewing.queries import own_reviews


def certify(work: Work, reviewer_id: UUID, *, language: str) -> Document:
    """Have the certificate of a reviewer's service made: the reviewer fetches it, and nobody else.

    Raises `Refused` where this person is no reviewer of the edition, or has not submitted a review that counts.
    """
    with work.transaction() as session:
        pinned = editions.load_opened(session, work.actor.edition or "")
        if pinned is None:
            raise Refused(Refusal.NOT_FOUND)
        work.require(Action.CERTIFY, policy_facts.load_edition(work, pinned.id))
        if Role.REVIEWER not in accounts.list_roles(session, reviewer_id, pinned.id):
            raise Refused(Refusal.NOT_FOUND)
        if not own_reviews.load_service(work, pinned.id, reviewer_id).files:
            raise Refused(Refusal.TOO_EARLY)
        document = request_document(
            work, "certificate", language, Actor(reviewer_id, Role.REVIEWER, pinned.edition.code),
            choices={"reviewer": str(reviewer_id), "edition": pinned.edition.code},
        )
        work.record(Action.CERTIFY, document, {"reviewer": str(reviewer_id), "language": language})
    return document
