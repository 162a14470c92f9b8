"""What a reviewer meets first in a nomination: its public summary, and English where they do not read its language."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from nominations.core.tables import BlindRound, Nomination, Profile, Submission
from nominations.editions.queries import editions
from nominations.editions.queries.editions import Pinned
from nominations.editions.rules.form import Kind, Question
from tests.support import make, reviewing
from tests.support.small_edition import edition, say

ARABIC, ENGLISH = "ترميم سور الميناء", "Repair of the harbour wall"
SUMMARY, ENGLISH_SUMMARY = "رُمّم رصيف بالحجر المحلي.", "A quay in local stone."


@pytest.fixture(autouse=True)
def form_with_english(world, monkeypatch):
    """The small edition, whose form of projects also asks for title and summary in English."""
    category, *others = edition().categories
    first, work = category.sections
    asked = (*work.questions, Question("title_en", Kind.LINE, say("Title in English")),
             Question("summary_en", Kind.TEXT, say("Summary in English")))
    changed = replace(edition(), categories=(
        replace(category, sections=(first, replace(work, questions=asked))), *others
    ))
    monkeypatch.setitem(editions._known, world.edition_id, Pinned(world.edition_id, changed))


@pytest.fixture
def written_in(world):
    """`written_in(language)`: the eligible nomination was written in this language."""
    def write(language: str) -> None:
        with world.session(writes=True) as session:
            submission = session.get_one(Submission, world.nomination("eligible").submission_id)
            submission.answers = {**submission.answers, "title": ARABIC, "summary": SUMMARY, "title_en": ENGLISH,
                                  "summary_en": ENGLISH_SUMMARY, "entry_language": language}
            session.execute(update(Nomination).where(Nomination.id == submission.nomination_id)
                            .values(language=language, title=ARABIC))
            session.commit()
    return write


def _reads(world, **languages):
    with world.session(writes=True) as session:
        session.add(Profile(
            account_id=world.person("assigned").id, edition_id=world.edition_id, languages=languages, expertise={},
            nationalities=[], country="", institutions=[], domains=[], collaborators=[],
        ))
        session.commit()


def _hide_names(world):
    with world.session(writes=True) as session:
        session.add(BlindRound(round_id=world.round().id, at=make.START, by_id=world.person("head").id))
        session.commit()


def _pages(browse, world):
    return [browse("assigned", endpoint, **values) for endpoint, values in (
        ("reviewer.desk", {}), ("reviewer.file", {"nomination_id": world.nomination("eligible").id}),
        ("reviewer.declaration", {"nomination_id": world.nomination("eligible").id}),
    )]


def test_the_summary_tab_shows_the_public_summary(browse, world, written_in):
    written_in("en")

    page = browse("assigned", "reviewer.file", nomination_id=world.nomination("eligible").id)

    assert SUMMARY in page.texts("#t-summary .user-text p") or SUMMARY in page.text("#t-summary")
    assert ENGLISH_SUMMARY not in page.text("#t-summary")


@pytest.mark.parametrize(("language", "profile", "shown"), [
    ("ar", {}, True), ("ar", {"fr": "native"}, True), ("fr", {"ar": "native"}, True), ("ar", {"ar": "reading"}, False),
    ("en", {"fr": "native"}, False), ("", {}, False),
])
def test_english_is_shown_to_who_does_not_read_the_language(browse, world, written_in, language, profile, shown):
    written_in(language)
    _reads(world, **profile)

    pages = _pages(browse, world)

    assert [page.text(".english") if page.has(".english") else "" for page in pages] == [ENGLISH if shown else ""] * 3
    assert (ENGLISH_SUMMARY in pages[1].text("#t-summary")) is shown
    assert pages[1].heading == ARABIC


def test_who_has_no_profile_is_shown_english(browse, world, written_in):
    written_in("ar")

    assert [page.text(".english") for page in _pages(browse, world)] == [ENGLISH] * 3


def test_a_blind_round_shows_no_title_and_strikes_names_out_of_the_english_summary(browse, world, written_in):
    written_in("ar")
    with world.session(writes=True) as session:
        submission = session.get_one(Submission, world.nomination("eligible").submission_id)
        submission.answers = {**submission.answers, "summary_en": "A quay by Ada Byron in stone."}
        session.commit()
    _hide_names(world)

    desk, file, gate = _pages(browse, world)

    assert not any(page.has(".english") for page in (desk, file, gate))
    assert "A quay by […] in stone." in file.text("#t-summary")
    assert "Byron" not in file.document.source


def test_an_original_picture_is_downloaded_where_names_are_shown(browse, world):
    photo = reviewing.attach(world, "photo", "quay.jpg", reviewing.jpeg(), "image/jpeg")
    address = f"/attachments/{photo}"

    page = browse("assigned", "reviewer.file", nomination_id=world.nomination("eligible").id)
    assert [link for link in page.document.all("#t-pictures a") if link.get("href").endswith(address)]
    assert page.follow("Download quay.jpg").status == 200

    _hide_names(world)
    page = browse("assigned", "reviewer.file", nomination_id=world.nomination("eligible").id)
    assert page.has("#t-pictures img")
    assert not [link for link in page.document.all("#t-pictures a") if link.get("href").endswith(address)]
