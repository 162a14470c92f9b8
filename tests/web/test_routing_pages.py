"""The secretariat's rooms of routing and scores, walked through as a person would."""

import pytest

PAGES = ("secretariat.rounds", "secretariat.assignments", "secretariat.conflicts", "secretariat.progress")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("endpoint", PAGES)
def test_every_room_opens_for_the_head_in_every_language(browse, endpoint, language):
    page = browse("head", endpoint, lang=language)

    assert (page.status, page.language) == (200, language)


@pytest.mark.parametrize("endpoint", ["round", "round_closing", "publication", "round_final"])
def test_every_page_of_a_round_opens_for_the_head(browse, world, endpoint):
    page = browse("head", f"secretariat.{endpoint}", round_id=world.round().id)

    assert page.status == 200
