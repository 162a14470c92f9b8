"""The owner's answer to a proposed move to the other category."""

from uuid import UUID

from sqlalchemy import select

from nominations.access.queries import policy_facts
from nominations.core.rules.mailbox import Mailbox
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import CategoryMove, Nomination, Submission
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category
from nominations.nominations.queries import working_copy
from nominations.nominations.steps import working_copy_changes


def answer(work: Work, nomination_id: UUID, *, accept: bool) -> CategoryMove:
    """Accept or decline the proposed move; the submission and its reference stay as they are.

    On acceptance the working copy becomes the submission, as far as the new form asks for it. What the new form asks
    besides may be submitted until the proposal's date. Unsent changes are kept as versions.
    """
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.ANSWER_MOVE, lock=True)
        move = session.scalars(
            select(CategoryMove).where(CategoryMove.nomination_id == nomination.id, CategoryMove.answered_at.is_(None))
            .order_by(CategoryMove.proposed_at.desc()).limit(1)
        ).one()
        move.answered_at, move.accepted = work.now, accept
        edition = editions.by_id(session, nomination.edition_id).edition
        submission = working_copy.newest_submission(session, nomination)
        if accept and submission is not None:
            _carry(work, nomination, submission, edition.category(move.to_category))
        nomination.changed_at = work.now
        work.send_mail(
            "move_answered", Mailbox(edition.contact, edition.languages[0]), edition_id=nomination.edition_id,
            nomination_id=nomination.id, reference=nomination.reference, accepted=accept, edition=edition,
            category=edition.category(move.to_category).label,
            path=working_copy_changes.secretariat_path(edition, nomination),
        )
        work.record(Action.ANSWER_MOVE, nomination, {
            "accepted": accept, "from": move.from_category, "to": move.to_category,
        })
    return move


def _carry(work: Work, nomination: Nomination, submission: Submission, category: Category) -> None:
    working_copy_changes.restore_submission(work, nomination, submission, category, work.actor.account_id)
    nomination.category, nomination.sections_done = category.key, []
    working_copy_changes.update_headline(work.session, working_copy.load(work, nomination))
    working_copy_changes.refresh(work, nomination)
