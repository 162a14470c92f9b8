"""Backup and restore: whole while somebody writes, damaged by no bit unseen, never over something."""

import json
import os
import random
import sqlite3
import threading
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import psycopg
import pytest

from nominations.core.adapters import clock
from nominations.core.settings import Mode, load_settings
from nominations.files.adapters.store import files
from nominations.operation.adapters.backup import BadBackup, backup, read_manifest, restore, verify


def place(tmp_path, name, **other):
    return load_settings(tmp_path / name, {}, {"mode": "demonstration"} | other)


@pytest.fixture
def settings(tmp_path):
    """A small system: a table with rows, two files, a clock."""
    made = place(tmp_path, "here")
    with closing(sqlite3.connect(made.data / "nominations.db")) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE act (number INTEGER PRIMARY KEY, same INTEGER)")
        database.executemany("INSERT INTO act VALUES (?, ?)", [(n, n) for n in range(2000)])
        database.commit()
    store(made, b"a letter", bytes(600_000))
    clock.set_demonstration_time(made, datetime(2025, 11, 24, tzinfo=UTC))
    return made


def store(settings, *contents):
    for content in contents:
        with files(settings).take_in(BytesIO(content), 1_000_000) as stored:
            files(settings).keep(stored)


def test_what_is_restored_is_what_was_saved(settings, tmp_path):
    made = backup(settings, tmp_path / "b.zip")
    there = place(tmp_path, "there")

    restored = restore(tmp_path / "b.zip", there)

    assert made == restored == read_manifest(tmp_path / "b.zip")
    assert (made.files, made.damaged, made.database, made.mode) == (2, (), "sqlite", "demonstration")
    with closing(sqlite3.connect(there.data / "nominations.db")) as database:
        assert database.execute("SELECT count(*), sum(same) FROM act").fetchone() == (2000, 1999 * 1000)
    assert files(there).sweep(files(settings).names()).is_clean
    assert there.clock_file.read_bytes() == settings.clock_file.read_bytes()
    assert sorted(one.name for one in there.data.iterdir()) == ["clock.json", "files", "nominations.db", "secret.key"]


def test_no_secret_is_in_a_backup(settings, tmp_path):
    backup(settings, tmp_path / "b.zip")

    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert settings.secret_key.encode() not in b"".join(map(archive.read, archive.namelist()))
        assert archive.testzip() is None


def test_a_backup_while_somebody_writes_is_of_one_instant(settings, tmp_path):
    stop, written = threading.Event(), []

    def write():
        with closing(sqlite3.connect(settings.data / "nominations.db", timeout=30, isolation_level=None)) as database:
            number = 2000
            while not stop.is_set():
                # Two rows in one transaction: a torn copy would hold one of them.
                database.execute("BEGIN IMMEDIATE")
                database.execute("INSERT INTO act VALUES (?, 1)", (number,))
                database.execute("INSERT INTO act VALUES (?, 1)", (number + 1,))
                database.execute("COMMIT")
                number += 2
                written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for turn in range(5):
            before = len(written)
            backup(settings, tmp_path / f"{turn}.zip")
            there = place(tmp_path, f"there{turn}")
            restore(tmp_path / f"{turn}.zip", there)
            with closing(sqlite3.connect(there.data / "nominations.db")) as database:
                (count,) = database.execute("SELECT count(*) FROM act").fetchone()
            assert count % 2 == 0
            assert before <= (count - 2000) // 2 <= len(written)
    finally:
        stop.set()
        writer.join()


def test_every_flipped_bit_is_noticed(settings, tmp_path):
    backup(settings, tmp_path / "b.zip")
    whole = (tmp_path / "b.zip").read_bytes()
    chance = random.Random(7)
    places = {0, len(whole) - 1, len(whole) - 65, *(chance.randrange(len(whole)) for _ in range(60))}

    for at in places:
        content = bytearray(whole)
        content[at] ^= 1 << chance.randrange(8)
        (tmp_path / "c.zip").write_bytes(content)
        with pytest.raises(BadBackup, match="seal is broken"):
            verify(tmp_path / "c.zip", settings)


def test_a_cut_or_foreign_file_is_no_backup(settings, tmp_path):
    backup(settings, tmp_path / "b.zip")
    whole = (tmp_path / "b.zip").read_bytes()

    for content in (b"", b"hello", whole[:-1], whole[: len(whole) // 2], whole + b"x"):
        (tmp_path / "c.zip").write_bytes(content)
        with pytest.raises(BadBackup):
            verify(tmp_path / "c.zip", settings)
        with pytest.raises(BadBackup):
            restore(tmp_path / "c.zip", place(tmp_path, "there"))
    with pytest.raises(BadBackup, match="cannot be read"):
        verify(tmp_path / "nowhere.zip", settings)


def test_a_backup_never_overwrites_one_and_leaves_no_half_of_one(settings, tmp_path):
    (tmp_path / "b.zip").write_bytes(b"precious")
    with pytest.raises(BadBackup, match="exists already"):
        backup(settings, tmp_path / "b.zip")

    (settings.data / "nominations.db").unlink()
    with pytest.raises(BadBackup, match="There is no database"):
        backup(settings, tmp_path / "c.zip")

    assert (tmp_path / "b.zip").read_bytes() == b"precious"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["b.zip", "here"]


def test_a_restore_never_overwrites_a_system(settings, tmp_path):
    backup(settings, tmp_path / "b.zip")
    with_files, in_earnest = place(tmp_path, "files"), {"secret_key": "x" * 32, "public_address": "https://a.org"}
    store(with_files, b"something")

    for there, sentence in (
        (settings, "database is not empty"),
        (with_files, "There are files already"),
        (load_settings(tmp_path / "earnest", {}, in_earnest), "its seal is broken"),
        (place(tmp_path, "other", database_url="postgresql://localhost/x"), "names? another kind"),
    ):
        with pytest.raises(BadBackup, match=sentence):
            restore(tmp_path / "b.zip", there)


def test_a_backup_of_a_newer_version_is_refused(settings, tmp_path, monkeypatch):
    monkeypatch.setattr("nominations.__version__", "1.10.0")
    backup(settings, tmp_path / "b.zip")
    monkeypatch.setattr("nominations.__version__", "1.9.0")

    with pytest.raises(BadBackup, match=r"made by version 1\.10\.0; this is 1\.9\.0"):
        restore(tmp_path / "b.zip", place(tmp_path, "there"))


def test_a_damaged_file_is_named_and_the_rest_is_saved(settings, tmp_path):
    sha256 = next(files(settings).names())
    (settings.data / "files" / "kept" / sha256[:2] / sha256).write_bytes(b"changed")

    made = backup(settings, tmp_path / "b.zip")

    assert (made.damaged, made.files) == ((sha256,), 1)
    assert verify(tmp_path / "b.zip", settings) == made


def test_a_backup_whose_list_was_edited_under_a_new_seal_is_noticed(settings, tmp_path):
    from nominations.operation.adapters.backup import _key, _seal

    backup(settings, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as old, zipfile.ZipFile(tmp_path / "c.zip", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, b"another letter" if content == b"a letter" else content)
        new.comment = old.comment[:-64] + b"0" * 64
    _seal(tmp_path / "c.zip", _key(settings))

    with pytest.raises(BadBackup, match="has changed since the backup was made"):
        verify(tmp_path / "c.zip", settings)


@pytest.fixture
def earnest(settings):
    return replace(settings, mode=Mode.PRODUCTION, secret_key="of this house " * 4)


@pytest.mark.parametrize("mark", [b"keyed-seal:", b"sha256:"])
def test_who_lacks_the_key_can_neither_change_a_backup_nor_make_one(earnest, tmp_path, mark):
    from nominations.operation.adapters.backup import _key, _seal

    backup(earnest, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as old, zipfile.ZipFile(tmp_path / "c.zip", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.comment = mark + b"0" * 64
    _seal(tmp_path / "c.zip", _key(replace(earnest, secret_key="of another house " * 4)))

    with pytest.raises(BadBackup, match="--unkeyed" if mark == b"sha256:" else "seal is broken"):
        verify(tmp_path / "c.zip", earnest)
    with pytest.raises(BadBackup, match="seal is broken"):
        verify(tmp_path / "b.zip", replace(earnest, secret_key="of another house " * 4))
    assert verify(tmp_path / "b.zip", earnest).files == 2


def test_a_backup_of_before_seals_had_a_key_is_taken_when_that_is_said(settings, tmp_path):
    from nominations.operation.adapters.backup import _seal

    backup(settings, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "a") as archive:
        archive.comment = b"sha256:" + b"0" * 64
    _seal(tmp_path / "b.zip", None)

    assert verify(tmp_path / "b.zip", settings, unkeyed=True).files == 2
    with pytest.raises(BadBackup, match="--unkeyed"):
        verify(tmp_path / "b.zip", settings)


def test_a_backup_is_for_its_owner_alone_while_and_after_it_is_written(settings, tmp_path, monkeypatch):
    before, seen = os.umask(0), []
    monkeypatch.setattr(
        zipfile.ZipFile, "writestr",
        lambda archive, *_: seen.append(os.fstat(archive.fp.fileno()).st_mode & 0o777) or write(archive, *_),
    )
    try:
        backup(settings, tmp_path / "b.zip")
    finally:
        os.umask(before)

    assert (seen, (tmp_path / "b.zip").stat().st_mode & 0o777) == ([0o600], 0o600)


write = zipfile.ZipFile.writestr


def test_postgresql_is_saved_and_restored_by_its_own_tools(postgres_url, postgres_cluster, tmp_path):
    here = place(tmp_path, "here", database_url=postgres_url)
    plain = "postgresql://" + postgres_url.partition("://")[2]
    with psycopg.connect(plain) as database:
        database.execute("CREATE TABLE act (number int PRIMARY KEY, word text)")
        database.execute("INSERT INTO act SELECT n, 'نتوان' FROM generate_series(1, 500) n")
    store(here, b"a letter")
    backup(here, tmp_path / "b.zip")
    name = postgres_cluster.create()
    try:
        there = place(tmp_path, "there", database_url=postgres_cluster.url(name))

        restore(tmp_path / "b.zip", there)

        with psycopg.connect("postgresql://" + there.database_url.partition("://")[2]) as database:
            count_and_word = database.execute("SELECT count(*), min(word) FROM act").fetchone()
        assert count_and_word == (500, "نتوان")
        assert b"".join(files(there).open(next(files(there).names()))) == b"a letter"
        with pytest.raises(BadBackup, match="database is not empty"):
            restore(tmp_path / "b.zip", there)
    finally:
        postgres_cluster.drop(name)


def test_an_unavailable_database_is_reported_in_a_sentence(tmp_path):
    away = place(tmp_path, "away", database_url=f"postgresql://u:hidden@/x?host={tmp_path}")

    with pytest.raises(BadBackup, match="pg_dump failed: ") as failed:
        backup(away, tmp_path / "b.zip")

    assert "hidden" not in str(failed.value)
    assert json.dumps(str(failed.value)).count("\\n") == 0
