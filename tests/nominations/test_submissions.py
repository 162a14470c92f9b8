"""Handing in: to the microsecond, once, whole, and with a record of what came too late."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from nominations.core.rules.errors import Invalid, Refused, TooLate
from nominations.core.rules.vocabulary import Refusal, State
from nominations.core.tables import (
    Extension,
    LateAttempt,
    LedgerRecord,
    Nomination,
    Submission,
)
from nominations.nominations.services import answers
from tests.support import make
from tests.support.submissions import ready, submit

pytestmark = pytest.mark.both_databases


def count(world, model):
    with world.session() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_the_last_microsecond_is_in_time_and_the_instant_is_kept(world, clock):
    nomination = ready(world)
    clock.turn_to(make.CLOSE - make.A_MOMENT)

    made = submit(world, nomination)

    with world.session() as session:
        kept = session.get(Submission, made.id)
        record = session.get(LedgerRecord, kept.ledger_number)
        assert session.get(Nomination, nomination.id).state is State.SUBMITTED
    assert (kept.submitted_at, kept.closes_at) == (make.CLOSE - make.A_MOMENT, make.CLOSE)
    assert (record.act, record.at) == ("submit", make.CLOSE - make.A_MOMENT)
    assert kept.declarations["decl_truth"]["version"] == "1"
    assert "decl_ceremony" not in kept.declarations


def test_the_closing_instant_itself_is_late_recorded_and_loses_nothing(world, clock):
    nomination = ready(world)
    clock.turn_to(make.CLOSE)

    outcome = submit(world, nomination)

    assert outcome == TooLate(make.CLOSE, make.CLOSE)
    with world.session() as session:
        attempt = session.scalars(select(LateAttempt)).one()
        assert session.scalar(select(LedgerRecord.act).order_by(LedgerRecord.number.desc())) == "late_attempt"
        assert session.get(Nomination, nomination.id).state is State.DRAFT
    assert (attempt.at, attempt.closed_at, attempt.nomination_id) == (make.CLOSE, make.CLOSE, nomination.id)
    assert not [subject for _, subject in world.letters() if "PRL" in subject]


def test_a_late_attempt_leaves_the_submission_in_time_valid(world, clock):
    nomination = ready(world)
    first = submit(world, nomination)
    clock.turn_to(make.CLOSE + timedelta(hours=1))

    assert isinstance(submit(world, nomination), TooLate)
    with world.session() as session:
        assert session.get(Nomination, nomination.id).submission_id == first.id


def test_an_extension_for_one_lets_only_that_one_in(world, clock):
    extended, other = ready(world), ready(world, "draft")
    with world.session(writes=True) as session:
        session.add(Extension(nomination_id=extended.id, until=make.CLOSE + timedelta(days=2), reason="Flood.",
                              made_at=make.START, made_by_id=world.person("head").id))
        session.commit()
    clock.turn_to(make.CLOSE + timedelta(days=2) - make.A_MOMENT)

    assert isinstance(submit(world, extended), Submission)
    assert isinstance(submit(world, other), TooLate)


def test_twenty_at_the_same_instant_are_one_submission(world):
    nomination = ready(world)
    together = Barrier(20)

    def press(_):
        together.wait()
        return submit(world, nomination).id

    with ThreadPoolExecutor(20) as people:
        made = set(people.map(press, range(20)))

    assert len(made) == 1
    assert count(world, Submission) == 3  # two of them are in the world already
    assert len([1 for address, _ in world.letters() if address == "ada.byron@example.org"]) == 1


def test_the_database_keeps_one_submission_of_each_number(world):
    """Two that passed the lock of the nomination together would end here."""
    made = submit(world, ready(world))
    with world.session(writes=True) as session:
        kept = session.get_one(Submission, made.id)
        values = {column.key: getattr(kept, column.key) for column in Submission.__mapper__.column_attrs}
        session.add(Submission(**values | {"id": uuid4()}))

        with pytest.raises(IntegrityError, match="submission"):
            session.flush()


def test_a_change_is_a_new_version_and_the_old_one_stays(world, clock):
    nomination = ready(world)
    first = submit(world, nomination)
    clock.turn_to(clock() + timedelta(hours=1))
    saved = answers.save(
        world.work("owner"), nomination.id, "work", {"title": "The other quay"}, version=1, only={"title"}
    )
    assert saved.nomination.changed_since
    assert saved.nomination.title == "The quay of pearls"  # lists show what is in

    second = submit(world, nomination)

    with world.session() as session:
        kept = [session.get(Submission, submission.id).answers["title"] for submission in (first, second)]
        assert kept == ["The quay of pearls", "The other quay"]
        assert session.get(Nomination, nomination.id).title == "The other quay"
        assert not session.get(Nomination, nomination.id).changed_since
    assert (second.number, first.content_code == second.content_code) == (2, False)


@pytest.mark.parametrize(("changes", "fields"), [
    ({"declared": {}}, {"declaration.decl_truth"}),
    ({"declared": {"decl_truth": "0"}}, {"declaration.decl_truth"}),
    ({"typed_name": "  "}, {"typed_name"}),
    ({"typed_name": "a\x00b"}, {"typed_name"}),
    ({"typed_name": "a" * 201}, {"typed_name"}),
])
def test_a_submission_without_declaration_or_name_says_where(world, changes, fields):
    nomination = ready(world)

    with pytest.raises(Invalid) as wrong:
        submit(world, nomination, **changes)

    assert set(wrong.value.problems) == fields
    assert count(world, Submission) == 2


def test_an_unfinished_nomination_is_not_taken(world):
    with pytest.raises(Invalid) as wrong:
        submit(world, world.nomination("draft"))

    assert set(wrong.value.problems) == {"nomination"}


@pytest.mark.parametrize("who", ["stranger", "foreign_head", "officer", "assigned"])
def test_nobody_else_submits(world, who):
    nomination = ready(world)

    with pytest.raises(Refused) as no:
        submit(world, nomination, who)

    assert no.value.reason in (Refusal.NOT_FOUND, Refusal.NOT_YOUR_ROLE)


def test_the_rules_that_block_are_asked_again(world):
    nomination = ready(world)
    answers.save(world.work("owner"), nomination.id, "work", {"countries": ["FR"]}, version=1, only={"countries"})

    with pytest.raises(Invalid) as wrong:
        submit(world, nomination)

    assert set(wrong.value.problems) == {"nomination"}


def test_a_withdrawn_nomination_cannot_be_submitted(world):
    nomination = world.nomination("submitted")
    with world.session(writes=True) as session:
        session.execute(update(Nomination).where(Nomination.id == nomination.id).values(_state=State.WITHDRAWN))
        session.commit()

    with pytest.raises(Refused) as no:
        submit(world, nomination)

    assert no.value.reason is Refusal.WRONG_STATE
