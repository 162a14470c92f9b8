"""Somebody closes their account at the very moment in which something becomes theirs: one of the two comes second,
and nothing is left to an account that nobody can enter."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import select

from nominations.accounts.services import account_closure, roles
from nominations.core.rules.errors import ChangedElsewhere, Invalid, LinkRefused, Refused
from nominations.core.rules.vocabulary import Role
from nominations.core.tables import (
    Account,
    ClosedAccount,
    Collaborator,
    Grant,
    Letter,
    Nomination,
    ReviewerInvitation,
)
from nominations.core.work import Work
from nominations.nominations.services import collaborators, nominations, ownership
from nominations.panel.services import invitations
from nominations.screening.services import moves
from tests.nominations.test_collaborators import call_as, invite

pytestmark = pytest.mark.both_databases

LINA = "lina.haddad@example.org"
# Longer than an act takes, shorter than anybody waits for a lock.
A_WHILE = 1.5


def start(world):
    call_as(world, "stranger", nominations.start_draft, "project")


def hand_over(world):
    call_as(world, "owner", ownership.hand_over, world.nomination("submitted").id, LINA)


def reassign(world):
    call_as(world, "head", moves.reassign_owner, world.nomination("submitted").id, LINA, "They have left the town.")


def grant(world):
    work = world.work("head")
    roles.grant_role(work, world.edition_id, LINA, "", Role.OBSERVER, closing=2)
    work.session.close()


def accept(token):
    return lambda world: call_as(world, "stranger", collaborators.accept_invitation, world.edition_id, token)


def judge(token):
    def act(world):
        work = world.work("officer")  # whoever holds the link
        invitations.answer_invitation(work, world.edition_id, token, accepted=True, reason="")
        work.session.close()
    return act


def withdrawn(world):
    """The stranger may review: what they had is withdrawn and put away."""
    with world.session(writes=True) as session:
        for nomination in session.scalars(select(Nomination).where(Nomination.owner_id == world.person("stranger").id)):
            nomination.discarded_at = world.clock()
        session.commit()


def invited_to_judge(world) -> str:
    withdrawn(world)
    work = world.work("head")
    invitations.invite_person(work, world.edition_id, LINA, "Lina", language="en")
    work.session.close()
    with world.session() as session:
        text = session.scalars(select(Letter.text).where(Letter.template == "reviewer_invited")).one()
    return text.partition("/reviewing/")[2].partition("?")[0]


ACTS = {
    "start": lambda world: start, "hand_over": lambda world: hand_over, "reassign": lambda world: reassign,
    "grant": lambda world: grant, "join": lambda world: accept(invite(world)),
    "judge": lambda world: judge(invited_to_judge(world)),
}


def close(world):
    call_as(world, "stranger", account_closure.close)


def result(act: Callable[[], object]) -> str:
    try:
        act()
    except ChangedElsewhere:
        return "changed elsewhere"
    except (Refused, Invalid, LinkRefused) as no:
        return f"no: {no}"
    return "done"


def one_before_the_other(world, monkeypatch, first, second) -> tuple[str, str]:
    """`second` begins when `first` is about to write its record, with all its locks; the commit comes a while later."""
    arrived, over, recorded = Event(), Event(), Work.record

    def record(self, act, *details):
        # Accounts that are made on the way are recorded too.
        if not arrived.is_set() and act != "make_account":
            arrived.set()
            over.wait(A_WHILE)
        return recorded(self, act, *details)

    monkeypatch.setattr(Work, "record", record)

    def after():
        assert arrived.wait(10)
        try:
            return result(lambda: second(world))
        finally:
            over.set()

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.submit(result, lambda: first(world)), pool.submit(after)
        return one.result(), other.result()


def insist_that_nothing_is_left_behind(world, person: Account) -> bool:
    """Whether the account is closed; if it is, nothing but what it names is held by it."""
    with world.session() as session:
        closed = session.get(ClosedAccount, person.id)
        if closed is None:
            return False
        held = session.scalars(select(Nomination).where(Nomination.owner_id == person.id)).all()
        assert [nomination.reference for nomination in held if nomination.submitted_at] == closed.kept
        assert all(nomination.discarded_at for nomination in held if not nomination.submitted_at)
        for model in (Collaborator, Grant):
            assert not session.scalars(select(model).where(
                model.account_id == person.id, model.ended_at.is_(None)
            )).all()
        assert not session.scalars(select(ReviewerInvitation).where(
            ReviewerInvitation.account_id == person.id, ReviewerInvitation.answered_at.is_(None),
            ReviewerInvitation.withdrawn_at.is_(None),
        )).all()
    return True


@pytest.mark.parametrize("name", ACTS)
def test_what_is_given_first_is_known_to_who_closes(world, monkeypatch, name):
    person, act = world.person("stranger"), ACTS[name](world)

    given, closed = one_before_the_other(world, monkeypatch, act, close)

    assert given == "done"
    assert insist_that_nothing_is_left_behind(world, person) is (closed == "done")
    # A submitted file that came meanwhile stays with somebody who answers for it.
    if name in ("hand_over", "reassign"):
        assert closed != "done"
        assert world.nomination("submitted").owner_id == person.id


@pytest.mark.parametrize("name", ACTS)
def test_nothing_is_given_to_who_closes_first(world, monkeypatch, name):
    person, act = world.person("stranger"), ACTS[name](world)

    closed, given = one_before_the_other(world, monkeypatch, close, act)

    assert closed == "done"
    assert insist_that_nothing_is_left_behind(world, person)
    # Whoever gives something to the address gives it to a new account, or is told that there is none.
    assert (given == "done") is (name in ("hand_over", "grant"))


def test_an_invitation_to_the_jury_ends_with_the_account(world):
    token = invited_to_judge(world)
    close(world)

    with pytest.raises(LinkRefused):
        judge(token)(world)


def test_a_session_that_slipped_through_enters_nobody(world, sign_in):
    person = world.person("stranger")
    close(world)

    assert sign_in(person).get("/account").status_code == 302


def test_starting_is_refused_in_a_closed_account(world):
    work = world.work("stranger")
    close(world)

    with pytest.raises(Refused, match="sign_in"):
        nominations.start_draft(work, "project")
    work.session.close()
