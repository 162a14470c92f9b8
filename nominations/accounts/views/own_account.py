"""One's own account: name and language, password, address, sessions."""

from flask import flash, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from nominations.accounts.adapters.addresses import parse_address
from nominations.accounts.queries.own_sessions import list_sessions
from nominations.accounts.services import own_account
from nominations.core.language import gettext
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action, LetterState
from nominations.core.texts.problems import describe_problems
from nominations.mail.queries import letters
from nominations.web.areas.account import bp
from nominations.web.authorization import after_fresh_sign_in, needs
from nominations.web.request import work
from nominations.web.sessions import digest, stored_session

Page = str | tuple[str, int] | Response


_PROBLEMS = {
    "password_length": _l("Use between %(least)s and %(most)s characters."),
    "password_guessable": _l("This password is easy to guess. Use a short sentence that only you would think of."),
    "wrong_code": _l("This code is wrong or no longer valid. Use the code in the latest email or ask for a new one."),
    "not_six_digits": _l("The code has six digits. Enter all of them."),
}


@bp.get("/account")
@needs(Action.USE_ACCOUNT)
def profile() -> str:
    """Everything about oneself on one page."""
    return _page()


@bp.post("/account")
@needs(Action.USE_ACCOUNT)
def save_profile() -> Page:
    """Change name, language and time zone."""
    values = {key: request.form.get(key, "") for key in ("name", "language", "zone")}
    try:
        own_account.save_profile(work(), **values)
    except Invalid as wrong:
        return _page(wrong, **values), 422
    session["language"] = values["language"]
    flash(gettext("Saved."), "success")
    return redirect(url_for("account.profile"))


@bp.post("/account/password")
@needs(Action.USE_ACCOUNT)
@after_fresh_sign_in(back_to="account.profile")
def set_password() -> Page:
    """Set a password; other sessions end."""
    try:
        here = digest(stored_session().token or "")
        own_account.set_password(work(), request.form.get("password", ""), keep_session=here)
    except Invalid as wrong:
        return _page(wrong), 422
    flash(gettext("Your password is set. Your other sessions have ended."), "success")
    return redirect(url_for("account.profile"))


@bp.post("/account/address")
@needs(Action.USE_ACCOUNT)
@after_fresh_sign_in(back_to="account.profile")
def ask_for_new_address() -> Page:
    """Send a code to a new address."""
    typed = request.form.get("email", "")
    try:
        own_account.ask_for_new_address(work(), typed)
    except Invalid as wrong:
        return _page(wrong, email=typed), 422
    session["new_address"] = typed.strip()
    return redirect(url_for("account.profile") + "#address")


@bp.post("/account/address/code")
@needs(Action.USE_ACCOUNT)
def confirm_new_address() -> Page:
    """Take the new address with the code that was sent there."""
    try:
        here = digest(stored_session().token or "")
        own_account.confirm_new_address(
            work(), session.get("new_address", ""), request.form.get("code", "")[:200], keep_session=here
        )
    except Invalid as wrong:
        return _page(wrong), 422
    session.pop("new_address", None)
    flash(gettext("Your email address is changed. Your other sessions have ended."), "success")
    return redirect(url_for("account.profile"))


@bp.post("/account/sessions/<token_hash>/end")
@needs(Action.USE_ACCOUNT)
def end_session(token_hash: str) -> Response:
    """End one of one's own sessions."""
    own_account.end_session(work(), token_hash)
    flash(gettext("The session has ended."), "success")
    return redirect(url_for("account.profile"))


def _find_delivery(new_address: str) -> LetterState | None:
    return letters.find_newest_state(work().session, "change_address", parse_address(new_address).email)


def _page(wrong: Invalid | None = None, **given: str) -> str:
    errors = list(describe_problems(wrong, _PROBLEMS).items()) if wrong else []
    shown = {"name": g.account.name, "language": g.account.language, "zone": g.account.zone, "email": ""} | given
    new_address = session.get("new_address", "")
    delivery = _find_delivery(new_address) if new_address else None
    return render_template(
        "account/profile.html", delivery=delivery, held=shown, errors=errors, sessions=list_sessions(work()),
        here=digest(stored_session().token or ""), new_address=new_address,
    )
