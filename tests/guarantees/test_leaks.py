"""Words are planted where somebody may not look, and then every page is searched for them."""

import re
from difflib import unified_diff
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from nominations.call.services import deadlines
from nominations.conflicts.services import conflicts
from nominations.core.rules.vocabulary import Action, State
from nominations.core.tables import (
    Account,
    Assessment,
    Assignment,
    BlindRound,
    Letter,
    Mark,
    Message,
    Nomination,
    Recusal,
    Screening,
    SectionAnswers,
    Submission,
)
from nominations.nominations.queries import printed_nomination
from nominations.ranking.services import manage_rounds
from nominations.screening.services import eligibility
from tests.guarantees import route_values
from tests.guarantees.furnished_world import furnish
from tests.guarantees.matrix_requests import MATRIX, Door, House, rehearsed
from tests.support import make
from tests.support.extract_text import opened
from tests.support.page import insist

GETS = [door for door in MATRIX if door.method == "GET"]
PLANT = "Zqplant"  # no other word begins with it
OF_THE_FILE = {"title", "answer", "attachment", "message", "reviewer", "mark"}
REVIEWERS = ("Rashid", "Kerimli", "Diop")


def planted(name: str) -> str:
    return f"{PLANT}{name}"


def found(text: str) -> set[str]:
    """The planted words in a page, whatever stands around them."""
    return set(re.findall(f"{PLANT}([a-z]+)", text))


@pytest.fixture
def house(world, app):
    """A house of its own, with words planted in the eligible file and all that was thought about it."""
    here = House(app, world, furnish(world))
    _plant_in_the_file(here)
    return here


def _plant_in_the_file(house: House) -> None:
    file_id = house.things.nominations["eligible"]
    with house.world.session(writes=True) as session:
        file = session.get_one(Nomination, file_id)
        submission = session.get_one(Submission, file.submission_id)
        file.title = planted("title")
        submission.answers = submission.answers | {"title": planted("title"), "summary": planted("answer")}
        submission.attachments = [each | {"name": planted("attachment") + ".png"} for each in submission.attachments]
        for part in session.scalars(select(SectionAnswers).where(SectionAnswers.nomination_id == file_id)):
            part.answers = part.answers | {"summary": planted("answer")} if "summary" in part.answers else part.answers
        session.add(Message(nomination_id=file_id, author_id=file.owner_id, by_secretariat=False,
                            text=planted("message"), sent_at=make.START))
        assignment = session.scalars(select(Assignment).where(
            Assignment.nomination_id == file_id,
            Assignment.reviewer_id == house.world.person("assigned").id,
        )).one()
        card = Assessment(
            id=uuid4(), assignment_id=assignment.id, state="submitted", total=90, complete=True,
            comment=planted("reviewer"), strength=planted("reviewer"), weakness=planted("reviewer"),
            confidential_note=planted("reviewer"), recommendation="no", saved_at=make.START, submitted_at=make.START,
        )
        session.add(card)
        session.flush()
        session.add_all(Mark(assessment_id=card.id, criterion=each, score=9, reason=planted("mark"))
                        for each in ("quality", "impact", "example"))
        session.commit()


def seen_by(house: House, persona: str, files: list[UUID]) -> tuple[str, list[str]]:
    """All that the persona is answered at every address of the house, and at those of these files; where a word was."""
    client, _ = house.kept_browser(persona)
    everything, where = [], []
    for door in GETS:
        if door.endpoint.startswith("invited."):
            continue  # whoever holds a private link is its bearer, whatever their account may see
        own = house.address(door.place)
        others = {house.address(door.place, nomination_id=file) for file in files}
        for address in sorted({own, *others}):
            answer = client.get(address, follow_redirects=True)
            text = f"{opened(answer.get_data())}\n{answer.headers}"
            answer.close()
            everything.append(text)
            if PLANT in text:
                where.append(f"{door} {address}: {sorted(found(text))}")
    return "\n".join(everything), where


@pytest.mark.parametrize("persona", ["recused", "unassigned"])
def test_a_reviewer_without_the_file_learns_nothing_of_it(house, persona):
    _text, where = seen_by(house, persona, [house.things.nominations["eligible"]])

    assert where == []


def test_the_words_are_where_they_may_be_seen(house):
    """Were they nowhere, the other tests could not fail."""
    text, _ = seen_by(house, "head", [house.things.nominations["eligible"]])

    assert found(text) == OF_THE_FILE - {"reviewer"}  # the comments leave as papers only


def test_the_reviewer_of_the_file_sees_it_and_nobody_elses_words(house):
    """The card is the reviewer's own; what the owner and the secretariat wrote to each other is not."""
    text, _ = seen_by(house, "assigned", [house.things.nominations["eligible"]])

    assert found(text) == OF_THE_FILE - {"message"}


def _plant_what_the_house_thinks(house: House) -> None:
    """Everything that is decided behind the owner's back, by the acts themselves, with their letters."""
    world, things = house.world, house.things.nominations
    head, officer = (lambda: world.work("head")), (lambda: world.work("officer"))
    second = world.person("second_officer")
    deadlines.extend_nomination(head(), things["draft"], make.CLOSE + make.A_MOMENT * 2, planted("extension"))
    conflicts.recuse_reviewer(
        officer(), things["eligible"], world.person("unassigned").id, "family", planted("recusal")
    )
    world.clock.turn_to(make.CLOSE + make.A_MOMENT)
    eligibility.save_checks(officer(), things["submitted"], 0, {"tangible": {"answer": "no", "note": planted("note")}})
    eligibility.propose_refusal(officer(), things["submitted"], "deadline", planted("reason"))
    eligibility.confirm_refusal(world.work("second_officer"), things["submitted"])
    eligibility.mark_duplicate(officer(), things["finished_too"], "PRL-2025-P-0004", planted("duplicate"))
    manage_rounds.close_round(head(), house.things.rounds["open"])
    with world.session() as session:
        assert session.get_one(Nomination, things["submitted"]).state is State.INELIGIBLE
        assert second
        assert session.scalars(select(Recusal)).all()
        assert session.scalars(select(Screening)).all()


def test_an_owner_never_learns_who_judged_nor_how_nor_what_was_decided(house):
    things, owner = house.things.nominations, house.world.person("owner")
    with house.world.session(writes=True) as session:
        again = make.nomination(session, session.merge(owner))
        make.submission(session, again)
        session.commit()
        things["finished_too"] = again.id
    _plant_what_the_house_thinks(house)
    mine = [file for name, file in things.items() if name not in ("other", "person")]
    own = {"title", "answer", "attachment", "message"}

    text, where = seen_by(house, "owner", mine)
    with house.world.session() as session:
        theirs = select(Letter).where(Letter.address == owner.email, Letter.template != "role_granted")
        letters = session.scalars(theirs)
        told = "\n".join(f"{each.subject}\n{each.text}\n{each.html}" for each in letters)

    assert found(text) <= own, where
    assert found(told) <= own
    assert told, "no letter was written to the owner"
    for secret in REVIEWERS:
        assert secret not in text + told


SECRET_STATES = {State.SUBMITTED: None, State.ELIGIBLE: Action.ADMIT, State.INELIGIBLE: Action.CONFIRM_REFUSAL,
                 State.DUPLICATE: Action.MARK_DUPLICATE}
OF_THE_OWNER = [door for door in MATRIX if door.endpoint.startswith("applicant.")]


def test_an_owner_is_answered_the_same_whatever_was_decided(house):
    """Every page and every button of the owner, over one file in each state that is not released yet."""
    house.world.clock.turn_to(make.CLOSE + make.A_MOMENT)
    answers: dict[str, dict[State, str]] = {}
    for state, act in SECRET_STATES.items():
        with house.world.session(writes=True) as session:
            file = session.get_one(Nomination, house.things.nominations["contested"])
            if file.state is not State.SUBMITTED:
                file.move(Action.WITHDRAW)
                file.move(Action.RESTORE)
            if act:
                file.move(act)
            session.commit()
        house.kept_browser("owner")[0].get("/account")  # takes along what the last answer left to be said
        for door in OF_THE_OWNER:
            if "nomination_id" in house.app.url_map._rules_by_endpoint[door.endpoint][0].arguments:
                answers.setdefault(str(door), {})[state] = _answer(house, door)

    differing = [f"{door} {state}: {line}" for door, each in answers.items() for state in each
                 for line in unified_diff(each[State.SUBMITTED].split("\n"), each[state].split("\n"), n=0, lineterm="")]
    insist(differing, "the owner")


def _answer(house: House, door: Door) -> str:
    client, token = house.kept_browser("owner")
    address = house.address(door.place, nomination_id=house.things.nominations["contested"])
    with rehearsed():
        if door.method == "GET":
            answer = client.get(address)
        else:
            body = route_values.body(door.endpoint, house.things) | {"csrf_token": token}
            answer = client.post(address, data=body,
                                 content_type="multipart/form-data" if door.endpoint == "applicant.attach" else None)
    said = f"{answer.status_code} {answer.location} {answer.get_data(as_text=True)}"
    answer.close()
    return re.sub(r'(nonce|value|content)="[^"]{20,}"|documents/[0-9a-f-]{36}', "", said)


WHOSE = ("Zqplantada", "Zqplantbyron", "Zqplanttown", "zqplantmail")


def _plant_whose_it_is(house: House) -> None:
    """The owner, who nominates and whom they work for, said in answers, texts, captions, names and properties."""
    file_id = house.things.nominations["eligible"]
    with house.world.session(writes=True) as session:
        file = session.get_one(Nomination, file_id)
        owner = session.get_one(Account, file.owner_id)
        owner.name, owner.email = "Zqplantada Zqplantbyron", "zqplantmail@museum.example"
        file.title = "The quay of Zqplantbyron"
        submission = session.get_one(Submission, file.submission_id)
        submission.answers = submission.answers | {
            "title": file.title,
            "nominator": {"name": "Zqplantada ZQPLANTBYRON", "email": "zqplantmail@museum.example"},
            "summary": "As Zqplantada  Zqplantbyron wrote to zqplantmail@museum.example, call +212 600 000 001 for "
                       "www.zqplantmail.example; وZqplantbyron.",
        }
        submission.attachments = [
            each | {"name": "Zqplantbyron.png", "caption": "Seen by Zqplantada", "photographer": "Zqplantbyron",
                    "alternative": "Zqplantbyron's quay", "rights": "Zqplanttown"} for each in submission.attachments
        ]
        session.add(BlindRound(round_id=house.things.rounds["open"], at=make.START,
                               by_id=house.world.person("head").id))
        session.commit()


def test_a_reviewer_of_a_blind_round_is_never_told_whose_the_file_is(house):
    _plant_whose_it_is(house)

    text, _ = seen_by(house, "assigned", [house.things.nominations["eligible"]])

    assert "wrote to" in text  # the file is there to be read
    assert {word for word in WHOSE if word.lower() in text.lower()} == set()
    assert "+212 600" not in text


def test_the_secretariat_still_knows_whose_a_file_of_a_blind_round_is(house):
    """Were the words nowhere, the test above could not fail."""
    _plant_whose_it_is(house)

    text, _ = seen_by(house, "head", [house.things.nominations["eligible"]])

    assert {word for word in WHOSE if word in text} == set(WHOSE)


def test_no_document_of_a_blind_round_names_anybody(house):
    _plant_whose_it_is(house)
    reviewer = house.world.work("assigned")
    found = printed_nomination.load_paper(reviewer, house.things.nominations["eligible"])
    told = repr([found.owner, found.nomination.title, found.answers, found.attachments, found.submission and ""])
    reviewer.session.close()

    assert {word for word in WHOSE if word.lower() in told.lower()} == set()
