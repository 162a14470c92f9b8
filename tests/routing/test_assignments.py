"""Routing by hand: what is barred, what two people do at once, what a reviewer sees and when."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from nominations.conflicts.services import conflicts
from nominations.core.rules.errors import ChangedElsewhere, Invalid, Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Assignment, LedgerRecord, Letter
from nominations.ranking.services import manage_rounds
from nominations.routing.rules import Bar
from nominations.routing.services import assignments
from tests.support import make, routing

pytestmark = pytest.mark.both_databases


def standing(world, nomination_id, reviewer_id):
    with world.session() as session:
        return session.scalars(select(Assignment).where(
            Assignment.nomination_id == nomination_id, Assignment.reviewer_id == reviewer_id,
            Assignment.removed_at.is_(None),
        )).all()


def ids(world, *names):
    return [world.person(name).id for name in names]


def test_a_proposed_assignment_is_invisible_until_it_is_published(world):
    file, reviewer = world.nomination("eligible"), world.person("unassigned")
    assignments.propose_pairs(world.work("officer"), world.round().id, [(file.id, reviewer.id)], routing.WHY)

    assert routing.refusal_of(world, "unassigned", file, Action.DECLARE) is Refusal.NOT_FOUND
    assert world.letters() == []

    assert assignments.publish_assignments(world.work("head"), world.round().id) == 1
    assert routing.refusal_of(world, "unassigned", file, Action.DECLARE) is None


def test_publishing_writes_one_letter_per_reviewer_with_a_count_and_no_title(world):
    with world.session(writes=True) as session:
        round_ = session.merge(world.round())
        more = [routing.file(session, world.person("owner"), round_, title="A secret title") for _ in range(2)]
        session.commit()
    reviewer = world.person("unassigned")
    assignments.propose_pairs(world.work("officer"), round_.id, [(file.id, reviewer.id) for file in more], routing.WHY)

    assignments.publish_assignments(world.work("head"), round_.id)

    assert world.letters() == [(reviewer.email, "2 nominations to review: The Pearl Prize")]
    with world.session() as session:
        letter = session.scalars(select(Letter)).one()
    assert "secret title" not in letter.text
    assert "Deadline for reviews: Wednesday 24 December 2025, 08:59:59 (Rabat time, UTC+1)." in letter.text
    assert assignments.publish_assignments(world.work("head"), round_.id) == 0
    assert len(world.letters()) == 1


def test_only_the_head_publishes(world):
    with pytest.raises(Refused) as refused:
        assignments.publish_assignments(world.work("officer"), world.round().id)
    assert refused.value.reason is Refusal.NOT_YOUR_ROLE


def test_a_recused_reviewer_an_owner_and_a_stranger_are_never_assigned(world):
    file = world.nomination("eligible")
    recused, owner, officer = ids(world, "recused", "owner", "second_officer")
    outcome = assignments.propose_pairs(
        world.work("officer"), world.round().id,
        [(file.id, recused), (file.id, owner), (file.id, officer), (world.nomination("submitted").id, recused)],
        routing.WHY,
    )

    assert outcome.made == 0
    assert [why for *_, why in outcome.refused] == [
        Bar.RECUSED, Bar.OWN_FILE, Bar.NOT_A_REVIEWER, Bar.NOT_IN_ROUND,
    ]
    assert standing(world, file.id, owner) == []


def test_nobody_reviews_where_they_applied(world):
    with world.session(writes=True) as session:
        reviewer = session.merge(world.person("unassigned"))
        draft = make.nomination(session, reviewer)
        session.commit()
    file = world.nomination("eligible")

    outcome = assignments.propose_pairs(world.work("officer"), world.round().id, [(file.id, reviewer.id)], routing.WHY)

    assert outcome.refused == ((file.id, reviewer.id, Bar.APPLIES_HERE),)
    with world.session(writes=True) as session:
        session.merge(draft).discarded_at = make.START
        session.commit()
    pairs = [(file.id, reviewer.id)]
    assert assignments.propose_pairs(world.work("officer"), world.round().id, pairs, routing.WHY).made == 1


def test_a_confirmed_conflict_bars_another_assignment_for_good(world):
    file, reviewer = world.nomination("eligible"), world.person("unassigned")
    conflicts.recuse_reviewer(world.work("officer"), file.id, reviewer.id, "work", "They share an office.")

    outcome = assignments.propose_pairs(world.work("head"), world.round().id, [(file.id, reviewer.id)], routing.WHY)

    assert outcome.refused == ((file.id, reviewer.id, Bar.CONFLICT),)


def test_the_same_pair_asked_for_twice_is_one_row(world):
    file, reviewer = world.nomination("eligible"), world.person("unassigned")
    pair = (file.id, reviewer.id)

    first = assignments.propose_pairs(world.work("officer"), world.round().id, [pair, pair], routing.WHY)
    second = assignments.propose_pairs(world.work("second_officer"), world.round().id, [pair], routing.WHY)

    assert (first.made, second.made, second.same) == (1, 0, 1)
    assert len(standing(world, *pair)) == 1


def test_two_officers_who_assign_the_same_pair_at_once_make_one_row(world):
    file, reviewer, round_id = world.nomination("eligible"), world.person("unassigned"), world.round().id
    works = [world.work("officer"), world.work("second_officer")]
    start, outcomes = threading.Barrier(2), []

    def assign(work):
        start.wait()
        outcomes.append(assignments.propose_pairs(work, round_id, [(file.id, reviewer.id)], routing.WHY))
        work.session.close()

    threads = [threading.Thread(target=assign, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted((outcome.made, outcome.same) for outcome in outcomes) == [(0, 1), (1, 0)]
    assert len(standing(world, file.id, reviewer.id)) == 1


def test_removing_ends_the_reviewers_rights_at_once_and_tells_them(world):
    file, reviewer = world.nomination("eligible"), world.person("assigned")
    assert routing.refusal_of(world, "assigned", file, Action.REVIEW) is None

    assignments.remove_pair(world.work("officer"), world.round().id, file.id, reviewer.id, "On leave.")

    assert routing.refusal_of(world, "assigned", file, Action.REVIEW) is Refusal.NOT_FOUND
    assert world.letters() == [(reviewer.email, "PRL-2025-P-0004 is no longer assigned to you")]
    with pytest.raises(ChangedElsewhere):
        assignments.remove_pair(world.work("second_officer"), world.round().id, file.id, reviewer.id, "On leave.")


@pytest.mark.parametrize(("reason", "code"), [("", "missing"), (" \n", "missing"), ("a\x00b", "refused_characters"),
                                              ("x" * 2001, "too_many_characters")])
def test_a_removal_needs_a_reason_that_can_be_kept(world, reason, code):
    file, reviewer = world.nomination("eligible"), world.person("assigned")

    with pytest.raises(Invalid) as wrong:
        assignments.remove_pair(world.work("officer"), world.round().id, file.id, reviewer.id, reason)

    assert wrong.value.problems["reason"][0] == code
    assert len(standing(world, file.id, reviewer.id)) == 1


def test_replacing_does_both_or_neither(world):
    file, (old, new, recused) = world.nomination("eligible"), ids(world, "assigned", "unassigned", "recused")

    with pytest.raises(Invalid) as wrong:
        assignments.replace_reviewer(world.work("officer"), world.round().id, file.id, old, recused, "On leave.")
    assert wrong.value.problems["by"][0] == "bar_recused"
    assert len(standing(world, file.id, old)) == 1

    assignments.replace_reviewer(world.work("officer"), world.round().id, file.id, old, new, "On leave.")
    assert standing(world, file.id, old) == []
    assert standing(world, file.id, new)[0].published_at is None


def test_nothing_is_routed_in_a_closed_round(world, clock):
    clock.turn_to(make.START + timedelta(days=40))
    manage_rounds.close_round(world.work("head"), world.round().id)
    file, reviewer = world.nomination("eligible"), world.person("unassigned")

    for act in (
        lambda: assignments.propose_pairs(world.work("officer"), world.round().id, [(file.id, reviewer.id)]),
        lambda: assignments.remove_pair(world.work("officer"), world.round().id, file.id, reviewer.id, "Late."),
        lambda: assignments.publish_assignments(world.work("head"), world.round().id),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reason is Refusal.ROUND_CLOSED


def test_a_proposal_that_became_impossible_is_not_published(world):
    file, reviewer = world.nomination("eligible"), world.person("unassigned")
    assignments.propose_pairs(world.work("officer"), world.round().id, [(file.id, reviewer.id)], routing.WHY)
    conflicts.recuse_reviewer(world.work("officer"), file.id, reviewer.id, "money", "They paid for it.")

    assert assignments.publish_assignments(world.work("head"), world.round().id) == 0
    assert standing(world, file.id, reviewer.id)[0].published_at is None
    assert reviewer.email not in [address for address, _ in world.letters()]


def test_each_act_is_one_record_of_the_ledger(world):
    file, reviewer = world.nomination("eligible"), world.person("unassigned")
    with world.session() as session:
        before = session.scalar(select(func.count()).select_from(LedgerRecord))

    assignments.propose_pairs(world.work("officer"), world.round().id, [(file.id, reviewer.id)], routing.WHY)
    assignments.publish_assignments(world.work("head"), world.round().id)
    assignments.remove_pair(world.work("officer"), world.round().id, file.id, reviewer.id, "Too many files.")

    with world.session() as session:
        acts = session.scalars(select(LedgerRecord.act).order_by(LedgerRecord.number).offset(before)).all()
    assert acts == ["assign", "publish", "assign"]
