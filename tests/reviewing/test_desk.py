"""The desk of a reviewer: what is listed, what comes before a file opens, and what nobody else ever sees."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import delete, select, update

from nominations.core.tables import (
    Acceptance,
    Access,
    Assessment,
    Assignment,
    Conflict,
    Nomination,
    Profile,
    Recusal,
)
from nominations.editions.rules.form import Question
from tests.support import hostile_texts, make, make_files, reviewing, routing
from tests.support.page import text


def _file(world):
    return {"nomination_id": world.nomination("eligible").id}


def _no_declaration(world):
    with world.session(writes=True) as session:
        session.execute(delete(Conflict))
        session.commit()


def test_the_desk_says_in_one_sentence_where_one_stands(browse, world):
    reviewing.more_files(world, 2, declared=False)

    page = browse("assigned", "reviewer.desk")

    assert page.heading == "Nominations to review"
    lead = "3 nominations assigned, 0 reviewed, 2 need your answer on conflicts of interest."
    assert page.text("p.lead").startswith(lead)
    assert "23:59" not in page.text("p.lead") or "Deadline for reviews:" in page.text("p.lead")
    assert page.text("#progress") == "0 of 3 reviewed"
    assert page.texts("tbody .state").count("Conflict of interest: answer needed") == 2
    assert page.texts(".chips a") == [
        "All 3", "Conflict of interest: answer needed 2", "Not started 1",
    ]


def test_the_desk_is_filtered_by_state_and_takes_any_parameter(browse, world):
    reviewing.more_files(world, 2, declared=False)
    page = browse("assigned", "reviewer.desk", state="not_started")

    assert page.texts("tbody .ref") == [world.nomination("eligible").reference]
    for odd in hostile_texts.ODD_PARAMETERS:
        if not any("\ud800" <= character <= "\udfff" for character in odd):
            assert browse("assigned", "reviewer.desk", state=odd).status in (200, 400)


def test_a_submitted_score_stands_on_the_desk(browse, world):
    page = browse("assigned", "reviewer.file", **_file(world))
    page.press("Submit the review", reviewing.FULL)

    page = browse("assigned", "reviewer.desk")

    assert page.text("#progress") == "1 of 1 reviewed"
    assert page.texts("tbody td.number") == ["–", "71.0"]
    assert "Continue with the next nomination" not in dict(page.links)


@pytest.mark.parametrize("change", ["recused", "removed", "unpublished", "withdrawn", "own", "confirmed", "real"])
def test_a_file_that_is_not_theirs_any_more_is_in_no_list_no_count_and_no_next(browse, world, change):
    file, me = world.nomination("eligible"), world.person("assigned")
    with world.session(writes=True) as session:
        mine = Assignment.nomination_id == file.id, Assignment.reviewer_id == me.id
        assignment = session.scalars(select(Assignment.id).where(*mine)).one()
        decided = {"state": "confirmed", "decided_by_id": me.id, "reason": "x", "answer": "possible", "words": "x"}
        session.execute({
            "recused": update(Recusal).values(reviewer_id=me.id),
            "removed": update(Assignment).where(*mine).values(removed_at=make.START),
            "unpublished": update(Assignment).where(*mine).values(published_at=None),
            "withdrawn": update(Nomination).where(Nomination.id == file.id).values(_state="withdrawn"),
            "own": update(Nomination).where(Nomination.id == file.id).values(owner_id=me.id),
            "confirmed": update(Conflict).where(Conflict.assignment_id == assignment).values(**decided),
            "real": update(Conflict).where(Conflict.assignment_id == assignment).values(answer="real", kind="work"),
        }[change])
        session.commit()

    page = browse("assigned", "reviewer.desk")

    assert page.text("main .empty p").startswith("No nomination has been assigned to you yet")
    assert file.title not in page.document.source
    assert file.reference not in page.document.source
    for endpoint in ("reviewer.file", "reviewer.declaration", "reviewer.versions"):
        assert browse("assigned", endpoint, nomination_id=file.id).status == 404


def test_the_desk_takes_the_same_number_of_statements_for_one_file_and_for_many(app, browse, world):
    counts = []
    for more in (0, 7):
        reviewing.more_files(world, more)
        with reviewing.statements(app.extensions["engine"]) as seen:
            browse("assigned", "reviewer.desk")
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 15


def test_the_next_file_is_the_least_reviewed_and_the_order_differs_by_reviewer(browse, world):
    files = [world.nomination("eligible"), *reviewing.more_files(world, 5)]
    for file in files:
        reviewing.route_file(world, "unassigned", file)

    def next_of(person):
        page = browse(person, "reviewer.desk")
        return dict(page.links)["Continue with the next nomination"]

    first = next_of("assigned")
    page = browse("assigned", first)
    page.press("Submit the review", reviewing.FULL)

    assert next_of("assigned") != first
    assert next_of("unassigned") != first
    with world.session() as session:
        assert session.scalars(select(Assessment)).one()


def test_the_undertaking_comes_before_the_first_file_and_is_accepted_once(browse, world):
    with world.session(writes=True) as session:
        session.execute(delete(Acceptance))
        session.commit()

    page = browse("assigned", "reviewer.file", **_file(world))
    assert page.heading == "Undertaking"
    page = page.press("I accept this undertaking")
    assert page.heading == "The quay of pearls"
    again = browse("assigned", "reviewer.undertaking")

    assert again.buttons.count("I accept this undertaking") == 0
    with world.session() as session:
        accepted = session.scalars(select(Acceptance)).one()
    assert (accepted.text, accepted.text_version, accepted.language) == ("undertaking", "1", "en")


@pytest.mark.parametrize("where", hostile_texts.LEADING_AWAY)
def test_accepting_the_undertaking_leads_nowhere_else(browse, world, where):
    page = browse("assigned", "reviewer.undertaking", next=where)
    with world.session(writes=True) as session:
        session.execute(delete(Acceptance))
        session.commit()
    page = browse("assigned", "reviewer.undertaking", next=where).press("I accept this undertaking")

    # At worst a page of this site that is not there.
    assert page.heading in ("Nominations to review", "Page not found")


def test_the_gate_shows_who_is_behind_a_file_and_nothing_else(browse, world):
    _no_declaration(world)

    page = browse("assigned", "reviewer.file", **_file(world))

    assert page.heading == "Do you have a conflict of interest?"
    source = page.document.source
    assert "The quay of pearls" in source
    assert "Ada Byron" in source
    assert "Morocco" in source
    assert "ada@example.org" not in source
    assert "A quay was mended" not in source
    assert "125000" not in source


def test_the_gate_says_what_the_system_noticed(browse, world):
    me = world.person("assigned").id
    with world.session(writes=True) as session:
        session.add(Profile(account_id=me, edition_id=world.edition_id, nationalities=["MA"], country="MA",
                            institutions=["Town"]))
        session.commit()
    routing.look(world)

    page = browse("assigned", "reviewer.declaration", **_file(world))

    assert page.texts(".notice li") == [
        "Same nationality: Morocco", "Lives in the country: Morocco", "Same institution: Town",
    ]


def test_the_gate_notices_nothing_by_what_reviewers_may_not_see(browse, world, monkeypatch):
    me = world.person("assigned").id
    with world.session(writes=True) as session:
        session.add(Profile(account_id=me, edition_id=world.edition_id, nationalities=["MA"], country="MA"))
        session.commit()
    routing.look(world)
    monkeypatch.setattr(Question, "may_be_seen_by", lambda self, role: role != "reviewer")

    assert browse("assigned", "reviewer.declaration", **_file(world)).texts(".notice li") == []


def test_no_interest_opens_the_file_and_keeps_the_wording_that_was_answered(browse, world):
    _no_declaration(world)
    page = browse("assigned", "reviewer.declaration", **_file(world))

    page = page.press("Submit the declaration", {"answer": "none"})

    assert (page.status, page.heading) == (200, "The quay of pearls")
    with world.session() as session:
        declared = session.scalars(select(Conflict)).one()
    assert (declared.answer, declared.number, len(declared.text_version)) == ("none", 1, 16)


def test_a_declaration_says_what_it_lacks_and_keeps_what_was_typed(browse, world):
    _no_declaration(world)
    page = browse("assigned", "reviewer.declaration", **_file(world))

    assert page.press("Submit the declaration").texts(".error-summary li") == ["Choose one of the answers."]
    wordless = page.press("Submit the declaration", {"answer": "possible", "words": "  "})
    kindless = page.press("Submit the declaration", {"answer": "real", "words": "A cousin."})

    assert wordless.status == kindless.status == 422
    assert wordless.texts(".error-summary li") == [
        "Describe the possible conflict of interest, so that the secretariat can decide."
    ]
    assert kindless.texts(".error-summary li") == ["Choose the kind of conflict of interest."]
    assert kindless.text("textarea") == "A cousin."


def test_a_real_interest_shuts_the_file_at_once_and_tells_the_secretariat(browse, world):
    open_card = browse("assigned", "reviewer.file", **_file(world))
    open_card.press("Submit the review", reviewing.FULL)
    page = browse("assigned", "reviewer.declaration", **_file(world))

    page = page.press("Submit the declaration", {"answer": "real", "kind": "family", "words": "A cousin."})

    assert page.heading == "Nominations to review"
    assert "The quay of pearls" not in page.document.source
    assert world.letters() == [("pearl@example.org", "PRL-2025-P-0004: a reviewer is recused")]
    for endpoint in ("reviewer.file", "reviewer.declaration", "reviewer.versions"):
        assert browse("assigned", endpoint, **_file(world)).status == 404
    with world.session() as session:
        assert session.scalars(select(Assessment.state)).one() == "submitted"  # kept, and shut with the file
        mine = session.scalars(select(Recusal).where(Recusal.reviewer_id == world.person("assigned").id)).one()
    assert (mine.kind, mine.words, mine.declared_by_reviewer) == ("family", "A cousin.", True)


def test_a_possible_interest_keeps_the_file_shut_until_it_is_decided(browse, world):
    page = browse("assigned", "reviewer.declaration", **_file(world))

    page = page.press("Submit the declaration", {"answer": "possible", "words": "We met once."})

    assert page.texts("tbody .state") == ["Waiting for the secretariat"]
    gate = browse("assigned", "reviewer.file", **_file(world))
    assert "Waiting for the secretariat" in gate.texts("main h2")
    assert "none" not in [field.get("value") for field in gate.document.all("input[type=radio]")]
    with world.session(writes=True) as session:
        session.execute(update(Conflict).where(Conflict.number == 2).values(
            state="cleared", decided_by_id=world.person("officer").id, decided_at=make.START, reason="Once is nothing.",
        ))
        session.commit()
    assert browse("assigned", "reviewer.file", **_file(world)).heading == "The quay of pearls"


def test_my_declarations_name_references_and_nothing_of_the_file(browse, world):
    page = browse("assigned", "reviewer.declaration", **_file(world))
    page.press("Submit the declaration", {"answer": "real", "kind": "work"})

    page = browse("assigned", "reviewer.declarations")

    assert page.texts("tbody th") == ["PRL-2025-P-0004"]
    assert page.texts("tbody td")[0] == "Conflict of interest: recused"
    assert "The quay of pearls" not in page.document.source


def test_the_first_opening_of_a_file_leaves_one_row(browse, world):
    for _ in range(3):
        browse("assigned", "reviewer.file", **_file(world))

    with world.session() as session:
        rows = session.scalars(select(Access)).all()
    assert [(row.account_id, row.what, row.role) for row in rows] == [
        (world.person("assigned").id, "file", "reviewer"),
    ]


def test_answers_kept_from_reviewers_are_not_on_the_page(browse, world):
    page = browse("assigned", "reviewer.file", **_file(world))

    assert "33.97" not in page.document.source
    assert "Coordinates" not in page.document.source
    assert [text(link) for link in page.document.all("a[data-feeds]")] == ["Summary"]


def test_attachments_are_listed_shown_small_and_large_and_downloaded(sign_in, browse, world):
    photo = reviewing.attach(world, "photo", "quay.jpg", reviewing.jpeg(), "image/jpeg")
    plan = reviewing.attach(world, "plan", "خطة.pdf", b"%PDF-1.7 plan", "application/pdf")
    identity = reviewing.attach(world, "leader_id", "passport.pdf", b"%PDF-1.7 secret", "application/pdf")

    page = browse("assigned", "reviewer.file", **_file(world))
    client = sign_in("assigned")
    base = f"/pearl-2025/review/files/{world.nomination('eligible').id}/attachments"

    assert "passport.pdf" not in page.document.source
    assert page.has(f'img[src="{base}/{photo}/thumbnail"]')
    wanted = (f"{photo}/thumbnail", f"{photo}/picture", plan)
    small, large, file = (client.get(f"{base}/{name}", buffered=True) for name in wanted)
    assert (small.status_code, small.mimetype) == (200, "image/jpeg")
    assert (large.status_code, large.mimetype) == (200, "image/jpeg")
    with Image.open(BytesIO(large.get_data())) as shown, Image.open(BytesIO(reviewing.jpeg())) as original:
        assert shown.size == original.size
    assert (file.status_code, file.get_data()) == (200, b"%PDF-1.7 plan")
    for answer in (small, large, file):
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"{base}/{identity}").status_code == 404
    assert client.get(f"{base}/{plan}/picture").status_code == 404
    assert client.get(f"{base}/{plan}/thumbnail").status_code == 404


def test_the_pages_of_a_paper_are_read_as_pictures_beside_the_card(sign_in, browse, world):
    plan = reviewing.attach(world, "plan", "خطة.pdf", make_files.pdf(pages=2), "application/pdf", pages=2)
    photo = reviewing.attach(world, "photo", "quay.jpg", reviewing.jpeg(), "image/jpeg")
    base = f"/pearl-2025/review/files/{world.nomination('eligible').id}/attachments"

    page = browse("assigned", "reviewer.file", **_file(world))
    client = sign_in("assigned")
    first, second = (client.get(f"{base}/{plan}/pages/{number}", buffered=True) for number in (1, 2))

    row = page.document.all(f"[data-paper='{base}/{plan}/pages/1']")[0]
    assert (row.get("data-pages"), len(page.document.all("[data-paper]"))) == ("2", 1)
    for answer in (first, second):
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        with Image.open(BytesIO(answer.get_data())) as shown:
            assert 1700 <= max(shown.size) <= 1701
    for away in (f"{plan}/pages/0", f"{plan}/pages/3", f"{plan}/pages/999999999999", f"{photo}/pages/1"):
        assert client.get(f"{base}/{away}").status_code == 404
    for person, status in (("unassigned", 404), ("recused", 404), ("owner", 403), ("head", 403)):
        assert sign_in(person).get(f"{base}/{plan}/pages/1").status_code == status


def test_the_page_of_a_paper_ends_with_a_recusal(sign_in, world):
    plan = reviewing.attach(world, "plan", "plan.pdf", make_files.pdf(pages=1), "application/pdf", pages=1)
    address = f"/pearl-2025/review/files/{world.nomination('eligible').id}/attachments/{plan}/pages/1"
    client = sign_in("assigned")
    assert client.get(address, buffered=True).status_code == 200
    with world.session(writes=True) as session:
        make.recusal(session, session.merge(world.nomination("eligible")), session.merge(world.person("assigned")))
        session.commit()

    assert client.get(address).status_code == 404


def test_those_who_may_not_read_a_file_get_none_of_its_attachments(sign_in, world):
    photo = reviewing.attach(world, "photo", "quay.jpg", reviewing.jpeg(), "image/jpeg")
    base = f"/pearl-2025/review/files/{world.nomination('eligible').id}"
    paths = ["", "/declaration", "/versions", *(f"/attachments/{photo}{end}" for end in ("", "/picture", "/thumbnail"))]

    for person in ("unassigned", "recused"):
        client = sign_in(person)
        assert {path: client.get(base + path, buffered=True).status_code for path in paths} == dict.fromkeys(paths, 404)
    for person in ("owner", "stranger", "head", "chair", "auditor"):
        client = sign_in(person)
        assert {path: client.get(base + path, buffered=True).status_code for path in paths} == dict.fromkeys(paths, 403)


def test_nothing_of_another_reviewer_is_on_any_page(browse, world):
    file = world.nomination("eligible")
    reviewing.route_file(world, "unassigned", file)
    reviewing.another_card(world, "unassigned", "zibeline-unique-word", score=3)
    page = browse("assigned", "reviewer.file", nomination_id=file.id)
    page.press("Save", {"comment": "mine"})
    page.press("Submit the review", reviewing.FULL)  # a clash page too

    pages = [
        browse("assigned", "reviewer.desk"), browse("assigned", "reviewer.file", nomination_id=file.id),
        browse("assigned", "reviewer.versions", nomination_id=file.id), browse("assigned", "reviewer.declarations"),
        browse("assigned", "reviewer.declaration", nomination_id=file.id),
    ]

    for page in pages:
        assert "zibeline" not in page.document.source
        assert world.person("unassigned").name not in page.document.source
        assert world.person("unassigned").email not in page.document.source


def test_the_desk_reads_in_arabic(browse, world):
    page = browse("assigned", "reviewer.file", lang="ar", **_file(world))

    assert page.document.root.get("dir") == "rtl"
    assert "Quality (ع)" in page.text("#score-quality legend")


def test_only_who_reads_a_file_may_ask_for_it_as_a_document(browse, world):
    path = f"/pearl-2025/review/files/{world.nomination('eligible').id}/document"

    assert reviewing.send(browse("unassigned", "reviewer.desk"), path).status == 404
    assert reviewing.send(browse("recused", "reviewer.desk"), path).status == 404
    assert reviewing.send(browse("head", "public.home"), path).status == 403


def test_the_nomination_as_pdf_is_asked_for_from_the_desk(browse, world):
    page = browse("assigned", "reviewer.file", **_file(world)).press("The nomination as PDF")

    assert (page.status, page.heading) == (200, "Nomination")
    assert any(address.endswith(f"/review/files/{world.nomination('eligible').id}") for _, address in page.links)


def test_a_closed_round_leaves_the_card_to_be_read(browse, world, clock):
    page = browse("assigned", "reviewer.file", **_file(world))
    page.press("Submit the review", reviewing.FULL)
    with world.session(writes=True) as session:
        round_ = session.merge(world.round())
        round_.closed_at, round_.closed_by_id = make.START + timedelta(hours=1), world.person("head").id
        session.commit()

    page = browse("assigned", "reviewer.file", **_file(world))

    assert "Submit the review" not in page.buttons
    assert page.text(".total output") == "71.0"


def test_each_file_of_a_nomination_is_counted_once(browse, world):
    reviewing.attach(world, "plan", "plan.pdf", make_files.pdf(), "application/pdf")
    for name in ("quay.png", "gate.png"):
        reviewing.attach(world, "photo", name, make_files.picture(), "image/png")
    page = browse("assigned", "reviewer.file", **_file(world))

    counts = [" ".join(words.split()) for words in page.texts("[data-file-tabs] a")]
    assert {"Pictures 2", "Attachments 1"} <= set(counts)
