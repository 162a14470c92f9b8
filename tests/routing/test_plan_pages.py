"""The rooms of proposals: asked for, read, taken over; tables that come in and leave; locks and costs by hand."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from nominations.core.services import jobs
from nominations.core.tables import Job, Plan, Profile
from nominations.routing.services import plans
from tests.routing.test_plans import files, readers, standing
from tests.support import make, routing


def work_off(world):
    """Everything the worker has to do."""
    with world.session() as session:
        waiting = session.scalars(select(Job.id).where(Job.task == "plan", Job.state == "waiting")).all()
    for job in waiting:
        work = world.work("head")
        jobs.run_job(work, job)
        work.session.close()


def newest(world):
    """The plan asked for last; the clock of the tests stands, so each takes a minute."""
    world.clock.turn_to(world.clock() + timedelta(minutes=1))
    with world.session() as session:
        return session.scalars(select(Plan.id).order_by(Plan.made_at.desc())).first()


def test_a_proposal_is_asked_for_read_taken_over_and_published(browse, world):
    readers(world, "Ana Reader", "Bo Reader", "Cleo <b>Reader</b>", "Dan Reader")
    made = files(world, 3)
    page = browse("officer", "secretariat.assignments").follow("Assignment plans")
    page = page.press("Propose assignments", {"reviews": "2"})
    assert page.heading.startswith("Assignment plan:")
    assert "We are preparing the plan." in page.text("[data-job]")

    work_off(world)
    page = browse("officer", "secretariat.plan", plan_id=newest(world))
    text = " ".join(page.texts("main li"))
    assert "The reviewers of every other nomination have a total of at least" in text
    assert "1 assignment stays." in text
    assert "7 assignments are new." in text
    assert len(page.texts("#added tbody tr")) == 7
    assert all(published for published in standing(world).values())

    page = page.press("Apply this plan")
    assert "7 assignments are proposed." in page.texts(".notice-success")[0]
    assert world.letters() == []
    page = browse("head", "secretariat.assignments").follow("Check and publish").press("Publish the assignments")
    assert "7 assignments are published." in " ".join(page.texts(".notice-success"))
    assert len(world.letters()) == len({address for address, _ in world.letters()})
    assert all(sum(file == nomination.id for file, _ in standing(world)) == 2 for nomination in made)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_page_of_a_plan_speaks_the_language(browse, world, language):
    ana, *_ = readers(world, "Ana Reader", "Bo Reader", "Cleo Reader")
    (file,) = files(world, 1)
    round_id = world.round().id
    for endpoint in ("plans", "assignment_import"):
        assert browse("officer", f"secretariat.{endpoint}", round_id=round_id, lang=language).language == language
    pages = [browse("officer", "secretariat.assignments", view="loads", lang=language),
             browse("officer", "secretariat.assignment", round_id=round_id, nomination_id=file.id, reviewer_id=ana.id,
                    lang=language)]
    for reviews in ("2", "9"):
        browse("officer", "secretariat.plans", round_id=round_id).press("Propose assignments", {"reviews": reviews})
        work_off(world)
        pages.append(browse("officer", "secretariat.plan", plan_id=newest(world), lang=language))
    assert [page.status for page in pages] == [200] * 4
    assert len(pages[2].texts("main li")) > 4
    assert pages[3].has(".notice-error")


def test_what_cannot_be_done_is_told_with_bans_by_reason_and_a_button_that_tries_what_helps(browse, world):
    readers(world, "Ana Reader", "Bo Reader")
    (file,) = files(world, 1)
    with world.session(writes=True) as session:
        # The file of the test world has its two readers.
        eligible = session.merge(world.nomination("eligible"))
        of = make.assignment(session, session.merge(world.round()), eligible,
                             session.merge(world.person("unassigned")), session.merge(world.person("head")))
        make.no_conflict(session, of)
        third = make.assignment(session, session.merge(world.round()), eligible,
                                routing.reviewer(session, world.edition_id, "Third Reader"),
                                session.merge(world.person("head")))
        assert third
        session.commit()
    browse("officer", "secretariat.plans", round_id=world.round().id).press("Propose assignments", {"reviews": "3"})
    work_off(world)
    page = browse("officer", "secretariat.plan", plan_id=newest(world))
    assert page.text(".notice-error p") == (
        f"{file.reference} needs 3 reviewers, but only 2 can review it. Left out: does not read the language 4."
    )
    assert page.texts("#bans td") == ["3", "2", "does not read the language: 4"]
    (button,) = [label for label in page.buttons if label.startswith("Propose with this change")]
    page = page.press(button)
    work_off(world)
    page = browse("officer", "secretariat.plan", plan_id=newest(world))
    assert page.has("#added")
    assert len(page.texts("#added tbody tr")) == 2


def test_a_plan_that_rests_on_what_has_changed_says_so_and_offers_no_button(browse, world):
    ana, *_ = readers(world, "Ana Reader", "Bo Reader", "Cleo Reader")
    (file,) = files(world, 1)
    browse("officer", "secretariat.plans", round_id=world.round().id).press("Propose assignments", {"reviews": "2"})
    work_off(world)
    before = browse("officer", "secretariat.plan", plan_id=newest(world))
    assert "Apply this plan" in before.buttons
    with world.session(writes=True) as session:
        make.recusal(session, session.merge(file), session.merge(ana))
        session.commit()

    page = before.press("Apply this plan")
    assert page.status == 409
    page = browse("officer", "secretariat.plan", plan_id=newest(world))
    assert "This plan is out of date" in page.text(".notice-warning h2")
    assert "Apply this plan" not in page.buttons


def test_the_cost_of_a_change_by_hand_is_shown_with_its_parts_and_a_pair_can_be_kept(browse, world):
    ana, *_ = readers(world, "Ana Reader", "Bo Reader")
    (file,) = files(world, 1)
    cell = {"round_id": world.round().id, "nomination_id": file.id, "reviewer_id": ana.id}
    page = browse("officer", "secretariat.assignment", **cell)
    facts = page.texts("dl.facts dd")
    assert facts[-5:] == ["180 of 600 points", "200 of 250 points", "50 of 100 points", "0 of 50 points",
                          "430 of 1000 points"]
    assert "Adding it changes the points of all nominations by +430" in page.text("main")
    page = page.press("Keep this pair in every assignment plan")
    assert "Let assignment plans change this pair" in page.buttons
    assert "kept in every assignment plan" in browse("officer", "secretariat.assignments").text("#board")
    assert "Keep this pair in every assignment plan" in page.press("Let assignment plans change this pair").buttons

    page = browse("officer", "secretariat.assignment", **cell).press("Propose this assignment")
    page = browse("officer", "secretariat.assignment", **cell)
    assert "Removing it changes the points of all nominations by -430" in page.text("main")


def test_a_pair_that_the_rules_bar_cannot_be_kept(browse, world):
    cell = {"round_id": world.round().id, "nomination_id": world.nomination("eligible").id,
            "reviewer_id": world.person("recused").id}
    page = browse("officer", "secretariat.assignment", **cell)
    assert "recused" in page.text("main")
    assert "Keep this pair in every assignment plan" not in page.buttons


def test_the_board_by_reviewers_shows_loads_against_limits(browse, world):
    ana, *_ = readers(world, "Ana Reader")
    with world.session(writes=True) as session:
        session.scalars(select(Profile).where(Profile.account_id == ana.id)).one().most_files = 4
        session.commit()
    (file,) = files(world, 1)
    browse("officer", "secretariat.assignment", round_id=world.round().id, nomination_id=file.id,
           reviewer_id=ana.id).press("Propose this assignment")
    page = browse("officer", "secretariat.assignments").follow("Reviewers and their workload")
    assert page.texts("#loads tbody tr")[0] == "Ana Reader English (fluent) 1 of 4 nominations 1 0 0 0"


def test_a_table_leaves_and_comes_back_and_runs_nothing(browse, world):
    with world.session(writes=True) as session:
        round_ = session.merge(world.round())
        file = routing.file(session, session.merge(world.person("owner")), round_, title="=cmd|'/c calc'!A1")
        who = routing.reviewer(session, world.edition_id, "+Evil Reader")
        make.assignment(session, round_, file, who, session.merge(world.person("head")), published=False)
        session.commit()
    round_id = world.round().id
    page = browse("officer", "secretariat.assignment_table", round_id=round_id)
    content = page.response.get_data().decode("utf-8-sig")
    assert "'=cmd" in content
    assert ",'+Evil Reader," in content
    assert "=cmd" not in content.replace("'=cmd", "")

    form = browse("officer", "secretariat.assignment_import", round_id=round_id)
    page = form.press("Check and propose", files={"table": ("table.csv", content.encode("utf-8-sig"))})
    assert "3 existed already." in " ".join(page.texts(".notice"))
    assert len(standing(world)) == 3


HOSTILE = {
    b"": "This table cannot be read. Choose a CSV file.",
    b"r\xecf\xe9rence;\xc7\xe1;reviewer\n": "The file is not a text in UTF-8. Save it as “CSV UTF-8”.",
    b"PK\x03\x04\x00\x00": "This table cannot be read. Choose a CSV file.",
    b"title,mail\nx,y\n": "Line 1: The first line must name these columns: reference, reviewer.",
    b'reference,reviewer\n"x,y\n': "Line 2: This table cannot be read. Choose a CSV file.",
    b"reference;reviewer\nPRL-2025-P-0004\n": "Line 2: The row has too few columns.",
    b"reference,reviewer\nNOPE,sevda.kerimli@example.org\n":
        "Line 2: No nomination of this round has the reference “NOPE”.",
    b"reference,reviewer\nPRL-2025-P-0004,<b>@x\n":
        "Line 2: No reviewer of this edition has the email address “<b>@x”.",
    b"reference,reviewer\n" + 2 * b"PRL-2025-P-0004,sevda.kerimli@example.org\n":
        "Line 3: The same pair is already on line 2.",
    b"reference,reviewer\n" + b"a" * 200_000 + b",b\n": "Line 2: This table cannot be read. Choose a CSV file.",
}


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_a_table_that_cannot_be_taken_says_why_by_line_and_saves_nothing(browse, world, content):
    before = standing(world)
    form = browse("officer", "secretariat.assignment_import", round_id=world.round().id)
    page = form.press("Check and propose", files={"table": ("table.csv", content)})

    assert page.status == 422
    assert HOSTILE[content] in page.texts(".notice-error li")
    assert standing(world) == before


def test_a_row_that_the_rules_bar_is_told_with_its_line(browse, world):
    with world.session(writes=True) as session:
        make.recusal(session, session.merge(world.nomination("eligible")), session.merge(world.person("unassigned")))
        session.commit()
    rows = b"reference,reviewer\n\nPRL-2025-P-0004,sevda.kerimli@example.org\n"
    page = browse("officer", "secretariat.assignment_import", round_id=world.round().id).press(
        "Check and propose", files={"table": ("t.csv", rows)})
    assert page.texts(".notice-error li") == ["Line 3: The reviewer is recused from this nomination."]


def test_one_wrong_row_among_right_ones_saves_none(browse, world):
    before = standing(world)
    rows = b"reference,reviewer,reason\n" + b"".join(
        b"PRL-2025-P-%s,sevda.kerimli@example.org,Known to us.\n" % number for number in (b"0004", b"9999")
    )
    page = browse("officer", "secretariat.assignment_import", round_id=world.round().id).press(
        "Check and propose", files={"table": ("t.csv", rows)})
    unknown = "Line 3: No nomination of this round has the reference “PRL-2025-P-9999”."
    assert page.texts(".notice-error li") == [unknown]
    assert standing(world) == before
    page = browse("officer", "secretariat.assignment_import", round_id=world.round().id).press(
        "Check and propose", files={"table": ("t.csv", rows.rpartition(b"PRL")[0])})
    assert "1 assignment is proposed." in page.texts(".notice-success")[0]


def test_pages_of_plans_ask_the_database_the_same_number_of_times_for_few_and_many(app, browse, world):
    readers(world, "Ana Reader", "Bo Reader", "Cleo Reader", "Dan Reader")
    files(world, 1)

    def asked():
        plans_ = []
        round_id = world.round().id
        work = world.work("officer")
        plans.order_plan(work, round_id, plans.Choices(2, country_cap=None))
        work.session.close()
        work_off(world)
        for endpoint, values in (
            ("plan", {"plan_id": newest(world)}), ("plans", {"round_id": round_id}), ("assignments", {"view": "loads"}),
            ("assignments", {}), ("assignment_table", {"round_id": round_id}),
        ):
            with routing.count_statements(app.extensions["engine"]) as statements:
                browse("officer", f"secretariat.{endpoint}", **values)
            plans_.append(len(statements))
        return plans_

    few = asked()
    files(world, 12)
    assert asked() == few

