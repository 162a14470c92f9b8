"""The attachments of a file on the desk: to download, to look at large, to look at small."""

from uuid import UUID

from flask import Response, abort

from nominations.domain.vocabulary import Action
from nominations.queries import cards
from nominations.web.access import needs
from nominations.web.downloads import PICTURES, small_picture, stored_file
from nominations.web.opening import opened_first
from nominations.web.request import work
from nominations.web.reviewer import bp

_PLACE = "/files/<uuid:nomination_id>/attachments/<uuid:attachment_id>"


@bp.get(_PLACE)
@needs(Action.REVIEW)
def attachment(nomination_id: UUID, attachment_id: UUID) -> Response:
    """The file as it was handed in."""
    return _sent(nomination_id, attachment_id, inline=False)


@bp.get(f"{_PLACE}/picture")
@needs(Action.REVIEW)
def picture(nomination_id: UUID, attachment_id: UUID) -> Response:
    """A picture in its large view."""
    return _sent(nomination_id, attachment_id, inline=True)


@bp.get(f"{_PLACE}/thumbnail")
@needs(Action.REVIEW)
def thumbnail(nomination_id: UUID, attachment_id: UUID) -> Response:
    """A picture in the grid; opening the file is its record."""
    found = cards.attachment(work(), nomination_id, attachment_id)
    return small_picture(found["sha256"], found["media_type"])


def _sent(nomination_id: UUID, attachment_id: UUID, *, inline: bool) -> Response:
    found = cards.attachment(work(), nomination_id, attachment_id)
    if inline and found["media_type"] not in PICTURES:
        abort(404)
    try:
        response = stored_file(found["sha256"], found["name"], found["media_type"], inline=inline)
    except FileNotFoundError:
        abort(404)
    opened_first(nomination_id, f"attachment {attachment_id}")
    return response
