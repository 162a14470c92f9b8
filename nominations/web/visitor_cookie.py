"""What the site remembers of a visitor who has typed nothing: a signed cookie, so that looking writes no row."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Any

from nominations.core.adapters.secrets import keyed_hash
from nominations.core.settings import Settings

# What may be read and played back by its browser: nothing of it gives a right.
HOLDS = frozenset({"csrf_token", "language", "_flashes"})
# Browsers keep 4,096 bytes of a cookie with its name and attributes.
_MOST = 3_500
_MARK = "."


def is_signed(cookie: str | None) -> bool:
    """Whether this cookie carries its content, rather than the token of a stored session."""
    return bool(cookie) and _MARK in str(cookie)


def sign(settings: Settings, content: dict[str, Any], now: datetime) -> str | None:
    """The cookie for this content, or None where it must be stored: it is more than a visitor's, or too long."""
    if content.keys() - HOLDS:
        return None
    text = urlsafe_b64encode(json.dumps([now.timestamp(), content]).encode()).decode()
    signed = f"{text}{_MARK}{keyed_hash(settings, 'visitor', text)}"
    return signed if len(signed) <= _MOST else None


def read(settings: Settings, cookie: str, now: datetime) -> dict[str, Any]:
    """What a cookie of ours carries; nothing of one that is not ours or too old."""
    text, _, seal = cookie.rpartition(_MARK)
    if not hmac.compare_digest(seal.encode("utf-8", "replace"), keyed_hash(settings, "visitor", text).encode()):
        return {}
    signed_at, content = json.loads(urlsafe_b64decode(text))
    age = now.timestamp() - signed_at
    return dict(content) if 0 <= age < timedelta(minutes=settings.session_minutes).total_seconds() else {}
