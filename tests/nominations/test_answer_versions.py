"""The last fifty ways each answer stood: none is lost to typing, and any of them can stand again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal, Right
from nominations.core.tables import Account, AnswerVersion, SectionAnswers, SectionVersion, Submission
from nominations.nominations.services import answers
from tests.support import make
from tests.support.small_edition import PROJECT_ANSWERS

pytestmark = pytest.mark.both_databases

OLD = PROJECT_ANSWERS["title"]


def save(world, title, which="finished", who="owner", key="title"):
    work = world.work(who)
    with world.session() as session:
        version = session.scalars(select(SectionAnswers.version).where(
            SectionAnswers.nomination_id == world.nomination(which).id, SectionAnswers.section == "work"
        )).one()
    try:
        return answers.save(work, world.nomination(which).id, "work", {key: title}, version=version, only={key})
    finally:
        work.session.close()


def list_versions(world, key="title"):
    with world.session() as session:
        return session.scalars(
            select(AnswerVersion.answer).where(AnswerVersion.question == key).order_by(AnswerVersion.number)
        ).all()


def restore(world, number, question="title", who="owner", section="work"):
    work = world.work(who)
    try:
        return answers.restore_answer(work, world.nomination("finished").id, section, question, number)
    finally:
        work.session.close()


def test_what_stood_before_is_the_first_version(world):
    save(world, "Another")

    assert list_versions(world) == [OLD, "Another"]


def test_typing_on_is_one_version_and_taking_away_is_another(world, clock):
    for text in ("A", "A w", "A wall of stone", "A wall of red stone"):
        clock.turn_to(clock() + timedelta(seconds=4))
        save(world, text)
    assert list_versions(world) == [OLD, "A wall of red stone"]

    for text in ("A wall of red", "A wall", "", "Anew"):
        save(world, text)
    assert list_versions(world) == [OLD, "A wall of red stone", "A wall of red", "A wall", None, "Anew"]


def test_after_ten_minutes_and_by_another_hand_a_new_version_begins(world, clock):
    save(world, "First")
    clock.turn_to(make.START + timedelta(minutes=10))
    save(world, "First and")
    with world.session(writes=True) as session:
        owner, other = (session.get_one(Account, world.person(who).id) for who in ("owner", "stranger"))
        make.collaborator(session, world.nomination("finished").id, other, Right.EDIT, owner)
        session.commit()
    save(world, "First and more", who="stranger")

    assert list_versions(world) == [OLD, "First", "First and", "First and more"]


def test_fifty_of_each_answer_are_kept_however_often_others_change(world, clock):
    for number in range(60):
        save(world, f"{number}: " + "x" * number * 40 if number % 2 else f"{number}")
    for number in range(60):
        save(world, f"{number}00" if number % 2 else "9" * 60, key="budget")

    assert len(list_versions(world)) == len(list_versions(world, "budget")) == 50
    assert list_versions(world)[-1].startswith("59: ")
    with world.session() as session:
        numbers = session.scalars(select(SectionVersion.number).where(SectionVersion.section == "work")).all()
    assert (len(numbers), max(numbers)) == (50, 121)


def test_one_answer_is_brought_back_and_the_others_stay(world):
    save(world, "Another", key="title")
    save(world, "77", key="budget")

    restore(world, 1)

    with world.session() as session:
        held = session.scalars(select(SectionAnswers.answers).where(
            SectionAnswers.nomination_id == world.nomination("finished").id, SectionAnswers.section == "work"
        )).one()
    assert (held["title"], held["budget"]) == (OLD, "77")
    assert list_versions(world) == [OLD, "Another", OLD]


@pytest.mark.parametrize(("number", "question", "section"), [
    (99, "title", "work"), (1, "nothing", "work"), (1, "title", "about"), (1, "title", "nowhere"),
])
def test_a_version_that_is_not_there_is_not_found(world, number, question, section):
    save(world, "Another")

    with pytest.raises(Refused) as no:
        restore(world, number, question, section=section)
    assert no.value.reason is Refusal.NOT_FOUND


def test_after_the_close_nothing_is_brought_back(world, clock):
    save(world, "Another")
    clock.turn_to(make.CLOSE)

    with pytest.raises(Refused) as no:
        restore(world, 1)
    assert no.value.reason is Refusal.TOO_LATE


def test_a_submission_keeps_its_own_copy(world):
    for number in range(55):
        save(world, f"{number} " + "y" * (number % 2) * 60, which="submitted")

    with world.session() as session:
        submission = session.scalars(select(Submission).where(
            Submission.nomination_id == world.nomination("submitted").id
        )).one()
    assert submission.answers["title"] == OLD
    work = world.work("owner")
    assert policy_facts.nomination(work, world.nomination("submitted").id, to=Action.VIEW).changed_since
    work.session.close()
