"""The store of files: streamed in, kept by content, checked whenever read."""

import hashlib
import os
import random
from io import BytesIO
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from nominations.core.settings import BadSettings, load_settings
from nominations.files.adapters.bad_file import BadFile, Fault
from nominations.files.adapters.store import CHUNK, Damaged, Files, Stored, Swept, files

CONTENT = random.Random(1).randbytes(3 * CHUNK + 17)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
PLAY = {"NOMINATIONS_MODE": "demonstration"}


@pytest.fixture(params=["folder", "remote"])
def store(request, tmp_path):
    if request.param == "folder":
        return Files.in_folder(tmp_path / "files")
    return Files(MemoryStore(), tmp_path / "files" / "incoming", None)


@pytest.fixture
def local(tmp_path):
    return Files.in_folder(tmp_path / "files")


def keep(store, content=CONTENT) -> Stored:
    with store.take_in(BytesIO(content), 10_000_000) as stored:
        store.keep(stored)
    return stored


def list_incoming(tmp_path: Path) -> list[str]:
    return os.listdir(tmp_path / "files" / "incoming")


class Counting(BytesIO):
    largest = 0

    def read(self, size=-1):
        self.largest = max(self.largest, size if size >= 0 else 1 << 40)
        return super().read(size)


def test_a_file_comes_back_byte_for_byte(store, tmp_path):
    stored = keep(store)

    assert (stored.sha256, stored.size) == (SHA256, len(CONTENT))
    assert (b"".join(store.open(SHA256)), store.size(SHA256), store.exists(SHA256)) == (CONTENT, len(CONTENT), True)
    assert (list(store.names()), list_incoming(tmp_path)) == ([SHA256], [])
    with store.local(SHA256) as path:
        assert path.read_bytes() == CONTENT


def test_a_file_is_never_read_whole_into_memory(local):
    stream = Counting(CONTENT)

    with local.take_in(stream, 10_000_000) as stored:
        local.keep(stored)

    assert stream.largest == CHUNK
    assert max(map(len, local.open(SHA256))) == CHUNK


@pytest.mark.parametrize(("content", "fault"), [(b"", Fault.EMPTY), (b"x" * 101, Fault.TOO_LARGE)])
def test_nothing_and_too_much_are_refused_and_leave_nothing(store, tmp_path, content, fault):
    with pytest.raises(BadFile) as refused, store.take_in(BytesIO(content), 100):
        pass

    assert (refused.value.code, list_incoming(tmp_path), list(store.names())) == (fault, [], [])


def test_a_file_of_exactly_the_limit_is_taken(store):
    with store.take_in(BytesIO(b"x" * 100), 100) as stored:
        assert stored.size == 100


def test_what_breaks_off_or_is_not_kept_leaves_nothing(store, tmp_path):
    class Broken(BytesIO):
        def read(self, size=-1):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError), store.take_in(Broken(), 100):
        pass
    with store.take_in(BytesIO(b"looked at and refused"), 100) as stored:
        assert stored.path.read_bytes() == b"looked at and refused"

    assert (list_incoming(tmp_path), list(store.names())) == ([], [])


def test_the_same_content_twice_is_one_file(store):
    keep(store)
    keep(store)

    assert list(store.names()) == [SHA256]


def test_a_missing_file_is_an_error_before_the_first_piece(store):
    for name in (SHA256, "../../etc/passwd", "", SHA256.upper()):
        assert not store.exists(name)
        assert not store.is_whole(name)
        with pytest.raises(FileNotFoundError):
            store.open(name)
        with pytest.raises(FileNotFoundError), store.local(name):
            pass


def flip_one_bit(tmp_path):
    path = tmp_path / "files" / "kept" / SHA256[:2] / SHA256
    content = bytearray(path.read_bytes())
    content[5] ^= 1
    path.write_bytes(content)


def test_a_changed_bit_stops_the_download_before_its_end(local, tmp_path):
    keep(local)
    flip_one_bit(tmp_path)
    sent = []

    with pytest.raises(Damaged):
        sent.extend(local.open(SHA256))

    assert len(b"".join(sent)) < len(CONTENT)
    assert not local.is_whole(SHA256)


def test_a_sweep_names_damaged_missing_and_orphaned_and_deletes_nothing(local, tmp_path):
    keep(local)
    other = keep(local, b"nobody knows me").sha256
    assert local.sweep([SHA256, other]).is_clean
    flip_one_bit(tmp_path)
    heard = []

    swept = local.sweep([SHA256, "f" * 64], tell=heard.append)

    assert swept == Swept(damaged=(SHA256,), missing=("f" * 64,), orphaned=(other,))
    assert sorted(heard) == sorted(local.names()) == sorted([SHA256, other])


def test_only_what_a_crash_left_long_ago_is_tidied_away(local, tmp_path):
    incoming = tmp_path / "files" / "incoming"
    for name, age in (("part-old", 90_000), ("part-new", 10)):
        path = incoming / name
        path.write_bytes(b"half")
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - age))

    assert (local.tidy(), list_incoming(tmp_path)) == (1, ["part-new"])


def test_a_file_is_synced_with_its_folders_before_keep_returns(local, monkeypatch, tmp_path):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.readlink(f"/proc/self/fd/{handle}")))

    keep(local)

    kept = str(tmp_path / "files" / "kept")
    assert synced[1:] == [kept, f"{kept}/{SHA256[:2]}"]
    assert "/incoming/part-" in synced[0]


def test_the_settings_name_the_store(tmp_path):
    keep(files(load_settings(tmp_path, PLAY)))
    assert (tmp_path / "files" / "kept" / SHA256[:2] / SHA256).read_bytes() == CONTENT

    keys = {"NOMINATIONS_S3_ACCESS_KEY": "a", "NOMINATIONS_S3_SECRET_KEY": "b"}
    remote = files(load_settings(tmp_path, PLAY | keys | {"NOMINATIONS_FILES_URL": "s3://bucket/some/prefix"}))
    assert "bucket" in repr(remote._store)

    with pytest.raises(BadSettings, match="begins with file:// or s3://"):
        files(load_settings(tmp_path, PLAY | {"NOMINATIONS_FILES_URL": "ftp://x"}))
