"""Pages that exist in a demonstration only: signing in as one of its people, and reading its mail."""

import re
from uuid import UUID

from flask import abort, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from nominations.accounts.queries import people
from nominations.core.adapters.mail_templates import link_addresses
from nominations.core.queries import accounts
from nominations.core.rules.vocabulary import Role
from nominations.web.areas.account import bp
from nominations.web.authorization import open_to_all
from nominations.web.request import edition_id, settings, work
from nominations.web.sessions import stored_session

# The address at which a demonstration was filled; it may be served at another port.
_FILLED_AT = re.compile(r"http://127\.0\.0\.1:\d+(?=/)")


def people_by_role() -> list[tuple[Role, list[people.Sample]]]:
    """Roles with people of each, the applicants first; empty outside a demonstration."""
    return people.list_samples(work().session, edition_id()) if settings().is_demonstration else []


@bp.post("/demonstration/enter/<uuid:account_id>/<role>")
@open_to_all
def enter_demonstration(account_id: UUID, role: str) -> Response:
    """Sign in as one of the demonstration's people."""
    if not settings().is_demonstration or accounts.load_account(work().session, account_id) is None:
        abort(404)
    session = stored_session()
    session.sign_in(account_id)
    session["acting"] = {people.edition_code(work().session, edition_id()): role}
    return redirect(url_for("account.start_page"))


@bp.get("/demonstration/letters")
@open_to_all
def demonstration_letters() -> str:
    """Every mail of the demonstration, the newest first."""
    if not settings().is_demonstration:
        abort(404)
    return render_template("account/demonstration_letters.html", letters=people.list_letters(work().session))


@bp.get("/demonstration/letters/<uuid:letter_id>")
@open_to_all
def demonstration_letter(letter_id: UUID) -> str:
    """One mail as its reader gets it."""
    letter = people.load_letter(work().session, letter_id) if settings().is_demonstration else None
    if letter is None:
        abort(404)
    return render_template("account/demonstration_letter.html", letter=letter, linked=_linked_here)


def _linked_here(line: str) -> Markup:
    return link_addresses(_FILLED_AT.sub(settings().public_address, line))
