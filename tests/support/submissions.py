"""A nomination that is complete, and its submission."""

from nominations.core.tables import Attachment, StoredFile
from nominations.nominations.services import submissions
from tests.support import make

DECLARED = {"decl_truth": "1"}
PLAN = "5" * 64


def ready(world, which="finished"):
    """The nomination, with the one file that its category requires."""
    nomination = world.nomination(which)
    with world.session(writes=True) as session:
        if session.get(StoredFile, PLAN) is None:
            session.add(StoredFile(sha256=PLAN, size=1000, stored_at=make.START))
            session.flush()
        session.add(Attachment(
            nomination_id=nomination.id, kind="plan", sha256=PLAN, name="plan.pdf", size=1000,
            media_type="application/pdf", pages=1, uploaded_at=make.START, uploaded_by_id=nomination.owner_id,
        ))
        session.commit()
    return nomination


def submit(world, nomination, who="owner", **changes):
    work = world.work(who)
    given = {"declared": DECLARED, "language": "en", "typed_name": "Ada Byron"} | changes
    try:
        return submissions.submit(work, nomination.id, **given)
    finally:
        work.session.close()
