"""The pages of a ranking through the door: what is said, what is hidden, what is frozen."""

import re

import pytest
from sqlalchemy import select

from nominations.core.rules.vocabulary import JobState
from nominations.core.services import jobs
from nominations.core.tables import FrozenRanking, Job
from nominations.core.work import Work
from tests.support import make, routing

PLANTED = "Planted Name"


@pytest.fixture
def marked(world):
    """Five files, four reviewers of telling names, three reviews each; one of them stepped aside from the first."""
    with world.session(writes=True) as session:
        round_, head = session.merge(world.round()), session.merge(world.person("head"))
        people = [routing.reviewer(session, round_.edition_id, f"{PLANTED} {i}", country="") for i in range(4)]
        files = [routing.file(session, session.merge(world.person("owner")), round_) for _ in range(5)]
        for i, file in enumerate(files):
            for j in range(3):
                of = make.assignment(session, round_, file, people[(i + j) % 4], head)
                make.no_conflict(session, of)
                routing.assessment(session, of, 3 + i, 4 + (i + j) % 5, 8 - j)
        aside = make.assignment(session, round_, files[0], people[3], head)
        make.recusal(session, files[0], people[3])
        session.commit()
        assert aside.id
    return world.round()


def close_round(world, round_):
    with world.session(writes=True) as session:
        row = session.merge(round_)
        row.closed_at, row.closed_by_id = make.START, world.person("head").id
        session.commit()


def run_analyses(world):
    with world.session() as session:
        waiting = list(session.scalars(select(Job.id).where(Job.state == JobState.WAITING, Job.task == "analysis")))
    work = Work(world.session(writes=True), make.SYSTEM, world.clock(), world.settings)
    for job in waiting:
        jobs.run_job(work, job)
    work.session.close()


def analyse_scores(browse, world, marked):
    page = browse("head", "secretariat.round", round_id=marked.id).press("Analyse the scores")
    assert "We are analysing the scores." in page.text("main")
    run_analyses(world)
    return browse("head", "secretariat.round", round_id=marked.id)


def test_the_marks_are_analysed_from_the_page_and_said_in_sentences_first(browse, world, marked):
    page = analyse_scores(browse, world, marked)

    assert "clearly among the first" in page.text(".lead")
    assert page.has("#ranking .rank-interval svg")
    assert "Frozen rankings" in page.text("#frozen")
    assert "Krippendorff" in page.text("main")


def test_each_place_is_explained_in_sentences_that_add_up_and_a_table(browse, world, marked):
    page = analyse_scores(browse, world, marked).follow("Explain this place PRL-2025-P-0006")

    sentences = page.texts("ol.explained li")
    assert len(sentences) in (6, 7)
    plain, *parts, together = [
        float(figure.replace("−", "-")) for figure in re.findall(r"[-+−]?\d+\.\d\d", sentences[4])
    ]
    assert round(plain + sum(parts), 2) == together
    assert "Total out of 100" in page.text("#sums")
    assert page.texts("ol.explained li")[0].startswith("3 reviews of this nomination count. 1 reviewer is recused.")


def test_freezing_keeps_a_state_with_its_seal_and_a_second_visit_shows_what_changed(browse, world, marked):
    page = browse("head", "secretariat.round", round_id=marked.id).press("Freeze the ranking", {"words": "Noon قلعة"})

    assert page.heading == "Frozen ranking 1: Projects, First round"
    assert "Noon قلعة" in page.text("main")
    with world.session() as session:
        kept = session.scalars(select(FrozenRanking)).one()
    assert kept.sha256 in page.text("main")
    assert "There are no differences." in page.follow("Changes since then").text("main")


def test_words_with_a_forbidden_character_come_back_with_a_sentence(browse, world, marked):
    page = browse("head", "secretariat.round", round_id=marked.id).press("Freeze the ranking", {"words": "a\u0007b"})

    assert page.status == 422
    assert "Some characters cannot be saved" in page.text("main")


def test_no_name_of_a_reviewer_reaches_whom_it_is_hidden_from(browse, world, marked):
    analyse_scores(browse, world, marked)
    browse("head", "secretariat.round", round_id=marked.id).press("Freeze the ranking", {"words": "Now."})
    close_round(world, marked)
    with world.session() as session:
        frozen_id = session.scalars(select(FrozenRanking.id)).one()
    pages = {"round": {}, "frozen": {"frozen_id": frozen_id}, "frozen_since": {"frozen_id": frozen_id},
             "without": {"number": 2}, "place": {"nomination_id": world.nomination("eligible").id}}

    for persona in ("chair", "officer", "observer"):
        for endpoint, of in pages.items():
            page = browse(persona, f"secretariat.{endpoint}", round_id=marked.id, **of)
            assert (page.status, PLANTED in page.response.text) == (200, False), (persona, endpoint)
    assert PLANTED in browse("head", "secretariat.round", round_id=marked.id).response.text


def test_the_head_may_look_at_the_jurys_version(browse, world, marked):
    page = browse("head", "secretariat.round", round_id=marked.id)
    assert PLANTED in page.response.text

    page = page.follow("Show the jury version, without names")

    assert PLANTED not in page.response.text
    assert PLANTED not in page.follow("Explain this place PRL-2025-P-0006").response.text
    assert PLANTED not in page.follow("Without B").response.text


def test_hints_are_for_the_chair_alone_and_by_letters(browse, world, marked):
    analyse_scores(browse, world, marked)
    close_round(world, marked)

    page = browse("chair", "secretariat.round", round_id=marked.id).follow("Points to check")

    assert page.heading == "Points to check"
    assert PLANTED not in page.response.text
    for persona in ("head", "officer", "auditor"):
        assert browse(persona, "secretariat.worth_a_look", round_id=marked.id).status == 403
        page = browse(persona, "secretariat.round", round_id=marked.id)
        assert "Points to check" not in dict(page.links)  # a column of the table has these words too
        assert "worth-a-look" not in page.document.source


def test_leaving_a_reviewer_out_shows_who_moves(browse, world, marked):
    page = browse("head", "secretariat.round", round_id=marked.id, names="no").follow("Without C")

    assert page.heading == "The ranking without C"
    assert page.has("#compared") or "There are no differences." in page.text("main")


def test_a_reviewer_who_is_not_there_is_not_found(browse, world, marked):
    assert browse("head", "secretariat.without", round_id=marked.id, number=99).status == 404
    assert browse("head", "secretariat.without", round_id=marked.id, number=0).status == 404


def test_a_state_asked_for_by_nonsense_is_not_found(browse, world, marked):
    of = world.nomination("eligible").id

    assert browse("head", "secretariat.place", round_id=marked.id, nomination_id=of, state="x").status == 404
    assert browse("head", "secretariat.place", round_id=marked.id, nomination_id=of, state=str(of)).status == 404
