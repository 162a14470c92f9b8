"""Private links: alive for one purpose, in one edition, until their date, their use, their successor or their end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import select

from nominations.access.queries.private_links import load_usable_link
from nominations.access.steps import private_links
from nominations.core.rules.errors import LinkRefused
from nominations.core.rules.private_links import End, LinkState, Purpose
from nominations.core.tables import PrivateLink
from tests.support import make

pytestmark = pytest.mark.both_databases

UNTIL = make.START + timedelta(days=20)
SUBJECT = uuid4()


def give_link(world, *, subject=SUBJECT, until=UNTIL, purpose=Purpose.LETTER):
    work = world.work("owner")
    with work.transaction():
        token = private_links.give_link(work, purpose, subject, world.nomination("draft").id, until=until)
    work.session.close()
    return token


def standing(world, token, purpose=Purpose.LETTER):
    work = world.work("stranger")
    try:
        load_usable_link(work, world.edition_id, purpose, token)
    except LinkRefused as no:
        return no.state
    finally:
        work.session.close()
    return LinkState.ALIVE


def use_link(world, token):
    work = world.work("stranger")
    try:
        with work.transaction():
            private_links.use_link(work, load_usable_link(work, world.edition_id, Purpose.LETTER, token, lock=True))
    except LinkRefused as no:
        return no.state
    finally:
        work.session.close()
    return "done"


def test_a_link_works_until_the_last_microsecond_before_its_date(world, clock):
    token = give_link(world, purpose=Purpose.INVITATION)

    clock.turn_to(UNTIL - make.A_MOMENT)
    assert standing(world, token, Purpose.INVITATION) is LinkState.ALIVE
    clock.turn_to(UNTIL)
    assert standing(world, token, Purpose.INVITATION) is LinkState.EXPIRED


def test_a_link_ends_by_its_use_its_successor_and_its_withdrawal(world):
    first = give_link(world)
    second = give_link(world)
    assert (standing(world, first), standing(world, second)) == (LinkState.REPLACED, LinkState.ALIVE)

    assert use_link(world, second) == "done"
    assert standing(world, second) is LinkState.USED
    third, other = give_link(world), give_link(world, subject=uuid4())
    work = world.work("owner")
    with work.transaction():
        private_links.end_link(work, Purpose.LETTER, SUBJECT, End.WITHDRAWN)
    assert (standing(world, third), standing(world, other)) == (LinkState.WITHDRAWN, LinkState.ALIVE)


def test_a_link_is_good_for_one_purpose_and_one_edition_only(world):
    token = give_link(world)
    work = world.work("stranger")

    assert standing(world, token, Purpose.CONSENT) is LinkState.UNKNOWN
    with pytest.raises(LinkRefused, match="unknown"):
        load_usable_link(work, uuid4(), Purpose.LETTER, token)


def test_the_database_does_not_hold_the_token(world):
    token = give_link(world)

    with world.session() as session:
        link = session.scalars(select(PrivateLink)).one()
    assert token not in {str(value) for value in vars(link).values()}
    assert standing(world, link.token_seal) is LinkState.UNKNOWN


def test_a_discarded_nomination_takes_its_links_with_it(world):
    from nominations.nominations.services import nominations

    token = give_link(world)
    nominations.discard_draft(world.work("owner"), world.nomination("draft").id)

    assert standing(world, token) is LinkState.WITHDRAWN
    assert use_link(world, token) is LinkState.WITHDRAWN


def test_of_two_who_use_a_link_at_once_one_finds_it_used(world):
    for _ in range(5):
        token, barrier = give_link(world), Barrier(4)

        def act(token=token, barrier=barrier):
            barrier.wait()
            return use_link(world, token)

        with ThreadPoolExecutor(4) as pool:
            results = sorted(map(str, pool.map(lambda _, act=act: act(), range(4))))
        assert results == ["done", "used", "used", "used"]
