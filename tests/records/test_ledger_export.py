"""An export of the ledger, as a forger would change it: each change is a fault, or no export at all."""

import json

import pytest

from nominations.core.rules.ledger import Fault, commitment, next_record
from nominations.records.adapters.ledger_export import NotAnExport, find_list, write_ledger
from tests.core.test_ledger import START, chain

LIST, OTHER = "a" * 64, "b" * 64
CONTENT = {"act": "finish_document", "code": "X", "kind": "dossier", "sha256": OTHER, "source_sha256": LIST}


def finished(content=CONTENT):
    """A chain of six whose fifth record commits to a finished document."""
    rows, last = chain(4), chain(6)[-1]
    committed = commitment("5" * 32, content)
    record = next_record(5, START, "system", "system", "finish_document", "document:5", "x", committed,
                         rows[-1][0].hash)
    end = next_record(6, START, "a", "head", "edit", "nomination:1", "x", last[0].commitment, record.hash)
    return [*rows, (record, "5" * 32, content), (end, None, None)]


@pytest.fixture
def written(tmp_path):
    """The lines of an export as dictionaries, and `check(lines)`."""
    path = tmp_path / "ledger.jsonl"
    with path.open("wb") as target:
        assert write_ledger(finished(), target) == 6
    lines = [json.loads(line) for line in path.read_text().splitlines()]

    def check(changed, list_sha256=LIST, printed=""):
        path.write_text("".join(f"{json.dumps(line)}\n" for line in changed))
        return find_list(path, list_sha256, printed)

    return lines, check


def test_a_list_is_found_by_its_record(written):
    lines, check = written
    proof = check(lines, printed=lines[2]["hash"])

    assert (proof.records, proof.fault, proof.head, proof.holds_printed_head) == (6, None, lines[-1]["hash"], True)
    assert proof.record.number == 5
    assert check(lines, OTHER).record is None
    assert check(lines, printed="0" * 64).holds_printed_head is False


@pytest.mark.parametrize("name", ["actor", "role", "act", "subject", "edition", "commitment", "hash", "previous"])
def test_every_member_of_every_line_is_held(written, name):
    lines, check = written
    for at in range(len(lines)):
        changed = [dict(line) for line in lines]
        changed[at][name] = "f" + (changed[at][name] or "")[1:] + "0"
        assert check(changed).fault is not None, (name, at)


def test_another_list_in_place_of_the_first_is_a_fault(written):
    lines, check = written
    lines[4]["content"] = CONTENT | {"source_sha256": OTHER}

    assert check(lines, OTHER).fault == Fault(5, "its content was changed")


def test_a_content_put_beside_a_record_that_did_not_commit_to_it_is_a_fault(written):
    lines, check = written
    lines[5] |= {"salt": "0", "content": CONTENT | {"source_sha256": OTHER}}

    assert check(lines, OTHER).fault == Fault(6, "its content was changed")


def test_a_chain_written_anew_holds_and_is_shown_by_a_head_that_was_printed(written, tmp_path):
    lines, _check = written
    printed = lines[-1]["hash"]
    with (tmp_path / "forged.jsonl").open("wb") as target:
        write_ledger(finished(CONTENT | {"source_sha256": OTHER}), target)

    forged = find_list(tmp_path / "forged.jsonl", OTHER, printed)

    assert (forged.fault, forged.record.number) == (None, 5)
    assert forged.holds_printed_head is False


def test_lines_that_are_missing_are_a_fault(written):
    lines, check = written

    assert check(lines[1:]).fault == Fault(1, "missing")
    assert check([*lines[:2], *lines[3:]]).fault == Fault(3, "missing")


@pytest.mark.parametrize("content", [
    b"", b"PK\x03\x04", b"[]\n", b"{}\n", b"null\n", b"\xff\xfe\n", b"[" * 19_000, b"x" * 50_000,
    b'{"number": 1, "at": "now"}\n', b'{"number": 1, "at": 7}\n',
])
def test_a_file_that_is_no_export_is_refused(tmp_path, content):
    (tmp_path / "x").write_bytes(content)

    with pytest.raises(NotAnExport, match="is not an export of the ledger"):
        find_list(tmp_path / "x", LIST)


@pytest.mark.parametrize("change", [
    {"at": "2025-11-24T08:00:00"}, {"salt": "1"}, {"content": {}, "salt": 3}, {"at": None}, {"more": 1},
    {"number": "1"},
], ids=repr)
def test_a_malformed_line_is_refused_or_a_fault(written, change):
    lines, check = written
    lines[0] |= change
    try:
        fault = check(lines).fault
    except NotAnExport:
        return
    assert fault is not None


def test_a_folder_is_no_export(tmp_path):
    with pytest.raises(NotAnExport, match="cannot be read"):
        find_list(tmp_path, LIST)
