"""A nomination for which the secretariat may request corrections, and the acts of both sides."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from nominations.core.tables import SectionAnswers
from nominations.nominations.services import answers, submissions
from nominations.screening.services import corrections
from tests.support import make
from tests.support.submissions import ready

A_DAY = timedelta(days=1)
UNTIL = make.CLOSE + 11 * A_DAY  # the end of 11 December in Rabat


@pytest.fixture
def nomination(world, clock):
    """Submitted, with its plan, and then changed without being submitted again; the call has closed."""
    nomination = ready(world)
    call_as(world, "owner", submissions.submit, nomination.id, declared={"decl_truth": "1"}, language="en",
          typed_name="Ada")
    save(world, nomination, {"title": "Changed and never handed in"})
    clock.turn_to(make.CLOSE + A_DAY)
    return nomination


def call_as(world, who, use_case, *given, **more):
    work = world.work(who)
    try:
        return use_case(work, *given, **more)
    finally:
        work.session.close()


def save(world, nomination, changes, **more):
    with world.session() as session:
        held = session.scalars(select(SectionAnswers).where(
            SectionAnswers.nomination_id == nomination.id, SectionAnswers.section == "work"
        )).one()
    given = {**held.answers, **changes}
    return call_as(world, "owner", answers.save, nomination.id, "work", given, version=held.version, **more)


def ask(world, nomination, keys=("title", "summary"), who="officer", message="Which quay?", until="2025-12-11"):
    return call_as(world, who, corrections.ask_for_corrections, nomination.id, keys, message, until)


def submit(world, nomination):
    return call_as(world, "owner", submissions.submit, nomination.id, declared={"decl_truth": "1"}, language="en",
                 typed_name="Ada")
