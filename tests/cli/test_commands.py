"""The operator's door: true statuses, one sentence on standard error, never a traceback."""

import io
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from sqlalchemy import func, select, text

from nominations.cli import group
from nominations.core import database, schema
from nominations.core.queries import ledger_chain
from nominations.core.rules.vocabulary import LetterState
from nominations.core.settings import load_settings
from nominations.core.tables import Grant, Letter, OpenEdition, StoredFile
from nominations.files.adapters.store import files
from tests.support import make

ROOT = Path(__file__).parents[2]
LANTERN = ROOT / "tests" / "editions" / "lantern-2031"
EARNEST = {
    "NOMINATIONS_MODE": "production", "NOMINATIONS_PUBLIC_ADDRESS": "https://award.example.org",
    "NOMINATIONS_SECRET_KEY": "for tests only " * 4, "NOMINATIONS_SMTP_HOST": "mail.example.org",
}


@pytest.fixture
def empty(databases, empty_database, monkeypatch, tmp_path) -> Path:
    """An empty data folder with an empty database."""
    monkeypatch.setenv("NOMINATIONS_MODE", "demonstration")
    monkeypatch.setenv("NOMINATIONS_DATABASE_URL", empty_database)
    return tmp_path / "new"


def copy_with_mistake(tmp_path: Path, file: str, old: str, new: str) -> tuple[Path, int]:
    """The lantern's edition with one mistake, and the line it is on."""
    folder = shutil.copytree(LANTERN, tmp_path / "lantern-2031")
    source = (folder / file).read_text("utf-8")
    assert old in source
    (folder / file).write_text(source.replace(old, new, 1), "utf-8")
    return folder, source[:source.index(old)].count("\n") + 1


def every_command(command: click.Command = group, *names: str):
    yield names, command
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from every_command(below, *names, name)


@pytest.mark.parametrize(("names", "command"), list(every_command()), ids=lambda words: " ".join(words)
                         if isinstance(words, tuple) else "")
def test_every_command_and_every_option_has_a_sentence_of_help(run, names, command):
    result = run(*names, "--help")

    assert (result.status, result.err) == (0, "")
    assert command.help
    assert command.help.strip()[0].isupper()
    assert command.help.strip().endswith(".")
    for option in command.params:
        if isinstance(option, click.Option) and option.name not in ("help", "version"):
            assert option.help, f"{' '.join(names)} --{option.name}"


def test_help_reads_like_a_table_of_contents(run):
    out = run("--help").out

    words = ("run", "demo", "edition", "people", "round", "report", "ledger", "mail", "doctor", "backup", "restore")
    for word in words:
        assert re.search(rf"^  {word} ", out, re.MULTILINE), word
    assert not re.search(r"^  worker ", out, re.MULTILINE)


def test_the_program_starts_as_a_module():
    done = subprocess.run([sys.executable, "-m", "nominations", "--version"], capture_output=True, text=True, cwd=ROOT,
                          check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})

    assert re.fullmatch(r"nominations, version \S+\n", done.stdout)


@pytest.mark.parametrize("words", [
    ("fly",), ("edition", "fly"), ("ledger", "verify", "--fly"), ("people", "grant"), ("backup",), ("restore", "x"),
    ("people", "grant", "a@example.org", "--edition", "x", "--role", "visitor"),
])
def test_a_command_that_is_not_there_ends_with_a_sentence(run, words):
    result = run(*words)

    assert result.status == 2
    assert result.sentence


def test_an_edition_without_a_mistake_passes(run):
    result = run("edition", "check", LANTERN)

    assert (result.status, result.out, result.err) == (0, "lantern-2031: no mistakes.\n", "")


def test_the_editions_of_the_project_have_no_mistake(run):
    assert run("edition", "check").status == 0


@pytest.mark.parametrize(("file", "old", "new"), [
    ("edition.toml", "year = ", "yaer = "), ("edition.toml", 'zone = "', 'zone = "Nowhere/'),
    ("keeper.toml", "weight = ", "wieght = "),
])
def test_a_mistake_is_named_with_file_line_and_sentence(run, tmp_path, file, old, new):
    folder, line = copy_with_mistake(tmp_path, file, old, new)

    result = run("edition", "check", folder)

    assert result.status == 1
    *mistakes, last = result.err.strip().splitlines()
    assert re.fullmatch(r"nominations: (1 mistake|\d+ mistakes)\.", last)
    assert any(re.match(rf"\S*{re.escape(file)}:{line}\b.*: .+\.$", mistake) for mistake in mistakes), (line, mistakes)
    assert result.out == ""


def test_an_edition_that_is_not_there_is_a_sentence(run):
    assert run("edition", "check", "no-such-2031").sentence.startswith("There is no folder")


def test_an_edition_opens_once(run, empty, empty_database):
    first, again = run("edition", "open", LANTERN, "--data", empty), run("edition", "open", LANTERN, "--data", empty)

    assert (first.status, first.err) == (0, "")
    assert re.fullmatch(r"lantern-2031 is open, [0-9a-f]{12}\.\n", first.out)
    assert (again.status, again.sentence) == (1, "lantern-2031 is open already; an open edition is never changed.")
    assert run("ledger", "verify", "--data", empty).out.startswith("1 records hold")


def test_an_edition_with_a_mistake_is_not_opened(run, empty, empty_database, tmp_path):
    folder, _ = copy_with_mistake(tmp_path, "edition.toml", "year = ", "yaer = ")

    result = run("edition", "open", folder, "--data", empty)

    assert result.status == 1
    assert result.err.strip().splitlines()[-1] == "nominations: The edition has mistakes and was not opened."
    engine = database.connect(empty_database)
    if schema.is_current(engine):
        with database.open_session(engine) as session:
            assert session.scalar(select(func.count()).select_from(OpenEdition)) == 0
    engine.dispose()


def test_the_first_head_is_made_here(run, world, place):
    result = run("people", "grant", "first.head@example.org", "--edition", "pearl-2025", "--name", "زينب", "--language",
                 "ar", "--data", place)

    assert (result.status, result.err) == (0, "")
    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(Grant)) > 1
        letter = session.scalars(select(Letter).where(Letter.address == "first.head@example.org")).one()
        assert letter.language == "ar"
        assert ledger_chain.verify_chain(session).fault is None


@pytest.mark.parametrize(("words", "sentence"), [
    (("leila.alami@example.org", "--edition", "pearl-2025"), "held already"),
    (("ada.byron@example.org", "--edition", "pearl-2025", "--role", "reviewer"), "applies here"),
    (("nobody", "--edition", "pearl-2025"), "not email"),
    (("ada.byron@example.org", "--edition", "pearl-2025", "--role", "officer"), "cannot open 4 nominations"),
    (("a@example.org", "--edition", "no-such-2031"), "no open edition"),
])
def test_a_role_that_cannot_be_given_is_a_sentence(run, place, words, sentence):
    result = run("people", "grant", *words, "--data", place)

    assert result.status == 1
    assert sentence in result.sentence


def test_reviewers_leave_as_a_table_and_come_back_from_it(run, world, place, tmp_path):
    table = tmp_path / "reviewers.csv"
    words = ("--edition", "pearl-2025", "--data", place)
    result = run("people", "export", *words, "--output", table)
    assert (result.status, result.err) == (0, "")
    assert result.out == f"3 people are in {table}.\n"

    table.write_text(table.read_text("utf-8-sig") + "new@example.org,=1+1,fr,,,,,,,,,\nnobody,,,,,,,,,,,\n", "utf-8")
    result = run("people", "import", table, *words)
    assert result.status == 1
    assert "    5  new@example.org  New\n" in result.out
    assert "    6  nobody  Refused Enter an email address, such as name@example.org.\n" in result.out
    assert "Nothing was changed" in result.out
    with world.session() as session:
        assert session.scalars(select(Letter).where(Letter.address == "new@example.org")).all() == []

    applied = run("people", "import", table, *words, "--apply")
    assert "0 profiles are saved.\nWe are emailing an invitation to 1 person.\n" in applied.out
    with world.session() as session:
        assert session.scalars(select(Letter).where(Letter.address == "new@example.org")).one().language == "fr"
    table.write_bytes(b"PK")
    assert "columns: mail" in run("people", "import", table, *words).sentence


def test_a_whole_ledger_holds(run, world, place):
    result = run("ledger", "verify", "--data", place)

    assert (result.status, result.err) == (0, "")
    assert re.match(r"2 records hold, head [0-9a-f]{64}\.", result.out)


def test_a_tampered_ledger_names_the_record(run, world, place):
    with world.engine.execution_options(writes=True).begin() as connection:
        if world.engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER ledger_record_update"))
        else:
            connection.execute(text("ALTER TABLE ledger_record DISABLE TRIGGER ALL"))
        connection.execute(text("UPDATE ledger_record SET actor = 'nobody' WHERE number = 2"))

    result = run("ledger", "verify", "--data", place)

    assert (result.status, result.out, result.sentence) == (1, "", "Record 2: was changed.")


def test_a_printed_head_that_is_not_in_the_chain_is_an_error(run, world, place):
    with world.session() as session:
        _, head = ledger_chain.load_head(session)

    assert run("ledger", "verify", "--head", head.upper(), "--data", place).status == 0
    assert "printed" in run("ledger", "verify", "--head", "1" * 64, "--data", place).sentence


def test_letters_are_counted(run, world, place):
    work = world.work("owner")
    with work.transaction():
        work.send_mail("password_changed", world.person("owner"))

    first, second = run("mail", "list", "--data", place).out.splitlines()
    assert first == "     1 waiting"
    assert second.endswith("password_changed: waits after 0 tries, the next try is at 2025-11-24 08:00 UTC.")


def test_the_doctor_says_which_letters_failed_and_which_wait(run, world, place):
    work = world.work("owner")
    with work.transaction():
        work.send_mail("password_changed", world.person("owner"))
        failed = work.send_mail("password_changed", world.person("owner"))
        failed.state, failed.trouble, failed.written_at = LetterState.FAILED, "550 nobody here", datetime.now(UTC)

    sentence = run("doctor", "--data", place).err

    assert "1 letters of the last 7 days could not be sent (nominations mail list); the newest: 550 nobody" in sentence
    assert "1 letters wait for more than an hour" in sentence


def test_production_without_its_secrets_does_not_pass_the_doctor(run, monkeypatch, tmp_path):
    monkeypatch.setenv("NOMINATIONS_MODE", "production")
    assert "NOMINATIONS_PUBLIC_ADDRESS" in run("doctor", "--data", tmp_path / "d").sentence
    monkeypatch.setenv("NOMINATIONS_PUBLIC_ADDRESS", "https://award.example.org")
    result = run("doctor", "--data", tmp_path / "d")

    assert (result.status, result.sentence) == (1, "The environment must hold NOMINATIONS_SECRET_KEY.")


@pytest.mark.parametrize(("name", "value", "sentence"), [
    ("NOMINATIONS_SECRET_KEY", "short", "NOMINATIONS_SECRET_KEY has at least 32 characters."),
    ("NOMINATIONS_PUBLIC_ADDRESS", "http://x.org", "In production NOMINATIONS_PUBLIC_ADDRESS begins with https://."),
    ("NOMINATIONS_COLOUR", "blue", "There is no setting NOMINATIONS_COLOUR; config/default.toml lists all of them."),
    ("NOMINATIONS_PORT", "many", "NOMINATIONS_PORT is a whole number, not 'many'."),
])
def test_a_setting_that_is_wrong_stops_every_command_with_its_name(run, monkeypatch, tmp_path, name, value, sentence):
    for key, given in {**EARNEST, name: value}.items():
        monkeypatch.setenv(key, given)

    for words in (("doctor",), ("ledger", "verify"), ("backup", tmp_path / "b.zip")):
        result = run(*words, "--data", tmp_path / "d")
        assert (result.status, result.sentence) == (1, sentence)


def test_the_doctor_is_content_with_a_production_that_is_well(run, world, monkeypatch, tmp_path):
    for key, given in {**EARNEST, "NOMINATIONS_DATABASE_URL": world.url}.items():
        monkeypatch.setenv(key, given)

    result = run("doctor", "--data", tmp_path / "earnest")

    assert (result.status, result.out, result.err) == (0, "Nothing is unsafe or missing.\n", "")


def test_commands_write_for_their_owner_alone_and_the_doctor_finds_what_is_open(run, world, monkeypatch, tmp_path):
    for key, given in {**EARNEST, "NOMINATIONS_DATABASE_URL": world.url}.items():
        monkeypatch.setenv(key, given)
    run("ledger", "export", "--data", tmp_path / "earnest", "--output", tmp_path / "l.jsonl")
    assert (tmp_path / "l.jsonl").stat().st_mode & 0o777 == 0o600

    (tmp_path / "earnest" / "copy.db").touch(mode=0o600)
    (tmp_path / "earnest" / "copy.db").chmod(0o640)
    result = run("doctor", "--data", tmp_path / "earnest")

    assert result.status == 1
    assert "1 files or folders are open to others" in result.err
    assert "copy.db" in result.err


def test_the_doctor_names_what_is_unsafe(run, world, place):
    with world.session(writes=True) as session:
        session.add(StoredFile(sha256="a" * 64, size=1, stored_at=make.START))
        session.commit()

    result = run("doctor", "--data", place)

    assert result.status == 1
    *faults, last = result.err.strip().splitlines()
    assert any("demonstration" in fault for fault in faults)
    assert any("1 stored files are gone" in fault for fault in faults)
    assert re.fullmatch(r"nominations: \d+ things to mend\.", last)


def test_a_backup_comes_back_whole_in_another_place(run, world, place, databases, monkeypatch, tmp_path):
    with files(world.settings).take_in(io.BytesIO("رسالة".encode()), 1000) as stored:
        files(world.settings).keep(stored)
    head = run("ledger", "verify", "--data", place).out
    saved = run("backup", tmp_path / "all.zip", "--data", place)
    assert (saved.status, saved.err) == (0, "")
    assert "the database and 1 files" in saved.out

    other = databases.empty()
    monkeypatch.setenv("NOMINATIONS_DATABASE_URL", other)
    run("doctor", "--data", tmp_path / "there")  # looking does not make the place anything but empty
    restored = run("restore", tmp_path / "all.zip", "--data", tmp_path / "there")

    assert (restored.status, restored.err) == (0, "")
    assert run("ledger", "verify", "--data", tmp_path / "there").out == head
    there = files(load_settings(tmp_path / "there"))
    assert list(there.names()) == [stored.sha256]
    assert there.is_whole(stored.sha256)
    again = run("restore", tmp_path / "all.zip", "--data", tmp_path / "there")
    assert (again.status, "not empty" in again.sentence) == (1, True)
    databases.drop(other)


def test_a_backup_never_overwrites(run, place, tmp_path):
    (tmp_path / "all.zip").write_text("mine")

    result = run("backup", tmp_path / "all.zip", "--data", place)

    assert (result.status, "exists already" in result.sentence) == (1, True)
    assert (tmp_path / "all.zip").read_text() == "mine"


def test_a_damaged_backup_is_not_restored(run, world, place, monkeypatch, tmp_path, databases):
    run("backup", tmp_path / "all.zip", "--data", place)
    content = bytearray((tmp_path / "all.zip").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "all.zip").write_bytes(content)
    other = databases.empty()
    monkeypatch.setenv("NOMINATIONS_DATABASE_URL", other)

    result = run("restore", tmp_path / "all.zip", "--data", tmp_path / "there")

    assert result.status == 1
    assert result.sentence
    databases.drop(other)


READING = [
    ("ledger", "verify"), ("mail", "list"), ("people", "grant", "a@example.org", "--edition", "pearl-2025"),
    ("report", "scoring", "--edition", "pearl-2025", "--category", "project", "--output", "x.pdf"),
]


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_an_empty_database_is_a_sentence(run, empty, words):
    result = run(*words, "--data", empty)

    assert result.status == 1
    assert result.sentence.startswith("The database is empty or of another version")


@pytest.mark.parametrize("words", [*READING, ("doctor",), ("edition", "open", str(LANTERN)), ("backup", "x.zip")],
                         ids=" ".join)
@pytest.mark.parametrize("url", [
    "postgresql://nobody@127.0.0.1:1/nothing", "sqlite:////proc/nothing/x.db", "mysql://x/y", "nonsense",
])
def test_a_database_that_is_away_is_a_sentence(run, monkeypatch, tmp_path, words, url):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NOMINATIONS_MODE", "demonstration")
    monkeypatch.setenv("NOMINATIONS_DATABASE_URL", url)

    result = run(*words, "--data", tmp_path / "d")

    assert result.status == 1
    assert "Traceback" not in result.err
    assert result.err.strip().splitlines()[-1].startswith("nominations: ")


def test_a_file_that_is_no_database_is_a_sentence(run, monkeypatch, tmp_path):
    (tmp_path / "x.db").write_text("a letter, and not a database at all\n" * 100)
    monkeypatch.setenv("NOMINATIONS_MODE", "demonstration")
    monkeypatch.setenv("NOMINATIONS_DATABASE_URL", f"sqlite:///{tmp_path}/x.db")

    result = run("ledger", "verify", "--data", tmp_path / "d")

    assert result.status == 1
    assert result.sentence
