"""A request holds one connection at a time: with two, those who hold one would wait for each other's second."""

import pytest
from flask import url_for
from sqlalchemy import event

from tests.support.small_edition import CODE

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize(("person", "endpoint"), [("officer", "secretariat.file"), ("assigned", "reviewer.file")])
def test_opening_a_file_never_holds_two_connections(app, world, sign_in, person, endpoint):
    with app.test_request_context():
        address = url_for(endpoint, edition=CODE, nomination_id=world.nomination("eligible").id)
    browser, held = sign_in(person), []
    engine = app.extensions["engine"]
    event.listen(engine, "checkout", lambda *_: held.append(engine.pool.checkedout()))

    assert browser.get(address).status_code == 200
    assert max(held) == 1
