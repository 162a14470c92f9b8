"""Roles are given and taken away: never the last head, never a reviewer who applies, never twice, gone at once."""

import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from nominations.accounts.adapters.addresses import parse_address
from nominations.accounts.services import roles
from nominations.accounts.steps.accounts import find_or_make_account
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import GRANTED, Refusal, Role
from nominations.core.tables import Account, Grant, LedgerRecord, Letter, Nomination
from nominations.core.work import Work
from tests.support import make
from tests.support.small_edition import CODE

pytestmark = pytest.mark.both_databases


def load_grant(world, person: str, role: Role) -> Grant:
    with world.session() as session:
        return session.scalars(
            select(Grant).where(Grant.account_id == world.person(person).id, Grant.role == role)
        ).one()


def heads(world) -> int:
    with world.session() as session:
        return session.scalar(
            select(func.count()).select_from(Grant)
            .where(Grant.edition_id == world.edition_id, Grant.role == Role.HEAD, Grant.ended_at.is_(None))
        )


def give(world, address: str, role: Role, by: str = "head", *, closing: int = 0) -> Grant:
    return roles.grant_role(world.work(by), world.edition_id, address, "Somebody", role, closing=closing)


def both_at_once(*acts) -> list[object]:
    """What each of the acts, begun at the same instant, returned or raised."""
    ready, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        ready.wait()
        try:
            outcomes[place] = acts[place]()
        except (Invalid, Refused) as no:
            outcomes[place] = no
        except BaseException as accident:
            outcomes[place] = accident
            raise

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_the_last_head_cannot_be_taken_away(world):
    with pytest.raises(Invalid) as no:
        roles.revoke_role(world.work("head"), world.edition_id, load_grant(world, "head", Role.HEAD).id)

    assert no.value.problems == {"role": ("last_head", {})}
    assert heads(world) == 1


def test_a_head_may_go_when_there_is_another(world):
    give(world, world.person("officer").email, Role.HEAD)

    roles.revoke_role(world.work("head"), world.edition_id, load_grant(world, "head", Role.HEAD).id)

    assert heads(world) == 1


def test_two_heads_who_take_each_other_away_at_once_leave_one(world):
    give(world, world.person("officer").email, Role.HEAD)
    first, second = load_grant(world, "head", Role.HEAD).id, load_grant(world, "officer", Role.HEAD).id
    one, other = world.work("head"), world.work("officer", Role.HEAD)

    outcomes = both_at_once(
        lambda: roles.revoke_role(one, world.edition_id, second),
        lambda: roles.revoke_role(other, world.edition_id, first)
    )

    assert heads(world) == 1
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Invalid", "NoneType"]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CHAIR])
def test_whoever_applies_does_not_judge(world, role):
    with pytest.raises(Invalid) as no:
        give(world, world.person("owner").email, role)

    assert no.value.problems == {"role": ("applies_here", {})}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.OBSERVER, Role.AUDITOR])
def test_an_applicant_gets_a_role_of_the_office_only_with_the_number_of_nominations_that_close(world, role):
    owner = world.person("owner").email
    for wrong in (0, 3):
        with pytest.raises(roles.NominationsClose) as closed:
            give(world, owner, role, closing=wrong)
        assert closed.value.count == 4
    assert give(world, owner, role, closing=4).role is role


def test_a_reviewer_who_is_recused_is_made_chair_only_with_the_number_of_nominations_that_close(world):
    with pytest.raises(roles.NominationsClose) as closed:
        give(world, world.person("recused").email, Role.CHAIR)

    assert closed.value.count == 1
    assert give(world, world.person("assigned").email, Role.CHAIR).role is Role.CHAIR


def test_the_page_of_people_shows_how_many_nominations_close_and_then_gives_the_role(world, browse):
    page = browse("head", "secretariat.people").press(
        "Give the role", {"email": world.person("recused").email, "name": "Paul", "role": "chair"}
    )

    text = page.text("main")
    assert page.status == 422
    assert "This person cannot open 1 nomination in this role." in text
    assert not {word for word in (world.nomination("eligible").reference, "Fountain") if word in text}
    assert page.press("Give the role").status == 200
    assert load_grant(world, "recused", Role.CHAIR).ended_at is None


def test_whoever_only_discarded_a_draft_may_judge(world):
    with world.session(writes=True) as session:
        for file in session.scalars(select(Nomination).where(Nomination.owner_id == world.person("stranger").id)):
            file.discarded_at = world.clock()
        session.commit()

    assert give(world, world.person("stranger").email, Role.REVIEWER).role is Role.REVIEWER


@pytest.mark.parametrize("role", GRANTED)
def test_a_role_is_not_given_twice(world, role):
    give(world, "new@example.org", role)

    with pytest.raises(Invalid) as no:
        give(world, "NEW@example.org", role)

    assert no.value.problems == {"role": ("held_already", {})}


def test_a_role_given_twice_at_once_is_given_once(world):
    one, other = world.work("head"), world.work("head")

    outcomes = both_at_once(*(
        lambda work=work: roles.grant_role(work, world.edition_id, "new@example.org", "New", Role.OFFICER)
        for work in (one, other)
    ))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Grant", "Invalid"]
    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(Account).where(Account.email == "new@example.org")) == 1


def test_somebody_made_twice_at_once_is_one_account(world):
    """Two editions, or a head and a newcomer with a code: whoever comes second finds the account there."""
    address = parse_address("new@example.org")

    def make(work: Work):
        with work.transaction() as session:
            return find_or_make_account(work, session, address, "en").id

    one, other = world.work("head"), world.work("officer")
    first, second = both_at_once(lambda: make(one), lambda: make(other))

    assert first == second


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.VISITOR, Role.APPLICANT])
def test_what_everybody_or_the_system_is_cannot_be_given(world, role):
    with pytest.raises(Invalid) as no:
        give(world, "new@example.org", role)

    assert no.value.problems == {"role": ("not_an_option", {})}


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.VISITOR, Role.APPLICANT])
def test_the_database_holds_no_such_role_either(world, role):
    with world.session(writes=True) as session, pytest.raises(IntegrityError, match="ck_grant"):
        make.grant(session, world.person("stranger"), world.edition_id, role)


@pytest.mark.parametrize("by", ["owner", "assigned", "chair", "officer", "observer", "auditor"])
def test_only_the_head_gives_and_takes_away(world, by):
    with pytest.raises(Refused) as no:
        give(world, "new@example.org", Role.OFFICER, by=by)
    assert no.value.reason is Refusal.NOT_YOUR_ROLE
    with pytest.raises(Refused):
        roles.revoke_role(world.work(by), world.edition_id, load_grant(world, "officer", Role.OFFICER).id)

    assert load_grant(world, "officer", Role.OFFICER).ended_at is None
    with world.session() as session:
        assert not session.scalar(select(Account.id).where(Account.email == "new@example.org"))


def test_the_head_of_another_edition_is_nobody_here(world):
    stranger = world.person("foreign_head")
    theirs = Work(world.session(writes=True), Actor(stranger.id, Role.HEAD, "reef-2031"), world.clock(), world.settings)

    with pytest.raises(Refused) as no:
        roles.grant_role(theirs, world.edition_id, "new@example.org", "", Role.OFFICER)
    assert no.value.reason is Refusal.NOT_FOUND


def test_a_role_of_another_edition_is_not_found_here(world):
    with pytest.raises(Refused) as no:
        roles.revoke_role(world.work("head"), world.edition_id, load_grant(world, "foreign_head", Role.HEAD).id)

    assert no.value.reason is Refusal.NOT_FOUND
    assert load_grant(world, "foreign_head", Role.HEAD).ended_at is None


def test_a_role_that_has_ended_does_not_end_again(world):
    with pytest.raises(Refused) as no:
        roles.revoke_role(world.work("head"), world.edition_id, load_grant(world, "revoked", Role.OFFICER).id)

    assert no.value.reason is Refusal.NOT_FOUND


def test_a_role_that_was_taken_away_ends_an_open_session_at_its_next_request(world, sign_in):
    client = sign_in("officer")
    assert client.get(f"/{CODE}/secretariat/people").status_code == 200

    roles.revoke_role(world.work("head"), world.edition_id, load_grant(world, "officer", Role.OFFICER).id)

    assert client.get(f"/{CODE}/secretariat/people").status_code == 403


def test_each_new_role_is_recorded_once_and_notified_once(world):
    with world.session() as session:
        before = session.scalar(select(func.count()).select_from(LedgerRecord))
    give(world, world.person("stranger").email, Role.OBSERVER, closing=2)

    with world.session() as session:
        records = session.scalars(select(LedgerRecord.act).where(LedgerRecord.number > before)).all()
        letters = session.scalars(select(Letter.address).where(Letter.template == "role_granted")).all()
    assert (records, letters) == (["manage_people"], ["lina.haddad@example.org"])


@pytest.mark.parametrize(("name", "code"), [
    ("x" * 201, "too_many_characters"), ("a\x00b", "refused_characters"), ("a\nb", "line_break"),
])
def test_a_name_that_cannot_be_kept_is_refused_at_its_field(world, name, code):
    with pytest.raises(Invalid) as no:
        roles.grant_role(world.work("head"), world.edition_id, "new@example.org", name, Role.OFFICER)

    assert no.value.problems["name"][0] == code


@pytest.mark.parametrize("language", ["", "xx", "EN"])
def test_a_language_that_letters_are_not_written_in_is_refused(world, language):
    with pytest.raises(Invalid) as no:
        roles.grant_role(world.work("head"), world.edition_id, "new@example.org", "", Role.OFFICER, language=language)

    assert no.value.problems == {"language": ("not_an_option", {})}
