"""The attachments of a file on the desk: as a download, as a large picture, as a thumbnail."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Response, abort

from nominations.access.views.access_log import log_first_opening
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Nomination, Referee
from nominations.editions.queries import editions
from nominations.files.views.downloads import (
    Lines,
    send_large_picture,
    send_nameless,
    send_page,
    send_page_lines,
    send_small_picture,
    send_to_others,
)
from nominations.nominations.queries import outside_requests
from nominations.rounds.queries import assigned_files, blind
from nominations.rounds.rules.name_filter import STRUCK
from nominations.web.areas.reviewer import bp
from nominations.web.authorization import needs
from nominations.web.request import work

_PLACE = "/files/<uuid:nomination_id>/attachments/<uuid:attachment_id>"
_LETTER = "/files/<uuid:nomination_id>/letters/<uuid:referee_id>"


@bp.get(_PLACE)
@needs(Action.REVIEW)
def attachment(nomination_id: UUID, attachment_id: UUID) -> Response:
    """The file, as a download."""
    file = assigned_files.find_attachment(work(), nomination_id, attachment_id)
    send = send_nameless if file.get("nameless") else send_to_others
    return _send(nomination_id, file, lambda: send(file["sha256"], file["name"], file["media_type"]))


@bp.get(f"{_PLACE}/picture")
@needs(Action.REVIEW)
def picture(nomination_id: UUID, attachment_id: UUID) -> Response:
    """A picture, or the first page of a paper, in its large view."""
    file = assigned_files.find_attachment(work(), nomination_id, attachment_id)
    return _send(nomination_id, file, lambda: send_large_picture(file["sha256"], file["media_type"]))


@bp.get(f"{_PLACE}/thumbnail")
@needs(Action.REVIEW)
def thumbnail(nomination_id: UUID, attachment_id: UUID) -> Response:
    """The picture in the grid; not recorded by itself, since opening the file is."""
    file = assigned_files.find_attachment(work(), nomination_id, attachment_id)
    return send_small_picture(file["sha256"], file["media_type"])


@bp.get(f"{_PLACE}/pages/<int:number>")
@needs(Action.REVIEW)
def paper_page(nomination_id: UUID, attachment_id: UUID, number: int) -> Response:
    """One page of a PDF as a picture, to be read beside the card."""
    file = assigned_files.find_attachment(work(), nomination_id, attachment_id)
    return _send(nomination_id, file, lambda: send_page(file["sha256"], file["media_type"], number))


@bp.get(f"{_PLACE}/pages/<int:number>/text")
@needs(Action.REVIEW)
def paper_text(nomination_id: UUID, attachment_id: UUID, number: int) -> Response:
    """The lines of that page, to be laid over its picture; names are struck out where the round hides them."""
    file = assigned_files.find_attachment(work(), nomination_id, attachment_id)
    hide = _hide_names(nomination_id) if file.get("nameless") else None
    return _send(nomination_id, file, lambda: send_page_lines(file["sha256"], file["media_type"], number, hide))


def _hide_names(nomination_id: UUID) -> Callable[[Lines], Lines]:
    """Strikes names out of the lines of a page; a page on which a name runs over a line or a gap keeps no line."""
    here = work()
    nomination = here.session.get_one(Nomination, nomination_id)
    edition = editions.by_id(here.session, nomination.edition_id).edition
    names = blind.load_name_filter(here.session, nomination, edition)

    def hide(lines: Lines) -> Lines:
        struck = [line | {"text": names.text(line["text"])} for line in lines]
        together = names.text(" ".join(line["text"] for line in lines)).count(STRUCK)
        return struck if together == sum(line["text"].count(STRUCK) for line in struck) else []

    return hide


@bp.get(_LETTER)
@needs(Action.REVIEW)
def reference_letter(nomination_id: UUID, referee_id: UUID) -> Response:
    """The file of a letter of reference, where the edition lets reviewers read it."""
    letter, sha256 = _letter(nomination_id, referee_id)
    response = send_to_others(sha256, letter.file_name, letter.media_type)
    log_first_opening(nomination_id, f"letter {referee_id}")
    return response


@bp.get(f"{_LETTER}/pages/<int:number>")
@needs(Action.REVIEW)
def letter_page(nomination_id: UUID, referee_id: UUID, number: int) -> Response:
    """One page of such a letter as a picture, to be read beside the card."""
    letter, sha256 = _letter(nomination_id, referee_id)
    response = send_page(sha256, letter.media_type, number)
    log_first_opening(nomination_id, f"letter {referee_id}")
    return response


def _letter(nomination_id: UUID, referee_id: UUID) -> tuple[Referee, str]:
    letter = outside_requests.load_letter(work(), nomination_id, referee_id, to=Action.REVIEW)
    if letter.sha256 is None:
        abort(404)
    return letter, letter.sha256


def _send(nomination_id: UUID, file: Mapping[str, Any], send: Callable[[], Response]) -> Response:
    try:
        response = send()
    except FileNotFoundError:
        abort(404)
    log_first_opening(nomination_id, f"attachment {file['id']}")
    return response
