"""Passwords, codes and link tokens: random, and stored so that nobody can sign in with what the database holds."""

import hashlib
import hmac
import secrets
import threading
from functools import cache
from typing import TYPE_CHECKING

from nominations.core.rules import document_codes
from nominations.core.settings import Settings

if TYPE_CHECKING:
    from argon2 import PasswordHasher

# One hash takes 64 MB and a third of a second; more than two at once would be a way to stop the server.
_AT_ONCE = threading.BoundedSemaphore(2)


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _unmatched_hash() -> str:
    """A hash that no password matches: an unknown account takes as long as a known one."""
    return _hasher().hash(secrets.token_urlsafe(32))


def _bytes(text: str) -> bytes:
    """The bytes of any text, of half a surrogate pair too: such a password is wrong, but must not end in an error."""
    return text.encode("utf-8", "surrogatepass")


def hash_password(password: str) -> str:
    """The argon2 hash of a password."""
    with _AT_ONCE:
        return _hasher().hash(_bytes(password))


def password_matches(password: str, stored: str | None) -> bool:
    """Whether the password is the one that was hashed; takes as long when there is none."""
    from argon2.exceptions import InvalidHashError, VerificationError

    with _AT_ONCE:
        try:
            _hasher().verify(stored or _unmatched_hash(), _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def make_six_digits() -> str:
    """A random code of six digits, to be typed."""
    return f"{secrets.randbelow(1_000_000):06d}"


def make_token() -> str:
    """A random token of 256 bits for a link."""
    return secrets.token_urlsafe(32)


def make_document_code() -> str:
    """A random code of 75 bits that can be typed, with its check letter."""
    return document_codes.add_check_letter(
        "".join(secrets.choice(document_codes.ALPHABET) for _ in range(document_codes.CHANCE))
    )


def keyed_hash(settings: Settings, purpose: str, text: str) -> str:
    """What is stored of a code or token: a hash with the secret key, so that a six-digit code cannot be guessed."""
    return hmac.new(settings.secret_key.encode(), _bytes(f"{purpose}\n{text}"), hashlib.sha256).hexdigest()
