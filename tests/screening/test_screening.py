"""Screening: checklist, decisions of two people, moves; never before the close."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import State
from nominations.core.tables import (
    CategoryMove,
    EligibilityDecision,
    Extension,
    LedgerRecord,
    Nomination,
    Screening,
)
from nominations.routing.services import assignments
from nominations.screening.services import eligibility
from tests.support import make
from tests.support.hostile_texts import NUL


@pytest.fixture
def screening(browse, world):
    return lambda who, which="submitted": browse(
        who, "secretariat.screening", nomination_id=world.nomination(which).id
    )


DECIDE = "Eligible: check and decide"


def may_decide(page):
    return any(DECIDE in link for link in page.links)


def check(world, answer="yes", which="submitted"):
    """Answer every question of the checklist."""
    with world.session(writes=True) as session:
        make.checked(session, session.merge(world.nomination(which)), session.merge(world.person("officer")), answer)
        session.commit()


@pytest.fixture
def closed(clock):
    clock.turn_to(make.CLOSE)


def test_nothing_is_decided_before_the_close_and_the_page_says_until_when(screening, sign_in, world, clock):
    clock.turn_to(make.CLOSE - make.A_MOMENT)
    page = screening("officer")

    assert not may_decide(page)
    assert "No decision is possible before the deadline of this nomination" in page.text("main")
    clock.turn_to(make.CLOSE)
    assert may_decide(screening("officer"))


def test_a_personal_extension_holds_the_decision_back(screening, world, closed):
    with world.session(writes=True) as session:
        session.add(Extension(nomination_id=world.nomination("submitted").id, until=make.CLOSE + timedelta(days=1),
                              reason="Flood", made_at=make.START, made_by_id=world.person("head").id))
        session.commit()

    assert not may_decide(screening("officer"))


def test_a_button_pressed_after_more_time_was_given_meets_a_page(screening, world, closed):
    check(world)
    page = screening("officer").follow(DECIDE)
    with world.session(writes=True) as session:
        session.add(Extension(nomination_id=world.nomination("submitted").id, until=make.CLOSE + timedelta(days=1),
                              reason="Flood", made_at=make.START, made_by_id=world.person("head").id))
        session.commit()

    page = page.press("Decide: eligible")

    assert (page.status, page.heading) == (409, "It is too early for this")
    assert world.nomination("submitted").state is State.SUBMITTED


def test_the_checklist_is_kept(screening, world):
    page = screening("officer").press("Save the checklist", {"answer-tangible": "yes", "note-complete": "Ünleserlich"})

    assert page.status == 200
    assert page.forms
    assert "Ünleserlich" in page.response.text
    with world.session() as session:
        assert session.scalars(select(Screening.checks)).one() == {
            "tangible": {"answer": "yes", "note": ""}, "complete": {"answer": "", "note": "Ünleserlich"},
        }


def test_two_officers_at_once_see_both_and_lose_nothing(screening, world):
    mine, theirs = screening("officer"), screening("second_officer")
    theirs.press("Save the checklist", {"answer-tangible": "no", "note-tangible": "A song."})

    page = mine.press("Save the checklist", {"answer-tangible": "yes", "note-tangible": "A house."})

    assert page.status == 409
    assert "A song." in page.response.text
    assert "A house." in page.response.text
    with world.session() as session:
        assert session.scalars(select(Screening.checks)).one()["tangible"]["note"] == "A song."
    assert page.press("Save the checklist", {"note-tangible": "A house with a song."}).status == 200


def test_a_note_that_cannot_be_stored_is_refused_at_its_field(screening):
    page = screening("officer").press("Save the checklist", {"answer-complete": "no", "note-tangible": NUL})

    assert (page.status, page.has("#note-tangible-error")) == (422, True)
    assert page.has("input[name=answer-complete][value=no][checked]")


def test_an_officer_admits_and_the_owner_is_not_told(screening, world, closed):
    check(world)
    page = screening("officer").follow(DECIDE).press("Decide: eligible")

    assert page.status == 200
    assert world.nomination("submitted").state is State.ELIGIBLE
    assert world.letters() == []
    with world.session() as session:
        assert session.scalars(select(LedgerRecord.act).order_by(LedgerRecord.number.desc())).first() == "admit"


def test_nothing_is_eligible_with_an_untouched_checklist(screening, world, closed):
    page = screening("officer").follow(DECIDE)
    assert page.texts("main .notice-error li") == ["Is it tangible?", "Is it readable?"]
    assert "Decide: eligible" not in page.buttons

    screening("officer").press("Save the checklist", {"answer-tangible": "yes"})
    with pytest.raises(Invalid) as wrong:
        eligibility.admit(world.work("officer"), world.nomination("submitted").id, "It is.")
    assert wrong.value.problems["checklist"][0] == "checklist_unanswered"
    assert world.nomination("submitted").state is State.SUBMITTED


@pytest.mark.parametrize("answer", ["no", "unclear"])
def test_a_doubt_of_the_checklist_needs_a_reason_that_is_kept(screening, world, closed, answer):
    check(world, answer)
    page = screening("officer").follow(DECIDE).press("Decide: eligible", {"admit_reason": " \n"})
    assert (page.status, page.has("#admit_reason-error")) == (422, True)
    assert world.nomination("submitted").state is State.SUBMITTED

    page = page.press("Decide: eligible", {"admit_reason": "=1+1 المستند وصل"})
    assert world.nomination("submitted").state is State.ELIGIBLE
    assert "=1+1 المستند وصل" in page.text("main")
    with world.session() as session:
        assert session.scalars(select(EligibilityDecision.reason)).all() == ["=1+1 المستند وصل"]


def test_the_head_opens_an_admission_again_while_nobody_is_assigned(screening, world, closed):
    check(world)
    screening("officer").follow(DECIDE).press("Decide: eligible")
    file, reviewer = world.nomination("submitted"), world.person("unassigned")
    assert "Reopen the screening" not in screening("officer").buttons
    assert screening("head").press("Reopen the screening").has("#undone_reason-error")

    pair = [(file.id, reviewer.id)]
    assert assignments.propose_pairs(world.work("officer"), world.round().id, pair, "They are known to us.").made == 1
    page = screening("head").press("Reopen the screening", {"undone_reason": "A wrong click."})
    assert page.status == 422
    assert world.nomination("submitted").state is State.ELIGIBLE

    assignments.remove_pair(world.work("officer"), world.round().id, file.id, reviewer.id, "A wrong click.")
    screening("head").press("Reopen the screening", {"undone_reason": "A wrong click."})
    assert world.nomination("submitted").state is State.SUBMITTED
    assert may_decide(screening("officer"))
    with world.session() as session:
        decision = session.scalars(select(EligibilityDecision)).one()
    assert (decision.outcome, decision.undone_reason) == ("eligible", "A wrong click.")

    screening("officer").follow(DECIDE).press("Decide: eligible")
    assert world.nomination("submitted").state is State.ELIGIBLE


def propose_not_eligible(screening, who="officer"):
    return screening(who).press(
        "Propose that it is not eligible", {"reason_code": "tangible", "reason": "It is a song."}
    )


def test_a_refusal_needs_a_rule_and_a_reason(screening, closed):
    page = screening("officer").press("Propose that it is not eligible", {"reason_code": "tangible", "reason": "  "})
    assert (page.status, page.has("#reason-error")) == (422, True)
    page = screening("officer").press("Propose that it is not eligible", {"reason": "It is a song."})
    assert (page.status, page.has("#reason_code-error")) == (422, True)
    assert "It is a song." in page.response.text


def test_a_refusal_counts_only_after_a_second_officer(screening, sign_in, world, closed):
    page = propose_not_eligible(screening)

    assert world.nomination("submitted").state is State.SUBMITTED
    assert "Confirm that it is not eligible" not in page.buttons
    assert not may_decide(page)
    place = f"/pearl-2025/secretariat/nominations/{world.nomination('submitted').id}/screening/confirm"
    token = page.document.all("input[name=csrf_token]")[0].get("value")
    own = page.client.post(place, data={"csrf_token": token})
    assert own.status_code == 409
    assert "A second person must do this" in own.text

    page = screening("second_officer").press("Confirm that it is not eligible")

    assert (page.status, world.nomination("submitted").state) == (200, State.INELIGIBLE)
    assert world.letters() == []


def test_a_second_officer_may_reject_and_both_reasons_stay(screening, world, closed):
    propose_not_eligible(screening)
    page = screening("head").press("Reject the proposal", {"undone_reason": "The song is carved in stone."})

    assert page.status == 200
    assert may_decide(page)
    with world.session() as session:
        decision = session.scalars(
            select(EligibilityDecision).where(EligibilityDecision.nomination_id == world.nomination("submitted").id)
        ).one()
        assert (decision.reason, decision.undone_reason) == ("It is a song.", "The song is carved in stone.")


def test_the_proposer_takes_a_proposal_back(screening, closed):
    propose_not_eligible(screening)

    assert may_decide(screening("officer").press("Undo the proposal", {"undone_reason": "Mistaken."}))


def test_the_head_opens_a_refusal_again_and_an_officer_cannot(screening, world, closed):
    propose_not_eligible(screening)
    screening("second_officer").press("Confirm that it is not eligible")
    assert "Reopen the screening" not in screening("officer").buttons

    page = screening("head").press("Reopen the screening", {"undone_reason": "New evidence."})

    assert (page.status, world.nomination("submitted").state) == (200, State.SUBMITTED)
    assert propose_not_eligible(screening).status == 200


def test_a_duplicate_names_another_nomination(screening, world, closed):
    for typed, why in (("", "duplicate_of"), ("NO-SUCH", "duplicate_of"), ("PRL-2025-P-0003", "duplicate_of")):
        page = screening("officer").press("Mark as a duplicate", {"duplicate_of": typed, "duplicate_reason": "Same."})
        assert (page.status, page.has(f"#{why}-error")) == (422, True)

    page = screening("officer").press(
        "Mark as a duplicate", {"duplicate_of": "prl-2025-p-0004", "duplicate_reason": "The same quay."}
    )

    assert (page.status, world.nomination("submitted").state) == (200, State.DUPLICATE)


def test_the_machine_names_the_same_work_and_insiders(screening, world):
    with world.session(writes=True) as session:
        nomination = session.get_one(Nomination, world.nomination("submitted").id)
        nomination.owner_id = world.person("assigned").id
        session.commit()

    text = screening("officer").text("#findings")

    assert "PRL-2025-P-0004" in text
    assert "Rashid Amin" in text


def test_the_head_proposes_a_move_and_the_owner_is_told(browse, screening, world, closed):
    page = browse("head", "secretariat.move", nomination_id=world.nomination("submitted").id)
    given = {"to_category": "individual", "move_reason": "It is about a person.", "complete_by": "2025-12-10"}
    for field, value in (("complete_by", "2025-11-29"), ("complete_by", "2025-02-30"), ("move_reason", "")):
        assert page.press("Propose the move", given | {field: value}).has(f"#{field}-error")

    page = page.press("Propose the move", given)

    assert page.status == 200
    assert not may_decide(page)
    assert [address for address, _ in world.letters()] == [world.person("owner").email]
    with world.session() as session:
        assert session.scalars(select(CategoryMove)).one().to_category == "individual"
    assert browse("head", "secretariat.move", nomination_id=world.nomination("submitted").id).status == 409


def test_a_move_that_nobody_answered_lapses(browse, screening, world, clock, closed):
    browse("head", "secretariat.move", nomination_id=world.nomination("submitted").id).press("Propose the move", {
        "to_category": "individual", "move_reason": "It is about a person.", "complete_by": "2025-12-10",
    })
    clock.turn_to(make.CLOSE + timedelta(days=10))

    assert may_decide(screening("officer"))


def test_readers_see_findings_and_no_form(screening, closed):
    for who in ("observer", "auditor"):
        page = screening(who)
        assert page.status == 200
        assert not page.has("main textarea")
