"""Makes and ends private links, within the transaction of the caller. The token itself is in the mail only.

A use case that sends a link calls `give_link`, then `work.send_mail(..., secret=True, path=link_path(...))`. A use case
of the person who holds one calls `queries.private_links.load_usable_link(..., lock=True)`, does its work, then calls
`use_link`.
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
    """Make a link for this subject that works before the instant `until`, and return its token. The link that the
    subject had before stops working."""
    end_link(work, purpose, subject_id, End.REPLACED)
    token = secrets.make_token()
    work.session.add(PrivateLink(
        id=uuid4(), purpose=purpose, subject_id=subject_id, nomination_id=nomination_id,
        token_seal=seal(work.settings, purpose, token), given_at=work.now, expires_at=until,
    ))
    work.session.flush()
    return token


def link_path(edition_code: str, purpose: Purpose, token: str, language: str) -> str:
    """The path of the page that the link opens, in the language of its reader."""
    return f"/{edition_code}/{purpose.value}/{token}?lang={language}"


def end_link(work: Work, purpose: Purpose, subject_id: UUID, how: End) -> None:
    """End the link of this subject that still works, if there is one."""
    work.session.execute(
        update(PrivateLink)
        .where(
            PrivateLink.purpose == purpose, PrivateLink.subject_id == subject_id, PrivateLink.ended_at.is_(None)
        )
        .values(ended_at=work.now, end=how)
        .execution_options(synchronize_session="fetch")
    )


def mark_opened(work: Work, link: PrivateLink) -> None:
    """Record that the person went beyond the first page of the link; only the first time is kept."""
    if link.opened_at is None:
        link.opened_at = work.now


def use_link(work: Work, link: PrivateLink) -> None:
    """Record that the purpose of the link is fulfilled; it no longer works."""
    mark_opened(work, link)
    link.ended_at, link.end = work.now, End.USED
    work.session.flush()
