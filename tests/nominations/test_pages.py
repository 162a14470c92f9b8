"""The applicant's pages, walked through as a person without script would."""

import pytest
from sqlalchemy import select

from nominations.core.tables import Nomination, Submission
from tests.support import make_files

PAGES = (
    "applicant.show", "applicant.check", "applicant.attachments", "applicant.messages", "applicant.versions",
    "applicant.hand_over",
)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("which", ["draft", "finished", "submitted", "eligible"])
def test_every_page_of_a_nomination_opens_for_its_owner(browse, world, which, language):
    nomination = world.nomination(which)

    pages = {name: browse("owner", name, nomination_id=nomination.id, lang=language).status for name in PAGES}
    sections = [
        browse("owner", "applicant.section", nomination_id=nomination.id, section=key, lang=language).status
        for key in ("about", "work")
    ]

    assert pages == dict.fromkeys(PAGES, 200)
    assert sections == [200, 200]


def test_a_new_nomination_starts_with_the_next_reference(browse):
    page = browse("stranger", "applicant.home").follow("Start a nomination").press("Start", {"category": "project"})

    assert (page.status, page.heading) == (200, "Nomination without a title yet")
    assert page.text(".caption .reference") == "PRL-2025-P-0006"
    assert "0 of 2 sections complete" in page.texts("main")[0]


def test_a_start_without_a_category_says_so_at_the_field(browse):
    page = browse("stranger", "applicant.start").press("Start")

    assert page.status == 422
    assert page.texts(".error-summary li") == ["Choose an option from the list."]


def test_a_whole_nomination_is_written_attached_checked_and_submitted(browse, world):
    page = browse("stranger", "applicant.start").press("Start", {"category": "project"})
    page = page.follow("About the nomination").press("Save and continue", {
        "entry_language": "ar", "nomination_kind": "own", "nominator.name": "لينا",
        "nominator.email": "lina@example.org",
        "nominator.country": "MA", "_done": "yes",
    })
    assert page.heading == "The work"
    page = page.press("Save and continue", {
        "title": "رصيف اللؤلؤ", "countries.0": "MA", "countries.1": "FR", "place.lat": "33,9", "place.lon": "-6.8",
        "status": "completed", "start_date": "2021-01-01", "budget": "125 000", "summary": "كلمات\nقليلة",
        "end_date": "2024-01-01",
        "funding.0.name": "Town", "funding.0.share": "60", "funding.1.name": "Guild", "funding.1.share": "40",
        "kinds": ["site", "museum"], "_done": "yes",
    })
    assert page.heading == "Attachments"
    page = page.press("Attach Plan", files={"files": ("خريطة.pdf", make_files.pdf())})
    assert page.texts(".notice-success") == ["1 file is attached."]
    page = page.follow("Check and submit")
    assert page.texts(".notice-success p") == [
        "Nothing is missing. Read everything once more, accept the declarations and submit."
    ]
    page = page.press("Submit nomination", {"declaration.decl_truth": True, "typed_name": "Lina"})

    assert (page.status, page.heading) == (200, "Receipt")
    with world.session() as session:
        nomination = session.scalars(select(Nomination).where(Nomination.reference == "PRL-2025-P-0006")).one()
        kept = session.get(Submission, nomination.submission_id)
    assert kept.answers["title"] == "رصيف اللؤلؤ"
    assert kept.answers["countries"] == ["MA", "FR"]
    assert kept.answers["summary"] == "كلمات\nقليلة"
    assert kept.answers["funding"] == [{"name": "Town", "share": "60"}, {"name": "Guild", "share": "40"}]
    assert [attachment["name"] for attachment in kept.attachments] == ["خريطة.pdf"]
    assert (nomination.title, nomination.language) == ("رصيف اللؤلؤ", "ar")
    assert {address for address, _ in world.letters()} == {"lina.haddad@example.org", "pearl@example.org"}
