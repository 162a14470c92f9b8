"""Giving and ending private links, within the transaction of whoever asks. The token is in the mail and nowhere else.

A use case that sends one: `token = links.give(...)`, then `work.send_mail(..., secret=True, path=links.path(...))`.
A use case that is entered by one calls `access.queries.private_links.living(..., lock=True)`, does its work, then
calls `use(work, link)`.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import update

from nominations.access.queries.private_links import seal
from nominations.core.adapters import secrets
from nominations.core.rules.private_links import End, Purpose
from nominations.core.tables import PrivateLink
from nominations.core.work import Work


def give_link(work: Work, purpose: Purpose, subject_id: UUID, nomination_id: UUID, *, until: datetime) -> str:
    """A new link for this subject, good until the instant `until`; one given before is dead from now on."""
    end_link(work, purpose, subject_id, End.REPLACED)
    token = secrets.make_token()
    work.session.add(PrivateLink(
        id=uuid4(), purpose=purpose, subject_id=subject_id, nomination_id=nomination_id,
        token_seal=seal(work.settings, purpose, token), given_at=work.now, expires_at=until,
    ))
    work.session.flush()
    return token


def link_path(edition_code: str, purpose: Purpose, token: str, language: str) -> str:
    """Where the link leads, in the language of its reader."""
    return f"/{edition_code}/{purpose.value}/{token}?lang={language}"


def end_link(work: Work, purpose: Purpose, subject_id: UUID, how: End) -> None:
    """The link that stands for this subject, if there is one, is dead from now on."""
    work.session.execute(
        update(PrivateLink)
        .where(
            PrivateLink.purpose == purpose, PrivateLink.subject_id == subject_id, PrivateLink.ended_at.is_(None)
        )
        .values(ended_at=work.now, end=how)
        .execution_options(synchronize_session="fetch")
    )


def mark_opened(work: Work, link: PrivateLink) -> None:
    """Its bearer pressed the button of its first page; the first time counts."""
    if link.opened_at is None:
        link.opened_at = work.now


def use_link(work: Work, link: PrivateLink) -> None:
    """What it was given for is done."""
    mark_opened(work, link)
    link.ended_at, link.end = work.now, End.USED
    work.session.flush()
