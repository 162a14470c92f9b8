"""Entering by a code, a link or a password; leaving; choosing a role."""

from datetime import datetime
from uuid import UUID

from flask import Response, abort, flash, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from nominations.access.services import tries
from nominations.accounts.adapters.addresses import parse_address
from nominations.accounts.services import signing_in
from nominations.accounts.views.demonstration import people_by_role
from nominations.core.language import current_language, gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.text.understand import TypedKind, understand
from nominations.core.rules.vocabulary import Action
from nominations.core.texts.people import EXAMPLES, ROLES
from nominations.core.texts.problems import describe_problems
from nominations.mail.queries import letters
from nominations.web import sessions
from nominations.web.areas.account import bp
from nominations.web.authorization import needs, open_to_all
from nominations.web.frame import home_of_role
from nominations.web.request import settings, work
from nominations.web.server.shares import address_share
from nominations.web.urls import way_back

Page = str | tuple[str, int] | AnyResponse


@bp.get("/sign-in")
@open_to_all
def sign_in() -> Page:
    """One field: the address. Who is signed in already goes on."""
    after = way_back(request.args.get("next"), "")
    if g.account:
        return redirect(after or url_for("public.home"))
    return _sign_in_page(after=after)


@bp.post("/sign-in")
@open_to_all
def send_code() -> Page:
    """Send a code to the address; the answer is the same whether it is known or not."""
    typed, after = request.form.get("email", ""), way_back(request.form.get("next"), "")
    place, before = address_share(request.remote_addr or ""), session.get("entering", {})
    mine = before.get("code") if before.get("email") == typed.strip() else None
    try:
        asked = signing_in.ask_to_enter(
            work(), typed, language=current_language(), place=place, after=after,
            instead_of=UUID(mine) if mine else None,
        )
    except Invalid as wrong:
        return _sign_in_page(email=typed, after=after, wrong=wrong), 422
    session["entering"] = {
        "email": typed.strip(), "next": after, "code": str(asked.code_id) if asked.code_id else None,
        "again_at": asked.again_at.isoformat() if asked.again_at else None,
    }
    return redirect(url_for("account.code"))


@bp.get("/sign-in/code")
@open_to_all
def code() -> Page:
    """Where the six digits are typed."""
    if not session.get("entering"):
        return redirect(url_for("account.sign_in"))
    return _code_page(session["entering"]["email"])


@bp.post("/sign-in/code")
@open_to_all
def enter_by_code() -> Page:
    """Enter with the six digits."""
    entering = session.get("entering")
    if not entering:
        return redirect(url_for("account.sign_in"))
    email, typed = entering["email"], request.form.get("code", "")
    if understand(TypedKind.CODE, typed[:200]).value is None:
        short = gettext("The code has six digits. Enter all of them, or open the link in the same email.")
        return _code_page(email, short), 422
    if not tries.may_try(work(), parse_address(email).key, request.remote_addr or ""):
        abort(429)
    account_id = signing_in.enter_by_code(
        work(), email, typed[:200], language=current_language(),
        code_id=UUID(entering["code"]) if entering.get("code") else None,
    )
    if account_id is None:
        wrong = gettext(
            "This code is wrong or no longer valid. Use the code or the link in the latest email, or ask for a new one."
        )
        return _code_page(email, wrong), 422
    return _enter(account_id, entering["next"])


@bp.get("/sign-in/link/<token>")
@open_to_all
def link(token: str) -> Page:
    """A page with a button: a mail scanner that opens the link uses nothing up."""
    after = way_back(request.args.get("next"), "")
    return render_template("account/link.html", token=token, after=after, dead=False)


@bp.post("/sign-in/link/<token>")
@open_to_all
def enter_by_link(token: str) -> Page:
    """Enter with the link of a mail."""
    account_id = signing_in.enter_by_link(work(), token, language=current_language())
    if account_id is None:
        return render_template("account/link.html", token=token, after="", dead=True), 422
    return _enter(account_id, request.form.get("next"))


@bp.post("/sign-in/password")
@open_to_all
def enter_by_password() -> Page:
    """Enter with a password, for those who set one."""
    typed, after = request.form.get("email", ""), way_back(request.form.get("next"), "")
    try:
        key = parse_address(typed).key
    except Invalid as wrong:
        return _sign_in_page(email=typed, after=after, wrong=wrong), 422
    if not tries.may_try(work(), key, request.remote_addr or ""):
        abort(429)
    account_id = signing_in.enter_by_password(work(), typed, request.form.get("password", "")[:1000])
    if account_id is None:
        return _sign_in_page(email=typed, after=after, wrong_password=True), 422
    return _enter(account_id, after)


@bp.post("/account/stay")
@needs(Action.USE_ACCOUNT)
def stay() -> dict[str, object]:
    """Asked for by a page whose session is about to end: being asked is what keeps it; tells the new end."""
    return {"ends": sessions.session_end_text(g.now)}


@bp.post("/sign-out")
@needs(Action.USE_ACCOUNT)
def sign_out() -> AnyResponse:
    """End this session on the server."""
    sessions.stored_session().sign_out()
    flash(gettext("You have signed out."), "success")
    return redirect(url_for("public.home"))


@bp.post("/account/role")
@needs(Action.USE_ACCOUNT)
def act_as() -> Response | AnyResponse:
    """Act in another of one's roles in the edition."""
    role, edition = request.form.get("role", ""), g.pinned.edition.code if g.pinned else ""
    if role in {held.value for held in g.roles}:
        session["acting"] = {**session.get("acting", {}), edition: role}
    return redirect(url_for("account.start_page"))


@bp.get("/account/start")
@needs(Action.USE_ACCOUNT)
def start_page() -> AnyResponse:
    """The first page of the role one acts in."""
    return redirect(home_of_role())


def _enter(account_id: UUID, after: str | None) -> AnyResponse:
    session.pop("entering", None)
    sessions.stored_session().sign_in(account_id)
    return redirect(way_back(after, url_for("account.start_page")))


def _code_page(email: str, wrong: str = "") -> str:
    delivery = letters.find_newest_state(work().session, "sign_in", parse_address(email).email)
    return render_template(
        "account/code.html", email=email, delivery=delivery, errors=[("code", wrong)] if wrong else [],
        again_at=datetime.fromisoformat(again) if (again := session["entering"].get("again_at")) else None,
    )


def _sign_in_page(
    *, email: str = "", after: str = "", wrong: Invalid | None = None, wrong_password: bool = False
) -> str:
    errors = list(describe_problems(wrong).items()) if wrong else []
    if wrong_password:
        sentence = gettext("The address or the password is wrong. You can also sign in with a code.")
        errors = [("password", sentence)]
    people = people_by_role() if settings().is_demonstration else []
    return render_template("account/sign_in.html", email=email, after=after, errors=errors, people=people,
                           role_words=ROLES, examples=EXAMPLES)
