"""Conflicts in the secretariat's hands: decided once, with a reason, and the file shut at once."""

import threading

import pytest
from sqlalchemy import select

from nominations.conflicts.services import conflicts
from nominations.core.rules.errors import ChangedElsewhere, Invalid, Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Assignment, Conflict, Recusal
from tests.support import make, routing

pytestmark = pytest.mark.both_databases


@pytest.fixture
def declared(world):
    """`unassigned` now has the file and said: possible."""
    with world.session(writes=True) as session:
        round_, file = session.merge(world.round()), session.merge(world.nomination("eligible"))
        assignment = make.assignment(session, round_, file, session.merge(world.person("unassigned")),
                                     session.merge(world.person("head")))
        conflict = routing.possible(session, assignment)
        session.commit()
    return conflict


def again(world, conflict):
    with world.session() as session:
        return session.get(Conflict, conflict.id)


def may_review(world) -> bool:
    return routing.refusal_of(world, "unassigned", world.nomination("eligible"), Action.REVIEW) is None


def test_a_possible_conflict_keeps_the_file_shut_until_it_is_cleared(world, declared):
    assert not may_review(world)

    conflicts.decide_declaration(
        world.work("officer"), declared.id, confirmed=False, reason="A book of a hundred authors."
    )

    assert may_review(world)
    assert world.letters() == [("sevda.kerimli@example.org", "PRL-2025-P-0004: you can review this nomination")]


def test_a_confirmed_conflict_shuts_the_file_at_once_and_stands_as_a_recusal(world, declared):
    conflicts.decide_declaration(world.work("officer"), declared.id, confirmed=True, reason="They are partners.")

    assert not may_review(world)
    with world.session() as session:
        recusal = session.scalars(select(Recusal).where(Recusal.reviewer_id == world.person("unassigned").id)).one()
    assert (recusal.declared_by_reviewer, recusal.words, recusal.kind) == (False, "They are partners.", "other")
    assert again(world, declared).state == "confirmed"


def test_a_decision_needs_a_reason_and_happens_once(world, declared):
    with pytest.raises(Invalid):
        conflicts.decide_declaration(world.work("officer"), declared.id, confirmed=True, reason="  ")
    conflicts.decide_declaration(world.work("officer"), declared.id, confirmed=False, reason="None.")

    with pytest.raises(ChangedElsewhere):
        conflicts.decide_declaration(world.work("second_officer"), declared.id, confirmed=True, reason="One.")
    assert again(world, declared).state == "cleared"


def test_a_declaration_made_anew_takes_the_decision_from_the_old_one(world, declared):
    with world.session(writes=True) as session:
        assignment = session.get(Assignment, declared.assignment_id)
        newer = routing.possible(session, assignment, number=2, words="And a debt.")
        session.commit()

    with pytest.raises(ChangedElsewhere):
        conflicts.decide_declaration(world.work("officer"), declared.id, confirmed=False, reason="A book only.")
    assert not may_review(world)
    conflicts.decide_declaration(world.work("officer"), newer.id, confirmed=False, reason="Paid back.")
    assert may_review(world)


def test_two_officers_who_decide_at_once_leave_one_decision(world, declared):
    works = [(world.work("officer"), True), (world.work("second_officer"), False)]
    start, outcomes = threading.Barrier(2), []

    def decide(work, confirmed):
        start.wait()
        try:
            conflicts.decide_declaration(work, declared.id, confirmed=confirmed, reason="So it is.")
            outcomes.append("decided")
        except ChangedElsewhere:
            outcomes.append("late")
        finally:
            work.session.close()

    threads = [threading.Thread(target=decide, args=arguments) for arguments in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(outcomes) == ["decided", "late"]
    assert (again(world, declared).state == "confirmed") != may_review(world)


def test_an_officer_sets_a_reviewer_aside_and_both_sides_are_told(world):
    file, reviewer = world.nomination("eligible"), world.person("assigned")

    conflicts.recuse_reviewer(world.work("officer"), file.id, reviewer.id, "family", "A cousin of the owner.")

    assert routing.refusal_of(world, "assigned", file, Action.REVIEW) is Refusal.NOT_FOUND
    subjects = dict(world.letters())
    assert subjects[reviewer.email] == "PRL-2025-P-0004: you are recused"
    assert subjects["pearl@example.org"] == "PRL-2025-P-0004: the secretariat has recused a reviewer"
    with pytest.raises(ChangedElsewhere):
        conflicts.recuse_reviewer(world.work("head"), file.id, reviewer.id, "family", "Again.")


@pytest.mark.parametrize(("kind", "reason", "fields"), [
    ("", "", {"kind", "reason"}), ("gossip", "So.", {"kind"}), ("work", "a\x0bb", {"reason"}),
])
def test_setting_aside_needs_a_kind_and_a_reason(world, kind, reason, fields):
    with pytest.raises(Invalid) as wrong:
        conflicts.recuse_reviewer(
            world.work("officer"), world.nomination("eligible").id, world.person("assigned").id, kind, reason
        )
    assert set(wrong.value.problems) == fields


def test_somebody_who_never_reviews_cannot_be_set_aside(world):
    with pytest.raises(Refused) as refused:
        conflicts.recuse_reviewer(
            world.work("officer"), world.nomination("eligible").id, world.person("owner").id, "work", "So."
        )
    assert refused.value.reason is Refusal.NOT_FOUND


@pytest.mark.parametrize("persona", ["assigned", "chair", "observer", "auditor", "owner"])
def test_nobody_outside_the_secretariat_decides(world, declared, persona):
    with pytest.raises(Refused):
        conflicts.decide_declaration(world.work(persona), declared.id, confirmed=False, reason="Mine.")
