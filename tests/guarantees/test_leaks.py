"""Words are planted in data that somebody may not see, and then every page is searched for them."""

import re
from difflib import unified_diff

import pytest
from sqlalchemy import select

from nominations.call.services import deadlines
from nominations.conflicts.services import conflicts
from nominations.core.rules.vocabulary import Action, State
from nominations.core.tables import (
    Letter,
    Nomination,
    Recusal,
    Screening,
)
from nominations.nominations.queries import printed_nomination
from nominations.ranking.services import manage_rounds
from nominations.screening.services import eligibility
from tests.guarantees import route_values
from tests.guarantees.furnished_world import furnish
from tests.guarantees.matrix_requests import MATRIX, Route, Site, rehearsed
from tests.guarantees.planted_words import (
    REVIEWERS,
    WHOSE,
    find_words,
    plant_in_the_file,
    plant_whose_it_is,
    planted,
    seen_by,
)
from tests.support import make
from tests.support.page import insist

OF_THE_FILE = {"title", "answer", "attachment", "message", "reviewer", "mark", "question"}


@pytest.fixture
def site(world, app):
    """An application of its own, with words planted in the eligible nomination and in everything written about it."""
    here = Site(app, world, furnish(world))
    plant_in_the_file(here)
    return here


@pytest.mark.parametrize("persona", ["recused", "unassigned"])
def test_a_reviewer_without_the_file_learns_nothing_of_it(site, persona):
    _text, where = seen_by(site, persona, [site.things.nominations["eligible"]])

    assert where == []


def test_the_words_are_where_they_may_be_seen(site):
    """Otherwise the other tests could not fail."""
    text, _ = seen_by(site, "head", [site.things.nominations["eligible"]])

    assert find_words(text) == OF_THE_FILE


def test_the_reviewer_of_the_file_sees_it_and_nobody_elses_words(site):
    """The card is the reviewer's own; what the owner and the secretariat wrote to each other is not."""
    text, _ = seen_by(site, "assigned", [site.things.nominations["eligible"]])

    assert find_words(text) == OF_THE_FILE - {"message"}


def _plant_what_the_house_thinks(site: Site) -> None:
    """Everything that is decided behind the owner's back, by the acts themselves, with their letters."""
    world, things = site.world, site.things.nominations
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
    manage_rounds.close_round(head(), site.things.rounds["open"])
    with world.session() as session:
        assert session.get_one(Nomination, things["submitted"]).state is State.INELIGIBLE
        assert second
        assert session.scalars(select(Recusal)).all()
        assert session.scalars(select(Screening)).all()


def test_an_owner_never_learns_who_judged_nor_how_nor_what_was_decided(site):
    things, owner = site.things.nominations, site.world.person("owner")
    with site.world.session(writes=True) as session:
        again = make.nomination(session, session.merge(owner))
        make.submission(session, again)
        session.commit()
        things["finished_too"] = again.id
    _plant_what_the_house_thinks(site)
    mine = [file for name, file in things.items() if name not in ("other", "person")]
    own = {"title", "answer", "attachment", "message"}

    text, where = seen_by(site, "owner", mine)
    with site.world.session() as session:
        theirs = select(Letter).where(Letter.address == owner.email, Letter.template != "role_granted")
        letters = session.scalars(theirs)
        mail = "\n".join(f"{letter.subject}\n{letter.text}\n{letter.html}" for letter in letters)

    assert find_words(text) <= own, where
    assert find_words(mail) <= own
    assert mail, "no letter was written to the owner"
    for secret in REVIEWERS:
        assert secret not in text + mail


SECRET_STATES = {State.SUBMITTED: None, State.ELIGIBLE: Action.ADMIT, State.INELIGIBLE: Action.CONFIRM_REFUSAL,
                 State.DUPLICATE: Action.MARK_DUPLICATE}
OF_THE_OWNER = [route for route in MATRIX if route.endpoint.startswith("applicant.")]


def test_an_owner_is_answered_the_same_whatever_was_decided(site):
    """Every page and every button of the owner, over one file in each state that is not released yet."""
    site.world.clock.turn_to(make.CLOSE + make.A_MOMENT)
    answers: dict[str, dict[State, str]] = {}
    for state, act in SECRET_STATES.items():
        with site.world.session(writes=True) as session:
            file = session.get_one(Nomination, site.things.nominations["contested"])
            if file.state is not State.SUBMITTED:
                file.move(Action.WITHDRAW)
                file.move(Action.RESTORE)
            if act:
                file.move(act)
            session.commit()
        site.kept_browser("owner")[0].get("/account")  # takes along what the last answer left to be said
        for route in OF_THE_OWNER:
            if "nomination_id" in site.app.url_map._rules_by_endpoint[route.endpoint][0].arguments:
                answers.setdefault(str(route), {})[state] = _answer(site, route)

    differing = [f"{route} {state}: {line}" for route, states in answers.items() for state in states
                 for line in unified_diff(
                     states[State.SUBMITTED].split("\n"), states[state].split("\n"), n=0, lineterm=""
                 )]
    insist(differing, "the owner")


def _answer(site: Site, route: Route) -> str:
    client, token = site.kept_browser("owner")
    address = site.address(route.place, nomination_id=site.things.nominations["contested"])
    with rehearsed():
        if route.method == "GET":
            answer = client.get(address)
        else:
            body = route_values.body(route.endpoint, site.things) | {"csrf_token": token}
            answer = client.post(address, data=body,
                                 content_type="multipart/form-data" if route.endpoint == "applicant.attach" else None)
    content = f"{answer.status_code} {answer.location} {answer.get_data(as_text=True)}"
    answer.close()
    return re.sub(r'(nonce|value|content)="[^"]{20,}"|documents/[0-9a-f-]{36}', "", content)


def test_a_reviewer_of_a_blind_round_is_never_told_whose_the_file_is(site):
    plant_whose_it_is(site)

    text, _ = seen_by(site, "assigned", [site.things.nominations["eligible"]])

    assert "wrote to" in text  # the file is there to be read
    assert {word for word in WHOSE if word.lower() in text.lower()} == set()
    assert "+212 600" not in text


def test_the_secretariat_still_knows_whose_a_file_of_a_blind_round_is(site):
    """Otherwise the test above could not fail."""
    plant_whose_it_is(site)

    text, _ = seen_by(site, "head", [site.things.nominations["eligible"]])

    assert {word for word in WHOSE if word in text} == set(WHOSE)


def test_no_document_of_a_blind_round_names_anybody(site):
    plant_whose_it_is(site)
    reviewer = site.world.work("assigned")
    paper = printed_nomination.load_paper(reviewer, site.things.nominations["eligible"])
    content = repr([paper.owner, paper.nomination.title, paper.answers, paper.attachments, paper.submission and ""])
    reviewer.session.close()

    assert {word for word in WHOSE if word.lower() in content.lower()} == set()
