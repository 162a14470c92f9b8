"""Score cards as use cases: who is first, what is kept, what is refused, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from nominations.core.rules.errors import ChangedElsewhere, Invalid, Refused
from nominations.core.rules.vocabulary import Refusal, Role
from nominations.core.tables import Assessment, AssessmentVersion, Mark, Nomination
from nominations.reviewing.rules.cards import TypedCard
from nominations.reviewing.services import assessments
from tests.support import hostile_texts, reviewing

pytestmark = pytest.mark.both_databases


@pytest.fixture
def file(world):
    return world.nomination("eligible").id


def _rows(world, table):
    with world.session() as session:
        return session.scalars(select(table)).all()


@pytest.mark.parametrize("name", hostile_texts.REFUSED)
def test_what_no_database_holds_is_refused_by_name(world, file, name):
    bad = hostile_texts.REFUSED[name]
    card = TypedCard(reasons={"quality": bad}, comment=bad, strength=bad, weakness=bad, confidential_note=bad)

    with pytest.raises(Invalid) as wrong:
        assessments.save_card(world.work("assigned"), file, card, 0)

    assert set(wrong.value.problems) == {"reason-quality", "comment", "strength", "weakness", "confidential_note"}
    assert _rows(world, Assessment) == []


def test_line_ends_are_stored_as_one_character(world, file):
    assessments.save_card(world.work("assigned"), file, TypedCard(comment="a\r\nb\rc"), 0)

    assert _rows(world, Assessment)[0].comment == "a\nb\nc"


def test_of_many_who_submit_the_same_card_at_once_one_version_is_kept(world, file):
    def submit(_):
        try:
            assessments.submit_card(world.work("assigned"), file, reviewing.typed_card(), 0)
        except ChangedElsewhere:
            return "changed"
        return "kept"

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(submit, range(6)))

    assert outcomes == ["kept"] * 6
    assert len(_rows(world, AssessmentVersion)) == 1
    assert len(_rows(world, Mark)) == 3


def test_of_many_different_drafts_at_once_one_is_kept_and_the_others_are_told(world, file):
    def save(number):
        try:
            assessments.save_card(world.work("assigned"), file, reviewing.typed_card(comment=f"tab {number}"), 0)
        except ChangedElsewhere as other:
            return other.theirs.comment
        return None

    with ThreadPoolExecutor(6) as pool:
        comments = list(pool.map(save, range(6)))

    kept = _rows(world, Assessment)
    assert comments.count(None) == len(kept) == 1
    assert {comment for comment in comments if comment} == {kept[0].comment}


def test_a_total_is_over_what_is_marked_and_exact(world, file):
    card = TypedCard({"quality": "7", "impact": "8"})

    assessments.save_card(world.work("assigned"), file, card, 0)

    made = _rows(world, Assessment)[0]
    assert (str(made.total), made.complete) == ("73.750000", False)


def test_an_owner_who_became_a_reviewer_never_scores_their_own_file(world, file):
    me = world.person("assigned")
    with world.session(writes=True) as session:
        session.execute(update(Nomination).where(Nomination.id == file).values(owner_id=me.id))
        session.commit()

    with pytest.raises(Refused) as no:
        assessments.submit_card(world.work("assigned"), file, reviewing.typed_card(), 0)

    assert no.value.reason is Refusal.NOT_FOUND


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.REVIEWER, Role.VISITOR)])
def test_no_other_role_scores(world, file, role):
    with pytest.raises(Refused) as no:
        assessments.save_card(world.work("assigned", role), file, TypedCard(), 0)

    assert no.value.reason is Refusal.NOT_YOUR_ROLE


def test_a_card_of_another_criterion_is_not_kept(world, file):
    assessments.save_card(world.work("assigned"), file, TypedCard({"beauty": "9"}, {"beauty": "x"}, comment="c"), 0)

    assert _rows(world, Mark) == []
