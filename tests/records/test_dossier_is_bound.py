"""A forged dossier agrees with its own list; the page that checks documents and the ledger do not agree with it."""

import hashlib
import io
import json
import zipfile

import pytest
from sqlalchemy import select

from nominations.core.queries import ledger_chain
from nominations.core.rules import document_codes
from nominations.core.tables import LedgerContent, LedgerRecord
from nominations.documents.queries import codes
from nominations.documents.services import documents
from nominations.records.adapters.dossier_check import verify_dossier
from nominations.records.adapters.ledger_export import LedgerProof, find_list, write_ledger
from nominations.records.rules.dossier import MANIFEST, PACKAGE
from tests.ranking.test_score_documents import content, run_job
from tests.records.test_dossier import make_package, read_json
from tests.support.reviewing import another_card
from tests.support.schemas import faults

pytestmark = pytest.mark.both_databases
SHEET = "reviews/first-round.json"


@pytest.fixture
def dossier(world, tmp_path):
    """The dossier of a nomination with a review, as the head has it: a path."""
    another_card(world, "assigned", "A reason.")
    path = tmp_path / "dossier.zip"
    path.write_bytes(make_package(world, "head").fp.getvalue())
    return path


def forge(path):
    """Another mark in it, and its list written anew."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist() if name != MANIFEST}
    sheet = json.loads(held[SHEET])
    sheet["reviews"][0]["total"] = "10"
    held[SHEET] = json.dumps(sheet).encode()
    held[MANIFEST] = "".join(
        f"{hashlib.sha256(piece).hexdigest()}  {name}\n" for name, piece in held.items()
    ).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, piece in held.items():
            archive.writestr(name, piece)


def export(world, path) -> str:
    """Write the ledger into a file; its head."""
    with world.session() as session, path.open("wb") as target:
        write_ledger(ledger_chain.read_records(session), target)
        return ledger_chain.load_head(session)[1]


def in_ledger(world, dossier, tmp_path) -> LedgerProof:
    head = export(world, tmp_path / "ledger.jsonl")
    return find_list(tmp_path / "ledger.jsonl", verify_dossier(dossier).list_sha256, head)


def compare(browse, code: str, file: bytes) -> str:
    page = browse(None, "public.check_document", code=document_codes.read_code(code).code)
    return page.press("Compare", {"sha256": hashlib.sha256(file).hexdigest()}).text("#compare")


def test_the_ledger_and_the_page_know_the_list_and_the_file(browse, world, dossier, tmp_path):
    check, proof = verify_dossier(dossier), in_ledger(world, dossier, tmp_path)
    with zipfile.ZipFile(dossier) as archive:
        manifest, readme = archive.read(MANIFEST), archive.read("README.txt").decode()
        assert faults(json.loads(archive.read(PACKAGE)), "package") == []

    assert check.faults == ()
    assert check.code in readme
    assert check.checked_at in readme
    assert (proof.fault, proof.holds_printed_head) == (None, True)
    assert "This is the list of the package’s files, byte for byte" in compare(browse, check.code, manifest)
    assert "This file is the document itself" in compare(browse, check.code, dossier.read_bytes())
    page = browse(None, "public.check_document", code=document_codes.read_code(check.code).code)
    assert "We issued a document with this code" in page.text("main")
    assert str(proof.record.number) in page.texts("main dd")


def test_a_forged_dossier_agrees_with_nothing_but_its_own_list(browse, world, dossier, tmp_path):
    code = verify_dossier(dossier).code
    forge(dossier)
    check, proof = verify_dossier(dossier), in_ledger(world, dossier, tmp_path)
    with zipfile.ZipFile(dossier) as archive:
        manifest = archive.read(MANIFEST)

    assert (check.faults, check.code) == ((), code)
    assert (proof.fault, proof.record) == (None, None)
    for file in (manifest, dossier.read_bytes()):
        assert "neither the document nor a file listed in it" in compare(browse, code, file)


def test_the_record_commits_to_code_file_and_list_and_names_nobody(world, dossier):
    with world.session() as session:
        record = session.scalars(select(LedgerRecord).where(LedgerRecord.act == "finish_document")).one()
        held = session.get_one(LedgerContent, record.number).content
        known = codes.find_document(session, held["code"])

    assert record.edition == "pearl-2025"
    assert held == {
        "act": "finish_document", "code": known.code, "kind": "dossier",
        "sha256": hashlib.sha256(dossier.read_bytes()).hexdigest(),
        "source_sha256": verify_dossier(dossier).list_sha256,
    }
    assert (known.ledger_number, known.content_sha256) == (record.number, held["source_sha256"])


def test_two_packages_stand_beside_each_other(world, dossier):
    mine = verify_dossier(dossier).code
    theirs = read_json(make_package(world, "observer"), PACKAGE)["code"]
    again = read_json(make_package(world, "head"), PACKAGE)["code"]

    with world.session() as session:
        known = [codes.find_document(session, document_codes.read_code(code).code) for code in (mine, theirs, again)]
    assert [document.is_current for document in known] == [True] * 3


def test_a_package_of_a_category_carries_one_code(world, tmp_path):
    packed = make_package(world, "officer", "dossiers", choices={"category": "project"})

    code, check_address = read_json(packed, PACKAGE)["code"], read_json(packed, PACKAGE)["check"]
    readmes = [packed.read(name).decode() for name in packed.namelist() if name.endswith("README.txt")]
    assert len(readmes) == 2
    assert all(code in readme and check_address in readme for readme in readmes)


def test_the_export_holds_no_content_but_of_finished_documents(world, dossier, tmp_path):
    export(world, tmp_path / "ledger.jsonl")

    lines = [json.loads(line) for line in (tmp_path / "ledger.jsonl").read_text().splitlines()]
    assert [line["number"] for line in lines] == list(range(1, len(lines) + 1))
    assert {line["act"] for line in lines if "content" in line or "salt" in line} == {"finish_document"}


def test_a_scoring_report_is_bound_too(world):
    asked = make_scoring_report(world)
    with world.session() as session:
        record = session.scalars(select(LedgerRecord).where(LedgerRecord.subject == f"document:{asked.id}",
                                                           LedgerRecord.act == "finish_document")).one()
        held = session.get_one(LedgerContent, record.number).content

    assert held["sha256"] == hashlib.sha256(content(world, asked)).hexdigest()


def make_scoring_report(world):
    another_card(world, "assigned", "A reason.")
    asked = documents.ask_for_document(
        world.work("head"), "scoring", language="en", round_id=world.round().id, choices={"names": True}
    )
    return run_job(world, asked)[1]


def test_a_zip_that_is_packed_anew_keeps_its_proof_by_the_list(browse, world, dossier):
    check = verify_dossier(dossier)
    packed = io.BytesIO()
    with zipfile.ZipFile(dossier) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        manifest = old.read(MANIFEST)

    assert "neither the document" in compare(browse, check.code, packed.getvalue())
    assert "This is the list of the package’s files" in compare(browse, check.code, manifest)
