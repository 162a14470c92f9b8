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

    assert signing_in.enter_by_code(world.work("owner"), "new@example.org", code, language="en") is None
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
    return signing_in.enter_by_code(world.work("owner"), email, code, language="en") is not None


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
            own_account.confirm_new_address(world.work("owner"), "new@example.org", code[:4])
        assert no.value.problems == {"code": ("not_six_digits", {})}

    own_account.confirm_new_address(world.work("owner"), "new@example.org", write_in(zero, code))

    assert world.person("owner").email == "new@example.org"
