"""The deadline is compared in one way: in SQL as in Python, to the microsecond."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import DateTime, cast, null, select

from nominations.access.queries import policy_facts
from nominations.call.queries import deadlines
from nominations.core.rules import deadline
from nominations.core.tables import CategoryMove, Extension
from tests.support import make

pytestmark = pytest.mark.both_databases

MOMENTS = [make.CLOSE - make.A_MOMENT, make.CLOSE, make.CLOSE + make.A_MOMENT]


@pytest.fixture
def extended(world) -> None:
    """One nomination has more time, to the instant at which the others close."""
    with world.session(writes=True) as session:
        session.add(Extension(
            id=uuid4(), nomination_id=world.nomination("draft").id, until=make.CLOSE, reason="A storm.",
            made_at=make.START, made_by_id=world.person("head").id,
        ))
        session.commit()


@pytest.mark.parametrize("now", MOMENTS)
@pytest.mark.parametrize("apart", [-timedelta(days=1), -make.A_MOMENT, timedelta(), make.A_MOMENT, timedelta(days=1)])
def test_sql_answers_as_python_does_at_the_edges(world, extended, now, apart):
    at = now + apart
    with world.session() as session:
        [[answer]] = session.execute(select(deadlines.is_open(Extension.until, at)))

    assert answer is deadline.is_open(make.CLOSE, at)


def test_both_answers_occur_at_the_edges():
    assert [deadline.is_open(make.CLOSE, now) for now in MOMENTS] == [True, False, False]


def test_where_there_is_no_closing_instant_nothing_is_open(world):
    with world.session() as session:
        [[answer]] = session.execute(select(deadlines.is_open(cast(null(), DateTime), make.CLOSE)))

    assert answer is deadline.is_open(None, make.CLOSE) is False


@pytest.mark.parametrize("now", MOMENTS)
def test_the_list_of_extensions_says_what_the_rule_says(world, extended, clock, now):
    clock.turn_to(now)

    [row] = deadlines.list_extensions(world.work("head"), world.edition_id)

    assert row.expired is not deadline.is_open(make.CLOSE, now)


@pytest.mark.parametrize("now", MOMENTS)
def test_a_move_that_nobody_answered_lapses_at_its_instant(world, clock, now):
    file = world.nomination("submitted")
    with world.session(writes=True) as session:
        session.add(CategoryMove(
            id=uuid4(), nomination_id=file.id, from_category="project", to_category="individual", reason="So.",
            proposed_at=make.START, proposed_by_id=world.person("head").id, complete_by=make.CLOSE,
        ))
        session.commit()
    clock.turn_to(now)

    case = policy_facts.load(world.work("head"), file)

    assert case.move_proposed is deadline.is_open(make.CLOSE, now)
