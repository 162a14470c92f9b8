"""Rounds: opened once over what is eligible, kept in the edition's zone, closed for good."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.vocabulary import Refusal
from nominations.core.tables import LedgerContent, Round, RoundFile
from nominations.ranking.services import manage_rounds
from nominations.reviewing.services import round_settings
from tests.support import make, routing

pytestmark = pytest.mark.both_databases


def files_of(world, round_):
    with world.session() as session:
        return set(session.scalars(select(RoundFile.nomination_id).where(RoundFile.round_id == round_.id)))


@pytest.fixture
def person(world):
    """An eligible nomination of the category that has no round yet."""
    with world.session(writes=True) as session:
        made = make.eligible(session, session.merge(world.nomination("person")))
        session.commit()
    return made


def test_the_first_round_takes_every_eligible_file_and_no_other(world, person):
    made = manage_rounds.open_first_round(world.work("head"), world.edition_id, "individual", "2026-03-01")

    assert files_of(world, made) == {person.id}
    # Rabat keeps UTC+0 from 15 February to 22 March 2026: the day ends an hour later than in winter.
    assert made.due_at == datetime(2026, 3, 2, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(("day", "code"), [("", "not_date"), ("soon", "not_date"), ("2025-11-23", "in_the_past"),
                                           ("9999-12-31", "not_date")])
def test_a_due_day_must_be_a_day_that_is_not_over(world, day, code):
    with pytest.raises(Invalid) as wrong:
        manage_rounds.open_first_round(world.work("head"), world.edition_id, "individual", day)
    assert wrong.value.problems["due_on"][0] == code


def test_a_round_due_today_may_still_be_opened(world):
    assert manage_rounds.open_first_round(
        world.work("head"), world.edition_id, "individual", "2025-11-24"
    ).due_at > world.clock()


def test_only_the_head_opens_and_closes(world):
    for persona in ("officer", "chair", "observer", "auditor", "assigned", "owner"):
        with pytest.raises(Refused):
            manage_rounds.open_first_round(world.work(persona), world.edition_id, "individual", "2026-03-01")
        with pytest.raises(Refused):
            manage_rounds.close_round(world.work(persona), world.round().id)


def test_a_category_has_one_first_round_even_when_two_open_it_at_once(world, person):
    works, start, outcomes = [world.work("head"), world.work("head")], threading.Barrier(2), []

    def open_it(work):
        start.wait()
        try:
            manage_rounds.open_first_round(work, world.edition_id, "individual", "2026-03-01")
            outcomes.append("opened")
        except Refused as no:
            outcomes.append(no.reason)
        finally:
            work.session.close()

    threads = [threading.Thread(target=open_it, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(outcomes) == [Refusal.CHANGED_ELSEWHERE, "opened"]
    with world.session() as session:
        assert len(session.scalars(select(Round).where(Round.category == "individual")).all()) == 1


def test_files_that_become_eligible_later_can_be_added(world):
    with world.session(writes=True) as session:
        late = routing.file(session, session.merge(world.person("owner")))
        session.commit()

    assert manage_rounds.add_latecomers(world.work("head"), world.round().id) == 1
    assert manage_rounds.add_latecomers(world.work("head"), world.round().id) == 0
    assert late.id in files_of(world, world.round())


def test_a_final_round_takes_chosen_files_of_a_closed_first_one(world, clock):
    first, file = world.round(), world.nomination("eligible")
    with pytest.raises(Invalid) as wrong:
        manage_rounds.open_final_round(world.work("head"), first.id, [file.id], "2026-03-01")
    assert wrong.value.problems["files"][0] == "first_round_open"
    manage_rounds.close_round(world.work("head"), first.id)

    for chosen, code in (([], "no_files"), ([file.id, world.nomination("submitted").id], "not_in_round")):
        with pytest.raises(Invalid) as wrong:
            manage_rounds.open_final_round(world.work("head"), first.id, chosen, "2026-03-01")
        assert wrong.value.problems["files"][0] == code

    final = manage_rounds.open_final_round(world.work("head"), first.id, [file.id], "2026-03-01")
    assert (final.code, files_of(world, final)) == ("final", {file.id})
    with pytest.raises(Refused):
        manage_rounds.open_final_round(world.work("head"), final.id, [file.id], "2026-03-01")


def test_a_closed_round_stays_as_it_is(world):
    first = world.round()
    manage_rounds.close_round(world.work("head"), first.id)

    for act in (
        lambda: manage_rounds.close_round(world.work("head"), first.id),
        lambda: manage_rounds.change_due(world.work("head"), first.id, "2026-03-01"),
        lambda: manage_rounds.show_scores_to_chair(world.work("head"), first.id, shown=True, reason="Agreed."),
        lambda: manage_rounds.add_latecomers(world.work("head"), first.id),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reason is Refusal.ROUND_CLOSED


def test_the_due_day_can_move_either_way(world):
    assert manage_rounds.change_due(world.work("head"), world.round().id, "2026-06-30").due_at == datetime(
        2026, 6, 30, 23, 0, tzinfo=UTC
    )
    world.clock.turn_to(make.START + timedelta(days=1))
    assert manage_rounds.change_due(world.work("head"), world.round().id, "2025-11-25").due_at == datetime(
        2025, 11, 25, 23, 0, tzinfo=UTC
    )


@pytest.mark.parametrize("change", [
    lambda world, reason: manage_rounds.hide_names(
        world.work("head"), world.round().id, hidden=True, reason=reason, unchecked=1
    ),
    lambda world, reason: manage_rounds.show_scores_to_chair(
        world.work("head"), world.round().id, shown=True, reason=reason),
    lambda world, reason: round_settings.show_reviewers(
        world.work("head"), world.round().id, shown=True, reason=reason),
])
def test_what_is_seen_in_a_running_round_changes_only_with_a_reason_that_is_recorded(world, change):
    for blank in ("", " \n", "\x00"):
        with pytest.raises(Invalid) as wrong:
            change(world, blank)
        assert "reason" in wrong.value.problems

    change(world, "The chair asked: =1+1")
    with world.session() as session:
        content = session.scalars(select(LedgerContent.content).order_by(LedgerContent.number.desc())).first()
    assert "The chair asked: =1+1" in str(content)
