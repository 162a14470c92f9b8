"""Health checks for monitoring: whether the server answers, and whether it can use its database."""

from flask import Blueprint, current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from nominations.core.tables import LedgerHead
from nominations.web.authorization import open_to_all

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@open_to_all
def healthz() -> tuple[str, int, dict[str, str]]:
    """The process answers."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/readyz")
@open_to_all
def readyz() -> tuple[str, int, dict[str, str]]:
    """The database is there and migrated."""
    try:
        with current_app.extensions["engine"].connect() as connection:
            connection.execute(select(LedgerHead.number)).one()
    except SQLAlchemyError:
        return "database away\n", 503, {"Content-Type": "text/plain; charset=utf-8"}
    return "ready\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
