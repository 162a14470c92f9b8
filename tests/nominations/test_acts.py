"""What an owner does with a nomination besides writing it: each act in two steps, told to whom it concerns."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from nominations.core.rules.vocabulary import State
from nominations.core.tables import (
    Attachment,
    CategoryMove,
    LateAttempt,
    Message,
    Nomination,
    SectionAnswers,
    StoredFile,
    Submission,
)
from nominations.nominations.services import category_moves
from tests.support import make
from tests.support.hostile_texts import ARABIC
from tests.support.small_edition import PROJECT_ANSWERS


def open_page(browse, world, endpoint, which="submitted", who="owner", **more):
    return browse(who, f"applicant.{endpoint}", nomination_id=world.nomination(which).id, **more)


def row(world, which):
    with world.session() as session:
        return session.get(Nomination, world.nomination(which).id)


def with_plan(world, which="finished"):
    nomination = world.nomination(which)
    with world.session(writes=True) as session:
        session.add(StoredFile(sha256="5" * 64, size=1000, stored_at=make.START))
        session.flush()
        session.add(Attachment(
            nomination_id=nomination.id, kind="plan", sha256="5" * 64, name="plan.pdf", size=1000,
            media_type="application/pdf", pages=1, uploaded_at=make.START, uploaded_by_id=nomination.owner_id,
        ))
        session.commit()
    return nomination


SIGNED = {"declaration.decl_truth": True, "typed_name": "Ada Byron"}


def test_the_check_page_names_each_thing_that_is_missing_and_leads_there(browse, world):
    page = open_page(browse, world, "check", "draft")

    wanted = page.texts("#stops li")
    assert "Title" not in "".join(wanted)
    assert "Summary: This answer is missing. Fill it in." in wanted
    there = page.follow("Summary: This answer is missing. Fill it in.")
    assert there.heading == "The work"
    assert "This answer is missing. Fill it in." in there.texts(".field .error")


def test_an_unfinished_submission_keeps_declarations_and_name(browse, world):
    page = open_page(browse, world, "check", "draft").press("Submit nomination", SIGNED)

    assert page.status == 422
    assert page.document.ids["typed_name"].get("value") == "Ada Byron"
    assert page.document.ids["declaration-decl_truth"].get("checked") is not None


def test_a_body_that_straddles_the_close_is_late(browse, world, clock):
    nomination = with_plan(world)
    clock.turn_to(make.CLOSE - timedelta(seconds=1))
    page = open_page(browse, world, "check", "finished")
    token = page.document.all("input[name=csrf_token]")[0].get("value")

    class Slow(BytesIO):
        """A body whose last bytes arrive after the close."""

        def readinto(self, buffer):
            clock.turn_to(make.CLOSE + make.A_MOMENT)
            return super().readinto(buffer)

        def read(self, *how):
            clock.turn_to(make.CLOSE + make.A_MOMENT)
            return super().read(*how)

    body = f"csrf_token={token}&declaration.decl_truth=1&typed_name=Ada".encode()
    answer = page.client.post(
        f"/pearl-2025/nominations/{nomination.id}/submit", input_stream=Slow(body), content_length=len(body),
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 409
    assert "The deadline has passed" in answer.text
    with world.session() as session:
        assert session.scalars(select(LateAttempt.at)).one() == make.CLOSE + make.A_MOMENT
    shown = open_page(browse, world, "show", "finished")
    assert "Late attempts to submit" in shown.texts("h2")


def test_a_second_press_of_submit_is_the_same_receipt(browse, world):
    with_plan(world)
    page = open_page(browse, world, "check", "finished")

    first, second = page.press("Submit nomination", SIGNED), page.press("Submit nomination", SIGNED)

    assert [page.heading for page in (first, second)] == ["Receipt", "Receipt"]
    assert first.texts("code")[0] == second.texts("code")[0]
    assert len([1 for address, _ in world.letters() if address == "ada.byron@example.org"]) == 1


def test_a_change_after_submitting_is_shown_on_every_page(browse, world):
    open_page(browse, world, "section", section="work").press("Save and continue", {"title": "Changed"})

    sentence = "The changes do not count until the nomination is submitted again"
    for endpoint, more in (("show", {}), ("section", {"section": "work"}), ("attachments", {})):
        assert sentence in open_page(browse, world, endpoint, **more).texts("main")[0]
    assert sentence in browse("owner", "applicant.home").texts("main")[0]
    assert open_page(browse, world, "show").heading == PROJECT_ANSWERS["title"]


def test_a_nomination_is_withdrawn_and_brought_back_until_the_close(browse, world, clock):
    page = open_page(browse, world, "show").follow("Withdraw the nomination")
    page = page.press("Withdraw the nomination", {"reason": "=1+1 " + ARABIC})
    assert row(world, "submitted").state is State.WITHDRAWN
    assert ("pearl@example.org", "Withdrawn: PRL-2025-P-0003") in world.letters()

    page.press("Undo the withdrawal")

    assert row(world, "submitted").state is State.SUBMITTED


def test_a_withdrawal_is_final_after_the_close(browse, world, clock):
    clock.turn_to(make.CLOSE)
    page = open_page(browse, world, "withdraw")
    assert "You cannot undo this" in page.texts("main")[0]

    page = page.press("Withdraw the nomination")

    assert "Undo the withdrawal" not in page.buttons
    assert row(world, "submitted").state is State.WITHDRAWN


def test_reviewers_are_notified_of_a_withdrawal_without_its_reason(browse, world):
    open_page(browse, world, "withdraw", "eligible").press("Withdraw the nomination", {"reason": "Private matter"})

    assert ("rashid.amin@example.org", "Nomination withdrawn: PRL-2025-P-0004") in world.letters()
    # Whoever stepped aside learns no more of the file.
    assert "paul.diop@example.org" not in [address for address, _subject in world.letters()]


def test_the_outcome_of_screening_is_not_shown_to_the_owner(browse, world):
    text = open_page(browse, world, "show", "eligible").texts("main")[0]

    assert "ligible" not in text


def test_a_draft_is_discarded_in_two_steps(browse, world):
    page = open_page(browse, world, "show", "draft").follow("Delete the draft").press("Delete the draft")

    assert page.heading == "My nominations"
    assert open_page(browse, world, "show", "draft").status == 404
    assert browse("owner", "applicant.discard", nomination_id=world.nomination("submitted").id).status == 409


def test_a_draft_changes_its_category_and_back_without_losing_a_word(browse, world):
    page = open_page(browse, world, "show", "finished").follow("Change the category")
    page = page.press("Change the category", {"category": "individual"})
    moved = row(world, "finished")
    assert (moved.category, moved.reference) == ("individual", "PRL-2025-P-0002")
    assert page.heading == PROJECT_ANSWERS["title"]

    page.follow("Change the category").press("Change the category", {"category": "project"})

    with world.session() as session:
        work = session.scalars(select(SectionAnswers.answers).where(
            SectionAnswers.nomination_id == moved.id, SectionAnswers.section == "work"
        )).one()
    assert work == {key: PROJECT_ANSWERS[key] for key in work}
    assert "budget" in work


def test_a_nomination_is_handed_over_in_two_steps(browse, world):
    page = open_page(browse, world, "hand_over").press("Continue", {"email": "lina.haddad@example.org"})
    assert "lina.haddad@example.org" in page.texts(".affected li")
    assert row(world, "submitted").owner_id == world.person("owner").id

    page.press("Hand over the nomination")

    assert row(world, "submitted").owner_id == world.person("stranger").id
    assert open_page(browse, world, "show").status == 404
    assert open_page(browse, world, "show", who="stranger").status == 200
    assert [address for address, _ in world.letters()].count("lina.haddad@example.org") == 1


@pytest.mark.parametrize("address", [
    "", "nobody", "Ada.Byron@example.org", "a\x00b@example.org", "a" * 300 + "@example.org", "a\ud800b@example.org",
    "x@y",
])
def test_an_invalid_address_is_refused_at_the_field(browse, world, address):
    page = open_page(browse, world, "hand_over").press("Continue", {"email": address})

    assert page.status == 422
    assert len(page.texts(".error-summary li")) == 1


def test_known_and_unknown_addresses_get_the_same_answer(browse, world):
    pages = [
        open_page(browse, world, "hand_over")
        .press("Continue", {"email": address}).texts("main")[0].replace(address, "")
        for address in ("lina.haddad@example.org", "nobody.knows@example.org")
    ]

    assert pages[0] == pages[1]


def propose_move(world, clock, which="submitted"):
    nomination = world.nomination(which)
    clock.turn_to(make.CLOSE + timedelta(days=3))
    with world.session(writes=True) as session:
        session.add(CategoryMove(
            nomination_id=nomination.id, from_category="project", to_category="individual", reason="It is a person.",
            proposed_at=clock(), proposed_by_id=world.person("head").id, complete_by=clock() + timedelta(days=10),
        ))
        session.commit()
    return nomination


def test_an_accepted_move_carries_answers_and_opens_only_missing_parts(browse, world, clock):
    with_plan(world, "submitted")
    nomination = propose_move(world, clock)
    page = browse("owner", "applicant.home").follow("The secretariat proposes another category. Please answer.")
    page = page.press("Accept the move")

    moved = row(world, "submitted")
    assert (moved.category, moved.reference, moved.state) == ("individual", nomination.reference, State.SUBMITTED)
    page = page.follow("The person")
    assert {name for form in page.forms for name in form if name.startswith(("nat", "birth", "title", "summary"))} == {
        "nationality.0", "nationality.1", "birth_year",
    }
    page.press("Save and return to the list", {"nationality.0": "MA", "birth_year": "1970"})
    receipt = open_page(browse, world, "check").press("Submit nomination", SIGNED)

    assert receipt.heading == "Receipt"
    with world.session() as session:
        kept = session.get(Submission, row(world, "submitted").submission_id)
    assert (kept.number, kept.category) == (2, "individual")
    assert kept.answers["title"] == PROJECT_ANSWERS["title"]
    assert kept.answers["nationality"] == ["MA"]
    assert "budget" not in kept.answers
    # Once is enough: with it in, the file is shut again.
    assert not open_page(browse, world, "section", section="person").has("main form")


def test_a_declined_move_changes_nothing_but_the_answer(browse, world, clock):
    propose_move(world, clock)

    page = open_page(browse, world, "move").press("Decline the move")

    assert (page.status, row(world, "submitted").category) == (200, "project")
    assert ("pearl@example.org", "Answer to the proposed move: PRL-2025-P-0003") in world.letters()
    assert open_page(browse, world, "move").status == 409


def test_unsent_changes_do_not_slip_in_with_an_accepted_move(browse, world, clock):
    open_page(browse, world, "section", section="work").press("Save and continue", {"title": "Never submitted"})
    nomination = propose_move(world, clock)
    work = world.work("owner")

    category_moves.answer(work, nomination.id, accept=True)

    work.session.close()
    assert row(world, "submitted").title == PROJECT_ANSWERS["title"]


def test_messages_go_both_ways_and_are_new_until_answered(browse, world):
    nomination = world.nomination("submitted")
    with world.session(writes=True) as session:
        session.add(Message(nomination_id=nomination.id, author_id=world.person("officer").id, by_secretariat=True,
                            text="A question <planted-mark>", sent_at=make.START))
        session.commit()
    assert "1 new message" in browse("owner", "applicant.home").texts("main")[0]

    page = open_page(browse, world, "messages").press("Send the message", {"text": ARABIC + "\n\n=1+1"})

    assert page.status == 200
    assert ARABIC in page.texts("main")[0]
    assert "1 new message" not in browse("owner", "applicant.home").texts("main")[0]
    assert ("pearl@example.org", "Message about PRL-2025-P-0003") in world.letters()


@pytest.mark.parametrize("text", ["", "  \n ", "a\x00b", "a\ud800b", "x" * 10_001])
def test_a_message_that_cannot_be_sent_keeps_its_text(browse, world, text):
    page = open_page(browse, world, "messages").press("Send the message", {"text": text})

    assert page.status == 422
    assert len(page.texts(".error-summary li")) == 1


def test_the_last_hours_are_shown(browse, world, clock):
    clock.turn_to(make.CLOSE - timedelta(hours=47))
    assert "The call closes soon" in open_page(browse, world, "show", "draft").texts("h2")

    clock.turn_to(make.CLOSE - timedelta(hours=49))
    assert "The call closes soon" not in open_page(browse, world, "show", "draft").texts("h2")


def test_no_nomination_is_started_after_the_close(browse, clock):
    clock.turn_to(make.CLOSE)

    assert browse("stranger", "applicant.start").status == 409
    assert "Start a nomination" not in [name for name, _ in browse("stranger", "applicant.home").links]


@pytest.mark.parametrize("endpoint", ["show", "check", "attachments", "messages", "versions", "hand_over", "withdraw"])
@pytest.mark.parametrize("who", ["stranger", "foreign_head", "unassigned", "officer", None])
def test_nobody_else_opens_any_page(browse, world, endpoint, who):
    page = open_page(browse, world, endpoint, who=who)

    assert PROJECT_ANSWERS["title"] not in page.texts("main")[0]
    assert page.status in (403, 404) or "Sign in" in page.heading
