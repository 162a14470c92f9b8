"""Sessions in the database: the cookie holds a random token only, so that a session can be ended on the server.

A session is loaded by `authorization` with the request's database session, and written once at the end of the request
(decision 24). A
visitor gets a row with the first thing typed; until then a signed cookie holds what there is (`visitor_cookie`).
"""

import hashlib
import logging
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask, Request, Response, current_app, g, request
from flask.globals import request_ctx
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session as Database
from werkzeug.http import parse_cookie

from nominations.core.adapters import database_waits
from nominations.core.database import DatabaseFailure, Engine, is_disk_full, open_session
from nominations.core.settings import Settings
from nominations.core.tables import Account, Session
from nominations.core.work import write_rows
from nominations.web import visitor_cookie

log = logging.getLogger(__name__)
SEEN_EVERY = timedelta(minutes=5)
# The keys that a new session takes over from the old one; none of them gives a right.
TRAVELS = ("language", "_flashes", "self_check")


class StoredSession(dict[str, Any], SessionMixin):
    """The session of one browser: a dictionary for messages, language and role, and the account."""

    def __init__(self, cookie: str | None) -> None:
        super().__init__()
        self.cookie = cookie
        self.token = None if visitor_cookie.is_signed(cookie) else cookie
        self.account_id: UUID | None = None
        self.created_at: datetime | None = None
        self.seen_at: datetime | None = None
        self._was: dict[str, Any] = {}
        self._ended: str | None = None
        self._account_was: UUID | None = None

    def fill(self, row: Session) -> None:
        """Fill the session from its stored row."""
        self.update(row.content)
        self._was = dict(row.content)
        self.account_id = self._account_was = row.account_id
        self.created_at, self.seen_at = row.created_at, row.seen_at

    def read_cookie(self, settings: Settings, now: datetime) -> None:
        """Take over what a visitor's cookie carries."""
        if self.cookie and visitor_cookie.is_signed(self.cookie):
            self.update(visitor_cookie.read(settings, self.cookie, now))
            self._was = dict(self)

    def signed_cookie(self, settings: Settings, now: datetime) -> str | None:
        """The cookie of a visitor who needs no row; None for everybody else."""
        if self.is_stored or self.account_id or not self:
            return None
        if dict(self) == self._was:
            return self.cookie
        return visitor_cookie.sign(settings, dict(self), now)

    @property
    def is_stored(self) -> bool:
        return self.created_at is not None

    def sign_in(self, account_id: UUID) -> None:
        """Begin a new session for `account_id` with the keys in `TRAVELS`; the old token no longer works."""
        self._renew()
        self.account_id = account_id
        # Made now, because two pages requested at once would each make one, and the form of one would be refused.
        self["csrf_token"] = secrets.token_hex(20)

    def sign_out(self) -> None:
        """End this session on the server."""
        self._renew()
        self.account_id = None

    def _renew(self) -> None:
        if self.is_stored and self.token:
            self._ended = digest(self.token)
        travelling = {key: self[key] for key in TRAVELS if key in self}
        self.clear()
        self.update(travelling)
        self.token = self.created_at = self.seen_at = None
        self._was = {}

    @property
    def is_only_seen(self) -> bool:
        """Whether nothing would be written but when the session was last of use."""
        return self.is_stored and not self._ended and dict(self) == self._was

    def statements(self, settings: Settings, now: datetime) -> Iterator[Any]:
        """The statements to run at the end of the request; none where nothing changed."""
        if self._ended:
            yield update(Session).where(Session.token_hash == self._ended).values(ended_at=now)
        changed = dict(self) != self._was or self.account_id != self._account_was
        if not self.is_stored and (self or self.account_id) and not self.signed_cookie(settings, now):
            self.token = secrets.token_urlsafe(32)
            yield insert(Session).values(
                token_hash=digest(self.token), account_id=self.account_id, content=dict(self), created_at=now,
                seen_at=now, address=request.remote_addr or "", agent=request.user_agent.string[:300],
            )
        elif self.is_stored and (changed or (self.seen_at and now - self.seen_at > SEEN_EVERY)):
            yield (
                update(Session).where(Session.token_hash == digest(self.token or ""))
                .values(content=dict(self), seen_at=now)
            )


class StoredSessions(SessionInterface):
    """The interface by which Flask opens and saves sessions."""

    def open_session(self, app: Flask, request: Request) -> StoredSession:
        return StoredSession(request.cookies.get(cookie_name(app.extensions["settings"])))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if "now" not in g or not isinstance(session, StoredSession):
            return
        settings: Settings = app.extensions["settings"]
        if statements := [*g.pop("notes", ()), *session.statements(settings, g.now)]:
            g.db.close()  # the request's own transaction is over; its lock must not stand in the way
            _write(app.extensions["engine"], statements, is_spare=session.is_only_seen)
        cookie = session.token or session.signed_cookie(settings, g.now)
        if cookie and cookie != session.cookie:
            response.set_cookie(
                cookie_name(settings), cookie, httponly=True, samesite="Lax", path="/",
                secure=settings.is_secure, max_age=settings.session_minutes * 60,
            )
        elif session.cookie and not cookie:
            response.delete_cookie(cookie_name(settings), path="/", secure=settings.is_secure, httponly=True)


def _write(engine: Engine, statements: list[Any], *, is_spare: bool) -> None:
    """Write the rows; a page that only would have been noted as seen is shown on a full disk too."""
    try:
        write_rows(engine, *statements)
    except DatabaseFailure as error:
        if not (is_spare and len(statements) == 1 and is_disk_full(error)):
            raise
        log.error("disk.full", exc_info=error)


def stored_session() -> StoredSession:
    """The session of this request, with its type."""
    session = request_ctx.session
    if not isinstance(session, StoredSession):
        raise RuntimeError("The application keeps its sessions in the database.")
    return session


def cookie_name(settings: Settings) -> str:
    """The name of the cookie: `__Host-` binds it to this host, and browsers accept that over https only."""
    return "__Host-session" if settings.is_secure else "session"


def digest(token: str) -> str:
    """The hash of a token, which is what the database stores, so that its content gives nobody a session."""
    return hashlib.sha256(token.encode()).hexdigest()


def ends_at(session: StoredSession, now: datetime) -> datetime | None:
    """When this session ends without another request; None for a visitor."""
    if session.account_id is None:
        return None
    settings: Settings = current_app.extensions["settings"]
    begun, seen = session.created_at or now, session.seen_at or now
    # `seen_at` is stored at most every five minutes, and the stored instant is the one that counts.
    seen = now if now - seen > SEEN_EVERY else seen
    return min(begun + timedelta(minutes=settings.session_minutes),
               seen + timedelta(minutes=settings.session_idle_minutes))


def session_end_text(now: datetime) -> str | None:
    """When the session of this request ends, in ISO 8601 for scripts; None for a visitor."""
    ends = ends_at(stored_session(), now)
    return ends.isoformat() if ends else None


# One statement, because every request needs it.
_OF_TOKEN = (
    select(Session, Account).outerjoin(Account, Account.id == Session.account_id)
    .where(Session.token_hash == bindparam("token_hash"))
)


def load_session(database: Database) -> Account | None:
    """Fill the request's session from the database, unless it was ended, is too old or was idle too long; whose it is.
    """
    session = stored_session()
    if not session.token:
        session.read_cookie(current_app.extensions["settings"], g.now)
        return None
    stored = database.execute(_OF_TOKEN, {"token_hash": digest(session.token)}).one_or_none()
    if stored is None or not _is_alive(stored[0], g.now, current_app.extensions["settings"]):
        session.token = None
        return None
    row, account = stored
    session.fill(row)
    return account


def session_of(app: Any, environ: dict[str, Any]) -> str:
    """The session of somebody who is signed in, asked before the body of a request has arrived; empty for all others.

    A cookie alone says nothing: everybody can send one.
    """
    settings: Settings = app.extensions["settings"]
    token = parse_cookie(environ).get(cookie_name(settings))
    if not token or visitor_cookie.is_signed(token):
        return ""
    key = digest(token)
    database_waits.begin_request()
    try:
        with open_session(app.extensions["engine"]) as database:
            row = database.scalars(select(Session).where(Session.token_hash == key)).one_or_none()
    except DatabaseFailure:
        return ""
    finally:
        database_waits.end_request()
    is_signed_in = row is not None and row.account_id is not None
    return key if row is not None and is_signed_in and _is_alive(row, app.extensions["clock"](), settings) else ""


def _is_alive(row: Session, now: datetime, settings: Settings) -> bool:
    return (
        row.ended_at is None
        and now - row.created_at < timedelta(minutes=settings.session_minutes)
        and now - row.seen_at < timedelta(minutes=settings.session_idle_minutes)
    )
