"""Who takes part: links that work once, for one address, until a date; rights that end with the next request."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from nominations.access.queries import policy_facts
from nominations.accounts.services import roles
from nominations.core.rules.errors import Invalid, LinkRefused, Refused
from nominations.core.rules.private_links import LinkState
from nominations.core.rules.vocabulary import Action, Refusal, Right, Role
from nominations.core.tables import Account, Collaborator, Grant, LedgerRecord, Letter, PrivateLink
from nominations.nominations.queries.collaborators import load_team
from nominations.nominations.services import collaborators, ownership
from nominations.routing.queries import assignments
from nominations.screening.services import moves
from tests.support import make
from tests.support.hostile_texts import HOSTILE

pytestmark = pytest.mark.both_databases

INVITED = "lina.haddad@example.org"  # the stranger's address


def call_as(world, who, act, *arguments):
    work = world.work(who)
    try:
        return act(work, *arguments)
    finally:
        work.session.close()


def invite(world, email=INVITED, right="edit", which="draft", who="owner"):
    """Invite somebody; the token of the letter to them."""
    before = tokens_sent(world, email)
    call_as(world, who, collaborators.send_invitation, world.nomination(which).id, email, right)
    [token] = tokens_sent(world, email) - before
    return token


def tokens_sent(world, email=INVITED):
    with world.session() as session:
        texts = session.scalars(
            select(Letter.text).where(Letter.address == email, Letter.template == "collaborator_invited")
        )
        return {text.partition("/invitations/")[2].partition("?")[0] for text in texts}


def join(world, token, who="stranger"):
    return call_as(world, who, collaborators.accept_invitation, world.edition_id, token)


def row(world):
    with world.session() as session:
        return session.scalars(select(Collaborator)).one()


def may(world, action, who="stranger", which="draft"):
    work = world.work(who)
    try:
        policy_facts.nomination(work, world.nomination(which).id, to=action)
    except Refused as no:
        return no.reason
    finally:
        work.session.close()
    return None


def test_who_accepts_gets_the_right_and_both_sides_are_notified(world):
    token = invite(world)
    assert may(world, Action.VIEW) is Refusal.NOT_FOUND

    assert join(world, token) == world.nomination("draft").id

    assert [may(world, action) for action in (Action.VIEW, Action.EDIT, Action.COMMENT)] == [None] * 3
    assert [may(world, action) for action in (Action.SUBMIT, Action.DISCARD, Action.HAND_OVER, Action.SHARE,
                                              Action.CHANGE_CATEGORY)] == [Refusal.NOT_YOUR_PART] * 5
    assert sorted(to for to, _ in world.letters()) == ["ada.byron@example.org", INVITED]


def test_only_the_seal_of_the_link_is_kept_and_the_letter_is_secret(world):
    token = invite(world)

    with world.session() as session:
        sealed = session.scalars(select(PrivateLink.token_seal)).one()
        letter = session.scalars(select(Letter)).one()
        rows = [str(record) for record in session.scalars(select(LedgerRecord.commitment))]
    assert token not in sealed
    assert len(sealed) == 64
    assert letter.secret
    assert token not in "".join(rows)


@pytest.mark.parametrize(("spoil", "standing"), [
    ("used", LinkState.USED), ("declined", LinkState.USED), ("expired", LinkState.EXPIRED),
    ("withdrawn", LinkState.WITHDRAWN), ("replaced", LinkState.REPLACED), ("other", LinkState.UNKNOWN),
])
def test_an_ended_link_gives_no_access(world, clock, spoil, standing):
    token = invite(world)
    file = world.nomination("draft").id
    if spoil == "used":
        join(world, token)
    elif spoil == "declined":
        call_as(world, "stranger", collaborators.decline_invitation, world.edition_id, token)
    elif spoil == "expired":
        clock.turn_to(make.START + timedelta(days=14))
    elif spoil == "withdrawn":
        call_as(world, "owner", collaborators.end_participation, file, row(world).id)
    elif spoil == "replaced":
        clock.turn_to(make.START + timedelta(minutes=11))
        call_as(world, "owner", collaborators.resend_invitation, file, row(world).id)
    else:
        token += "x"

    with pytest.raises(LinkRefused) as dead:
        join(world, token)

    assert dead.value.state is standing
    if spoil == "replaced":
        [second] = tokens_sent(world) - {token}
        assert join(world, second) == file


def test_the_last_microsecond_of_a_link_is_in_time(world, clock):
    token = invite(world)
    clock.turn_to(make.START + timedelta(days=14) - make.A_MOMENT)

    assert join(world, token)


def test_a_link_does_not_work_for_another_account_and_is_not_used_up(world):
    token = invite(world)

    with pytest.raises(Refused) as no:
        join(world, token, who="owner")
    assert no.value.reason is Refusal.NOT_FOUND
    assert join(world, token)


def test_of_two_who_press_at_once_one_joins(world):
    token, together = invite(world), Barrier(2)

    def press(_):
        work = world.work("stranger")
        together.wait()
        try:
            collaborators.accept_invitation(work, world.edition_id, token)
        except LinkRefused as dead:
            return dead.state.value
        finally:
            work.session.close()
        return "in"

    with ThreadPoolExecutor(2) as people_:
        assert sorted(people_.map(press, range(2))) == ["in", "used"]


def test_whoever_is_ended_finds_nothing_with_the_next_request(world, clock):
    join(world, invite(world))

    call_as(world, "owner", collaborators.end_participation, world.nomination("draft").id, row(world).id)

    assert may(world, Action.VIEW) is may(world, Action.EDIT) is Refusal.NOT_FOUND
    assert (INVITED, "You no longer take part in a nomination: PRL-2025-P-0001") in world.letters()
    clock.turn_to(make.START + timedelta(seconds=1))
    assert join(world, invite(world))  # and may be invited anew


def test_who_leaves_loses_access_and_the_owner_is_notified(world):
    join(world, invite(world))

    call_as(world, "stranger", collaborators.leave_nomination, world.nomination("draft").id)

    assert may(world, Action.VIEW) is Refusal.NOT_FOUND
    assert ("ada.byron@example.org", "Lina Haddad no longer takes part in your nomination: "
                                     "PRL-2025-P-0001") in world.letters()


@pytest.mark.parametrize(("right", "reads", "remarks", "writes"), [
    ("edit", None, None, None), ("comment", None, None, Refusal.NOT_YOUR_PART),
    ("view", None, Refusal.NOT_YOUR_PART, Refusal.NOT_YOUR_PART),
])
def test_a_changed_right_holds_from_the_next_request(world, right, reads, remarks, writes):
    join(world, invite(world, right="comment"))

    call_as(world, "owner", collaborators.set_right, world.nomination("draft").id, row(world).id, right)

    assert [may(world, action) for action in (Action.VIEW, Action.COMMENT, Action.EDIT)] == [reads, remarks, writes]


@pytest.mark.parametrize(("email", "right", "field"), [
    ("no address", "edit", "email"), ("", "edit", "email"), ("ADA.Byron@example.org", "edit", "email"),
    ("x" * 300 + "@example.org", "edit", "email"), (INVITED, "own", "right"), (INVITED, "", "right"),
])
def test_an_invalid_invitation_is_refused_at_its_field(world, email, right, field):
    with pytest.raises(Invalid) as wrong:
        call_as(world, "owner", collaborators.send_invitation, world.nomination("draft").id, email, right)

    assert set(wrong.value.problems) == {field}
    assert world.letters() == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_makes_an_address_of_itself(world, text):
    with pytest.raises(Invalid):
        call_as(world, "owner", collaborators.send_invitation, world.nomination("draft").id, text, "view")


def test_nobody_s_mailbox_is_filled(world, clock):
    invite(world)
    with pytest.raises(Invalid):
        invite(world)
    file = world.nomination("draft").id
    with pytest.raises(Invalid):
        call_as(world, "owner", collaborators.resend_invitation, file, row(world).id)
    for number in range(collaborators.MOST - 1):
        call_as(world, "owner", collaborators.send_invitation, file, f"somebody{number}@example.org", "view")
    with pytest.raises(Invalid):
        call_as(world, "owner", collaborators.send_invitation, file, "one.more@example.org", "view")


def test_whoever_ends_each_invitation_again_still_writes_to_so_many_a_day(world, clock):
    file = world.nomination("draft").id

    def invite_and_end(number: int) -> None:
        call_as(world, "owner", collaborators.send_invitation, file, f"somebody{number}@example.org", "view")
        with world.session(writes=True) as session:
            for collaborator in session.scalars(select(Collaborator).where(Collaborator.ended_at.is_(None))):
                collaborator.ended_at, collaborator.ended_by_id = clock(), world.person("owner").id
            session.commit()

    for number in range(collaborators.MOST_A_DAY):
        invite_and_end(number)
    with pytest.raises(Invalid):
        invite_and_end(collaborators.MOST_A_DAY)
    clock.turn_to(clock() + timedelta(days=1))
    invite_and_end(collaborators.MOST_A_DAY)


def test_only_the_owner_invites_and_only_to_the_own_file(world):
    join(world, invite(world))
    with world.session(writes=True) as session:
        theirs = make.collaborator(
            session, world.nomination("other").id, session.get_one(Account, world.person("officer").id), Right.VIEW,
            session.get_one(Account, world.person("stranger").id),
        ).id
        session.commit()

    for who, which, reason in (("stranger", "draft", Refusal.NOT_YOUR_PART), ("owner", "other", Refusal.NOT_FOUND)):
        with pytest.raises(Refused) as no:
            call_as(world, who, collaborators.send_invitation, world.nomination(which).id, "x@example.org", "view")
        assert no.value.reason is reason
    with pytest.raises(Refused) as no:  # a row of another file, under one's own
        call_as(world, "owner", collaborators.end_participation, world.nomination("draft").id, theirs)
    assert no.value.reason is Refusal.NOT_FOUND


def test_who_has_a_role_in_the_jury_cannot_join(world):
    token = invite(world, "rashid.amin@example.org")
    work = world.work("assigned", Role.APPLICANT)

    with pytest.raises(Invalid):
        collaborators.accept_invitation(work, world.edition_id, token)
    work.session.close()


def test_whoever_joined_once_is_no_reviewer_here_even_after_leaving(world):
    join(world, invite(world))
    call_as(world, "stranger", collaborators.leave_nomination, world.nomination("draft").id)

    with pytest.raises(Invalid):
        call_as(world, "head", roles.grant_role, world.edition_id, INVITED, "Lina Haddad", Role.REVIEWER)


def test_a_reviewer_who_took_part_does_not_meet_the_file(world):
    file = world.nomination("eligible").id
    with world.session(writes=True) as session:
        reviewer = session.get_one(Account, world.person("assigned").id)
        make.collaborator(session, file, reviewer, Right.VIEW, session.get_one(Account, world.person("owner").id))
        session.commit()

    assert may(world, Action.REVIEW, "assigned", "eligible") is Refusal.NOT_FOUND
    with world.session() as session:
        board = assignments.list_reviewers(session, world.edition_id, world.round().id)
    assert [reviewer.name for reviewer in board if reviewer.applies] == ["Rashid Amin"]


def test_whoever_becomes_the_owner_is_no_collaborator_any_more(world):
    join(world, invite(world))

    call_as(world, "owner", ownership.hand_over, world.nomination("draft").id, INVITED)

    assert may(world, Action.SUBMIT) is not Refusal.NOT_YOUR_PART
    assert may(world, Action.VIEW, "owner") is Refusal.NOT_FOUND
    with world.session() as session:
        assert session.scalars(select(Collaborator.ended_at)).all() != [None]


def test_an_owner_set_by_the_head_is_no_collaborator_any_more(world):
    join(world, invite(world))

    call_as(world, "head", moves.reassign_owner, world.nomination("draft").id, INVITED, "The owner is gone.")

    work = world.work("stranger")
    team = load_team(work, policy_facts.nomination(work, world.nomination("draft").id, to=Action.VIEW))
    work.session.close()
    assert (team.owner, team.members) == ("Lina Haddad", ())


def test_a_grant_taken_away_meanwhile_stands_in_nobody_s_way(world):
    token = invite(world, "karim.fassi@example.org")  # was an officer once

    work = world.work("revoked", Role.APPLICANT)
    assert collaborators.accept_invitation(work, world.edition_id, token)
    work.session.close()
    with world.session() as session:
        assert session.scalars(select(Grant).where(Grant.account_id == world.person("revoked").id)).one().ended_at
