"""The pages of a referee: a first page with a button, what is asked for, and one letter, typed or as a file."""

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.views.private_links import bearer_work, require_link, require_link_to_change
from nominations.attachments.adapters.received_files import receive_files
from nominations.attachments.texts import refused_file
from nominations.attachments.views.attachments import ENDINGS, limits
from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.private_links import Purpose
from nominations.core.rules.text.stored_text import clean
from nominations.files.adapters.store import files
from nominations.nominations.texts import errors
from nominations.nominations.views.form_fields import list_errors
from nominations.outside_requests.queries.referees import load_opened_letter
from nominations.outside_requests.services import referees
from nominations.web.areas.invited import bp
from nominations.web.authorization import by_link
from nominations.web.request import edition_id, settings

Page = str | tuple[str, int] | Response


@bp.get("/letter/<token>")
@by_link
def letter(token: str) -> str:
    """A page with a button that shows nothing about anybody: a mail scanner may open the link."""
    require_link(Purpose.LETTER, token)
    return render_template("invited/letter.html", token=token)


@bp.post("/letter/<token>")
@by_link
def open_letter(token: str) -> Response:
    """Note that it was opened, and go on."""
    require_link_to_change(Purpose.LETTER, token)
    referees.record_opening(bearer_work(), edition_id(), token)
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
    """Receive the letter; a refusal shows the reason and keeps what was typed."""
    require_link_to_change(Purpose.LETTER, token)
    text, upload = clean(request.form.get("text", "")), request.files.get("file")
    kind = load_opened_letter(bearer_work(), edition_id(), token).kind
    g.db.rollback()  # hold no lock while a file is checked
    store = files(settings())
    streams = [(upload.filename, upload.stream)] if upload and upload.filename else []
    with receive_files(streams, kind, store, settings()) as (arrived, refused):
        if refused:
            return _page(token, text, {"file": refused_file(refused[0])}), 422
        try:
            referees.receive_letter(bearer_work(), edition_id(), token, text, arrived[0] if arrived else None, store)
        except Invalid as wrong:
            return _page(token, text, errors(wrong)), 422
    flash(gettext("We have received your letter of reference. Thank you."), "success")
    return redirect(url_for("invited.thanks"), 303)


@bp.get("/thank-you")
@by_link
def thanks() -> str:
    """The last page of every private link; it shows nothing about anybody."""
    return render_template("invited/thanks.html")


def _page(token: str, text: str, wrong: dict[str, str]) -> str:
    opened = load_opened_letter(bearer_work(), edition_id(), token)
    return render_template(
        "invited/write_letter.html", token=token, told=opened, typed=text, wrong=wrong, errors=list_errors(wrong, str),
        limits=limits(opened.kind, alone=True), accept=",".join(ENDINGS[form] for form in opened.kind.formats),
        longest=referees.LONGEST_LETTER,
    )
