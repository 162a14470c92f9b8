"""The receipt and the nomination leave as PDF, made by the worker, only for whom they are."""

import pytest
from sqlalchemy import select

from nominations.core.language import gettext, use_language
from nominations.core.tables import Document, Job
from nominations.documents.services import documents


def run_job(world):
    """The worker does what was asked."""
    work = world.work("owner")
    documents.make_document(work, work.session.scalars(select(Job)).one())
    work.session.close()
    with world.session() as session:
        return session.scalars(select(Document)).one()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("button", "name"), [
    ("Download receipt (PDF)", "PRL-2025-P-0003-receipt-1.pdf"),
    ("Download my nomination (PDF)", "PRL-2025-P-0003.pdf"),
])
def test_a_submission_leaves_as_a_document(browse, world, button, name, language):
    page = browse("owner", "applicant.receipt", nomination_id=world.nomination("submitted").id, lang=language)

    with use_language(language):
        words = gettext(button)
    page = page.press(words)
    document = run_job(world)
    page = page.visit(page.url)

    [address] = [address for _, address in page.links if address.endswith("/file")]
    file = page.client.get(address)
    assert (document.name, document.language) == (name, language)
    assert file.data.startswith(b"%PDF-")
    assert "attachment" in file.headers["Content-Disposition"]


def test_a_draft_leaves_as_a_document_too(browse, world):
    browse("owner", "applicant.show", nomination_id=world.nomination("draft").id).press("Download as PDF")

    assert run_job(world).name == "PRL-2025-P-0001.pdf"


def test_nobody_else_asks_for_a_paper(browse, world):
    nomination = world.nomination("submitted")
    page = browse("stranger", "applicant.home")
    token = page.document.all("input[name=csrf_token]")[0].get("value")

    for kind, status in (("receipt", 404), ("nomination", 404), ("scoring", 404), ("dossier", 404)):
        address = f"/pearl-2025/nominations/{nomination.id}/papers/{kind}"
        assert page.client.post(address, data={"csrf_token": token}).status_code == status


def test_a_version_that_was_never_handed_in_has_no_receipt(browse, world):
    nomination = world.nomination("submitted")

    for number in ("2", "0", "-1", "x", "9" * 30):
        assert browse("owner", "applicant.receipt", nomination_id=nomination.id, number=number).status == 404
    assert browse("owner", "applicant.receipt", nomination_id=world.nomination("draft").id).status == 404
