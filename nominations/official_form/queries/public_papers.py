"""Public papers that the worker made."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.tables import OpenEdition, PublicPaper
from nominations.editions.queries import editions
from nominations.editions.queries.editions import Pinned


def load_paper(session: Session, edition_id: UUID, kind: str, category: str, language: str) -> PublicPaper | None:
    """The paper, if it was made; open to everybody."""
    return session.get(PublicPaper, (edition_id, kind, category, language))


def list_editions(session: Session) -> list[Pinned]:
    """The editions whose papers are kept ready, the newest first."""
    ids = session.scalars(select(OpenEdition.id).order_by(OpenEdition.opened_at.desc(), OpenEdition.code.desc()))
    return [editions.by_id(session, edition_id) for edition_id in ids]


def load_sources(session: Session, of: Sequence[UUID]) -> dict[tuple[UUID, str, str, str], str]:
    """The hash of the source of each paper of these editions."""
    rows = session.scalars(select(PublicPaper).where(PublicPaper.edition_id.in_(of)))
    return {(row.edition_id, row.kind, row.category, row.language): row.made_from for row in rows}
