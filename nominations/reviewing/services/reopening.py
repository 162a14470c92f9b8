"""A submitted score card given back to its reviewer by the secretariat, with the reason."""

from uuid import UUID

from sqlalchemy import select

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import ChangedElsewhere, Refused
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.vocabulary import Action, AssessmentState, Refusal
from nominations.core.tables import Account, Assessment, Assignment, Nomination, Round
from nominations.core.work import Work
from nominations.editions.queries import editions

REASON_MOST = 2000


def reopen(work: Work, round_id: UUID, nomination_id: UUID, reviewer_id: UUID, reason: str) -> None:
    """Make a submitted card a draft again: it leaves the totals until it is submitted anew; the submitted version stays
    stored. Raises `Invalid` at `reason`, `ChangedElsewhere` where the card is no longer submitted.
    """
    reason = parse_text("reason", reason, most=REASON_MOST)
    with work.transaction() as session:
        row = session.execute(
            select(Assignment, Round).join(Round, Round.id == Assignment.round_id)
            .where(Assignment.round_id == round_id, Assignment.nomination_id == nomination_id,
                   Assignment.reviewer_id == reviewer_id, Assignment.removed_at.is_(None))
            .with_for_update(of=Assignment)
        ).one_or_none()
        if row is None:
            raise Refused(Refusal.NOT_FOUND)
        work.require(Action.REOPEN_CARD, policy_facts.load_round(work, row.Round))
        card = session.scalars(
            select(Assessment).where(Assessment.assignment_id == row.Assignment.id)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if card is None or card.state is not AssessmentState.SUBMITTED:
            raise ChangedElsewhere
        card.state, card.submitted_at = AssessmentState.DRAFT, None
        session.flush()
        edition = editions.by_id(session, row.Round.edition_id).edition
        reviewer = session.get_one(Account, reviewer_id)
        work.send_mail(
            "card_reopened", reviewer, edition_id=row.Round.edition_id, nomination_id=nomination_id,
            reference=session.get_one(Nomination, nomination_id).reference, reason=reason,
            award=edition.title.in_(reviewer.language), path=f"/{edition.code}/review/",
        )
        work.record(Action.REOPEN_CARD, card, {"nomination": str(nomination_id), "reason": reason})
