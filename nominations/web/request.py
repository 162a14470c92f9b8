"""What one request works with: one database session, one actor, one instant, one edition."""

from dataclasses import replace
from uuid import UUID

from flask import abort, current_app, g, request, session
from sqlalchemy import Executable
from sqlalchemy.orm import Session as Database

from nominations.core import database, withheld
from nominations.core.adapters import database_waits
from nominations.core.queries import accounts
from nominations.core.rules.policy_facts import VISITOR, Actor
from nominations.core.rules.vocabulary import GRANTED, Role
from nominations.core.settings import Settings
from nominations.core.tables import Account
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Edition


def settings() -> Settings:
    """The settings the application was made with."""
    return current_app.extensions["settings"]


def open_database(*, writes: bool) -> None:
    """Open the request's database session; one that writes takes its lock at once."""
    database_waits.begin_request()
    g.db = database.open_session(current_app.extensions["engine"], writes=writes)


def close_database(_: BaseException | None = None) -> None:
    """Give the connection back."""
    database: Database | None = g.pop("db", None)
    if database is not None:
        database.close()
    database_waits.end_request()


def write_at_the_end(statement: Executable) -> None:
    """Write a row when the request's own reading is over: it never holds two connections, which others wait for."""
    g.setdefault("notes", []).append(statement)


def settle_actor(known: Account | None) -> None:
    """Settle the edition of the address, and the role in which whoever is `known` by the session acts in it."""
    code = (request.view_args or {}).pop("edition", None) if request.view_args else None
    g.pinned = editions.load_opened(g.db, code) if code else editions.load_newest(g.db)
    if code and g.pinned is None:
        abort(404)
    g.account = None if known is None or known.is_closed else known
    g.roles = ()
    if g.account is None:
        g.actor = VISITOR
        return
    here = g.pinned.edition.code if g.pinned else None
    g.roles = (*accounts.list_roles(g.db, g.account.id, g.pinned.id), Role.APPLICANT) if g.pinned else (Role.APPLICANT,)
    g.actor = Actor(g.account.id, _acting(here), here, g.account.name, g.account.email)


def _acting(edition: str | None) -> Role:
    """The role chosen for this edition while it is held, else the first one held, the office before the applicant."""
    chosen = session.get("acting", {}).get(edition)
    if chosen in {role.value for role in g.roles}:
        return Role(chosen)
    order = list(dict.fromkeys((Role.HEAD, Role.OFFICER, Role.CHAIR, *GRANTED, Role.APPLICANT)))
    return min(g.roles, key=order.index)


def withhold_nominations() -> None:
    """Leave the nominations that this person is too close to out of everything the request reads, and settle whether
    they owe the answer to the conflict question about others."""
    if g.pinned:
        involvement = current_app.extensions["involvement"](g.db, g.actor, g.pinned.id, g.now)
        g.actor = replace(g.actor, has_stated_conflicts=involvement.has_stated_conflicts)
        withheld.withhold(g.db, involvement.withheld)


def work() -> Work:
    """The work in hand, the same object for the whole request."""
    if "work" not in g:
        g.work = Work(g.db, g.actor, g.now, settings(), current_app.extensions["enqueue"])
    return g.work


def edition() -> Edition:
    """The edition of the address; on pages of none, the newest one."""
    if g.pinned is None:
        abort(404)
    return g.pinned.edition


def edition_id() -> UUID:
    """The id of that edition's row."""
    if g.pinned is None:
        abort(404)
    return g.pinned.id
