"""Checking a document: anybody with its code learns what it is, and nothing that is not printed on it."""

import pytest

from nominations.core.adapters import secrets
from nominations.core.rules import document_codes
from nominations.documents.queries.codes import code_of_submission
from nominations.documents.views.check_document import RATE
from tests.support.submissions import ready, submit


@pytest.fixture
def code(world) -> str:
    made = submit(world, ready(world))
    with world.session() as session:
        return code_of_submission(session, made.id)


def test_a_visitor_checks_a_receipt(browse, code):
    page = browse(None, "public.ask_code").press(
        "Check the document", {"code": document_codes.format_code(code).lower()}
    )

    assert (page.status, page.heading) == (200, "Check a document")
    assert "it is the current version" in page.text("main")
    assert {"Receipt", "PRL-2025-P-0002", document_codes.format_code(code)} <= set(page.texts("main dd"))


def test_the_page_names_nobody(browse, world, code):
    html = browse(None, "public.check_document", code=code).response.text

    for secret in ("Ada", "Byron", "ada", "The quay of pearls", "plan.pdf", "5" * 64):
        assert secret not in html


def test_a_code_that_was_never_issued_and_a_mistyped_one_are_distinguished(browse, code):
    never = browse(None, "public.check_document", code=secrets.make_document_code())
    wrong = code[:-1] + ("1" if code[-1] == "0" else "0")
    slip = browse(None, "public.ask_code").press("Check the document", {"code": wrong})
    none = browse(None, "public.ask_code").press("Check the document", {"code": "a receipt"})

    assert never.status == 404
    assert "not issued a document with this code" in never.text("main")
    assert (slip.status, none.status) == (422, 422)
    assert "This code has a typing error" in slip.text("main")
    assert "sixteen letters and digits" in none.text("main")


@pytest.mark.parametrize(("sha256", "sentence"), [
    ("5" * 64, "one of the files that were received"), ("6" * 64, "neither the document nor a file listed in it"),
    ("no", "has 64 characters"), ("5" * 63 + "é", "has 64 characters"), (" ".join(["5" * 32] * 2), "one of the files"),
])
def test_a_file_is_compared_by_its_fingerprint(browse, code, sha256, sentence):
    page = browse(None, "public.check_document", code=code).press("Compare", {"sha256": sha256})

    assert sentence in page.text("#compare")


def test_a_superseded_receipt_says_so(browse, world, code):
    page = browse("owner", "applicant.section", nomination_id=world.nomination("finished").id, section="work")
    page.press("Save and return to the list", {"summary": "Another summary."})
    submit(world, world.nomination("finished"))

    page = browse(None, "public.check_document", code=code)

    assert "it is not the current version" in page.text("main")


def test_one_address_may_not_ask_without_end(browse, app, clock, code):
    client = app.test_client()
    address = f"/check/{code}"
    asked = [client.get(address).status_code for _ in range(RATE[0] + 3)]
    elsewhere = client.get(address, environ_overrides={"REMOTE_ADDR": "203.0.113.9"}).status_code
    forged = client.get(address, headers={"X-Forwarded-For": "203.0.113.10"}).status_code
    clock.turn_to(clock() + RATE[1])

    assert asked == [200] * RATE[0] + [429] * 3
    assert (elsewhere, forged, client.get(address).status_code) == (200, 429, 200)


def test_the_owner_finds_code_and_picture_on_the_receipt(browse, world, code):
    page = browse("owner", "applicant.receipt", nomination_id=world.nomination("finished").id)

    assert page.text(".proof-code") == document_codes.format_code(code)
    assert page.text(".proof svg title").startswith("QR code: opens the page that checks this document")
    assert page.follow(page.text(".proof a")).heading == "Check a document"
