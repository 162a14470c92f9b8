"""The reports from the command line: each one is made, those that carry a code are found by it, and no says why."""

import io
import json
import re
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from pypdf import PdfReader
from sqlalchemy import select, update

from nominations.core.rules.document_codes import format_code
from nominations.core.rules.vocabulary import JobState
from nominations.core.tables import Document, DocumentCode, Job, Mark
from nominations.documents.queries import codes
from nominations.documents.reports.edition_reports import EDITION_REPORTS
from nominations.ranking.services import rankings
from tests.support.report_samples.papers import text_of
from tests.support.schemas import faults
from tests.support.worlds import REFERENCES

# WeasyPrint leaves its colour profile to the collector to close.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
HERE = ("--edition", "pearl-2025")
HEAD, REVIEWER, REFERENCE = "leila.alami@example.org", "assigned", REFERENCES["eligible"]


@pytest.fixture
def report(run, marked, tmp_path):
    """`report("scoring", "--category", "project")`: what it said, and the file."""

    def made(name, *words, ending="pdf", edition=HERE):
        path = tmp_path / f"made.{ending}"
        result = run("report", name, *words, *edition, "--data", marked, "--output", path)
        return result, path.read_bytes() if path.exists() else None

    return made


def reviewer_of(world) -> str:
    return world.person(REVIEWER).email


PROJECT = ("--category", "project")
EVERY = [
    ("scoring", *PROJECT), ("scoring", *PROJECT, "--names"), ("scoring", "--category", "individual"),
    ("sheet", "--nomination", REFERENCE), ("volume", *PROJECT), ("statistics",),
    *(("register", key) for key in EDITION_REPORTS),
]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_report_is_made(report, words, language):
    result, content = report(*words, "--language", language)

    assert (result.status, result.err) == (0, "")
    assert content.startswith(b"%PDF-")
    assert result.out.endswith(f": {len(content):,} bytes.\n")
    assert PdfReader(io.BytesIO(content)).root_object["/Lang"] == language


def test_my_reviews_are_those_of_the_reviewer(report, world):
    result, content = report("my-reviews", "--reviewer", reviewer_of(world).upper())

    assert result.status == 0
    assert REFERENCE in text_of(content)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", [*EDITION_REPORTS])
def test_a_register_leaves_as_a_table_by_the_name_of_its_file(report, name, form):
    result, content = report("register", name, ending=form)

    assert (result.status, result.err) == (0, "")
    if form == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
    else:
        assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].max_row >= 1


TABLES = {"csv", "xlsx"}
WRITES = [
    (("report", "scoring", *PROJECT), {"pdf"}), (("report", "sheet", "--nomination", REFERENCE), {"pdf"}),
    (("report", "volume", *PROJECT), {"pdf"}), (("report", "certificate", "--reviewer", "x@example.org"), {"pdf"}),
    (("report", "my-reviews", "--reviewer", "x@example.org"), {"pdf"}),
    (("report", "register", "eligibility"), {"pdf", *TABLES}), (("report", "statistics"), {"pdf", *TABLES}),
    (("report", "dossier", "--nomination", REFERENCE), {"zip"}), (("scores", "export", *PROJECT), {"json", *TABLES}),
    (("people", "export"), {"csv"}), (("ledger", "export"), {"jsonl"}), (("form", "blank", *PROJECT), {"pdf"}),
]


@pytest.mark.parametrize(("words", "endings"), WRITES, ids=[" ".join(words[:2]) for words, _ in WRITES])
def test_no_command_writes_a_format_under_the_name_of_another(run, marked, tmp_path, words, endings):
    for ending in {"pdf", "csv", "xlsx", "json", "zip", "txt", ""} - endings:
        path = tmp_path / f"made.{ending}".rstrip(".")
        edition = () if words[0] == "ledger" else HERE
        result = run(*words, *edition, "--data", marked, "--output", path)

        assert result.status == 2
        assert "the ending decides the format" in " ".join(result.err.split())
        assert not path.exists()


@pytest.mark.parametrize(("ending", "start"), [
    ("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("json", b"{"), ("XLSX", b"PK"),
])
def test_the_marks_leave_in_the_format_of_the_name(run, marked, tmp_path, ending, start):
    path = tmp_path / f"marks.{ending}"

    assert run("scores", "export", *PROJECT, *HERE, "--data", marked, "--output", path).status == 0
    assert path.read_bytes().startswith(start)


def test_a_format_beside_the_name_must_agree_with_it(run, marked, tmp_path):
    words = ("scores", "export", *PROJECT, *HERE, "--data", marked, "--output", tmp_path / "marks.csv", "--format")

    assert run(*words, "csv").status == 0
    refused = run(*words, "json")
    assert (refused.status, "--format says json" in refused.err) == (2, True)


def test_a_certificate_carries_a_code_that_anybody_can_check(report, world):
    result, content = report("certificate", "--reviewer", reviewer_of(world), "--language", "fr")

    assert (result.status, result.err) == (0, "")
    code = re.search(r"code ([0-9A-Z]{16})\.$", result.out.strip()).group(1)
    assert format_code(code) in text_of(content)
    with world.session() as session:
        known = codes.find_document(session, code)
        assert (known.kind, known.is_current) == ("certificate", True)
        document = session.scalars(select(Document)).one()
        assert (document.made_for_id, document.made_as) == (world.person(REVIEWER).id, "reviewer")
        assert session.get_one(Job, document.job_id).state is JobState.DONE


def test_a_second_certificate_takes_the_place_of_the_first(report, world):
    first, second = (report("certificate", "--reviewer", reviewer_of(world))[0].out[-18:-2] for _ in range(2))

    with world.session() as session:
        assert (
            codes.find_document(session, first).is_current, codes.find_document(session, second).is_current
        ) == (False, True)


@pytest.mark.parametrize("words", [
    ("scoring", *PROJECT), ("scoring", *PROJECT, "--archive"), ("sheet", "--nomination", REFERENCE),
    ("volume", *PROJECT),
], ids=" ".join)
def test_a_paper_of_a_round_is_official_when_it_is_made_for_somebody(report, world, words):
    result, content = report(*words, "--for", world.person("head").email)

    assert (result.status, result.err) == (0, "")
    code = re.search(r"code ([0-9A-Z]{16})\.$", result.out.strip()).group(1)
    assert format_code(code) in text_of(content)
    with world.session() as session:
        assert codes.find_document(session, code).is_current


def test_an_archive_copy_holds_the_marks_as_the_format_says(report):
    result, content = report("scoring", *PROJECT, "--archive", "--language", "ar")

    assert result.status == 0
    with pikepdf.open(io.BytesIO(content)) as held:
        assert set(held.attachments) == {"scores.csv", "scores.json"}
        scores = json.loads(held.attachments["scores.json"].get_file().read_bytes())
    assert faults(scores, "scores") == []
    assert [list(review["marks"].values()) for review in scores["reviews"] if review["counts"]] == [[9, 8, 7]]


def test_a_frozen_state_is_reported_as_it_was(report, world):
    rankings.freeze_ranking(world.work("head"), world.round().id, "for the meeting")
    with world.session(writes=True) as session:
        session.execute(update(Mark).values(score=1))
        session.commit()

    then, now = report("scoring", *PROJECT, "--state", "1")[1], report("scoring", *PROJECT)[1]
    result, archived = report("scoring", *PROJECT, "--state", "1", "--archive")

    assert result.status == 0
    assert "for the meeting" in text_of(then)
    assert "for the meeting" not in text_of(now)
    with pikepdf.open(io.BytesIO(archived)) as held:
        scores = json.loads(held.attachments["scores.json"].get_file().read_bytes())
    assert [list(review["marks"].values()) for review in scores["reviews"] if review["counts"]] == [[9, 8, 7]]


NO = [
    (("scoring", "--category", "nothing"), "pearl-2025 has no category nothing; it has"),
    (("scoring", *PROJECT, "--state", "3"), "The round has no frozen state 3; none was frozen."),
    (("scoring", *PROJECT, "--round", "final", "--archive"), "The final round of project has not been opened"),
    (("scoring", *PROJECT, "--round", "final", "--state", "1"), "The final round of project has not been opened"),
    (("scoring", *PROJECT, "--for", "nobody@example.org"), "Nobody with the address nobody@example.org is of the"),
    (("sheet", "--nomination", "X-1"), "There is no nomination X-1 in pearl-2025."),
    (("sheet", "--nomination", REFERENCES["submitted"]), "takes no part in the first round of project."),
    (("volume", *PROJECT, "--round", "final"), "The final round of project has not been opened"),
    (("my-reviews", "--reviewer", "nobody@example.org"), "Nobody with the address nobody@example.org is a reviewer"),
    (("certificate", "--reviewer", "nobody@example.org"), "Nobody with the address nobody@example.org is a reviewer"),
    (("dossier", "--nomination", "X-1"), "There is no nomination X-1 in pearl-2025."),
    (("dossier", "--nomination", REFERENCES["draft"]), "has not been handed in: there is no dossier of it."),
    (("dossier", "--all", "--category", "nothing"), "pearl-2025 has no category nothing; it has"),
]


@pytest.mark.parametrize(("words", "sentence"), NO,
                         ids=lambda words: " ".join(words) if isinstance(words, tuple) else "")
def test_what_cannot_be_made_is_one_sentence_and_leaves_no_file(report, words, sentence):
    result, content = report(*words, ending="zip" if words[0] == "dossier" else "pdf")

    assert (result.status, result.out, content) == (1, "", None)
    assert sentence in result.sentence


@pytest.mark.parametrize("words", [
    ("dossier",), ("dossier", "--all"), ("dossier", "--nomination", "X", "--all", "--category", "project"),
    ("dossier", "--nomination", "X", "--category", "project"), ("scoring", *PROJECT, "--state", "0"),
    ("scoring", *PROJECT, "--language", "de"), ("register", "passwords"), ("sheet",), ("my-reviews",),
], ids=" ".join)
def test_what_was_asked_wrongly_ends_with_status_two(report, words):
    result, content = report(*words)

    assert (result.status, result.out, content) == (2, "", None)
    assert result.sentence


def test_no_edition_of_that_code_is_one_sentence(report):
    assert report("statistics", edition=("--edition", "x-1999"))[0].sentence == "There is no open edition x-1999."


def test_a_certificate_before_any_review_is_refused(run, place, world, tmp_path):
    result = run("report", "certificate", "--reviewer", reviewer_of(world), *HERE, "--data", place,
                 "--output", tmp_path / "c.pdf")

    assert (result.status, "nothing to certify yet" in result.sentence) == (1, True)
    with world.session() as session:
        assert session.scalars(select(DocumentCode).where(DocumentCode.kind == "certificate")).all() == []


def test_a_file_that_cannot_be_written_is_a_sentence(run, place):
    result = run("report", "statistics", *HERE, "--data", place, "--output", "/proc/nothing/x.pdf")

    assert (result.status, "cannot be written" in result.sentence) == (1, True)


# --- dossiers, and their check without a database


def dossier(report, *words) -> bytes:
    result, content = report("dossier", *words, ending="zip")
    assert (result.status, result.err) == (0, "")
    return content


@pytest.fixture
def alone(run, monkeypatch, tmp_path):
    """`alone(content)`: what the check says of a file, where there is no database and no setting."""

    def check(content: bytes):
        for name in ("NOMINATIONS_MODE", "NOMINATIONS_DATABASE_URL", "NOMINATIONS_DATA"):
            monkeypatch.delenv(name, raising=False)
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        Path("sent.zip").write_bytes(content)
        result = run("dossier", "verify", "sent.zip")
        assert [path.name for path in Path().iterdir()] == ["sent.zip"]
        return result

    return check


@pytest.mark.parametrize("words", [("--nomination", REFERENCE), ("--all", "--category", "project")], ids=" ".join)
def test_a_dossier_is_made_and_checked_anywhere(report, alone, words):
    result = alone(dossier(report, *words))

    assert (result.status, result.err) == (0, "")
    assert re.match(r"sent\.zip agrees with its own list: \d+ files\.\n", result.out)
    assert "This does not show who wrote the list" in result.out
    assert "names no code" in result.out


def test_a_dossier_of_nothing_says_so_and_is_whole(report, alone):
    content = dossier(report, "--all", "--category", "individual")

    assert b"EMPTY.txt" in content
    assert alone(content).status == 0


def test_a_changed_dossier_is_named_file_by_file(report, alone):
    content = dossier(report, "--nomination", REFERENCE)
    at = content.index(b"README.txt") + 40
    result = alone(content[:at] + bytes([content[at] ^ 1]) + content[at + 1:])

    assert (result.status, result.out) == (1, "")
    *faults, last = result.err.strip().splitlines()
    assert "- README.txt was changed." in faults
    assert last == "nominations: sent.zip does not agree with its own list."


def test_an_official_dossier_is_held_against_the_ledger(report, run, marked, tmp_path):
    result, content = report("dossier", "--nomination", REFERENCE, "--for", HEAD, ending="zip")
    code = result.out.strip().removesuffix(".").split()[-1]
    sent, ledger = tmp_path / "sent.zip", tmp_path / "ledger.jsonl"
    sent.write_bytes(content)
    exported = run("ledger", "export", "--data", marked, "--output", ledger)
    head = re.search(r"[0-9a-f]{64}", run("ledger", "verify", "--data", marked).out)[0]

    alone_ = run("dossier", "verify", sent)
    alone_with_it = run("dossier", "verify", sent, "--ledger", ledger)
    printed = run("dossier", "verify", sent, "--ledger", ledger, "--head", head.upper())
    other_head = run("dossier", "verify", sent, "--ledger", ledger, "--head", "1" * 64)

    assert (result.status, exported.status) == (0, 0)
    assert re.fullmatch(r".*: \d+ records\.\n", exported.out)
    assert f"with the code {format_code(code)}." in alone_.out
    assert (alone_with_it.status, printed.status) == (0, 0)
    assert "could have written all of it anew" in alone_with_it.out
    assert "The head that was printed is in the export." in printed.out
    assert other_head.sentence.endswith("does not hold the head that was printed.")
    plain = report("dossier", "--nomination", REFERENCE, ending="zip")[1]
    sent.write_bytes(plain)
    assert "does not hold the list of this dossier" in run("dossier", "verify", sent, "--ledger", ledger).sentence
    assert "is not an export" in run("dossier", "verify", sent, "--ledger", sent).sentence
    assert run("dossier", "verify", sent, "--head", head).status == 2


def test_a_changed_export_of_the_ledger_proves_nothing(report, run, marked, tmp_path):
    _result, content = report("dossier", "--nomination", REFERENCE, "--for", HEAD, ending="zip")
    sent, ledger = tmp_path / "sent.zip", tmp_path / "ledger.jsonl"
    sent.write_bytes(content)
    run("ledger", "export", "--data", marked, "--output", ledger)
    first, *others = ledger.read_text().splitlines(keepends=True)
    ledger.write_text("".join([first.replace('"number":1', '"number":9'), *others]))

    assert "does not hold. Record 1: missing." in run("dossier", "verify", sent, "--ledger", ledger).sentence


@pytest.mark.parametrize("left", [0, 10, 0.3, 0.99])
def test_a_truncated_dossier_is_an_error(report, alone, left):
    content = dossier(report, "--nomination", REFERENCE)

    result = alone(content[:left if isinstance(left, int) else int(len(content) * left)])

    assert (result.status, result.out) == (1, "")
    assert result.sentence
