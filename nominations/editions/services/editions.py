"""Opens an edition: stores its content unchanged, and begins the history of its closing dates."""

import hashlib
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from nominations.core.rules.errors import Invalid
from nominations.core.tables import ClosingDate, NominationNumber, OpenEdition
from nominations.core.work import Work
from nominations.editions.rules.edition import Edition, to_json


def open_edition(work: Work, edition: Edition) -> OpenEdition:
    """Store `edition` as an immutable row. Raises `Invalid(code=...)` where an edition with this code is open already.

    The files hold the initial history of closing dates; from now on it is in the database only.
    """
    with work.transaction() as session:
        if session.scalar(select(OpenEdition.id).where(OpenEdition.code == edition.code)):
            raise Invalid(code="taken")
        content = to_json(edition)
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        row = OpenEdition(id=uuid4(), code=edition.code, content=content, sha256=sha256, opened_at=work.now)
        session.add(row)
        session.flush()
        grace = timedelta(minutes=edition.grace_minutes)
        for number, announced in enumerate(edition.closing_dates, 1):
            closes_at = announced.closes(edition.zone)
            session.add(ClosingDate(
                edition_id=row.id, number=number, closes_at=closes_at, enforced_at=closes_at + grace,
                zone=edition.zone, reason=dict(announced.reason.texts), announced_on=announced.announced_on,
                made_at=work.now,
            ))
        session.add_all(NominationNumber(edition_id=row.id, category=c.key, last=0) for c in edition.categories)
        work.record("open_edition", row, {"code": edition.code, "sha256": sha256})
    return row
