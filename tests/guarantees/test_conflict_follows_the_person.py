"""A conflict of interest follows the person: a nomination is withheld from people too close to it, in every role."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from nominations.access.queries.involvement import withheld_nominations
from nominations.core.rules.policy import WITHHELD_FROM
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import (
    ConflictAnswer,
    ConflictKind,
    ConflictState,
    ConsentAnswer,
    Right,
    Role,
    Sign,
)
from nominations.core.tables import (
    Account,
    Assignment,
    Collaborator,
    Conflict,
    Consent,
    Finding,
    Nomination,
    Recusal,
    Referee,
    Round,
)
from tests.guarantees import route_values
from tests.guarantees.furnished_world import furnish
from tests.guarantees.matrix_requests import MATRIX, Site, rehearsed
from tests.guarantees.planted_words import PLANT, plant_in_the_file
from tests.guarantees.test_leaks_in_documents import papers_of
from tests.support import make
from tests.support.extract_text import opened

REFERENCE = "PRL-2025-P-0004"
OFFICES = {"chair": Role.CHAIR, "officer": Role.OFFICER, "head": Role.HEAD, "observer": Role.OBSERVER,
           "auditor": Role.AUDITOR}


def own(session, nomination: Nomination, person: Account) -> None:
    nomination.owner_id = person.id


def write_with_the_owner(session, nomination: Nomination, person: Account) -> None:
    """Even when the part has ended since."""
    session.add(Collaborator(
        id=uuid4(), nomination_id=nomination.id, email=person.email, email_key=person.email,
        right=Right.EDIT, invited_by_id=nomination.owner_id, invited_at=make.START, sent_at=make.START,
        account_id=person.id, accepted_at=make.START, ended_at=make.START, ended_by_id=nomination.owner_id,
    ))


def answer_as_nominee(session, nomination: Nomination, person: Account) -> None:
    session.add(Consent(
        id=uuid4(), nomination_id=nomination.id, name="x", email=person.email.upper(), language="en",
        asked_at=make.START, asked_by_id=nomination.owner_id, answer=ConsentAnswer.DECLINED,
        answered_at=make.START,
    ))


def write_a_letter(session, nomination: Nomination, person: Account) -> None:
    session.add(Referee(
        id=uuid4(), nomination_id=nomination.id, kind="letter", name="x", role="x", email=person.email.upper(),
        language="en", asked_at=make.START, asked_by_id=nomination.owner_id, received_at=make.START, text="x",
    ))


def step_aside(session, nomination: Nomination, person: Account) -> None:
    session.add(Recusal(
        id=uuid4(), nomination_id=nomination.id, reviewer_id=person.id, kind=ConflictKind.FAMILY, at=make.START,
        by_id=person.id, declared_by_reviewer=True,
    ))


def declare(session, nomination: Nomination, person: Account) -> None:
    """As a reviewer, a possible conflict that nobody has decided."""
    round_id = session.scalars(select(Assignment.round_id).where(Assignment.nomination_id == nomination.id)).first()
    assignment = Assignment(
        id=uuid4(), round_id=round_id, nomination_id=nomination.id, reviewer_id=person.id, made_at=make.START,
        made_by_id=nomination.owner_id, published_at=make.START,
    )
    session.add(assignment)
    session.flush()
    session.add(Conflict(
        id=uuid4(), assignment_id=assignment.id, number=1, answer=ConflictAnswer.POSSIBLE, kind=ConflictKind.FAMILY,
        words="", text_version="1", declared_at=make.START, state=ConflictState.OPEN,
    ))


def share_a_name(session, nomination: Nomination, person: Account) -> None:
    """The system found a possible conflict that nobody has decided."""
    session.add(Finding(
        id=uuid4(), nomination_id=nomination.id, reviewer_id=person.id, sign=Sign.NAMED, own="x", shared="x",
        similarity=90, fingerprint="x", found_at=make.START,
    ))


WAYS = (own, write_with_the_owner, answer_as_nominee, write_a_letter, step_aside, declare, share_a_name)


def involve(world, person: str, way: Callable) -> UUID:
    """Bring the person too close to the eligible nomination; its id."""
    file_id = world.nomination("eligible").id
    with world.session(writes=True) as session:
        way(session, session.get_one(Nomination, file_id), session.merge(world.person(person)))
        session.commit()
    return file_id


@pytest.mark.both_databases
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_way_of_being_close_withholds_the_nomination(world, way):
    person = world.person("head")

    def withheld(role: Role):
        with world.session() as session:
            return withheld_nominations(session, Actor(person.id, role, "pearl-2025"), world.edition_id)

    assert withheld(Role.HEAD) == frozenset()
    file_id = involve(world, "head", way)
    assert {role for role in Role if role is not Role.VISITOR and withheld(role) == {file_id}} == WITHHELD_FROM
    assert not any(withheld(role) for role in Role if role not in (*WITHHELD_FROM, Role.VISITOR))


def test_who_is_merely_named_by_an_applicant_keeps_the_nomination(world):
    """Otherwise an applicant could keep the whole office from their file by naming it."""
    file_id, person = world.nomination("eligible").id, world.person("head")
    with world.session(writes=True) as session:
        owner_id = world.nomination("eligible").owner_id
        session.add_all([
            Referee(id=uuid4(), nomination_id=file_id, kind="letter", name="x", role="x", email=person.email,
                    language="en", asked_at=make.START, asked_by_id=owner_id),
            Consent(id=uuid4(), nomination_id=file_id, name="x", email=person.email, language="en",
                    asked_at=make.START, asked_by_id=owner_id),
            Collaborator(id=uuid4(), nomination_id=file_id, email=person.email, email_key=person.email,
                         right=Right.EDIT, invited_by_id=owner_id, invited_at=make.START, sent_at=make.START),
        ])
        session.commit()
    with world.session() as session:
        actor = Actor(person.id, Role.HEAD, "pearl-2025")
        assert withheld_nominations(session, actor, world.edition_id) == frozenset()


@pytest.fixture
def site(world, app):
    """An application of its own, with words planted in the eligible nomination and in everything written about it."""
    here = Site(app, world, furnish(world))
    plant_in_the_file(here)
    with world.session(writes=True) as session:
        session.execute(update(Round).values(chair_sees_scores=True))
        session.commit()
    return here


def traces(site: Site, persona: str, file_id: UUID) -> list[str]:
    """Where the persona meets a word, the reference or the id of the nomination at any address of the application."""
    where = []
    for route in MATRIX:
        if route.method != "GET" or route.endpoint.startswith("invited."):
            continue
        # The matrix knows a round that shows the chair nothing; here it does.
        if route.outcomes[persona] != "in" and persona != "chair":
            continue
        site.world.clock.turn_to(route_values.instant(route.place))
        client, _ = site.kept_browser(persona)
        for address in {site.address(route.place), site.address(route.place, nomination_id=file_id)}:
            answer = client.get(address, follow_redirects=True)
            text = f"{opened(answer.get_data())}\n{answer.headers}"
            answer.close()
            own_address = str(file_id) if str(file_id) in address else ""
            text = text.replace(address, "") if own_address else text
            seen = [word for word in (PLANT, REFERENCE, str(file_id)) if word in text]
            if seen or answer.status_code >= 500:
                where.append(f"{route} {address} {answer.status_code}: {seen}")
    return where


@pytest.mark.parametrize(
    ("persona", "way"), list(zip(OFFICES, WAYS[2:], strict=True)), ids=lambda one: getattr(one, "__name__", one)
)
def test_no_page_and_no_paper_shows_a_withheld_nomination(site, persona, way):
    file_id = involve(site.world, persona, way)

    assert traces(site, persona, file_id) == []
    papers = dict(papers_of(site, persona))
    assert [kind for kind, text in papers.items() if PLANT in text or REFERENCE in text] == []


@pytest.mark.parametrize("persona", OFFICES)
def test_without_a_conflict_the_same_pages_show_it(site, persona):
    """Otherwise the test above could not fail."""
    assert traces(site, persona, site.things.nominations["eligible"]) != []


@pytest.mark.parametrize("persona", ["head", "officer"])
def test_no_act_on_a_withheld_nomination_is_done(site, persona):
    """Posts are refused as if there were no such nomination."""
    file_id = involve(site.world, persona, step_aside)
    done = []
    for route in MATRIX:
        if route.method != "POST" or not route.endpoint.startswith("secretariat.") or route.outcomes[persona] != "in":
            continue
        site.world.clock.turn_to(route_values.instant(route.place))
        client, token = site.kept_browser(persona)
        address = site.address(route.place, nomination_id=file_id)
        body = {"csrf_token": token, **route_values.body(route.endpoint, site.things)}
        if str(file_id) in f"{address} {body}":
            with rehearsed():
                answer = client.post(address, data=body)
            done += [f"{route} {answer.status_code}"] * (answer.status_code not in (404, 409, 422))
    assert done == []
