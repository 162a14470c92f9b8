"""Sums over a page of nominations, one statement each: countries, reviews, messages nobody has read."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, func, select

from nominations.core.rules.vocabulary import AssessmentState
from nominations.core.tables import Assessment, Assignment, Message, NominationCountry, Recusal, Round
from nominations.core.work import Work
from nominations.rounds.queries.shadows import is_counted


def countries(work: Work, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The countries of each nomination, in the order of their codes."""
    held: dict[UUID, list[str]] = {}
    for nomination_id, country in work.session.execute(
        select(NominationCountry.nomination_id, NominationCountry.country)
        .where(NominationCountry.nomination_id.in_(ids)).order_by(NominationCountry.country)
    ):
        held.setdefault(nomination_id, []).append(country)
    return held


def reviews(work: Work, ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """Handed in, and routed: in the newest round of each file, without those who stepped aside."""
    aside = exists().where(
        Recusal.nomination_id == Assignment.nomination_id, Recusal.reviewer_id == Assignment.reviewer_id
    )
    counted = work.session.execute(
        select(
            Assignment.nomination_id,
            func.count(Assessment.id).filter(Assessment.state == AssessmentState.SUBMITTED), func.count(Assignment.id),
        )
        .join(Round, Round.id == Assignment.round_id)
        .outerjoin(Assessment, Assessment.assignment_id == Assignment.id)
        .where(Assignment.nomination_id.in_(ids), Assignment.removed_at.is_(None), ~aside,
               is_counted(Assignment))
        .group_by(Assignment.nomination_id, Round.opened_at).order_by(Round.opened_at)
    )
    return {nomination_id: (submitted, routed) for nomination_id, submitted, routed in counted}


def unread(work: Work, ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many messages of the applicant wait for an answer."""
    counted = work.session.execute(
        select(Message.nomination_id, func.count())
        .where(Message.nomination_id.in_(ids), ~Message.by_secretariat, Message.read_at.is_(None))
        .group_by(Message.nomination_id)
    )
    return dict(counted.all())
