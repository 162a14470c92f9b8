"""The public page that checks a document by its code; it names nobody, and limits how often an address may ask."""

import re
from datetime import timedelta

from flask import abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.rules import document_codes
from nominations.core.rules.document_codes import CodeStatus
from nominations.documents.kinds import KINDS
from nominations.documents.queries.codes import find_document
from nominations.web.areas.public import bp
from nominations.web.authorization import open_to_all
from nominations.web.rate_limit import RateLimit
from nominations.web.request import work

# Enough for a person with a folder of documents; guessing a code of 75 bits at this rate is hopeless.
RATE = (60, timedelta(minutes=10))
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


@bp.get("/check")
@open_to_all
def ask_code() -> str | tuple[str, int] | Response:
    """The form; a well-formed code redirects to its page."""
    typed = request.args.get("code")
    if typed is None:
        return _form()
    read = document_codes.read_code(typed)
    if read.status is not CodeStatus.WELL_FORMED:
        return _form(typed[:200], read.status), 422
    return redirect(url_for("public.check_document", code=read.code), 303)


@bp.get("/check/<code>")
@open_to_all
def check_document(code: str) -> str | tuple[str, int] | Response:
    """What the document is, when it was made, whether it is current; and how a file with a given hash relates to it."""
    read = document_codes.read_code(code)
    if read.status is not CodeStatus.WELL_FORMED:
        return _form(code[:200], read.status), 404
    if not _is_below_limit():
        abort(429)
    if read.code != code:
        return redirect(url_for("public.check_document", code=read.code), 302)
    document = find_document(work().session, read.code)
    if document is None:
        return _form(document_codes.format_code(read.code), unknown=True), 404
    typed = request.args.get("sha256", "").strip()
    sha256 = "".join(typed.split()).lower()
    return render_template(
        "public/check_document.html",
        found=document,
        kind=KINDS[document.kind].title,
        code=document_codes.format_code(document.code),
        typed=typed[:200],
        likeness=document.likeness(sha256) if _SHA256.match(sha256) else None,
    )


def _form(typed: str = "", wrong: CodeStatus | None = None, *, unknown: bool = False) -> str:
    """The form, with what is wrong with the code; `unknown` means that the code is well-formed but not issued."""
    return render_template("public/ask_code.html", typed=typed, wrong=wrong, unknown=unknown)


def _is_below_limit() -> bool:
    rate_limit: RateLimit = current_app.extensions.setdefault("check_pace", RateLimit(*RATE))
    address, now = request.remote_addr or "", work().now
    allowed = rate_limit.allows(address, now)
    if allowed:
        rate_limit.count(address, now)
    return allowed
