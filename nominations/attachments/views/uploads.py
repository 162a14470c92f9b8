"""Files in parts, by the open protocol tus 1.0: core, creation, termination, expiration, checksum.

A file is announced for one kind of attachment and its parts are sent one after another; the last part makes the
attachment. Refusals are plain text in the language of the user.
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Response, abort, flash, g, jsonify, redirect, request, url_for
from werkzeug.http import http_date
from werkzeug.wrappers import Response as AnyResponse

from nominations.access.queries import policy_facts
from nominations.attachments.adapters.partial_uploads import (
    ALGORITHMS,
    Busy,
    Parts,
    TooMuch,
    UnknownSum,
    WrongOffset,
    WrongSum,
)
from nominations.attachments.queries import uploads
from nominations.attachments.queries.kinds import find_kind
from nominations.attachments.rules import RefusedFile
from nominations.attachments.services.uploads import announce_upload, finish_upload, forget_upload
from nominations.attachments.texts import refused_file
from nominations.core.language import gettext
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, FileState, Refusal
from nominations.core.tables import Upload
from nominations.editions.rules.form import AttachmentKind
from nominations.files.adapters.store import files
from nominations.nominations.queries import working_copy
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs, open_to_all
from nominations.web.request import settings, work
from nominations.web.server.request_limits import PART_TYPE

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration,checksum"
_BEGIN = "/<uuid:nomination_id>/attachments/<kind>/uploads"
_ONE = "/<uuid:nomination_id>/uploads/<uuid:upload_id>"

View = Callable[..., AnyResponse]


def with_protocol_headers(view: View) -> View:
    """Add the headers of the protocol to every answer, and turn a refusal into a sentence."""

    @wraps(view)
    def answered(**values: Any) -> AnyResponse:
        try:
            response = view(**values)
        except Refused as no:
            if no.reason not in (Refusal.TOO_LATE, Refusal.WRONG_STATE):
                raise
            response = answer_text(403, gettext("The deadline has passed, so the file was not accepted. The files you "
                                         "attached before are safe."))
        response.headers["Tus-Resumable"] = VERSION
        return response

    return answered


@bp.route(_BEGIN, methods=["OPTIONS"], provide_automatic_options=False)
@open_to_all
@with_protocol_headers
def upload_protocol(nomination_id: UUID, kind: str) -> AnyResponse:
    """The supported parts of the protocol; shows nothing of the nomination."""
    return Response(status=204, headers={
        "Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(settings().nomination_bytes),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    })


@bp.post(_BEGIN)
@needs(Action.EDIT)
@with_protocol_headers
def begin_upload(nomination_id: UUID, kind: str) -> AnyResponse:
    """Announce a file by length and name; the answer holds the address for its parts."""
    policy_facts.nomination(work(), nomination_id, to=Action.EDIT)
    if no := _refuse_version():
        return no
    size, name = _number("Upload-Length"), _file_name(request.headers.get("Upload-Metadata", ""))
    if size is None or name is None:
        return answer_text(400, gettext("The request does not give the name or the size of the file."))
    if files(settings()).free_bytes() - size < settings().disk_reserve_bytes:
        abort(507)
    begun = announce_upload(work(), nomination_id, kind, name, size, Parts(settings()))
    if isinstance(begun, RefusedFile):
        return answer_text(413 if begun.code == "too_large" else 422, refused_file(begun))
    response = Response(status=201)
    response.headers["Location"] = url_for(".upload", nomination_id=nomination_id, upload_id=begun.id, _external=True)
    response.headers["Upload-Expires"] = http_date(begun.expires_at.astimezone(UTC))
    return response


@bp.get(_ONE)
@needs(Action.VIEW)
@with_protocol_headers
def upload(nomination_id: UUID, upload_id: UUID) -> AnyResponse:
    """How much was received (HEAD), and the state for the page (GET)."""
    stored = uploads.load_upload(work(), nomination_id, upload_id, to=Action.VIEW)
    if request.method == "HEAD" and (no := _refuse_version()):
        return no
    offset = _offset(stored)
    if offset is None:
        return answer_text(410, gettext("The file is no longer here. Upload it again from the start."))
    response = jsonify(state=state_of(stored, offset), offset=offset, size=stored.size, reason=reason_of(stored))
    response.headers.update({
        "Upload-Offset": str(offset), "Upload-Length": str(stored.size),
        "Upload-Expires": http_date(stored.expires_at.astimezone(UTC)),
        "Upload-Metadata": f"filename {b64encode(stored.name.encode()).decode()}",
    })
    return response


@bp.patch(_ONE)
@needs(Action.EDIT)
@with_protocol_headers
def upload_part(nomination_id: UUID, upload_id: UUID) -> AnyResponse:
    """Add a part at the end; the last one makes the attachment."""
    stored = uploads.load_upload(work(), nomination_id, upload_id, to=Action.EDIT)
    if no := _refuse_version():
        return no
    if request.mimetype != PART_TYPE:
        return answer_text(415, gettext("Each part of a file must be sent as %(type)s.", type=PART_TYPE))
    at = _number("Upload-Offset")
    if at is None:
        return answer_text(400, gettext("The request does not say where the part starts in the file."))
    is_last = at + (request.content_length or 0) >= stored.size
    kind = _kind(nomination_id, stored.kind) if is_last else None
    g.db.close()  # hold no lock while the part is written
    parts = Parts(settings())
    if stored.ended_at is not None:
        return _accept_part(stored.size) if at == stored.size else _wrong_offset(stored.size)
    try:
        ends = parts.append(
            stored.id, at, request.environ["wsgi.input"], stored.size, request.headers.get("Upload-Checksum", "")
        )
        if kind is not None and ends == stored.size:
            finish_upload(work(), stored, kind, parts, files(settings()))
    except Busy:
        return answer_text(423, gettext("Another part of this file is being saved. Try again in a moment."))
    except WrongOffset as wrong:
        return _wrong_offset(wrong.offset)
    except TooMuch:
        return answer_text(413, gettext("The file is larger than the size given at the start."))
    except WrongSum:
        return _with_status(answer_text(460, gettext(
            "The part was damaged while it was being sent. Send it again."
        )), "460 Checksum Mismatch")
    except UnknownSum:
        return answer_text(400, gettext("This kind of checksum is not accepted here."))
    except FileNotFoundError:
        return answer_text(410, gettext("The file is no longer here. Upload it again from the start."))
    return _accept_part(ends, stored)


@bp.delete(_ONE)
@needs(Action.EDIT)
@with_protocol_headers
def cancel_upload(nomination_id: UUID, upload_id: UUID) -> AnyResponse:
    """Delete the upload."""
    uploads.load_upload(work(), nomination_id, upload_id, to=Action.EDIT)
    if no := _refuse_version():
        return no
    forget_upload(work(), nomination_id, upload_id, Parts(settings()))
    return Response(status=204)


@bp.post(f"{_ONE}/cancel")
@needs(Action.EDIT)
def drop_upload(nomination_id: UUID, upload_id: UUID) -> AnyResponse:
    """The same by a button of the page."""
    forget_upload(work(), nomination_id, upload_id, Parts(settings()))
    flash(gettext("The file is removed."), "success")
    return redirect(url_for(".attachments", nomination_id=nomination_id), 303)


def answer_text(status: int, sentence: str) -> Response:
    """A plain text answer with a sentence for the user."""
    return Response(f"{sentence}\n", status=status, mimetype="text/plain")


def state_of(stored: Upload, offset: int) -> FileState:
    """The state of an upload."""
    if stored.refusal:
        return FileState.BLOCKED
    if stored.ended_at is not None:
        return FileState.READY
    return FileState.CHECKING if offset == stored.size else FileState.UPLOADING


def reason_of(stored: Upload) -> str:
    """Why it was refused; empty if it was not."""
    return refused_file(RefusedFile(stored.name, stored.refusal, stored.params)) if stored.refusal else ""


def offset_of(stored: Upload, parts: Parts) -> int | None:
    """How many bytes were received; None if the file was lost."""
    if stored.ended_at is not None:
        return stored.size
    try:
        return parts.offset(stored.id)
    except FileNotFoundError:
        return None


def _kind(nomination_id: UUID, key: str) -> AttachmentKind:
    return find_kind(working_copy.load(work(), policy_facts.nomination(work(), nomination_id, to=Action.EDIT)), key)


def _offset(stored: Upload) -> int | None:
    return offset_of(stored, Parts(settings()))


def _accept_part(offset: int, stored: Upload | None = None) -> Response:
    response = Response(status=204, headers={"Upload-Offset": str(offset)})
    if stored is not None:
        response.headers["Upload-Expires"] = http_date(stored.expires_at.astimezone(UTC))
    return response


def _wrong_offset(offset: int) -> Response:
    response = answer_text(409, gettext("The part does not start where the saved file ends."))
    response.headers["Upload-Offset"] = str(offset)
    return response


def _with_status(response: Response, status: str) -> Response:
    response.status = status
    return response


def _refuse_version() -> Response | None:
    if request.headers.get("Tus-Resumable") == VERSION:
        return None
    response = answer_text(412, gettext("Only version %(version)s of the protocol is supported here.", version=VERSION))
    response.headers["Tus-Version"] = VERSION
    return response


def _number(header: str) -> int | None:
    text = request.headers.get(header, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _file_name(metadata: str) -> str | None:
    """The name among the pairs of `Upload-Metadata`; what it is not written in is no name."""
    for pair in metadata.split(","):
        key, _, value = pair.strip().partition(" ")
        if key in ("filename", "name"):
            try:
                return b64decode(value, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                return None
    return None
