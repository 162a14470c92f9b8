"""The page of the call: what the award is, who may apply, the deadline and its history."""

from flask import g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from nominations.editions.queries import editions
from nominations.web.areas.public import bp
from nominations.web.authorization import open_to_all
from nominations.web.request import edition_id, work


@bp.get("/")
@open_to_all
def home() -> Response | str:
    """Redirect to the call of the newest edition; without an edition, a page that says so."""
    if g.pinned is None:
        return render_template("public/home.html")
    return redirect(url_for("public.call"))


@bp.get("/<edition:edition>/")
@open_to_all
def call() -> str:
    """The call of the edition."""
    session = work().session
    return render_template(
        "public/call.html", closing=editions.load_closing(session, edition_id()),
        history=editions.list_closing_dates(session, edition_id()),
    )
