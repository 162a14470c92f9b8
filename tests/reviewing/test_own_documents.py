"""What a reviewer takes home: their own marks and nobody else's, and a certificate that the head had made for them."""

import pytest
from sqlalchemy import select

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import JobState, Refusal, Role
from nominations.core.tables import Account, CodedDocument, Document, DocumentCode, Grant, Nomination
from nominations.documents.queries import codes
from nominations.documents.services import documents
from nominations.reviewing.queries import own_reviews
from nominations.reviewing.services import certificates
from tests.ranking.test_score_documents import content, run_job
from tests.support import make
from tests.support.report_samples.papers import text_of
from tests.support.reviewing import another_card

pytestmark = pytest.mark.both_databases

MINE, THEIRS = "my-own-word", "somebody-elses-word"


@pytest.fixture
def scored(world):
    """`assigned` and `recused` have each handed in a card of the same file; `recused` has stepped aside from it."""
    another_card(world, "assigned", MINE, score=8)
    another_card(world, "recused", THEIRS, score=2)
    return world


def own(world, person: str, language: str = "en") -> str:
    asked = documents.ask_for_document(world.work(person), "own_reviews", language=language)
    job, made = run_job(world, asked)
    assert (job.state, job.trouble) == (JobState.DONE, "")
    return text_of(content(world, made))


def certify(world, person: str = "assigned", language: str = "en", by: str = "head") -> Document:
    return certificates.certify(world.work(by), world.person(person).id, language=language)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_reviewer_gets_their_own_reviews_and_nobody_elses(scored, language):
    words = own(scored, "assigned", language)

    assert MINE in words
    assert THEIRS not in words
    assert "PRL-2025-P-0004" in words


def test_a_file_that_is_shut_is_absent(scored):
    assert "PRL-2025-P-0004" not in own(scored, "recused")
    with scored.session(writes=True) as session:
        file = session.get_one(Nomination, scored.nomination("eligible").id)
        make.recusal(session, file, session.get_one(Account, scored.person("assigned").id))
        session.commit()

    assert MINE not in own(scored, "assigned")


def test_whoever_scored_nothing_is_told_so(scored):
    assert "not scored any nomination" in own(scored, "unassigned")


def test_own_reviews_are_for_reviewers(scored):
    with pytest.raises(Refused) as no:
        documents.ask_for_document(scored.work("head"), "own_reviews", language="en")
    assert no.value.reason is Refusal.NOT_YOUR_ROLE


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_certificate_names_the_reviewer_and_no_file(scored, language):
    job, made = run_job(scored, certify(scored, language=language))

    assert (job.state, job.trouble) == (JobState.DONE, "")
    words = text_of(content(scored, made))
    assert scored.person("assigned").name in " ".join(words.split())
    for secret in ("PRL-2025", "quay", MINE):
        assert secret not in words
    assert (made.made_for_id, made.made_as) == (scored.person("assigned").id, Role.REVIEWER)


def test_the_reviewer_fetches_it_and_nobody_else(scored, sign_in):
    _job, made = run_job(scored, certify(scored))
    path = f"/pearl-2025/documents/{made.id}/file"

    assert sign_in("assigned").get(path).status_code == 200
    for person in ("head", "unassigned", "recused", "owner"):
        assert sign_in(person).get(path).status_code == 404


def test_its_code_says_what_it_is_and_names_nobody(scored, app):
    _job, made = run_job(scored, certify(scored))
    with scored.session() as session:
        code = session.scalars(select(CodedDocument.code).where(CodedDocument.document_id == made.id)).one()
        document = codes.find_document(session, code)

    assert (document.kind, document.is_current, document.reference) == ("certificate", True, "")
    page = app.test_client().get(f"/check/{code}").text
    assert "Certificate of service" in page
    assert scored.person("assigned").name not in page


def test_a_newer_certificate_takes_the_place_of_the_same_persons_only(scored):
    _job, first = run_job(scored, certify(scored))
    _job, second = run_job(scored, certify(scored))
    with scored.session() as session:
        standing = {
            code.subject for code in session.scalars(select(DocumentCode).where(DocumentCode.kind == "certificate"))
            if code.superseded_at is None
        }

    assert standing == {f"document:{second.id}"}
    assert first.id != second.id


def test_a_recused_review_is_not_certified(scored):
    with pytest.raises(Refused) as no:
        certify(scored, "recused")

    assert no.value.reason is Refusal.TOO_EARLY
    with scored.session() as session:
        assert session.scalars(select(Document)).all() == []


@pytest.mark.parametrize(("person", "by", "reason"), [
    ("owner", "head", Refusal.NOT_FOUND), ("assigned", "officer", Refusal.NOT_YOUR_ROLE),
])
def test_only_the_head_certifies_and_only_reviewers(scored, person, by, reason):
    work = scored.work(by)
    with pytest.raises(Refused) as no:
        certificates.certify(work, scored.person(person).id, language="en")
    assert no.value.reason is reason


def test_a_reviewer_whose_role_ended_is_not_certified(scored):
    with scored.session(writes=True) as session:
        grant = session.scalars(select(Grant).where(Grant.account_id == scored.person("assigned").id)).one()
        grant.ended_at = scored.clock()
        session.commit()

    with pytest.raises(Refused):
        certify(scored)


def test_the_desk_shows_the_certificate_and_nobody_elses(scored, browse):
    assert "Certificate of service" not in browse("assigned", "reviewer.desk").text("main")
    run_job(scored, certify(scored))

    assert "Certificate of service" in browse("assigned", "reviewer.desk").text("main")
    assert own_reviews.list_certificates(scored.work("unassigned"), scored.edition_id) == []


def test_nothing_to_certify_is_refused(world):
    with pytest.raises(Refused) as no:
        certify(world)
    assert no.value.reason is Refusal.TOO_EARLY
