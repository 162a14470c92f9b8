"""The conflict question of the office and the jury: names only, once for every nomination, before anything opens."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from nominations.access.queries.involvement import load_involvement
from nominations.conflicts.queries.own_conflicts import list_names
from nominations.conflicts.services import found_conflicts
from nominations.conflicts.services.own_conflicts import state_conflicts
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.policy import WITHHELD_FROM
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Refusal, Role
from nominations.core.tables import ConflictStatement, Grant, LedgerContent, Nomination, Recusal, Submission
from nominations.core.work import Work
from tests.support import hostile_texts, make
from tests.support.routing import count_statements
from tests.support.worlds import PEOPLE, signed_in

QUESTION = "Your conflicts of interest"
REST = {"no_other": True}


@pytest.fixture(autouse=True)
def asked(world):
    """The call has closed, and nobody has answered."""
    with world.session(writes=True) as session:
        session.execute(delete(ConflictStatement))
        session.commit()
    world.clock.turn_to(make.CLOSE)


def submit(world, owner="owner", at=make.CLOSE, **answers):
    """One more nomination, or the same once more where it is one; the id of its submission."""
    with world.session(writes=True) as session:
        nomination = make.nomination(session, session.merge(world.person(owner)))
        submission = make.submission(session, nomination, at=at)
        submission.answers = {**submission.answers, **answers}
        session.commit()
        return submission.id


def submit_again(world, title):
    """The id of a newer submission of a nomination, as a correction makes one."""
    nomination = world.nomination(title)
    with world.session(writes=True) as session:
        made = session.get_one(Submission, nomination.submission_id)
        again = Submission(**{
            column.key: getattr(made, column.key) for column in Submission.__table__.columns if column.key != "id"
        } | {"number": 2, "submitted_at": make.CLOSE + timedelta(days=2)})
        session.add(again)
        session.flush()
        stored = session.get_one(Nomination, nomination.id)
        stored.submission_id, stored.submitted_at = again.id, again.submitted_at
        session.commit()
        return again.id


def submission_of(world, title):
    return world.nomination(title).submission_id


def reading(world, who, role=None):
    actor = Actor(world.person(who).id, role or PEOPLE[who][1], "pearl-2025")
    return Work(world.session(), actor, world.clock(), world.settings)


def names(world, who="head", role=None):
    return list_names(reading(world, who, role), world.edition_id)


def owes(world, who="head", role=None):
    with world.session() as session:
        actor = Actor(world.person(who).id, role or PEOPLE[who][1], "pearl-2025")
        return not load_involvement(session, actor, world.edition_id, world.clock()).has_stated_conflicts


def answer(world, who="head", conflicts=(), shown=None, **how):
    shown = {submission.id for submission in names(world, who)} if shown is None else shown
    shown = set(map(str, shown))
    return state_conflicts(world.work(who), world.edition_id, shown, dict.fromkeys(conflicts, "A cousin."),
                           **(how or REST))


def recusals(world, who="head"):
    with world.session() as session:
        return list(session.scalars(select(Recusal).where(Recusal.reviewer_id == world.person(who).id)))


@pytest.mark.both_databases
def test_each_office_owes_the_answer_and_once_it_is_given_no_longer(world):
    offices = ("chair", "officer", "second_officer", "head", "observer", "auditor")
    assert all(owes(world, who) for who in offices)
    assert not owes(world, "assigned")

    answer(world)

    assert not owes(world)
    assert owes(world, "officer")


def test_nobody_is_asked_before_the_close_or_where_nothing_was_submitted(world):
    world.clock.turn_to(make.CLOSE - make.A_MOMENT)
    assert not owes(world)
    assert names(world) == ()
    with pytest.raises(Refused) as no:
        answer(world, shown=())
    assert no.value.reason is Refusal.TOO_EARLY

    world.clock.turn_to(make.CLOSE)
    for title in ("submitted", "eligible"):
        answer(world, conflicts=[submission_of(world, title)], no_other=False)
    assert not owes(world)


@pytest.mark.both_databases
def test_a_conflict_closes_the_nomination_in_every_role_at_once(world, app):
    eligible = world.nomination("eligible")
    with world.session(writes=True) as session:
        make.grant(session, session.merge(world.person("head")), world.edition_id, Role.REVIEWER)
        session.commit()

    assert answer(world, conflicts=[eligible.submission_id]) == 1

    (recusal,) = recusals(world)
    assert (recusal.nomination_id, recusal.words) == (eligible.id, "A cousin.")
    for role in WITHHELD_FROM:
        with world.session() as session:
            actor = Actor(world.person("head").id, role, "pearl-2025")
            assert load_involvement(session, actor, world.edition_id, world.clock()).withheld == {eligible.id}
    address = f"/pearl-2025/secretariat/files/{eligible.id}"
    assert signed_in(app, world, "head").get(address).status_code == 404
    assert signed_in(app, world, "head", Role.REVIEWER).get(f"/pearl-2025/review/files/{eligible.id}"
                                                            ).status_code == 404


def test_another_head_lifts_such_a_recusal_and_the_person_never(world, browse):
    eligible = world.nomination("eligible")
    answer(world, "officer", conflicts=[eligible.submission_id])
    pair = {"nomination_id": eligible.id, "reviewer_id": world.person("officer").id}

    for work in (world.work("officer", Role.HEAD), world.work("officer", Role.REVIEWER)):
        with pytest.raises(Refused) as no:
            found_conflicts.lift(work, eligible.id, world.person("officer").id, "Mine.")
        assert no.value.reason in (Refusal.NOT_FOUND, Refusal.NOT_YOUR_ROLE)
    with pytest.raises(Refused):
        found_conflicts.take_back(world.work("officer", Role.REVIEWER), world.edition_id, eligible.reference, "Mine.")

    answer(world)
    page = browse("head", "secretariat.conflicts").follow(f"All reasons {eligible.reference}, Omar Tazi")
    page = page.press("Lift the recusal", {"lift_reason": "Another man of this name."})

    assert recusals(world, "officer") == []
    assert browse("head", "secretariat.between", **pair).status == 200
    assert not owes(world, "officer")


@pytest.mark.both_databases
def test_a_submission_that_came_meanwhile_is_not_covered_in_silence(world):
    shown = {submission.id for submission in names(world)}
    new = submit(world)

    with pytest.raises(Invalid) as wrong:
        answer(world, conflicts=[submission_of(world, "eligible")], shown=shown)

    assert wrong.value.problems == {"names": ("names_added", {})}
    assert recusals(world) == []
    answer(world, shown={*shown, new})
    assert not owes(world)


def test_one_that_was_submitted_again_since_it_was_shown_is_asked_as_it_is_now(world):
    """A correction may name somebody else."""
    before = submission_of(world, "submitted")
    shown = {submission.id for submission in names(world)}
    again = submit_again(world, "submitted")

    for conflicts in ([], [before]):
        with pytest.raises(Invalid):
            answer(world, conflicts=conflicts, shown=shown)
    assert again in {submission.id for submission in names(world)}


def test_a_later_submission_asks_again_for_the_new_name_alone(world):
    answer(world)
    new = submit(world, at=make.CLOSE + timedelta(days=1))

    assert owes(world)
    assert {submission.id for submission in names(world) if submission.asked} == {new}
    answer(world)
    again = submit_again(world, "submitted")
    assert {submission.id for submission in names(world) if submission.asked} == {again}


def test_what_was_submitted_before_but_seen_only_afterwards_is_asked(world):
    """Its transaction began before the page was shown and ended after the answer: the answer reaches as far as the
    newest submission that was shown, not as far as its own instant."""
    world.clock.turn_to(make.CLOSE + timedelta(hours=1))
    answer(world)
    submit(world, at=make.CLOSE + timedelta(minutes=59))

    assert owes(world)


@pytest.mark.both_databases
def test_two_windows_and_two_people_at_once(world):
    eligible, submitted = submission_of(world, "eligible"), submission_of(world, "submitted")
    shown = {submission.id for submission in names(world)}
    works = [(world.work(who), conflict) for who, conflict in (
        ("head", eligible), ("head", submitted), ("officer", eligible), ("chair", submitted)
    )]

    def state(given):
        work, conflict = given
        return state_conflicts(work, world.edition_id, set(map(str, shown)), {conflict: ""}, no_other=True)

    for work, _conflict in works:
        work.session.rollback()
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(state, works)) == [1, 1, 1, 1]

    assert [len(recusals(world, who)) for who in ("head", "officer", "chair")] == [2, 1, 1]
    assert not any(owes(world, who) for who in ("head", "officer", "chair"))


def test_the_same_form_twice_changes_nothing_more(world):
    eligible, shown = submission_of(world, "eligible"), {submission.id for submission in names(world)}
    answer(world, conflicts=[eligible])
    with world.session() as session:
        records = session.scalars(select(LedgerContent.number)).all()

    assert answer(world, conflicts=[eligible], shown=shown) == 0

    assert len(recusals(world)) == 1
    with world.session() as session:
        assert session.scalars(select(LedgerContent.number)).all() == records


def test_the_record_says_what_was_answered_for_which_nomination(world):
    answer(world, conflicts=[submission_of(world, "eligible")])

    with world.session() as session:
        content = session.scalars(select(LedgerContent).order_by(LedgerContent.number.desc())).first().content
    assert content == {
        "act": "state_conflicts", "conflicts": {str(world.nomination("eligible").id): "A cousin."},
        "no_conflict": [str(world.nomination("submitted").id)],
    }


def test_nothing_ticked_and_nothing_confirmed_is_no_answer(world):
    with pytest.raises(Invalid) as wrong:
        answer(world, no_other=False)

    assert wrong.value.problems == {"no_other": ("nothing_declared", {})}
    assert owes(world)


def test_drafts_another_edition_and_made_up_ids_recuse_nobody(world):
    made_up = world.nomination("draft").id
    for conflict in (made_up, world.nomination("eligible").id):
        with pytest.raises(Invalid):
            answer(world, conflicts=[conflict])
    assert recusals(world) == []


def test_what_one_is_too_close_to_already_is_not_asked(world):
    eligible = world.nomination("eligible")
    with world.session(writes=True) as session:
        make.recusal(session, eligible, world.person("head"))
        session.commit()

    assert {submission.id for submission in names(world)} == {submission_of(world, "submitted")}


NAMES = (hostile_texts.ARABIC, hostile_texts.MARKER, *hostile_texts.FORMULAS.values())


def test_the_page_shows_names_and_nothing_else_of_a_nomination(world, browse):
    for name in NAMES:
        submit(world, "stranger", nominator={"name": name, "email": "hidden@example.org", "country": "EG"})

    page = browse("officer", "secretariat.own_conflicts")

    labels = page.texts(".own-conflict .option label")
    assert f"Lina Haddad · {hostile_texts.ARABIC}" in labels
    body = page.response.get_data(as_text=True)
    for hidden in ("PRL-2025", "hidden@example.org", "Egypt", "quay of pearls", "125000"):
        assert hidden not in body, hidden


@pytest.mark.parametrize("persona", ["chair", "officer", "head", "observer", "auditor"])
def test_pages_lead_to_the_question_and_back(world, browse, persona):
    first = "secretariat.round" if persona == "chair" else "secretariat.nominations"
    where = {"round_id": world.round().id} if persona == "chair" else {}
    page = browse(persona, first, **where)
    assert page.heading == QUESTION

    page = page.press("Submit the declaration")
    assert page.has(".error-summary")
    page = page.press("Submit the declaration", {"no_other": True})

    assert page.heading != QUESTION
    assert "Your answer is saved." in page.text("main")


def test_what_was_typed_elsewhere_waits_behind_the_question(world, browse, app):
    answer(world, "officer")
    form = browse("officer", "secretariat.messages", nomination_id=world.nomination("submitted").id)
    submit(world, at=make.CLOSE + timedelta(days=1))

    page = form.press("Send the message", {"text": "A long reply."})

    assert page.status == 409
    assert page.follow(QUESTION).heading == QUESTION


def test_one_page_asks_for_words_without_answering_for_the_others(world, browse):
    submit(world, "stranger", nominator={"name": hostile_texts.ARABIC, "email": "a@example.org", "country": "EG"})
    page = browse("officer", "secretariat.own_conflicts").press("Show", {"q": "التَّرميم"})

    assert len(page.texts(".own-conflict")) == 1
    assert not page.has("[name=no_other]")
    page = page.press("Submit the declaration", {"conflict": page.document.all("[name=conflict]")[0].get("value")})

    assert len(recusals(world, "officer")) == 1
    assert owes(world, "officer")
    assert len(page.texts(".own-conflict")) == 2


def test_a_list_that_grew_keeps_what_was_ticked(world, browse):
    page = browse("officer", "secretariat.own_conflicts")
    eligible = str(submission_of(world, "eligible"))
    submit(world)

    page = page.press("Submit the declaration", {
        "conflict": [eligible], f"reason-{eligible}": "A cousin.", "no_other": True
    })

    assert page.status == 422
    assert len(page.texts(".own-conflict")) == 3
    page = page.press("Submit the declaration", {"no_other": True})
    assert [recusal.words for recusal in recusals(world, "officer")] == ["A cousin."]


def test_pages_that_administer_stay_open(world, browse):
    for endpoint in ("secretariat.people", "secretariat.people_import"):
        assert browse("head", endpoint).heading != QUESTION, endpoint


def test_a_reviewer_who_is_chair_too_is_asked_as_the_chair_alone(world, browse):
    with world.session(writes=True) as session:
        session.add(Grant(account_id=world.person("assigned").id, edition_id=world.edition_id, role=Role.CHAIR,
                          granted_at=make.START))
        session.commit()

    assert browse("assigned", "reviewer.desk", acting=Role.REVIEWER).heading == "Nominations to review"
    assert browse("assigned", "secretariat.round", acting=Role.CHAIR, round_id=world.round().id).heading == QUESTION


@pytest.mark.parametrize("where", hostile_texts.LEADING_AWAY[:2])
def test_answering_leads_nowhere_else(world, browse, where):
    page = browse("observer", "secretariat.own_conflicts", next=where)
    page = page.press("Submit the declaration", {"no_other": True})

    assert page.heading in (QUESTION, "Page not found")


def test_many_names_cost_the_statements_of_one(world):
    def count():
        work = reading(world, "head")
        with count_statements(world.engine) as statements:
            list_names(work, world.edition_id)
        return len(statements)

    few = count()
    for _ in range(20):
        submit(world)
    assert count() == few
