"""What one account may keep here, in all its nominations together."""

from dataclasses import replace
from io import BytesIO

import pytest

from nominations.attachments.adapters.partial_uploads import Parts
from nominations.attachments.adapters.received_files import receive_files
from nominations.attachments.queries.kinds import find_kind
from nominations.attachments.rules import RefusedFile
from nominations.attachments.services import attachments, uploads
from nominations.core.tables import Upload
from nominations.files.adapters.store import files
from nominations.nominations.queries import working_copy
from tests.support import make_files

PDF = make_files.pdf()


@pytest.fixture
def small_quota(world):
    """An account may keep one copy of the file and, but for one byte, a second one."""
    world.settings = replace(world.settings, account_bytes=2 * len(PDF) - 1)
    return world


def attach(world, which: str, content: bytes = PDF) -> list[str]:
    """Add a file by the form; why it was refused."""
    work, nomination = world.work("owner"), world.nomination(which)
    store = files(world.settings)
    kind = find_kind(working_copy.load(work, nomination), "plan")
    work.session.rollback()
    with receive_files([("plan.pdf", BytesIO(content))], kind, store, world.settings) as (arrived, refused):
        refused = [*refused, *attachments.add_files(work, nomination.id, "plan", arrived, store)]
    return [problem.code for problem in refused]


def test_the_files_of_all_nominations_of_an_account_count_together(small_quota):
    assert attach(small_quota, "finished") == []

    assert attach(small_quota, "draft") == ["no_room_in_account"]


def test_the_last_byte_of_an_account_can_be_used(small_quota):
    small_quota.settings = replace(small_quota.settings, account_bytes=2 * len(PDF))
    assert attach(small_quota, "finished") == []

    assert attach(small_quota, "draft") == []


def test_what_does_not_fit_is_refused_before_it_is_sent_in_parts(small_quota):
    assert attach(small_quota, "finished") == []
    work, nomination = small_quota.work("owner"), small_quota.nomination("draft")
    parts = Parts(small_quota.settings)

    larger = uploads.announce_upload(work, nomination.id, "plan", "plan.pdf", len(PDF), parts)
    fits = uploads.announce_upload(work, nomination.id, "plan", "plan.pdf", len(PDF) - 1, parts)

    assert isinstance(larger, RefusedFile)
    assert larger.code == "no_room_in_account"
    assert isinstance(fits, Upload)
