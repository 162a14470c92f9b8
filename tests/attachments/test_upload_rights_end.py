"""A file on its way stops with the right of who sends it: its next part, its progress and its pictures are shut."""

import pytest
from sqlalchemy import select

from nominations.core.rules.vocabulary import Right
from nominations.core.tables import Attachment, Collaborator
from nominations.nominations.services import collaborators, ownership
from tests.attachments.test_uploads import Tus
from tests.nominations.test_collaborators import call_as, invite, join
from tests.support import make_files

PICTURE = make_files.picture("JPEG", (320, 240))


def _send_whole(tus) -> str:
    """A picture that arrived, and the address of its small view."""
    address = tus.begin("quay.jpg", len(PICTURE), "photo").location
    assert tus.part(address, 0, PICTURE).status_code == 204
    return address


def _row(world):
    with world.session() as session:
        return session.scalars(select(Collaborator)).one()


def _end_participation(world):
    call_as(world, "owner", collaborators.end_participation, world.nomination("finished").id, _row(world).id)


def _leave_only_reading(world):
    call_as(world, "owner", collaborators.set_right, world.nomination("finished").id, _row(world).id, Right.VIEW.value)


@pytest.mark.parametrize(("way", "statuses"), [(_end_participation, {404}), (_leave_only_reading, {403, 404, 409})])
def test_a_part_sent_after_the_right_to_edit_has_ended_is_not_taken(world, sign_in, way, statuses):
    join(world, invite(world, which="finished"))
    tus = Tus(sign_in("stranger"), world.nomination("finished").id)
    address = tus.begin("quay.jpg", len(PICTURE), "photo").location
    assert tus.part(address, 0, PICTURE[:500]).status_code == 204

    way(world)

    assert tus.part(address, 500, PICTURE[500:]).status_code in statuses
    assert tus.begin("other.jpg", len(PICTURE), "photo").status_code in statuses
    with world.session() as session:
        assert [attachment.name for attachment in session.scalars(select(Attachment))] == []


def test_who_handed_a_nomination_on_sends_nothing_to_it_and_sees_nothing_of_it(world, sign_in):
    file = world.nomination("finished").id
    tus = Tus(sign_in("owner"), file)
    _send_whole(tus)
    begun = tus.begin("late.jpg", len(PICTURE), "photo").location
    with world.session() as session:
        attachment = session.scalars(select(Attachment.id)).one()
    pages = [f"{tus.place}/attachments/{attachment}{end}" for end in ("", "/picture")]
    before = {page: tus.client.get(page, buffered=True).status_code for page in pages}

    call_as(world, "owner", ownership.hand_over, file, world.person("stranger").email)

    assert 200 in before.values()
    assert {tus.client.get(page).status_code for page in pages} == {404}
    assert tus.part(begun, 0, PICTURE).status_code == 404
    assert tus.ask("HEAD", begun).status_code == 404
