"""Passwords that are guessed first are refused, without asking anybody outside."""

import pytest

from nominations.accounts.adapters.passwords import is_guessable
from nominations.accounts.services import own_account
from nominations.core.rules.errors import Invalid

OWN = ("Ada Byron", "ada.byron@example.org")
GUESSABLE = (
    "1q2w3e4r5t6y", "qwertyqwerty", "123456789012", "abcdefghijklm", "aaaaaaaaaaaaaa", "Password2025!", "P@ssw0rd!!!!!",
    "passwordpassword", "abcabcabcabcabc", "adabyron1815", "Byron@example", "ILOVEYOU!!!!!!", "   password   ",
)
GOOD = ("a quiet sentence", "correct horse battery staple", "gf7-Kq2-zz9-Tm4", "لا أحد يعرف هذا",
        "Byron wrote nine long cantos")


@pytest.mark.parametrize("password", GUESSABLE)
def test_what_is_guessed_first_is_guessable(password):
    assert is_guessable(password, OWN)


@pytest.mark.parametrize("password", GOOD)
def test_a_sentence_is_not(password):
    assert not is_guessable(password, OWN)


def test_the_use_case_refuses_it_and_changes_nothing(world):
    with pytest.raises(Invalid) as no:
        own_account.set_password(world.work("owner"), "Password2025!", keep_session="")

    assert no.value.problems == {"password": ("password_guessable", {})}
    assert world.person("owner").password_hash is None
