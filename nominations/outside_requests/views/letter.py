"""The referee: a first page that says nothing, then what is asked for, then one letter, typed or as a file."""

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.views.private_links import bearer_work, require_link, require_link_to_change
from nominations.attachments.services import attachments
from nominations.attachments.texts import refused_file
from nominations.attachments.views.attachments import ENDINGS, limits
from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.private_links import Purpose
from nominations.core.rules.text.stored_text import clean
from nominations.files.adapters.store import files
from nominations.nominations.texts import errors
from nominations.nominations.views.form_fields import list_errors
from nominations.outside_requests.services import referees
from nominations.web.areas.invited import bp
from nominations.web.authorization import by_link
from nominations.web.request import edition_id, settings

Page = str | tuple[str, int] | Response


@bp.get("/letter/<token>")
@by_link
def letter(token: str) -> str:
    """A page with a button, and nothing about anybody: a mail scanner that opens the link learns and does nothing."""
    require_link(Purpose.LETTER, token)
    return render_template("invited/letter.html", token=token)


@bp.post("/letter/<token>")
@by_link
def open_letter(token: str) -> Response:
    """Note that it was opened, and go on."""
    require_link_to_change(Purpose.LETTER, token)
    referees.open_(bearer_work(), edition_id(), token)
    return redirect(url_for("invited.write_letter", token=token), 303)


@bp.get("/letter/<token>/write")
@by_link
def write_letter(token: str) -> str:
    """For whom, until when, and the form."""
    require_link(Purpose.LETTER, token)
    return _page(token, "", {})


@bp.post("/letter/<token>/write")
@by_link
def send_letter(token: str) -> Page:
    """Take the letter in; what is refused is said, and what was typed is kept."""
    require_link_to_change(Purpose.LETTER, token)
    text, given = clean(request.form.get("text", "")), request.files.get("file")
    kind = referees.behind(bearer_work(), edition_id(), token).kind
    g.db.rollback()  # nobody waits for a lock while a file is looked into
    store = files(settings())
    streams = [(given.filename, given.stream)] if given and given.filename else []
    with attachments.taken_in(streams, kind, store, settings()) as (arrived, refused):
        if refused:
            return _page(token, text, {"file": refused_file(refused[0])}), 422
        try:
            referees.receive(bearer_work(), edition_id(), token, text, arrived[0] if arrived else None, store)
        except Invalid as wrong:
            return _page(token, text, errors(wrong)), 422
    flash(gettext("We have received your letter of reference. Thank you."), "success")
    return redirect(url_for("invited.thanks"), 303)


@bp.get("/thank-you")
@by_link
def thanks() -> str:
    """Where everybody lands who came by a link and is done; it says nothing of anybody."""
    return render_template("invited/thanks.html")


def _page(token: str, text: str, wrong: dict[str, str]) -> str:
    told = referees.behind(bearer_work(), edition_id(), token)
    return render_template(
        "invited/write_letter.html", token=token, told=told, typed=text, wrong=wrong, errors=list_errors(wrong, str),
        limits=limits(told.kind, alone=True), accept=",".join(ENDINGS[form] for form in told.kind.formats),
        longest=referees.LONGEST_LETTER,
    )
