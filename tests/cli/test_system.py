"""Commands act as the system: they may what they do, and nothing else; what they do is the system's in the ledger."""

from zipfile import ZipFile

import pytest
from sqlalchemy import select

from nominations.core.rules.policy import POLICY
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Action, Role
from nominations.core.tables import Grant, LedgerRecord
from nominations.core.work import Work
from nominations.records.queries import ledger
from tests.support.small_edition import PROJECT_ANSWERS
from tests.support.worlds import REFERENCES

HERE = ("--edition", "pearl-2025")
PROJECT = ("--category", "project")
# For each thing that the system may do, a command that does it.
COMMANDS = {
    Action.EXPORT: ("report", "register", "corrections"),
    Action.INSPECT: ("report", "dossier", "--nomination", REFERENCES["eligible"]),
    Action.ASSIGN: ("routing", "propose", *PROJECT, "--reviews", 1),
    Action.SEE_CONFLICTS: ("report", "register", "conflicts"),
    Action.FOLLOW: ("report", "register", "progress"),
    Action.CERTIFY: ("report", "certificate", "--reviewer", "rashid.amin@example.org"),
    Action.REPORT: ("report", "scoring", *PROJECT),
    Action.SEE_PEOPLE: ("people", "export"),
    Action.MANAGE_PEOPLE: ("people", "grant", "new@example.org"),
    Action.SEE_LETTERS: ("report", "register", "communications"),
    Action.SEE_LEDGER: ("report", "register", "ledger"),
}
ENDINGS = {
    "register": ".csv", "dossier": ".zip", "certificate": ".pdf", "scoring": ".pdf", "export": ".csv",
}
# WeasyPrint leaves its colour profile to the collector to close.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")


def test_the_system_may_what_a_command_does_and_nothing_else():
    assert {action for action, line in POLICY.items() if Role.SYSTEM in line} == set(COMMANDS)


@pytest.mark.parametrize("action", COMMANDS)
def test_a_command_needs_its_line_of_the_policy(marked, run, monkeypatch, tmp_path, action):
    words = COMMANDS[action]
    writes = words[1] in ENDINGS
    output = ("--output", tmp_path / f"made{ENDINGS[words[1]]}") if writes else ()

    def command():
        return run(*words, *HERE, "--data", marked, *output)

    with monkeypatch.context() as patched:
        patched.setitem(POLICY, action, {role: line for role, line in POLICY[action].items() if role != Role.SYSTEM})
        assert command().status == 1
    assert command().status == 0


def test_what_a_command_does_is_the_systems_in_the_ledger(place, run, world):
    result = run("people", "grant", "new@example.org", *HERE, "--role", "officer", "--data", place)

    assert (result.status, result.err) == (0, "")
    with world.session() as session:
        record = session.scalars(select(LedgerRecord).where(LedgerRecord.act == "manage_people")).one()
        assert (record.actor, record.role) == ("system", "system")


def test_a_dossier_of_the_system_holds_what_few_may_see(place, run, tmp_path):
    path = tmp_path / "dossier.zip"
    result = run("report", "dossier", "--nomination", REFERENCES["eligible"], *HERE, "--data", place, "--output", path)

    assert (result.status, result.err) == (0, "")
    with ZipFile(path) as dossier:
        answers = next(name for name in dossier.namelist() if name.endswith("answers.json"))
        assert PROJECT_ANSWERS["place"]["lat"] in dossier.read(answers).decode()


def test_an_old_record_of_the_system_keeps_the_role_it_was_written_with(world):
    work = Work(world.session(writes=True), Actor(None, Role.HEAD, "pearl-2025"), world.clock(), world.settings)
    with work.transaction():
        work.record(Action.EXTEND, "edition:1", {})
    work.session.close()

    [line] = ledger.list_lines(world.work("head"), "pearl-2025", ledger.LedgerFilter(act="extend"))
    assert (line.actor, line.role) == ("", "head")


def test_nobody_is_given_the_role_of_the_system(place, run, world):
    result = run("people", "grant", "new@example.org", *HERE, "--role", "system", "--data", place)

    assert result.status == 2
    with world.session() as session:
        assert not session.scalars(select(Grant).where(Grant.role == Role.SYSTEM)).all()
