"""What a dossier holds in whose eyes: everything they may see now, nothing else, and each file as it was made."""

import io
import json
import zipfile

import pytest
from sqlalchemy import select

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import JobState, Refusal
from nominations.core.tables import Account, Assessment, Message, Nomination, Referee
from nominations.documents.services import documents
from nominations.ranking.services import manage_rounds, rankings
from nominations.records.adapters.dossier_check import verify_dossier
from tests.ranking.test_score_documents import content, run_job
from tests.support import make, make_files
from tests.support.report_samples.papers import text_of
from tests.support.reviewing import another_card, attach
from tests.support.schemas import faults

pytestmark = pytest.mark.both_databases

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SAID = "planted-word-of-a-reviewer"
LETTER = "I have known this work for twenty years. كتبتُ هذه الرسالة."


def make_package(world, person: str, kind: str = "dossier", language: str = "en", **of) -> zipfile.ZipFile:
    if kind == "dossier":
        of = {"nomination_id": world.nomination("eligible").id} | of
    asked = documents.ask_for_document(world.work(person), kind, language=language, **of)
    job, document = run_job(world, asked)
    assert (job.state, job.trouble) == (JobState.DONE, "")
    assert job.done == job.total
    return zipfile.ZipFile(io.BytesIO(content(world, document)))


def read_json(packed: zipfile.ZipFile, name: str) -> dict:
    return json.loads(packed.read(name))


def everything(packed: zipfile.ZipFile) -> str:
    """What its data and texts say."""
    names = [name for name in packed.namelist() if not name.endswith((".pdf", ".zip"))]
    return "".join(packed.read(name).decode("utf-8", "replace") for name in names)


@pytest.fixture
def written(world):
    """A file with a message, a letter that is text, a card, and attachments of every kind."""
    another_card(world, "assigned", SAID)
    attach(world, "plan", "plan.pdf", make_files.pdf(), "application/pdf")
    attach(world, "photo", "quay.png", make_files.picture(), "image/png")
    attach(world, "plan", "broken.pdf", b"%PDF-1.7 nothing", "application/pdf")
    attach(world, "plan", "notes.docx", b"PK", DOCX)
    with world.session(writes=True) as session:
        file = session.get_one(Nomination, world.nomination("eligible").id)
        session.add(Message(nomination_id=file.id, author_id=file.owner_id, by_secretariat=False, text="A question?",
                            sent_at=make.START))
        session.add(Referee(
            nomination_id=file.id, kind="plan", name="Prof. Amal Idrissi", role="Historian", email="a@b.org",
            language="en", asked_at=make.START, asked_by_id=file.owner_id, received_at=make.START, text=LETTER,
        ))
        session.commit()
    return world


def test_everything_is_there_and_the_check_finds_it_whole(written, tmp_path):
    packed = make_package(written, "head")

    (tmp_path / "d.zip").write_bytes(packed.fp.getvalue())
    assert verify_dossier(tmp_path / "d.zip").faults == ()
    assert packed.read("NOT-BOUND.txt").decode().splitlines() == [
        "attachments/plan/notes.docx", "attachments/plan/broken.pdf",
    ]
    assert read_json(packed, "messages.json")["messages"][0]["text"] == "A question?"
    assert read_json(packed, "letters.json")["letters"][0]["text"] == LETTER
    assert "known this work" in text_of(packed.read("letters/letters.pdf"))
    assert "reviews/first-round.pdf" in packed.namelist()
    readme = packed.read("README.txt").decode()
    assert "sha256sum -c SHA256SUMS" in readme
    assert "NOT-RELEASED" not in readme


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_what_programs_read_is_as_the_formats_say(written, language):
    packed = make_package(written, "head", language=language)

    assert faults(read_json(packed, "answers.json"), "answers") == []
    for name in ("messages", "screening", "decisions", "letters", "reviews/first-round"):
        assert faults(read_json(packed, f"{name}.json"), "records") == [], name
    version = read_json(packed, "answers.json")["versions"][0]
    assert version["counts"]
    held = {attachment["name"]: attachment["file"] for attachment in version["attachments"]}
    assert held["plan.pdf"] == "attachments/plan/plan.pdf"


def test_a_schema_finds_what_is_not_foreseen(written):
    answers = read_json(make_package(written, "head"), "answers.json")

    assert faults(answers | {"secret": 1}, "answers") == [
        "$: Additional properties are not allowed ('secret' was unexpected)"
    ]
    assert faults(answers | {"format": "x"}, "answers") != []


def test_reviews_are_only_for_those_who_may_see_scores_now(written):
    before = {person: make_package(written, person) for person in ("head", "officer", "observer")}
    manage_rounds.close_round(written.work("head"), written.round().id)
    after = {person: make_package(written, person) for person in ("officer", "observer", "auditor")}

    assert SAID in everything(before["head"])
    assert read_json(before["head"], "reviews/first-round.json")["interim"] is True
    for person in ("officer", "observer"):
        assert SAID not in everything(before[person])
        assert not [name for name in before[person].namelist() if name.startswith("reviews/")]
        assert SAID in everything(after[person])
    name = written.person("assigned").name
    assert read_json(after["auditor"], "reviews/first-round.json")["reviews"][0]["reviewer"] == name
    assert name not in everything(after["officer"])


def test_the_note_for_the_chair_is_in_nobodys_dossier(written):
    with written.session(writes=True) as session:
        session.scalars(select(Assessment)).one().confidential_note = "only-for-the-chair"
        session.commit()

    packed = make_package(written, "head")

    assert "only-for-the-chair" not in everything(packed)
    assert "only-for-the-chair" not in text_of(packed.read("reviews/first-round.pdf"))


@pytest.mark.parametrize("by", ["a recusal", "a declaration alone"])
def test_whoever_stepped_aside_gets_no_package_in_any_role(written, by):
    with written.session(writes=True) as session:
        file = session.get_one(Nomination, written.nomination("eligible").id)
        head = session.get_one(Account, written.person("head").id)
        if by == "a recusal":
            make.recusal(session, file, head)
        else:
            declared = make.no_conflict(session, make.assignment(
                session, session.merge(written.round()), file, head, head))
            declared.answer, declared.kind = "real", "family"
        session.commit()

    with pytest.raises(Refused) as refused:
        make_package(written, "head")
    assert refused.value.reason is Refusal.NOT_FOUND


def questions(packed: zipfile.ZipFile) -> set[str]:
    version = read_json(packed, "answers.json")["versions"][0]
    return {item["key"] for section in version["sections"] for item in section["questions"]}


def test_an_answer_that_a_role_may_not_read_is_not_in_its_data(written):
    assert "place" in questions(make_package(written, "officer"))
    assert "place" not in questions(make_package(written, "observer"))


def test_the_dossiers_of_a_category_lie_in_a_folder_each(written, tmp_path):
    packed = make_package(written, "officer", "dossiers", choices={"category": "project"})

    tops = {name.partition("/")[0] for name in packed.namelist()} - {"SHA256SUMS", "package.json"}
    assert tops == {"PRL-2025-P-0003", "PRL-2025-P-0004"}
    (tmp_path / "all.zip").write_bytes(packed.fp.getvalue())
    check = verify_dossier(tmp_path / "all.zip")
    assert check.faults == ()
    assert check.count == len(packed.namelist()) - 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_dossiers_of_a_category_without_nominations_say_so_in_a_sentence(world, tmp_path, language):
    packed = make_package(world, "officer", "dossiers", language, choices={"category": "individual"})

    assert packed.namelist() == ["package.json", "EMPTY.txt", "SHA256SUMS"]
    sentence = packed.read("EMPTY.txt").decode()
    assert ("There is no submitted nomination in this category" in sentence) is (language == "en")
    (tmp_path / "empty.zip").write_bytes(packed.fp.getvalue())
    check = verify_dossier(tmp_path / "empty.zip")
    assert (check.count, check.faults) == (2, ())


def test_official_places_stand_among_the_decisions_for_those_who_may_see_scores(written):
    head, round_ = written.work("head"), written.round()
    rankings.freeze_ranking(head, round_.id, "=for the meeting")
    before = {person: read_json(make_package(written, person), "decisions.json") for person in ("head", "officer")}
    manage_rounds.close_round(written.work("head"), round_.id)
    after = read_json(make_package(written, "officer"), "decisions.json")

    assert before["head"]["state"] == "eligible"
    (copied,) = before["head"]["rounds"]
    assert (copied["round"], copied["closed_at"]) == ("first", None)
    (place,) = copied["official"]
    assert (place["state"], place["words"], place["place"], place["reviews"]) == (1, "=for the meeting", 1, 1)
    assert place["mean"] == read_json(make_package(written, "head"), "reviews/first-round.json")["reviews"][0]["total"]
    assert before["officer"]["rounds"][0]["official"] == []
    assert after["rounds"][0]["official"] == [place]
    assert faults(after, "records") == []
