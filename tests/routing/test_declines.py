"""A file given back: gone from the desk at once, told to the secretariat, never proposed to the same person again."""

import pytest
from sqlalchemy import select

from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Assignment, Decline, Letter, Recusal
from nominations.routing.rules import Bar
from nominations.routing.services import assignments, declines
from tests.support import routing

pytestmark = pytest.mark.both_databases


def give_back(world, reason="time", words="I travel until March.", by="assigned"):
    return declines.decline(world.work(by), world.nomination("eligible").id, reason, words)


def test_a_file_given_back_is_shut_with_the_next_request_and_the_secretariat_is_told_why(world):
    give_back(world)

    assert routing.refusal_of(world, "assigned", world.nomination("eligible"), Action.REVIEW) is Refusal.NOT_FOUND
    with world.session() as session:
        letter = session.scalars(select(Letter).where(Letter.template == "file_declined")).one()
        kept = session.scalars(select(Decline)).one()
        assignment = session.get_one(Assignment, kept.assignment_id)
    assert letter.address == "pearl@example.org"
    assert "PRL-2025-P-0004" in letter.subject
    assert "I travel until March." in letter.text
    assert (kept.reason, kept.words, assignment.removed_reason) == ("time", *["I travel until March."] * 2)


@pytest.mark.parametrize(("reason", "words", "fields"), [
    ("time", "  ", {"words"}), ("", "So.", {"reason"}), ("gossip", "", {"reason", "words"}),
    ("other", "a\x0bb", {"words"}), ("other", "x" * 2001, {"words"}),
])
def test_it_needs_one_of_the_reasons_and_a_sentence(world, reason, words, fields):
    with pytest.raises(Invalid) as wrong:
        give_back(world, reason, words)

    assert set(wrong.value.problems) == fields
    assert routing.refusal_of(world, "assigned", world.nomination("eligible"), Action.REVIEW) is None


def test_given_back_for_a_conflict_it_is_a_recusal_too(world):
    give_back(world, "conflict", "My brother restored the quay.")

    with world.session() as session:
        mine = session.scalars(select(Recusal).where(Recusal.reviewer_id == world.person("assigned").id)).one()
    assert (mine.declared_by_reviewer, mine.words) == (True, "My brother restored the quay.")


def test_who_gave_a_file_back_is_not_asked_for_it_again(world):
    give_back(world, "field", "I know nothing of quays.")
    file, reviewer, round_ = world.nomination("eligible"), world.person("assigned"), world.round()

    outcome = assignments.propose_pairs(world.work("officer"), round_.id, [(file.id, reviewer.id)], routing.WHY)

    assert outcome.refused == ((file.id, reviewer.id, Bar.DECLINED),)


@pytest.mark.parametrize("persona", ["unassigned", "recused", "chair", "officer", "owner"])
def test_nobody_gives_back_what_they_do_not_have(world, persona):
    with pytest.raises(Refused):
        give_back(world, by=persona)
