"""The reviews of a nomination side by side: who sees them, as whose, and what is left out."""

import pytest
from sqlalchemy import select

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Nomination
from nominations.jury.queries.side_by_side import load_side_by_side
from nominations.ranking.services import manage_rounds
from tests.guarantees.test_conflict_follows_the_person import involve, step_aside
from tests.ranking import test_pages
from tests.ranking.test_pages import PLANTED, close_round
from tests.support import make, reviewing

marked = test_pages.marked
HOSTILE = "=HYPERLINK(1) <b>سبب</b> zqreason"


@pytest.fixture
def reviewed(world, marked):
    """The eligible nomination of a closed round with one review, whose words are hostile; its id."""
    reviewing.another_card(world, "assigned", HOSTILE, score=8)
    close_round(world, marked)
    return world.nomination("eligible").id


def _first(world) -> Nomination:
    """A nomination of three reviews, from which a fourth reviewer is recused."""
    with world.session() as session:
        return session.scalars(
            select(Nomination).where(Nomination._state == "eligible").order_by(Nomination.reference).offset(1)
        ).first()


def test_each_criterion_is_a_row_and_each_review_a_column(browse, world, marked):
    close_round(world, marked)
    page = browse("chair", "jury.side_by_side", round_id=marked.id, nomination_id=_first(world).id)

    heads = page.texts("#side-by-side thead th")[1:]
    assert [head[:-1] for head in heads] == ["Reviewer "] * 3
    assert heads == sorted(heads)
    assert len(page.texts("#side-by-side tbody tr:first-child td")) == 3
    assert "1 review is not shown" in page.text("main")
    assert PLANTED not in page.response.text


def test_only_those_who_may_read_names_beside_scores_read_them(browse, world, marked):
    close_round(world, marked)

    named = {
        persona: PLANTED in browse(
            persona, "jury.side_by_side", round_id=marked.id, nomination_id=_first(world).id
        ).response.text for persona in ("chair", "officer", "head", "observer", "auditor")
    }

    assert named == {"chair": False, "officer": False, "head": True, "observer": False, "auditor": True}


def test_hostile_words_stay_words_and_the_note_is_for_the_chair_alone(browse, world, marked, reviewed):
    pages = {
        persona: browse(persona, "jury.side_by_side", round_id=marked.id, nomination_id=reviewed)
        for persona in ("chair", "head")
    }

    assert pages["chair"].text("main").count(HOSTILE) == 7  # three reasons, three texts, and the note
    assert pages["head"].text("main").count(HOSTILE) == 6
    assert "<b>سبب" not in pages["chair"].response.text


@pytest.mark.both_databases
def test_a_recusal_takes_the_review_off_the_page_at_once(world, marked, reviewed):
    work = world.work("chair")
    assert [column.marks for column in load_side_by_side(work, marked.id, reviewed).columns] == [(8, 8, 8)]
    work.session.close()
    with world.session(writes=True) as session:
        make.recusal(session, session.get_one(Nomination, reviewed), session.merge(world.person("assigned")))
        session.commit()

    after = load_side_by_side(world.work("chair"), marked.id, reviewed)

    assert (after.columns, after.held_back) == ((), 2)


def test_a_chair_who_is_recused_finds_nothing(browse, world, marked, reviewed):
    involve(world, "chair", step_aside)

    page = browse("chair", "jury.side_by_side", round_id=marked.id, nomination_id=reviewed)

    assert page.status == 404
    assert "zqreason" not in page.response.text


def test_while_the_round_is_open_the_settings_of_the_round_decide(world, marked):
    chair = world.work("chair")
    with pytest.raises(Refused):
        load_side_by_side(chair, marked.id, _first(world).id)
    chair.session.close()
    manage_rounds.show_scores_to_chair(world.work("head"), marked.id, shown=True, reason="Agreed.")

    assert len(load_side_by_side(world.work("chair"), marked.id, _first(world).id).columns) == 3


def test_in_a_blind_round_the_chair_reads_a_reference_for_the_title(world, marked):
    manage_rounds.hide_names(world.work("head"), marked.id, hidden=True, reason="Agreed.", unchecked=6)
    close_round(world, marked)

    work, file_id = world.work("chair"), world.nomination("eligible").id
    assert load_side_by_side(work, marked.id, file_id).title == "PRL-2025-P-0004"


def test_what_was_withdrawn_is_no_longer_there(world, marked, reviewed):
    with world.session(writes=True) as session:
        session.get_one(Nomination, reviewed).move(Action.WITHDRAW)
        session.commit()

    with pytest.raises(Refused):
        load_side_by_side(world.work("head"), marked.id, reviewed)


def test_a_nomination_of_another_round_is_not_found(world, marked):
    with pytest.raises(Refused):
        load_side_by_side(world.work("head"), marked.id, world.nomination("submitted").id)
