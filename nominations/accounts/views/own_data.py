"""The pages for one's own data: the archive of it, and closing the account after its consequences were shown."""

from datetime import timedelta

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.accounts.queries.account_closure import load_consequences
from nominations.accounts.services import account_closure
from nominations.core.language import current_language, gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.documents.queries.documents import find_recent
from nominations.documents.services import documents
from nominations.web.areas.account import bp
from nominations.web.authorization import after_fresh_sign_in, needs
from nominations.web.request import work
from nominations.web.sessions import stored_session

# An archive holds every file again: one a day is enough for its owner, and does not fill the disk.
_A_DAY = timedelta(days=1)
Page = str | tuple[str, int] | Response


@bp.get("/account/data")
@needs(Action.USE_ACCOUNT)
def data() -> str:
    """What is stored, how to get it, and how to close the account."""
    return render_template("account/data.html")


@bp.post("/account/data")
@needs(Action.USE_ACCOUNT)
def ask_data() -> Response:
    """Ask the worker for the archive."""
    if g.pinned is None:
        abort(404)
    document = find_recent(work(), "my_data", g.now - _A_DAY) or documents.ask_for_document(
        work(), "my_data", language=current_language()
    )
    return redirect(url_for("documents.show", document_id=document.id), 303)


@bp.get("/account/close")
@needs(Action.USE_ACCOUNT)
def closing_page() -> str:
    """What closing would erase, what must stay, why and how long, and what prevents it."""
    return _page()


@bp.post("/account/close")
@needs(Action.USE_ACCOUNT)
@after_fresh_sign_in(back_to="account.closing_page")
def close_account() -> Page:
    """Close the account; nobody is signed in afterwards."""
    if request.form.get("confirmed") != "yes":
        return _page(gettext("Tick the box to close your account.")), 422
    try:
        account_closure.close(work())
    except Invalid:
        return _page(), 409
    stored_session().sign_out()
    flash(gettext(
        "Your account is closed. We are sending you a last email that lists what was erased and what stays."
    ), "success")
    return redirect(url_for("public.home"), 303)


def _page(wrong: str = "") -> str:
    return render_template(
        "account/closing_page.html", found=load_consequences(work(), work().actor.account_id), wrong=wrong,
        errors=[("confirmed", wrong)] if wrong else [],
    )
