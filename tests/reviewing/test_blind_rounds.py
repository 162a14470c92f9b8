"""A round that hides whose the files are: from its reviewers, from the next request on, in everything they read."""

import io

import pikepdf
import pytest
from sqlalchemy import select

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import BlindRound
from nominations.files.adapters.inspection import make_bare_copy
from nominations.ranking.services import manage_rounds
from nominations.reviewing.queries import desk
from nominations.rounds.queries import assigned_files
from nominations.rounds.rules import blind
from nominations.rounds.rules.name_filter import NameFilter
from tests.support.small_edition import PROJECT_ANSWERS, edition

pytestmark = pytest.mark.both_databases

PROJECT, PERSON = edition().category("project"), edition().category("individual")


def visible_content(world):
    work = world.work("assigned")
    held = assigned_files.load_assigned(work, world.nomination("eligible").id, to=Action.REVIEW)
    answers = dict(assigned_files.load_submission(work, held.nomination).answers)
    title = held.nomination.title
    listed = [file.title for file in desk.load_desk(work, world.edition_id).files]
    work.session.close()
    return title, answers, listed


def test_the_head_hides_names_and_shows_them_again_from_one_request_to_the_next(world):
    round_ = world.round()
    assert visible_content(world)[1]["nominator"]["name"] == "Ada Byron"

    manage_rounds.hide_names(world.work("head"), round_.id, hidden=True, reason="Agreed.", unchecked=1)

    title, answers, listed = visible_content(world)
    assert (title, listed) == ("PRL-2025-P-0004", ["PRL-2025-P-0004"])
    assert "nominator" not in answers
    assert answers["summary"] == PROJECT_ANSWERS["summary"]
    manage_rounds.hide_names(world.work("head"), round_.id, hidden=False, reason="Agreed.")
    assert visible_content(world)[0] == "The quay of pearls"


def test_hiding_twice_is_hiding_once(world):
    manage_rounds.hide_names(world.work("head"), world.round().id, hidden=True, reason="Agreed.", unchecked=1)
    manage_rounds.hide_names(world.work("head"), world.round().id, hidden=True, reason="Agreed.", unchecked=1)

    with world.session() as session:
        assert len(session.scalars(select(BlindRound)).all()) == 1


@pytest.mark.parametrize("persona", ["officer", "chair", "assigned", "observer", "auditor"])
def test_nobody_else_decides_what_a_round_hides(world, persona):
    with pytest.raises(Refused):
        manage_rounds.hide_names(world.work(persona), world.round().id, hidden=True, reason="Agreed.")


def test_what_is_stored_stays_as_it_was_handed_in(world):
    manage_rounds.hide_names(world.work("head"), world.round().id, hidden=True, reason="Agreed.", unchecked=1)
    work = world.work("assigned")
    with work.transaction() as session:
        held = assigned_files.load_assigned(work, world.nomination("eligible").id, to=Action.REVIEW)
        assigned_files.load_submission(work, held.nomination)
        session.flush()
    work.session.close()

    assert world.nomination("eligible").title == "The quay of pearls"


@pytest.mark.parametrize(("text", "struck"), [
    ("Ada Byron wrote.", "[…] wrote."), ("ADA\n BYRON", "[…]"), ("Mrs Byron", "Mrs […]"),
    ("Byronic verse", "Byronic verse"), ("وقالت Byron", "وقالت […]"),
    ("write to x.y@museum.example now", "write to […] now"),
    ("see https://museum.example/a?b=1 there", "see […] there"), ("call +212 600-000-001.", "call […]."),
    ("it cost 125000 in 2021", "it cost 125000 in 2021"), ("", ""),
])
def test_names_and_ways_to_reach_people_are_struck_out_of_texts(text, struck):
    assert NameFilter(blind.trace_names(PROJECT, PROJECT_ANSWERS)).text(text) == struck


def test_an_arabic_name_is_struck_out_with_what_hangs_on_it():
    veil = NameFilter(blind.trace_names(PROJECT, {"nominator": {"name": "مريم البحر"}}))
    assert veil.text("كتبت مريم البحر، ولمريم البحر فضل") == "كتبت […]، […] فضل"


def test_ordinary_words_of_a_name_stay_and_the_whole_name_goes():
    given = {"nominator": {"name": "Lime Stone Road Works", "position": "master mason"},
             "summary": "The road is paved with stone and lime. Lime is burnt by a master mason."}
    veil = NameFilter(blind.trace_names(PROJECT, given))

    assert veil.text(given["summary"]) == given["summary"]
    assert veil.text("Given to Lime Stone Road Works, Works of") == "Given to […], […] of"


@pytest.mark.parametrize("typed", ["ada byron", "Ada Byron", "ADA BYRON", "Byron"])
def test_a_proper_noun_goes_however_the_form_has_it(typed):
    given = {"nominator": {"name": typed}, "summary": "Mrs Byron built it."}

    assert NameFilter(blind.trace_names(PROJECT, given)).text(given["summary"]) == "Mrs […] built it."


def test_coordinates_are_blurred_to_a_degree():
    places = [question for section in PROJECT.sections for question in section.questions if question.kind == "place"]
    given = {question.key: {"lat": 34.02088, "lon": -6.84165} for question in places}

    shown = blind.answers_without_names(PROJECT, given, NameFilter(()))

    assert places
    assert set(map(str, shown.values())) == {"{'lat': 34, 'lon': -7}"}
    assert NameFilter(()).text("it stands at 34.02088, -6.84165 today") == "it stands at […] today"


def test_the_name_of_a_nominee_is_not_there_even_as_the_title():
    given = {"title": "مريم البحر", "summary": "علّمت مريم البحر جيلاً."}
    veil = NameFilter(blind.trace_names(PERSON, given))
    assert blind.answers_without_names(PERSON, given, veil) == {"summary": "علّمت […] جيلاً."}


@pytest.mark.parametrize("answers", [
    {"nominator": "x"}, {"funding": {"a": 1}}, {"funding": ["x", None]}, {"title": 3}, {"summary": ["a", {"b": None}]},
    {},
])
def test_answers_of_any_shape_break_nothing(answers):
    veil = NameFilter(blind.trace_names(PROJECT, answers))
    assert isinstance(blind.answers_without_names(PROJECT, answers, veil), dict)


def test_a_pdf_loses_its_properties_and_keeps_its_pages(tmp_path, settings):
    with pikepdf.new() as made:
        made.add_blank_page()
        made.docinfo["/Author"] = "Ada Byron"
        with made.open_metadata() as meta:
            meta["dc:creator"] = ["Ada Byron"]
        made.attachments["cv.txt"] = b"Ada Byron"
        made.save(tmp_path / "a.pdf")

    content = make_bare_copy(tmp_path / "a.pdf", "application/pdf", settings)

    with pikepdf.open(io.BytesIO(content)) as opened:
        assert len(opened.pages) == 1
        assert "/Info" not in opened.trailer or "/Author" not in opened.trailer.Info
        assert "/Metadata" not in opened.Root
        assert not dict(opened.attachments)
    assert b"Ada Byron" not in content
