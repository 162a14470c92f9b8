"""What the ledger committed to, changed by the owner of the database without the triggers: each change is named."""

import pytest
from sqlalchemy import select, text, update

from nominations.core.queries import ledger_chain
from nominations.core.tables import Document, DocumentCode, FrozenRanking, LedgerContent, Submission
from nominations.editions.rules.questions import content_hash
from nominations.ranking.services import rankings
from nominations.records.queries.sealed_rows import find_contradictions
from tests.nominations.test_submissions import ready, submit
from tests.records.test_dossier import make_package
from tests.support.reviewing import another_card

pytestmark = pytest.mark.both_databases


@pytest.fixture
def sealed(world):
    """A submission, a frozen ranking and a dossier, each sealed by its own record."""
    submit(world, ready(world))
    another_card(world, "assigned", "A reason.")
    rankings.freeze_ranking(world.work("head"), world.round().id, "for the meeting")
    make_package(world, "head")
    return world


def contradictions(world) -> list[str]:
    with world.session() as session:
        assert ledger_chain.verify_chain(session).fault is None
        return [contradiction.what for contradiction in find_contradictions(session)]


def forge(world, statement) -> None:
    with world.engine.execution_options(writes=True).begin() as connection:
        if world.engine.dialect.name == "sqlite":
            for act in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS frozen_ranking_{act}"))
        else:
            connection.execute(text("ALTER TABLE frozen_ranking DISABLE TRIGGER ALL"))
        connection.execute(statement)


def of_submission():
    return Submission.id.in_(select(Submission.id).where(Submission.ledger_number > 2))


CHANGES = {
    "an answer": (lambda: update(Submission).where(of_submission()).values(answers={"title": "Another"}), "received"),
    "an attachment": (lambda: update(Submission).where(of_submission()).values(attachments=[]), "received"),
    "the code's content": (
        lambda: update(DocumentCode).where(DocumentCode.kind == "receipt").values(content_sha256="1" * 64), "received",
    ),
    "a mark": (lambda: update(FrozenRanking).values(content="{}"), "frozen"),
    "the analysis": (lambda: update(FrozenRanking).values(analysis="{}"), "frozen"),
    "the words": (lambda: update(FrozenRanking).values(words="for the press"), "frozen"),
    "the file": (lambda: update(Document).where(Document.kind == "dossier").values(sha256=None), "made"),
    "the list": (lambda: update(Document).where(Document.kind == "dossier").values(input_hash="1" * 64), "made"),
    "the list of the page": (
        lambda: update(DocumentCode).where(DocumentCode.kind == "dossier").values(content_sha256="1" * 64), "made",
    ),
}


def test_what_nobody_changed_contradicts_nothing(sealed):
    assert contradictions(sealed) == []


@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_row_is_named_by_its_record(sealed, what):
    statement, end = CHANGES[what]
    forge(sealed, statement())

    (named,) = contradictions(sealed)
    assert named.endswith(f"is not what was {end}")


def test_an_answer_changed_together_with_its_code_contradicts_its_record(sealed):
    forge(sealed, update(Submission).where(of_submission()).values(answers={}, attachments=[]))
    computed = content_hash({}, [])
    forge(sealed, update(DocumentCode).where(DocumentCode.kind == "receipt").values(content_sha256=computed))

    assert len(contradictions(sealed)) == 1


def test_a_row_whose_record_has_lost_its_content_is_held_against_nothing(sealed):
    forge(sealed, LedgerContent.__table__.delete())
    forge(sealed, update(FrozenRanking).values(content="{}"))

    assert contradictions(sealed) == []
