"""What a page of nominations shows besides its rows, one statement each: countries, reviews, unread messages."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, func, select

from nominations.access.queries import review_rules
from nominations.core.tables import Assignment, Message, Nomination, NominationCountry, Round
from nominations.core.work import Work


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
    """How many reviews count, and how many are expected, in the newest round for which reviewers were assigned."""
    by_round = work.session.execute(
        _by_round().where(Assignment.nomination_id.in_(ids)).order_by(Assignment.nomination_id, Round.opened_at)
    )
    return {nomination_id: (counted, assigned) for nomination_id, counted, assigned in by_round}


def counted_reviews(nomination_id: SQLColumnExpression[UUID]) -> ColumnElement[int]:
    """The number of reviews that count, for sorting."""
    newest = (
        _by_round().with_only_columns(_review_count()).where(Assignment.nomination_id == nomination_id)
        .order_by(Round.opened_at.desc()).limit(1).correlate(Nomination)
    )
    return func.coalesce(newest.scalar_subquery(), 0)


def _by_round() -> Select[UUID, int, int]:
    return (
        select(Assignment.nomination_id, _review_count(), func.count())
        .join(Round, Round.id == Assignment.round_id)
        .where(Assignment.published_at.is_not(None), review_rules.is_expected())
        .group_by(Assignment.nomination_id, Round.opened_at)
    )


def _review_count() -> ColumnElement[int]:
    return func.sum(case((review_rules.is_counted(), 1), else_=0))


def unread(work: Work, ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many messages of the applicant wait for an answer."""
    counted = work.session.execute(
        select(Message.nomination_id, func.count())
        .where(Message.nomination_id.in_(ids), ~Message.by_secretariat, Message.read_at.is_(None))
        .group_by(Message.nomination_id)
    )
    return dict(counted.all())
