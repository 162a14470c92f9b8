"""A reviewer whose role was taken away leaves no page of the secretariat broken."""

import pytest
from sqlalchemy import select, update

from nominations.core.tables import Account, Grant, Nomination, Round, RoundFile
from tests.support import make


@pytest.fixture
def gone(world):
    """Somebody with one published and one proposed assignment, whose role has ended."""
    with world.session(writes=True) as session:
        round_, file = session.scalars(select(Round)).one(), session.get_one(Nomination, world.nomination("other").id)
        make.eligible(session, file)
        session.add(RoundFile(round_id=round_.id, nomination_id=file.id))
        session.flush()
        reviewer = session.get_one(Account, world.person("assigned").id)
        make.assignment(session, round_, file, reviewer, reviewer, published=False)
        session.execute(update(Grant).where(Grant.account_id == reviewer.id).values(ended_at=world.clock()))
        session.commit()
    return reviewer


@pytest.mark.parametrize("page", [
    "assignments", "conflicts", "progress", "rounds", "people", "letters", "ledger", "nominations", "deadline",
])
def test_pages_of_the_house_go_on(browse, gone, page):
    assert browse("head", f"secretariat.{page}").status == 200


@pytest.mark.parametrize("page", ["publication", "round", "round_closing", "round_final"])
def test_pages_of_the_round_go_on(browse, world, gone, page):
    assert browse("head", f"secretariat.{page}", round_id=world.round().id).status == 200


def test_what_was_proposed_to_them_is_not_published(browse, world, gone):
    page = browse("head", "secretariat.publication", round_id=world.round().id)

    assert "Rashid Amin" in page.text("main")


def test_their_profile_is_not_found_any_more(browse, gone):
    assert browse("head", "secretariat.reviewer_profile", account_id=gone.id).status == 404
