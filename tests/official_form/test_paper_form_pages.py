"""The filled-in form comes back by the page: named for what it is, shown beside the draft, taken over as ticked."""

import pikepdf
import pytest
from sqlalchemy import select

from nominations.core.tables import Nomination, SectionAnswers
from nominations.official_form.rules import paper_form
from tests.support import make
from tests.support.filled_forms import blank, fill_form, flatten_form, mark_form, save_pdf
from tests.support.small_edition import PROJECT_ANSWERS, edition

BUTTON = "Read the form"
LONG = "كلمة " * 2999 + "أخيرة"


def pearl(key: str = "project") -> int:
    return ["project", "individual"].index(key)


def send_form(browse, world, content: bytes, which="draft", who="owner", name="نموذج.pdf"):
    page = browse(who, "applicant.form", nomination_id=world.nomination(which).id)
    return page.press(BUTTON, files={"form": (name, content)})


def answers_of(world, nomination) -> dict:
    with world.session() as session:
        rows = session.scalars(select(SectionAnswers.answers).where(SectionAnswers.nomination_id == nomination.id))
        return {key: value for held in rows for key, value in held.items()}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_right_form_becomes_the_draft_answer_by_answer(browse, world, language):
    values = paper_form.list_values(edition().categories[0], PROJECT_ANSWERS)

    page = send_form(browse, world, fill_form(blank(language), values))
    assert (page.status, page.heading) == (200, "Answers in your form")
    assert "Check the answers carefully" not in page.text("main")
    assert answers_of(world, world.nomination("draft")) == {"title": "Only a title <planted-mark>"}

    ticked = [box.get("value") for box in page.document.all("input[name=take]") if box.get("checked") is not None]
    done = page.press("Use the ticked answers", {"take": ticked})

    assert done.status == 200
    assert answers_of(world, world.nomination("draft")) == PROJECT_ANSWERS


@pytest.mark.parametrize("text", ["ترميم رصيف اللؤلؤ «الأول» ١٢٣", "🏺👩🏽‍🔧 mended", LONG, "\u202eevil\u202c"],
                         ids=["arabic", "emoji", "3000 words", "turned"])
def test_what_was_typed_is_taken_over_to_the_letter(browse, world, text):
    page = send_form(browse, world, fill_form(blank("ar"), {"summary": text}))

    page.press("Use the ticked answers", {"take": ["summary"]})

    assert answers_of(world, world.nomination("draft"))["summary"] == text


def test_only_what_is_ticked_is_taken_over(browse, world):
    page = send_form(browse, world, fill_form(blank(), {"title": "A quay", "summary": "Mended."}))
    assert "Only a title <planted-mark>" in page.text("main")

    page.press("Use the ticked answers", {"take": ["summary"]})

    held = answers_of(world, world.nomination("draft"))
    assert (held["title"], held["summary"]) == ("Only a title <planted-mark>", "Mended.")


def test_what_the_form_leaves_blank_stays_in_the_draft(browse, world):
    whole = {
        "nominator": {"name": "Ada Byron", "email": "ada@example.org", "country": "MA"},
        "place": {"lat": "33.97", "lon": "-6.85"}, "kinds": ["site"], "countries": ["MA"],
        "funding": [{"name": "Town", "share": "60"}, {"name": "Guild", "share": "40"}],
    }
    first = send_form(browse, world, fill_form(blank(), paper_form.list_values(edition().categories[0], whole)))
    first.press("Use the ticked answers", {"take": list(whole)})
    page = send_form(browse, world, fill_form(blank(), {
        "nominator/name": "Ada King", "place/lat": "34", "funding/1/share": "35", "kinds=museum": "yes",
        "countries/1": "TN",
    }))

    assert "What the form leaves blank stays as it is in the draft." in page.text("main")
    ticked = [box.get("value") for box in page.document.all("input[name=take]") if box.get("checked") is not None]
    assert set(ticked) == {"nominator", "place", "funding", "kinds", "countries"}
    page.press("Use the ticked answers", {"take": ticked})

    held = answers_of(world, world.nomination("draft"))
    assert {key: held[key] for key in whole} == {
        "nominator": {"name": "Ada King", "email": "ada@example.org", "country": "MA"},
        "place": {"lat": "34", "lon": "-6.85"}, "kinds": ["site", "museum"], "countries": ["MA", "TN"],
        "funding": [{"name": "Town", "share": "60"}, {"name": "Guild", "share": "35"}],
    }


def test_a_row_below_a_blank_one_is_alone_in_a_new_answer(browse, world):
    page = send_form(browse, world, fill_form(blank(), {"funding/1/name": "Guild", "funding/1/share": "100"}))

    page.press("Use the ticked answers", {"take": ["funding"]})

    assert answers_of(world, world.nomination("draft"))["funding"] == [{"name": "Guild", "share": "100"}]


def test_the_page_says_what_will_be_asked_of_an_answer_and_how_it_is_read(browse, world):
    page = send_form(browse, world, fill_form(blank(), {
        "start_date": "15/03/2021", "end_date": "03/04/2021", "budget": "30.000 USD", "place/lat": "34,02",
        "nominator/email": "ada@x..org",
    }))

    words = " ".join(page.text("main").split())
    assert "Understood as: 15 March 2021" in words
    assert "Do you mean 3 April 2021 or 4 March 2021?" in words
    assert "Do you mean 30,000 or 30?" in words
    assert "Coordinates, longitude: Enter the longitude in decimal degrees" in words
    assert "Nominator, Mail: Enter an email address" in words
    assert "Nominator, Name: This answer is missing." in words
    assert words.count("You can use this answer, but you will have to correct it:") == 4


def test_a_clash_meanwhile_writes_nothing_and_shows_both_anew(browse, world):
    page = send_form(browse, world, fill_form(blank(), {"title": "A quay"}))
    with world.session(writes=True) as session:
        row = session.scalars(select(SectionAnswers).where(
            SectionAnswers.nomination_id == world.nomination("draft").id
        )).one()
        row.answers = row.answers | {"title": "Written by somebody else"}
        session.commit()

    again = page.press("Use the ticked answers", {"take": ["title"]})

    assert again.status == 409
    assert "The draft has changed in the meantime" in again.text("body")
    assert "Written by somebody else" in again.text("main")
    assert "A quay" in again.text("main")
    assert answers_of(world, world.nomination("draft"))["title"] == "Written by somebody else"
    again.press("Use the ticked answers", {"take": ["title"]})
    assert answers_of(world, world.nomination("draft"))["title"] == "A quay"


def test_the_same_answers_need_nothing(browse, world):
    page = send_form(browse, world, fill_form(blank(), {"title": "Only a title <planted-mark>"}))

    assert "The draft already has all these answers." in page.text("main")


UNREADABLE = {
    "not a form": (lambda whole: save_pdf(pikepdf.new()), "not a form of this award"),
    "no pdf": (lambda whole: b"PK\x03\x04 a zip", "This file is not a PDF."),
    "nothing": (lambda whole: b"", "This file is not a PDF."),
    "broken": (lambda whole: b"%PDF-1.7 nothing", "This PDF is damaged"),
    "flattened": (flatten_form, "printed or flattened"),
    "locked": (lambda whole: save_pdf(whole, encryption=pikepdf.Encryption(owner="o", user="u")), "by a password"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_named_and_can_be_sent_again(browse, world, name):
    spoil, sentence = UNREADABLE[name]

    page = send_form(browse, world, spoil(fill_form(blank(), {"title": "A quay"})))

    assert page.status == 422
    assert sentence in page.text(".error")
    assert BUTTON in page.buttons


def test_an_empty_form_and_no_file_are_told(browse, world):
    empty = send_form(browse, world, blank())
    page = browse("owner", "applicant.form", nomination_id=world.nomination("draft").id)

    none = page.press(BUTTON)

    assert (empty.status, none.status) == (422, 422)
    assert "Choose a file first." in none.text(".error")


OFFERED = {
    "other version": (
        lambda whole: mark_form(whole, "pearl-2025 project en 000000000000"), "another version of the form"
    ),
    "other edition": (
        lambda whole: mark_form(whole, "coral-2024 project en 000000000000"), "This form is from another edition"),
    "damaged": (lambda whole: whole.replace(b"startxref", b"startxxxx"), "This PDF is damaged"),
}


@pytest.mark.parametrize("name", OFFERED)
def test_of_a_form_that_is_not_as_it_should_be_what_can_be_read_is_offered(browse, world, name):
    spoil, sentence = OFFERED[name]

    page = send_form(browse, world, spoil(fill_form(blank(), {"title": "A quay", "summary": "Mended."})))

    assert page.status == 200
    assert sentence in page.text("main")
    page.press("Use the ticked answers", {"take": ["summary"]})
    assert answers_of(world, world.nomination("draft"))["summary"] == "Mended."


def test_a_form_of_another_category_offers_what_both_ask(browse, world):
    content = fill_form(blank("ar", pearl("individual")), {"title": "A life", "birth_year": "1950"})
    page = send_form(browse, world, content)

    assert page.status == 200
    assert "This form is from another category" in page.text("main")
    assert "1950" not in page.text("main")
    page.press("Use the ticked answers", {"take": ["title"]})
    assert answers_of(world, world.nomination("draft"))["title"] == "A life"


def test_a_draft_is_begun_from_a_form_in_its_own_category(browse, world):
    content = fill_form(blank("ar", pearl("individual")), {"title": "حياة في المرفأ"})
    page = browse("stranger", "applicant.new_form").press(BUTTON, files={"form": ("form.pdf", content)})

    page.press("Start a nomination with the ticked answers", {"take": ["title"]})

    with world.session() as session:
        made = session.scalars(select(Nomination).order_by(Nomination.created_at.desc(), Nomination.reference.desc())
                               .where(Nomination.title == "حياة في المرفأ")).one()
    assert (made.category, made.owner_id) == ("individual", world.person("stranger").id)


def test_nobody_sends_a_form_for_the_draft_of_somebody_else(sign_in, world):
    place = f"/pearl-2025/nominations/{world.nomination('draft').id}/form"

    assert sign_in("stranger").get(place).status_code == 404


def test_a_form_sent_after_the_close_is_refused(browse, world, clock):
    clock.turn_to(make.CLOSE - make.A_MOMENT)
    page = browse("owner", "applicant.form", nomination_id=world.nomination("draft").id)
    clock.turn_to(make.CLOSE)

    assert page.press(BUTTON, files={"form": ("form.pdf", blank())}).status == 409
