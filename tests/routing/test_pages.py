"""The secretariat's rooms of routing and scores, walked through as a person would."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from nominations.core.tables import Assignment, Round
from tests.support import make, routing
from tests.support.page import text, words

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


def test_a_round_that_hides_whose_the_files_are_says_how_far(browse):
    how_far = "What is written inside attached files and pictures stays as it is."
    page = browse("head", "secretariat.rounds")
    assert how_far not in page.text("main")

    hide = page.follow("Hide applicants’ names from reviewers Projects, First round")
    assert hide.press("Hide applicants’ names from reviewers").has("#reason-error")
    assert how_far not in browse("head", "secretariat.rounds").text("main")
    page = hide.press("Hide applicants’ names from reviewers", {"reason": "The panel is small. سبب", "unchecked": "1"})
    assert how_far in page.text("main")

    page = page.follow("Show applicants’ names to reviewers Projects, First round")
    page = page.press("Show applicants’ names to reviewers", {"reason": "=1+1"})
    assert how_far not in page.text("main")


def test_many_are_checked_then_proposed_then_published(browse, world):
    with world.session(writes=True) as session:
        round_ = session.merge(world.round())
        title = '<b>x</b> =1+1 مدرسة'
        more = [routing.file(session, session.merge(world.person("owner")), round_, title=title) for _ in range(2)]
        session.commit()
    free, recused = world.person("unassigned"), world.person("recused")
    page = browse("head", "secretariat.assignments")
    assert "3 nominations have fewer than 3 reviewers." in page.text(".notice-warning")

    page = page.press("Check the chosen assignments", {
        "file": [str(world.nomination("eligible").id), str(more[0].id)], "reviewer": [str(free.id), str(recused.id)],
    })
    assert page.heading == "Check before assigning"
    assert page.texts("h2") == ["3 assignments will be proposed", "1 assignment is not possible"]
    assert page.texts("#cannot td")[-1] == "The reviewer is recused from this nomination."

    assert page.press("Propose these assignments").text(".error-summary li") == (
        "Give a reason. It is kept with the assignment."
    )
    page = page.press("Propose these assignments", {"reason": routing.WHY})
    assert "3 assignments are proposed." in page.texts(".notice-success")[0]
    assert world.letters() == []
    page = page.follow("Check and publish")
    assert "3 nominations stay below 3 reviewers" in page.text(".notice-error h2")
    page = page.press("Publish the assignments")
    assert page.status == 200
    assert sorted(world.letters()) == [
        (recused.email, "1 nomination to review: The Pearl Prize"),
        (free.email, "2 nominations to review: The Pearl Prize"),
    ]


def test_nothing_chosen_is_said(browse):
    page = browse("officer", "secretariat.assignments").press("Check the chosen assignments")

    assert "Choose at least one nomination and one reviewer." in page.text(".notice-warning[role=status]")


def test_one_cell_is_proposed_replaced_and_removed_with_a_reason(browse, world):
    round_id, file = world.round().id, world.nomination("eligible")
    assigned, free = world.person("assigned"), world.person("unassigned")
    cell = {"round_id": round_id, "nomination_id": file.id}

    page = browse("officer", "secretariat.assignment", **cell, reviewer_id=assigned.id)
    page = page.press("Replace", {"by": str(free.id)})
    assert (page.status, page.text(".error-summary li")) == (422, "Fill this in.")
    page = page.press("Replace", {"by": str(world.person("recused").id), "reason": "سفر <b>"})
    assert page.status == 422
    assert page.text("#reason") == "سفر <b>"
    page = page.press("Replace", {"by": str(free.id)})
    assert page.heading == "Assignments"

    page = browse("officer", "secretariat.assignment", **cell, reviewer_id=free.id)
    assert page.text(".tag") == "Proposed"
    assert page.press("Remove", {"reason": "Not needed."}).status == 200
    page = browse("officer", "secretariat.assignment", **cell, reviewer_id=free.id)
    assert page.press("Propose this assignment", {"reason": routing.WHY}).heading == "Assignments"


def test_hints_are_shown_with_their_evidence(browse, world):
    with world.session(writes=True) as session:
        person = routing.reviewer(session, world.edition_id, "Ada Byron Junior", country="MA", most=0)
        session.commit()
    routing.look(world)
    page = browse("officer", "secretariat.assignments")
    assert "Possible conflict found" in " ".join(page.texts("#board tbody td"))

    page = browse("officer", "secretariat.assignment", round_id=world.round().id,
                  nomination_id=world.nomination("eligible").id, reviewer_id=person.id)

    assert page.texts("main li") == [
        "Lives in the country: Morocco (Nominator: Country)",
        "Named in the nomination: Ada Byron Junior ~ Ada Byron, 96% similar (Nominator: Name)",
    ]
    assert "Propose this assignment" not in page.buttons


def test_a_possible_conflict_is_decided_on_its_page(browse, world):
    with world.session(writes=True) as session:
        round_, file = session.merge(world.round()), session.merge(world.nomination("eligible"))
        of = make.assignment(session, round_, file, session.merge(world.person("unassigned")),
                             session.merge(world.person("head")))
        routing.possible(session, of, words="<i>We</i> wrote\n\na book =SUM(1)")
        session.commit()
    page = browse("officer", "secretariat.conflicts")
    assert "<i>We</i> wrote" in " ".join(page.texts("#open td"))

    page = page.follow("Decide PRL-2025-P-0004, Sevda Kerimli")
    page = page.press("Decide", {"reason": "A\nreason"})
    assert (page.status, page.text("#reason")) == (422, "A reason")
    page = page.press("Decide", {"decision": "confirm"})

    assert page.heading == "Conflicts of interest"
    assert "There is no declared conflict to decide on." in page.texts(".empty")
    assert len(page.document.all("#recusals tbody tr")) == 2
    assert browse("unassigned", "reviewer.file", nomination_id=file.id).status == 404


def test_the_register_can_be_narrowed(browse, world):
    for query in ({"answer": "none"}, {"answer": "real"}, {"answer": "\x1f"}, {"reviewer": "x"}, {"page": "0"},
                  {"page": "99999999999999999999"}, {"reviewer": str(world.person("assigned").id)}):
        assert browse("officer", "secretariat.conflicts", **query).status == 200
    page = browse("officer", "secretariat.conflicts", answer="real")
    assert "No declaration matches this filter." in page.texts(".empty")


def test_a_reviewer_is_set_aside_in_two_steps(browse, world):
    file, reviewer = world.nomination("eligible"), world.person("assigned")
    page = browse("officer", "secretariat.assignment", round_id=world.round().id, nomination_id=file.id,
                  reviewer_id=reviewer.id).follow("Recuse this reviewer from the nomination")

    page = page.press("Recuse this reviewer", {"reason": "A cousin."})
    assert (page.status, page.text("#reason")) == (422, "A cousin.")
    page = page.press("Recuse this reviewer", {"kind": "family"})

    assert page.heading == "Conflicts of interest"
    assert browse("assigned", "reviewer.file", nomination_id=file.id).status == 404
    page = browse("head", "secretariat.recusal", nomination_id=file.id, reviewer_id=reviewer.id)
    assert "This reviewer is already recused from the nomination" in page.text(".notice h2")


def test_a_round_is_opened_moved_closed_and_followed_by_a_final_one(browse, world):
    with world.session(writes=True) as session:
        person = make.eligible(session, session.merge(world.nomination("person")))
        of = session.scalars(select(Assignment).where(Assignment.reviewer_id == world.person("assigned").id)).one()
        routing.assessment(session, of, 8, 8, 8)
        session.commit()
    page = browse("head", "secretariat.rounds").follow("Open the first round")
    page = page.press("Open the round", {"due_on": "2025-01-01"})
    assert (page.status, page.text(".error-summary li")) == (422, "Choose today or a later day.")
    page = page.press("Open the round", {"due_on": "2026-01-31"})
    assert (page.heading, person.reference in page.text("#board")) == ("Assignments", True)

    page = browse("head", "secretariat.round_closing", round_id=world_first(world).id)
    assert page.text("#below th.row-title") == "PRL-2025-P-0004The quay of pearls"
    assert page.press("Change the deadline", {"due_on": "never"}).status == 422
    assert page.press("Change the deadline", {"due_on": "2026-02-01"}).heading == "Rounds and scores"
    page = page.press("Close the round")
    assert page.heading == "Scores: Projects, First round"
    assert "80.00" in page.text("#ranking")

    page = page.press("Open a final round for the chosen nominations", {"file": [str(world.nomination("eligible").id)]})
    page = page.press("Open the final round", {"due_on": "2026-03-01"})
    assert page.heading == "Assignments"
    assert "Projects · Final round" in page.texts("h2")


def world_first(world):
    with world.session() as session:
        return session.scalars(select(Round).where(Round.category == "project")).one()


def test_an_officer_meets_no_score_while_the_round_is_open(browse, world):
    with world.session(writes=True) as session:
        of = session.scalars(select(Assignment).where(Assignment.reviewer_id == world.person("assigned").id)).one()
        routing.assessment(session, of, 9, 9, 9, comment="UNMISTAKABLE WORDS")
        session.commit()
    round_id = world.round().id
    assert "90.00" in browse("head", "secretariat.round", round_id=round_id).text("#ranking")

    for persona in ("officer", "observer", "auditor", "chair"):
        assert browse(persona, "secretariat.round", round_id=round_id).status == 409
        for endpoint in ("scores_csv", "scores_xlsx"):
            assert browse(persona, f"secretariat.{endpoint}", round_id=round_id).status == 409
    for persona, endpoint in (("officer", "rounds"), ("officer", "assignments"), ("officer", "progress"),
                              ("observer", "progress"), ("auditor", "rounds"), ("chair", "rounds")):
        source = browse(persona, f"secretariat.{endpoint}").document.source
        assert "90.00" not in source
        assert "UNMISTAKABLE" not in source
        assert f"/rounds/{round_id}\"" not in source


def test_the_ranking_says_what_was_made_of_each_review(browse, world):
    with world.session(writes=True) as session:
        of = session.scalars(select(Assignment).where(Assignment.reviewer_id == world.person("assigned").id)).one()
        routing.assessment(session, of, 9, 8, 7)
        routing.file(session, session.merge(world.person("owner")), session.merge(world.round()), title="سوق اللؤلؤ")
        session.commit()

    page = browse("head", "secretariat.round", round_id=world.round().id)
    assert len(page.document.all("#ranking tbody tr")) == 2
    assert "Interim" in page.text(".notice-warning h2")
    assert page.texts("#ranking tbody strong:not(.tag)") == ["83.00", "–"]
    assert "Rashid Amin 83.00" in page.texts(".totals")[0]
    assert "Paul Diop recused" in page.texts(".totals")[0]
    page = page.press("Scoring report (PDF)", {"language": "ar", "names": "yes"})
    assert page.heading == "Scoring report"
    page = browse("head", "secretariat.round", round_id=world.round().id)
    assert page.press("Score sheet PRL-2025-P-0004").heading == "Score sheet"


def test_hostile_addresses_are_answered_calmly(browse, world):
    round_id = world.round().id
    nobody = "00000000-0000-4000-8000-000000000000"
    for endpoint, values, status in (
        ("assignments", {"round": nobody}, 404), ("assignments", {"round": "x' OR 1=1"}, 200),
        ("assignments", {"page": "-5", "show": "below"}, 200), ("progress", {"round": nobody}, 404),
        ("round", {"round_id": nobody}, 404), ("round_opening", {"category": "nothing"}, 404),
        ("assignment", {"round_id": round_id, "nomination_id": nobody, "reviewer_id": nobody}, 404),
        ("assignment_check", {"round_id": round_id, "file": nobody, "reviewer": nobody}, 200),
        ("recusal", {"nomination_id": nobody, "reviewer_id": nobody}, 404), ("conflict", {"conflict_id": nobody}, 404),
    ):
        assert browse("head", f"secretariat.{endpoint}", **values).status == status, endpoint


def test_progress_tells_what_is_overdue_and_when_reviews_came_in(browse, world, clock):
    with world.session(writes=True) as session:
        round_, owner = session.merge(world.round()), session.merge(world.person("owner"))
        who, head = session.merge(world.person("assigned")), session.merge(world.person("head"))
        for submitted in (True, False):
            of = make.assignment(session, round_, routing.file(session, owner, round_), who, head)
            routing.assessment(session, of, 5, 5, 5, submitted=submitted)
        aside = routing.file(session, owner, round_)
        routing.assessment(session, make.assignment(session, round_, aside, who, head), 5, 5, 5)
        make.recusal(session, aside, who)
        due = round_.due_at
        session.commit()

    clock.turn_to(due - timedelta(microseconds=1))
    page = browse("head", "secretariat.progress")
    assert not any("overdue" in tag for tag in page.texts(".tag"))
    assert cells(page, "#days") == [["25 November 2025", "1", "", "1 of 3"]]

    clock.turn_to(due)
    page = browse("head", "secretariat.progress")
    assert "2 reviews are overdue" in page.texts(".tag")
    assert sorted(row[6] for row in cells(page, "#files")) == ["0", "0", "1", "1"]


def cells(page, table):
    return [[words(text(cell)) for cell in row] for row in page.document.all(f"{table} tbody tr")]
