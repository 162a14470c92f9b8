"""Nobody fills the disk with drafts."""

import pytest

from nominations.core.rules.errors import Invalid
from nominations.nominations.services import nominations
from nominations.nominations.services.nominations import MOST_DRAFTS, discard_draft, start_draft


@pytest.mark.both_databases
def test_twenty_drafts_at_a_time_and_room_again_for_each_that_is_gone(world, monkeypatch):
    monkeypatch.setattr(nominations, "MOST_DRAFTS", 4)
    owner = world.work("owner")  # the world gave them two drafts, and two that are submitted
    made = [start_draft(owner, "project") for _ in range(2)]

    with pytest.raises(Invalid) as no:
        start_draft(owner, "individual")
    assert no.value.problems == {"category": ("too_many_drafts", {"most": 4})}
    assert start_draft(world.work("stranger"), "project")

    discard_draft(owner, made[0].id)
    assert start_draft(owner, "project")


def test_one_person_may_have_twenty():
    assert MOST_DRAFTS == 20


def test_the_page_says_so(browse, monkeypatch):
    monkeypatch.setattr(nominations, "MOST_DRAFTS", 2)

    page = browse("owner", "applicant.start").press("Start", {"category": "project"})

    assert page.status == 422
    assert "You have 2 drafts. Submit or delete one of them" in page.text("main")
