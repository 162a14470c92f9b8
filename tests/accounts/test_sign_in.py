"""Nothing tells who has an account, guessing ends, and a mailbox is not flooded through somebody else's account."""

import re
from datetime import timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import func, select

from nominations.access.services import tries
from nominations.accounts.services import own_account, signing_in
from nominations.core.adapters import secrets
from nominations.core.rules.errors import Invalid
from nominations.core.tables import Account, Letter, SignInCode
from tests.support.numberings import NAMES, ZEROES, write_in

pytestmark = pytest.mark.both_databases


@pytest.fixture
def verified(monkeypatch) -> list[str]:
    """Every hash that a password was compared with."""
    real, seen = secrets._hasher(), []

    class Counting(PasswordHasher):
        def verify(self, hash, password):
            seen.append(hash)
            return real.verify(hash, password)

    counting = Counting()
    monkeypatch.setattr(secrets, "_hasher", lambda: counting)
    return seen


def test_known_and_unknown_accounts_are_answered_by_the_same_work(world, verified):
    known, without, unknown = "ada.byron@example.org", "lina.haddad@example.org", "nobody@example.org"
    work = world.work("owner")
    own_account.set_password(work, "a quiet sentence", keep_session="")

    assert signing_in.enter_by_password(world.work("owner"), known, "wrong wrong wrong") is None
    assert signing_in.enter_by_password(world.work("owner"), without, "wrong wrong wrong") is None
    assert signing_in.enter_by_password(world.work("owner"), unknown, "wrong wrong wrong") is None

    assert len(verified) == 3
    assert len({str(extract_parameters(password_hash)) for password_hash in verified}) == 1
    assert verified[1] == verified[2] != verified[0]
    assert signing_in.enter_by_password(world.work("owner"), known, "a quiet sentence") == work.actor.id
    assert len(verified) == 4


def test_the_hash_of_nobody_fits_no_password(world, verified, monkeypatch):
    monkeypatch.setattr(secrets, "_unmatched_hash", lambda: secrets.hash_password("a quiet sentence"))

    assert signing_in.enter_by_password(world.work("owner"), "nobody@example.org", "a quiet sentence") is None
    assert signing_in.enter_by_password(world.work("owner"), "lina.haddad@example.org", "a quiet sentence") is None
    assert len(verified) == 2


def test_tries_are_counted_for_an_account_and_for_an_address(world):
    settings = world.settings

    def tried(key: str, ip: str) -> bool:
        return tries.may_try(world.work("owner"), key, ip)

    assert [tried("a@x.org", "1.1.1.1") for _ in range(settings.tries_per_account + 1)][-2:] == [True, False]
    assert tried("b@x.org", "1.1.1.1")
    assert tried("a@x.org", "2.2.2.2")  # its owner, elsewhere
    others = [tried(f"{number}@x.org", "1.1.1.1") for number in range(settings.tries_per_address)]
    assert others.count(True) == settings.tries_per_address - settings.tries_per_account - 1
    assert tried("c@x.org", "2.2.2.2")
    world.clock.turn_to(world.clock() + timedelta(minutes=settings.tries_minutes))
    assert tried("a@x.org", "1.1.1.1")


def test_somebody_signed_in_cannot_fill_another_ones_mailbox(world):
    for _ in range(8):
        own_account.ask_for_new_address(world.work("owner"), "victim@example.org")

    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(SignInCode)) == 5


def test_a_code_for_a_new_address_is_for_its_asker_and_for_nothing_else(world):
    own_account.ask_for_new_address(world.work("owner"), "new@example.org")
    code = _code_sent_to(world, "new@example.org")

    assert not enters(world, "new@example.org", code)
    with pytest.raises(Invalid) as no:
        own_account.confirm_new_address(world.work("stranger"), "new@example.org", code, keep_session="")
    assert no.value.problems == {"code": ("wrong_code", {})}

    own_account.confirm_new_address(world.work("owner"), "new@example.org", code, keep_session="")
    assert world.person("owner").email == "new@example.org"


def test_an_address_that_somebody_holds_already_is_not_taken(world):
    email = world.person("stranger").email
    work = world.work("owner")
    own_account.ask_for_new_address(work, email)
    code = _code_sent_to(world, email)

    with pytest.raises(Invalid) as no:
        own_account.confirm_new_address(world.work("owner"), email, code, keep_session="")

    assert no.value.problems == {"code": ("wrong_code", {})}
    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(Account).where(Account.email == email)) == 1


def _code_sent_to(world, email: str) -> str:
    with world.session() as session:
        subject = session.scalars(
            select(Letter.subject).where(Letter.address == email).order_by(Letter.written_at.desc()).limit(1)
        ).one()
    return re.search(r"\d{6}", subject)[0]


def asked_for(world, email: str) -> str:
    """A code that is asked for now, a second after whatever was before."""
    world.clock.turn_to(world.clock() + timedelta(seconds=1))
    signing_in.ask_to_enter(world.work("owner"), email, language="en")
    return _code_sent_to(world, email)


def enters(world, email: str, code: str) -> bool:
    with world.session() as session:
        newest = select(SignInCode.id).where(SignInCode.email_key == email).order_by(SignInCode.created_at.desc())
        mine = session.scalar(newest.limit(1))
    work = world.work("owner")
    return signing_in.enter_by_code(work, email, code, language="en", code_id=mine) is not None


def test_a_code_lets_in_once(world):
    code = asked_for(world, "maryam@example.org")

    assert not enters(world, "someone@example.org", code)
    assert enters(world, "maryam@example.org", code)
    assert not enters(world, "maryam@example.org", code)


def test_an_older_code_does_not_work_also_when_the_newer_one_was_used(world):
    """While the newer one stands, it is the only one that is looked at; what ends the older one is seen after that."""
    old, new = asked_for(world, "maryam@example.org"), asked_for(world, "maryam@example.org")

    assert enters(world, "maryam@example.org", new)
    assert not enters(world, "maryam@example.org", old)


@pytest.mark.parametrize("zero", ZEROES, ids=NAMES.get)
def test_a_code_enters_in_every_numbering(world, zero):
    code = asked_for(world, "maryam@example.org")

    assert enters(world, "maryam@example.org", write_in(zero, code))


@pytest.mark.parametrize("written", [
    "{} {}", "{}\u00a0{}", "{}-{}", "{}\u2011{}", "{}\u2013{}", "\u200f{}{}\u200f", "\u2067{}\u202f{}\u2069", " {}{}\n",
    "{}\u200b{}", "{}.{}", "\ufeff{}{}",
])
def test_a_code_enters_with_what_stands_around_and_between_its_figures(world, written):
    code = asked_for(world, "maryam@example.org")

    assert enters(world, "maryam@example.org", written.format(code[:3], code[3:]))


def test_what_is_no_code_costs_no_try(world):
    code = asked_for(world, "maryam@example.org")
    for typed in ("12345", "1234567", "", "the code", code[:5], f"{code}0", "½23456", "²23456") * 2:
        assert not enters(world, "maryam@example.org", typed)

    assert enters(world, "maryam@example.org", code)


@pytest.mark.parametrize("zero", ["٠", "۰", "߀", "০", "０"])
def test_a_new_address_is_confirmed_in_the_reader_s_figures_and_half_a_code_costs_nothing(world, zero):
    own_account.ask_for_new_address(world.work("owner"), "new@example.org")
    code = _code_sent_to(world, "new@example.org")
    for _ in range(signing_in.WRONG_CODES):
        with pytest.raises(Invalid) as no:
            own_account.confirm_new_address(world.work("owner"), "new@example.org", code[:4], keep_session="")
        assert no.value.problems == {"code": ("not_six_digits", {})}

    own_account.confirm_new_address(world.work("owner"), "new@example.org", write_in(zero, code), keep_session="")

    assert world.person("owner").email == "new@example.org"


def test_who_has_many_addresses_does_not_guess_for_long_either(world):
    def tried(number: int) -> bool:
        return tries.may_try(world.work("owner"), "a@x.org", f"10.0.0.{number}")

    assert [tried(number) for number in range(101)] == [True] * 100 + [False]
    world.clock.turn_to(world.clock() + timedelta(hours=23))
    assert not tried(200)
    world.clock.turn_to(world.clock() + timedelta(hours=1))
    assert tried(200)


def ask_from(world, place: str, email: str = "maryam@example.org", **given):
    world.clock.turn_to(world.clock() + timedelta(seconds=1))
    return signing_in.ask_to_enter(world.work("owner"), email, language="en", place=place, **given)


@pytest.mark.both_databases
def test_a_rival_who_asks_and_guesses_keeps_no_owner_out(world):
    owner = ask_from(world, "192.0.2.1")
    code, link = _code_sent_to(world, "maryam@example.org"), _link_sent_to(world, "maryam@example.org")
    rival = [ask_from(world, "198.51.100.7") for _ in range(8)]
    for asked in rival[:5]:
        for _ in range(signing_in.WRONG_CODES):
            assert _enter(world, "000000" if code != "000000" else "111111", asked.code_id) is None

    assert [asked.code_id is None for asked in rival] == [False] * 5 + [True] * 3
    assert rival[5].again_at == rival[7].again_at > world.clock()
    assert ask_from(world, "192.0.2.1").again_at is None  # the owner gets another letter as well
    assert _enter(world, code, rival[4].code_id) is None
    assert _enter(world, code, owner.code_id) is not None
    assert signing_in.enter_by_link(world.work("owner"), link, language="en") is None  # who is in needs no other


def test_wrong_codes_leave_the_link_good(world):
    asked = ask_from(world, "192.0.2.1")
    code, link = _code_sent_to(world, "maryam@example.org"), _link_sent_to(world, "maryam@example.org")
    for _ in range(signing_in.WRONG_CODES):
        assert _enter(world, "000000" if code != "000000" else "111111", asked.code_id) is None

    assert _enter(world, code, asked.code_id) is None
    assert signing_in.enter_by_link(world.work("owner"), link, language="en") is not None


def test_many_places_together_do_not_fill_a_mailbox(world):
    asked = [ask_from(world, f"10.0.0.{number}") for number in range(20)]

    assert [one.code_id is not None for one in asked].count(True) == 15
    world.clock.turn_to(asked[-1].again_at)
    assert ask_from(world, "10.0.0.99").code_id is not None


def test_one_visitor_does_not_flood_strangers(world):
    asked = [ask_from(world, "192.0.2.1", f"stranger{number}@example.org") for number in range(62)]

    assert [one.again_at is None for one in asked] == [True] * 60 + [False] * 2
    assert ask_from(world, "192.0.2.2", "stranger61@example.org").again_at is None
    world.clock.turn_to(asked[-1].again_at)
    assert ask_from(world, "192.0.2.1", "stranger62@example.org").again_at is None


def _enter(world, code: str, code_id):
    work = world.work("owner")
    return signing_in.enter_by_code(work, "maryam@example.org", code, language="en", code_id=code_id)


def _link_sent_to(world, email: str) -> str:
    with world.session() as session:
        written = session.scalars(
            select(Letter.text).where(Letter.address == email).order_by(Letter.written_at.desc()).limit(1)
        ).one()
    return re.search(r"/sign-in/link/([^\s?]+)", written)[1]
