"""Inviting reviewers: by a private link, answered once; and a submitted card given back to its reviewer."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from nominations.core.queries import accounts
from nominations.core.rules.errors import ChangedElsewhere, Invalid, LinkRefused, Refused
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import LetterState, Role
from nominations.core.tables import (
    Assessment,
    AssessmentVersion,
    Finding,
    Grant,
    Letter,
    OpenEdition,
    ReviewerInvitation,
)
from nominations.core.work import Work
from nominations.panel.services import invitations
from nominations.reviewing.queries import progress
from nominations.reviewing.services import assessments, reopening
from tests.support import make
from tests.support.reviewing import typed_card
from tests.support.small_edition import CODE

pytestmark = pytest.mark.both_databases


def invite(world, email="kamran@museum.example", name="Камран Гасанов", by="head"):
    """The token of the letter that was posted."""
    invitations.invite_person(world.work(by), world.edition_id, email, name, language="en")
    with world.session() as session:
        letter = session.scalars(
            select(Letter).where(Letter.template == "reviewer_invited").order_by(Letter.written_at.desc(), Letter.id)
        ).all()[-1]
        assert letter.secret
        texts = [letter.text for letter in session.scalars(select(Letter).where(Letter.template == "reviewer_invited"))]
    return [re.search(r"/reviewing/([^?\s]+)", text)[1] for text in texts]


def answer(world, token, *, accepted, reason=""):
    work = Work(world.session(writes=True), Actor(None, Role.VISITOR, CODE), world.clock(), world.settings)
    try:
        invitations.answer_invitation(work, world.edition_id, token, accepted=accepted, reason=reason)
    finally:
        work.session.close()


def holders(world):
    with world.session() as session:
        return [holder.name for holder in accounts.list_holders(session, world.edition_id, Role.REVIEWER)]


def test_who_accepts_reviews_from_then_on_and_is_compared_with_every_file(world):
    [token] = invite(world, name="Ада Байрон")
    assert "Ада Байрон" not in holders(world)

    answer(world, token, accepted=True)

    assert "Ада Байрон" in holders(world)
    with world.session() as session:
        assert {finding.sign for finding in session.scalars(select(Finding))} == {"named"}
    assert ("pearl@example.org", "Ада Байрон accepts the invitation to review") in world.letters()


def test_who_declines_says_why_and_gets_no_role(world):
    [token] = invite(world)
    with pytest.raises(Invalid):
        answer(world, token, accepted=False, reason=" ")

    answer(world, token, accepted=False, reason="I am ill.")

    assert "Камран Гасанов" not in holders(world)
    with world.session() as session:
        row = session.scalars(select(ReviewerInvitation)).one()
    assert (row.accepted, row.reason) == (False, "I am ill.")


def test_a_link_is_answered_once_and_expires_at_its_instant(world):
    [token] = invite(world)
    answer(world, token, accepted=True)
    with pytest.raises(LinkRefused):
        answer(world, token, accepted=False, reason="After all not.")

    [_, late] = sorted(invite(world, "other@museum.example"), key=lambda link: link != token)
    world.clock.turn_to(make.START + timedelta(days=world.settings.invitation_days))
    with pytest.raises(LinkRefused):
        answer(world, late, accepted=True)


def test_an_invitation_sent_again_ends_the_one_before(world):
    [first] = invite(world)
    [second] = [link for link in invite(world) if link != first]

    with pytest.raises(LinkRefused):
        answer(world, first, accepted=True)
    answer(world, second, accepted=True)


def test_a_withdrawn_invitation_does_not_work(world):
    [token] = invite(world)
    with world.session() as session:
        row = session.scalars(select(ReviewerInvitation.id)).one()
    invitations.withdraw_invitation(world.work("head"), world.edition_id, row)

    with pytest.raises(LinkRefused):
        answer(world, token, accepted=True)


@pytest.mark.parametrize(("email", "name", "field"), [
    ("ada.byron@example.org", "Ada", "email"), ("rashid.amin@example.org", "R", "email"), ("no address", "X", "email"),
    ("x@museum.example", "a\x00b", "name"), ("x@museum.example", "x" * 201, "name"),
])
def test_who_applies_here_or_reviews_already_is_not_invited(world, email, name, field):
    with pytest.raises(Invalid) as wrong:
        invite(world, email, name)
    assert set(wrong.value.problems) == {field}


@pytest.mark.parametrize("persona", ["officer", "chair", "assigned", "owner", "auditor"])
def test_only_the_head_invites(world, persona):
    with pytest.raises(Refused):
        invite(world, by=persona)


def test_who_was_invited_and_applied_meanwhile_cannot_accept(world):
    [token] = invite(world, "lina.haddad.two@example.org")
    with world.session(writes=True) as session:
        account = session.scalars(select(ReviewerInvitation)).one().account_id
        person = accounts.load_account(session, account)
        make.nomination(session, person)
        session.commit()

    with pytest.raises(Invalid):
        answer(world, token, accepted=True)
    with world.session() as session:
        assert not session.scalars(select(Grant).where(Grant.account_id == account)).all()


def reopen(world, by="officer", reason="The third reason is for another file."):
    reopening.reopen(world.work(by), world.round().id, world.nomination("eligible").id, world.person("assigned").id,
                     reason)


def test_a_reopened_card_is_a_draft_again_with_what_was_submitted_kept(world):
    assessments.submit_card(world.work("assigned"), world.nomination("eligible").id, typed_card(), 0)

    reopen(world)

    with world.session() as session:
        card = session.scalars(select(Assessment)).one()
        assert (card.state, card.submitted_at) == ("draft", None)
        assert [version.submitted for version in session.scalars(select(AssessmentVersion))] == [True]
    assert ("rashid.amin@example.org", "PRL-2025-P-0004: your review is reopened") in world.letters()
    with pytest.raises(ChangedElsewhere):
        reopen(world)


def test_reopening_needs_a_reason_and_the_secretariat(world):
    assessments.submit_card(world.work("assigned"), world.nomination("eligible").id, typed_card(), 0)
    with pytest.raises(Invalid):
        reopen(world, reason="  ")
    for persona in ("chair", "observer", "auditor", "assigned"):
        with pytest.raises(Refused):
            reopen(world, by=persona)


def test_what_is_not_in_on_its_date_is_overdue_from_that_instant_on(world):
    due = world.round().due_at
    for at, overdue in ((due - make.A_MOMENT, 0), (due, 1)):
        world.clock.turn_to(at)
        work = world.work("officer")
        (of,) = [reviewer for reviewer in progress.load_progress(work, world.round().id).reviewers
                 if reviewer.reviewer.id == world.person("assigned").id]
        work.session.close()
        assert of.overdue == overdue


def test_an_invitation_of_another_edition_or_one_that_was_answered_is_not_withdrawn(world):
    [token] = invite(world)
    with world.session() as session:
        invitation = session.scalars(select(ReviewerInvitation.id)).one()
        other = session.scalars(select(OpenEdition.id).where(OpenEdition.id != world.edition_id)).first()
    with world.session(writes=True) as session:
        session.get_one(ReviewerInvitation, invitation).edition_id = other
        session.commit()
    with pytest.raises(Refused):
        invitations.withdraw_invitation(world.work("head"), world.edition_id, invitation)
    with world.session(writes=True) as session:
        session.get_one(ReviewerInvitation, invitation).edition_id = world.edition_id
        session.commit()
    answer(world, token, accepted=True)

    with pytest.raises(Refused):
        invitations.withdraw_invitation(world.work("head"), world.edition_id, invitation)
    with world.session() as session:
        assert session.get_one(ReviewerInvitation, invitation).withdrawn_at is None


def test_an_invitation_whose_email_came_back_does_not_wait_for_an_answer(browse, world):
    invite(world)
    assert "Waiting for an answer" in browse("head", "secretariat.people").text("#invited")
    with world.session(writes=True) as session:
        letter = session.scalars(select(Letter).where(Letter.template == "reviewer_invited")).one()
        letter.state = LetterState.FAILED
        session.commit()

    invited = browse("head", "secretariat.people").text("#invited")

    assert "Waiting for an answer" not in invited
    assert "The email could not be delivered" in invited
    assert "Cancel the invitation" in invited
