"""Parts of a file on their way: nothing is acknowledged before it is on the disk."""

import os
from io import BytesIO
from uuid import uuid4

import pytest

from nominations.attachments.adapters.partial_uploads import Parts


@pytest.fixture
def synced(monkeypatch):
    """What was synced to the disk, in order: the path, and how long it was at that moment."""
    seen = []

    def remember(handle: int) -> None:
        path = os.readlink(f"/proc/self/fd/{handle}")
        seen.append((os.path.basename(path), None if os.path.isdir(path) else os.path.getsize(path)))

    monkeypatch.setattr(os, "fsync", remember)
    return seen


def test_each_part_is_on_the_disk_before_it_is_acknowledged(settings, synced):
    parts, upload_id = Parts(settings), uuid4()
    parts.begin(upload_id)
    synced.clear()

    assert parts.append(upload_id, 0, BytesIO(b"first"), 11) == 5
    assert synced == [(str(upload_id), 5)]
    assert parts.append(upload_id, 5, BytesIO(b"second"), 11) == 11
    assert synced == [(str(upload_id), 5), (str(upload_id), 11)]


def test_a_file_that_begins_is_still_there_after_a_loss_of_power(settings, synced):
    Parts(settings).begin(uuid4())

    assert synced == [("uploads", None)]
