"""The desk over a whole round: the next file, setting aside, finishing, one's own scale, the others, reading along."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from nominations.core.rules.vocabulary import Action, AssessmentState, DeskState
from nominations.core.tables import (
    Assessment,
    Finished,
    Grant,
    LedgerRecord,
    OpenTotals,
    Practice,
    Round,
    Shadow,
)
from nominations.ranking.queries import scores
from nominations.reviewing.queries import desk, peers, progress
from nominations.reviewing.queries.desk import DeskFilters
from nominations.rounds.queries import assigned_files, rounds
from nominations.screening.queries import list_counts
from tests.support import make, reviewing


def read_as(world, question, person="assigned"):
    """The answer of a query in somebody's eyes; nothing is held afterwards."""
    work = world.work(person)
    try:
        return question(work, world.edition_id)
    finally:
        work.session.rollback()


def open_file(browse, file, person="assigned"):
    return browse(person, "reviewer.file", nomination_id=file.id)


def score(browse, file, person="assigned", **scores):
    marks = {f"score-{key}": str(value) for key, value in ({"quality": 7, "impact": 8, "example": 6} | scores).items()}
    reasons = {f"reason-{key}": "Because." for key in ("quality", "impact", "example")}
    return open_file(browse, file, person).press("Submit the review", reviewing.FULL | marks | reasons)


def show_others(world, *, shown=True):
    with world.session(writes=True) as session:
        if shown:
            session.add(OpenTotals(round_id=world.round().id, at=make.START, by_id=world.person("head").id))
        session.commit()


def read_along(world, person):
    with world.session(writes=True) as session:
        session.add(Shadow(round_id=world.round().id, reviewer_id=world.person(person).id, at=make.START,
                           by_id=world.person("head").id))
        session.commit()


def close(world):
    with world.session(writes=True) as session:
        session.execute(update(Round).values(closed_at=make.START, closed_by_id=world.person("head").id))
        session.commit()


def test_next_is_the_least_reviewed_of_the_wanted_list_and_never_the_one_at_hand(browse, world):
    files = [world.nomination("eligible"), *reviewing.more_files(world, 2)]
    reviewing.route_file(world, "unassigned", files[0])
    reviewing.route_file(world, "unassigned", files[1])
    for file in files[:2]:
        score(browse, file, "unassigned")

    def following(**how):
        return read_as(world, lambda work, edition_id: desk.find_next_file(work, edition_id, **how))

    assert following() == files[2].id
    assert following(but=files[2].id) in {files[0].id, files[1].id}
    assert following(filters=DeskFilters(state="draft")) is None
    assert following(filters=DeskFilters(category="individual")) is None


def test_ties_come_in_an_order_of_each_reviewers_own(world):
    files = reviewing.more_files(world, 6)
    for file in files:
        reviewing.route_file(world, "unassigned", file)

    def order(person):
        ids = [file.id for file in files]
        return read_as(world, lambda work, _: sorted(ids, key=lambda file_id: desk.own_order(work, file_id)), person)

    assert order("assigned") != order("unassigned")


def test_a_file_set_aside_keeps_what_was_typed_and_comes_after_all_others(browse, world):
    first, second = world.nomination("eligible"), reviewing.more_files(world, 1)[0]

    page = open_file(browse, first).press("Postpone", {"score-quality": "4"})

    assert page.url.endswith(str(second.id))
    home = browse("assigned", "reviewer.desk")
    assert "1 postponed" in home.text("p.lead")
    assert "Postponed" in home.texts("tbody .state")
    assert read_as(world, desk.find_next_file) == second.id
    assert read_as(world, lambda work, edition: desk.find_next_file(work, edition, but=second.id)) == first.id
    page = open_file(browse, first).press("Stop postponing")
    assert page.has("#score-quality-4[checked]")
    assert read_as(world, desk.load_desk).count(DeskState.SET_ASIDE) == 0


def test_setting_aside_an_empty_card_keeps_no_card(browse, world):
    open_file(browse, world.nomination("eligible")).press("Postpone")

    with world.session() as session:
        assert session.scalars(select(Assessment)).all() == []


def test_submitting_ends_setting_aside(browse, world):
    file = world.nomination("eligible")
    open_file(browse, file).press("Postpone")
    score(browse, file)

    with world.session(writes=True) as session:
        session.execute(update(Assessment).values(state=AssessmentState.DRAFT))
        session.commit()
    assert read_as(world, desk.load_desk).count(DeskState.DRAFT) == 1


def test_the_script_saves_and_is_told_the_version_that_stands(browse, world):
    page = open_file(browse, world.nomination("eligible"))
    token = page.document.all("input[name=csrf_token]")[0].get("value")
    path = f"{page.url.partition('?')[0]}/card"

    def saved(version, **fields):
        return page.client.post(path, data={"csrf_token": token, "version": version, **fields},
                                headers={"Accept": "application/json"})

    first = saved(0, comment="One.")
    assert (first.status_code, set(first.json)) == (200, {"saved", "version"})
    second = saved(first.json["version"], comment="Two.")
    assert second.json["version"] == first.json["version"] + 1
    assert saved(first.json["version"], comment="Three.").status_code == 409
    assert saved(second.json["version"], **{"score-quality": "11"}).status_code == 422
    close(world)
    late = saved(second.json["version"], comment="Four.")
    assert (late.status_code, late.json) == (409, {"kind": "late"})
    with world.session() as session:
        assert session.scalars(select(Assessment.comment)).one() == "Two."


def test_the_script_of_somebody_recused_meanwhile_is_told_nothing(browse, world):
    page = open_file(browse, world.nomination("eligible"))
    token = page.document.all("input[name=csrf_token]")[0].get("value")
    with world.session(writes=True) as session:
        make.recusal(session, world.nomination("eligible"), world.person("assigned"))
        session.commit()

    answer = page.client.post(f"{page.url}/card", data={"csrf_token": token, "version": 0, "comment": "x"},
                              headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json) == (404, None)


def test_finishing_lists_what_is_open_and_what_lies_apart_and_can_be_taken_back(browse, world):
    files = [world.nomination("eligible"), *reviewing.more_files(world, 6)]
    for file in files[:5]:
        score(browse, file, quality=6, impact=6, example=5)
    score(browse, files[5], quality=10, impact=10, example=9)

    page = browse("assigned", "reviewer.desk").follow("I have finished")

    assert "1 nomination without a review" in page.texts("h2")
    assert (
        "your total is 98.0; your other totals are between 58.0 and 58.0. Do you want to keep it?"
    ) in page.text("main")
    page = page.press("I have finished")
    with world.session() as session:
        assert session.scalars(select(Finished.reviewer_id)).all() == [world.person("assigned").id]
    progress_page = browse("head", "secretariat.progress")
    assert progress_page.has("#reviewers td time")
    page.press("Undo “I have finished”")
    with world.session() as session:
        assert session.scalars(select(Finished)).all() == []
        acts = [row.act for row in session.scalars(select(LedgerRecord))]
    assert acts.count("finish") == 2


def test_nobody_finishes_a_round_that_is_closed_or_not_theirs(browse, world):
    page = browse("assigned", "reviewer.finish", round_id=world.round().id)
    assert browse("recused", "public.home").client.get(page.url).status_code == 404
    close(world)

    assert page.press("I have finished").status == 409


def test_one_s_own_scale_is_told_after_five_scores_and_nothing_of_the_others_unless_the_round_shows_it(browse, world):
    files = [world.nomination("eligible"), *reviewing.more_files(world, 5)]
    for file in files:
        reviewing.route_file(world, "unassigned", file)
        score(browse, file, "unassigned", quality=9, impact=9, example=9)
    for file in files[:4]:
        score(browse, file, quality=3, impact=3, example=3)
    assert "after you have submitted 5 reviews" in browse("assigned", "reviewer.scale").text("main")

    score(browse, files[4], quality=3, impact=3, example=3)
    page = browse("assigned", "reviewer.scale")
    assert (
        "You have submitted 5 reviews. The mean of your totals is 30.0. Their spread is 0.0 points."
    ) in page.text("main")
    assert not page.has("tbody tr td:nth-child(3)")
    assert "In this round, you cannot see the totals of the other reviewers." in page.text("main")
    show_others(world)
    page = browse("assigned", "reviewer.scale")
    assert (
        "On average, your total is 60 points lower than the mean of the other reviewers on the same nominations (±0)."
    ) in page.text("main")
    # The sixth file, which is not scored yet, takes no part.
    assert page.texts("tbody tr:nth-child(10) td")[1].split()[0] == "5"


def test_the_others_totals_are_shown_only_once_one_s_own_card_is_in_and_only_where_the_round_says_so(browse, world):
    file = world.nomination("eligible")
    reviewing.route_file(world, "unassigned", file)
    score(browse, file, "unassigned", quality=1, impact=1, example=1)

    assert "Other reviewers" not in score(browse, file).text("main")
    show_others(world)
    assert "10.0" in open_file(browse, file).text(".others")
    open_file(browse, file).press("Reopen my review")
    page = open_file(browse, file)
    assert not page.has(".others")
    assert "10.0" not in page.text("main")


def test_who_asks_for_the_others_totals_is_asked_for_their_own_card(browse, world):
    """The page asks too; the query does not rely on it."""
    file = world.nomination("eligible")
    reviewing.route_file(world, "unassigned", file)
    score(browse, file, "unassigned", quality=1, impact=1, example=1)
    show_others(world)

    def totals(work, _):
        return peers.load_totals(work, assigned_files.load_assigned(work, file.id, to=Action.REVIEW))

    assert read_as(world, totals) is None
    score(browse, file)
    assert read_as(world, totals) == (10,)


def test_the_head_settles_what_reviewers_see_and_who_reads_along(browse, world):
    page = browse("head", "secretariat.rounds")
    show = "Show reviewers the others’ totals once they have submitted their own review"
    page = page.follow(f"{show} Projects, First round")
    assert page.press(show).has("#reason-error")
    page = page.press(show, {"reason": "Asked by the chair."})
    with world.session() as session:
        assert session.scalars(select(OpenTotals.round_id)).all() == [world.round().id]
    page = page.follow("Hide the others' totals from reviewers Projects, First round")
    page = page.press("Hide the others' totals from reviewers", {"reason": "The chair has seen enough."})
    page = page.follow("Shadow reviewers Projects, First round")
    page.press("Save", {"reviewer": [str(world.person("unassigned").id)]})
    with world.session() as session:
        assert session.scalars(select(OpenTotals)).all() == []
        assert session.scalars(select(Shadow.reviewer_id)).all() == [world.person("unassigned").id]


def test_who_stopped_being_a_reviewer_meanwhile_is_refused_at_the_field(browse, world):
    someone = world.person("unassigned").id
    page = browse("head", "secretariat.reading_along", round_id=world.round().id)
    with world.session(writes=True) as session:
        session.execute(update(Grant).where(Grant.account_id == someone).values(ended_at=make.START))
        session.commit()
    page = page.press("Save", {"reviewer": [str(someone)]})

    assert "Choose an option from the list." in page.text("main")
    with world.session() as session:
        assert session.scalars(select(Shadow)).all() == []


@pytest.mark.parametrize("shadow", [False, True])
def test_the_marks_of_who_reads_along_enter_no_count_no_list_and_no_mean(browse, world, shadow):
    file = world.nomination("eligible")
    reviewing.route_file(world, "unassigned", file)
    if shadow:
        read_along(world, "unassigned")
    page = score(browse, file, "unassigned", quality=1, impact=1, example=1)
    assert ("You are a shadow reviewer" in page.text("main")) is shadow
    score(browse, file)
    expected = 1 if shadow else 2
    work, round_id = world.work("head"), world.round().id

    line = rounds.list_rounds(work, world.edition_id)[0]
    assert (line.submitted, line.assigned) == (expected, expected)
    shown = progress.load_progress(work, round_id)
    assert (shown.submitted, shown.files[0].submitted) == (expected, expected)
    assert ("Sevda Kerimli" in [line.reviewer.name for line in shown.reviewers]) is not shadow
    of = scores.load(work, round_id)
    assert len(scores.load_reviewer_names(work, round_id)) == expected + 1  # and the one who stepped aside
    assert sum(review.counted for review in scores.list_reviews(work, of)) == expected
    assert list_counts.reviews(work, [file.id])[file.id] == (expected, expected)
    work.session.rollback()
    page = browse("head", "secretariat.round", round_id=round_id)
    assert ("40.50" in page.text("main")) is not shadow
    assert ("10.00" in page.text("main")) is not shadow
    show_others(world)
    assert ("10.0" in open_file(browse, file).text(".others")) is not shadow


def test_the_least_reviewed_is_told_without_those_who_read_along(browse, world):
    files = [world.nomination("eligible"), *reviewing.more_files(world, 1)]
    read_along(world, "unassigned")
    for file in files:
        reviewing.route_file(world, "unassigned", file)
    own = read_as(world, desk.find_next_file)
    score(browse, next(file for file in files if file.id == own), "unassigned")

    assert read_as(world, desk.find_next_file) == own


def test_practice_shows_the_reference_afterwards_and_counts_nowhere(browse, world):
    page = browse("assigned", "reviewer.desk").follow("Practice").follow("A quay")
    assert "Because of the" not in page.text("main")

    refused = page.press("See the reference", {"score-quality": "7"})
    assert (refused.status, refused.text("#score-impact-error")) == (422, "Choose a score.")
    page = refused.press("See the reference", {"score-quality": "7", "score-impact": "5", "score-example": "1"})

    assert "Because of the impact" in page.text("#reference")
    with world.session() as session:
        assert session.scalars(select(Practice.sample)).all() == ["quay"]
        assert session.scalars(select(Assessment)).all() == []
    assert browse("unassigned", "reviewer.sample", sample="quay").has("form[action*=practice]")


def test_single_letters_are_switched_off_for_the_person(browse, world):
    page = browse("assigned", "reviewer.keys").press("Switch off single-letter shortcuts")

    assert "Single-letter shortcuts are off" in page.text("main")
    assert open_file(browse, world.nomination("eligible")).has("[data-desk][data-shortcuts=off]")
    page.press("Switch on single-letter shortcuts")
    assert not open_file(browse, world.nomination("eligible")).has("[data-shortcuts=off]")


def test_the_list_one_comes_from_is_kept_through_files(browse, world, clock):
    files = [world.nomination("eligible"), *reviewing.more_files(world, 2)]
    score(browse, files[1])
    clock.turn_to(make.START + timedelta(minutes=1))

    page = browse("assigned", "reviewer.desk", state="not_started")
    page = page.visit(page.document.all("tbody th a")[0].get("href"))

    assert "1 of 2" in page.text(".around")
    page = page.follow("Next nomination")
    assert page.url.partition("?")[0].endswith(str(files[2].id))
    assert "state=not_started" in page.url
