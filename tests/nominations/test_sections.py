"""A section of the form in two tabs, with hostile texts, with rows that come and go, and after the close."""

import pytest
from sqlalchemy import select

from nominations.core.tables import SectionAnswers
from tests.support import make
from tests.support.hostile_texts import ARABIC, MARKUP
from tests.support.small_edition import PROJECT_ANSWERS


def open_section(browse, world, section="work", who="owner", which="finished", **more):
    return browse(who, "applicant.section", nomination_id=world.nomination(which).id, section=section, **more)


def stored_answers(world, which="finished", section="work"):
    with world.session() as session:
        return session.scalars(select(SectionAnswers.answers).where(
            SectionAnswers.nomination_id == world.nomination(which).id, SectionAnswers.section == section
        )).one()


def test_saving_without_touching_anything_changes_nothing(browse, world):
    page = open_section(browse, world).press("Save and return to the list")

    assert page.status == 200
    assert stored_answers(world) == {key: PROJECT_ANSWERS[key] for key in stored_answers(world)}


def test_an_invalid_answer_is_saved_and_reported_at_the_field(browse, world):
    page = open_section(browse, world).press("Save and continue", {
        "start_date": "last spring", "budget": "a lot", "summary": "word " * 40, "place.lat": "95",
    })

    assert page.heading == "The work"
    assert stored_answers(world)["start_date"] == "last spring"
    assert len(page.texts(".field .error")) == 4
    again = page.press("Save and continue")
    assert again.heading == "Attachments"
    assert stored_answers(world)["start_date"] == "last spring"


def test_refused_characters_keep_the_input_and_save_nothing(browse, world):
    page = open_section(browse, world).press("Save and continue", {"title": "a\x00b", "summary": ARABIC})

    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert "U+0000" in page.texts(".error-summary li")[0]
    assert page.document.ids["q-summary"].text.strip() == ARABIC
    assert stored_answers(world)["title"] == PROJECT_ANSWERS["title"]


def test_a_lone_surrogate_from_a_hostile_client_is_reported(browse, world):
    page = open_section(browse, world).press("Save and continue", {"title": "a\ud800b"})

    assert page.status == 422
    assert stored_answers(world)["title"] == PROJECT_ANSWERS["title"]


@pytest.mark.parametrize("text", MARKUP.values(), ids=MARKUP.keys())
def test_markup_stays_text(browse, world, text):
    page = open_section(browse, world).press("Save and return to the list", {"summary": text, "title": text})

    assert page.status == 200
    assert stored_answers(world)["summary"] == text.replace("\r\n", "\n")
    assert browse("owner", "applicant.check", nomination_id=world.nomination("finished").id).status == 200


def test_two_tabs_show_both_texts_and_lose_none(browse, world):
    open_section(browse, world).press("Save and continue", {"title": "Before"})
    first, second = open_section(browse, world), open_section(browse, world)
    first.press("Save and continue", {"title": "From the first tab", "summary": "First."})

    page = second.press("Save and continue", {"title": "From the second tab", "budget": "77"})

    assert page.status == 409
    text = page.texts("main")[0]
    assert "From the first tab" in text
    assert page.document.ids["q-title"].get("value") == "From the second tab"
    assert "Ada Byron" in text
    # The summary was changed there only, the budget here only: that is what is proposed.
    done = page.press("Save my choices", {"_choose.title": "mine", "title": "Both together"})
    assert done.status == 200
    assert (stored_answers(world)["title"], stored_answers(world)["summary"], stored_answers(world)["budget"]) == (
        "Both together", "First.", "77",
    )


def test_theirs_can_be_taken(browse, world):
    first, second = open_section(browse, world), open_section(browse, world)
    first.press("Save and continue", {"title": "From the first tab"})

    second.press("Save and continue", {"title": "Mine"}).press("Save my choices", {"_choose.title": "theirs"})

    assert stored_answers(world)["title"] == "From the first tab"


def test_rows_come_and_go_without_script(browse, world):
    page = open_section(browse, world).press("Remove Funding, row 2").press("Add a row Funding")
    assert len(page.document.all("#q-funding > fieldset")) == 3
    page = page.press("Save and continue", {
        "funding.1.name": "Guild", "funding.2.name": "Third", "funding.2.share": "0",
    })
    assert stored_answers(world)["funding"][2] == {"name": "Third", "share": "0"}

    page = open_section(browse, world).press("Remove Funding, row 1")

    assert [row["name"] for row in stored_answers(world)["funding"]] == ["Guild", "Third"]
    assert page.document.ids["q-funding-0-name"].get("value") == "Guild"


def test_more_countries_come_with_a_button(browse, world):
    page = open_section(browse, world)
    before = len(page.document.all("[id^=q-countries-]"))

    page = page.press("Add a country Countries of the work", {"countries.1": "AZ"})

    assert stored_answers(world)["countries"] == ["MA", "AZ"]
    assert len(page.document.all("[id^=q-countries-]")) > before


def test_countries_are_named_in_the_reader_s_language_with_member_states_first(browse, world):
    page = open_section(browse, world, lang="ar")

    groups = page.document.all("#q-countries-0 optgroup")
    assert len(groups) == 2
    assert "Morocco (ع)" in [option.text for option in groups[0]]  # the edition's own short name
    assert "ألمانيا" in [option.text for option in groups[1]]


def test_an_unknown_option_is_saved_and_reported(app, browse, world):
    page = open_section(browse, world)
    token = page.document.all("input[name=csrf_token]")[0].get("value")
    page.client.post(page.url.partition("?")[0], data={
        "csrf_token": token, "_version": "1", "status": "=1+1", "kinds": ["site", "{{ 7*7 }}"], "countries.0": "QQ",
        "funding.999999.name": "beyond", "funding.x.name": "no row", "place": "text", "nominator": "text",
    })

    assert stored_answers(world) == {"status": "=1+1", "kinds": ["site", "{{ 7*7 }}"], "countries": ["QQ"]}
    page = open_section(browse, world)
    assert len(page.texts(".field .error")) == 3
    page.press("Save and continue")
    assert stored_answers(world)["kinds"] == ["site", "{{ 7*7 }}"]


def test_a_save_after_the_close_shows_what_was_typed(browse, world, clock):
    clock.turn_to(make.CLOSE - make.A_MOMENT)
    page = open_section(browse, world)
    clock.turn_to(make.CLOSE)

    page = page.press("Save and continue", {"summary": "Typed before midnight"})

    assert page.status == 409
    assert page.document.ids["q-summary"].text.strip() == "Typed before midnight"
    assert "Save and continue" not in page.buttons
    assert stored_answers(world)["summary"] == PROJECT_ANSWERS["summary"]


def test_after_the_close_a_section_is_read_only(browse, world, clock):
    clock.turn_to(make.CLOSE)

    page = open_section(browse, world)

    assert (page.status, page.has("main form")) == (200, False)
    assert PROJECT_ANSWERS["title"] in page.texts("main")[0]


def test_earlier_versions_can_stand_again(browse, world):
    open_section(browse, world).press("Save and continue", {"title": "One"})
    open_section(browse, world).press("Save and continue", {"title": "Two"})

    page = open_section(browse, world).follow("Earlier versions of this section")
    page.press("Restore this version Version 2")

    assert stored_answers(world)["title"] == "One"


@pytest.mark.parametrize("who", ["stranger", "foreign_head"])
def test_another_applicant_s_section_is_not_found(browse, world, who):
    assert open_section(browse, world, who=who).status == 404


def test_a_section_of_another_edition_is_not_found(browse, world):
    nomination = world.nomination("finished")

    for path in ("", "/sections/work", "/check", "/attachments", "/receipt", "/messages"):
        assert browse("owner", f"/reef-2031/nominations/{nomination.id}{path}").status == 404
