"""What tests of reviewing need beyond the world: full cards, attachments in the store, another reviewer's card."""

import hashlib
import io
from contextlib import contextmanager
from uuid import UUID, uuid4

from PIL import Image
from sqlalchemy import event, select

from nominations.core.tables import Assessment, Assignment, Conflict, Mark, Nomination, Submission
from nominations.files.adapters.store import files
from nominations.reviewing.rules.cards import TypedCard
from tests.support import make
from tests.support.browse import Page, post
from tests.support.worlds import World

COMMENT = " ".join(["A long and even judgement of the work as a whole."] * 5)
FULL = {
    "score-quality": "7", "score-impact": "8", "score-example": "6", "comment": COMMENT, "strength": "Care.",
    "weakness": "Upkeep.", "recommendation": "shortlist",
}


def typed_card(**changes: object) -> TypedCard:
    """A card that may be submitted, with changes."""
    given = {
        "scores": {"quality": "7", "impact": "8", "example": "6"}, "reasons": {}, "comment": COMMENT,
        "strength": "Care.", "weakness": "Upkeep.", "recommendation": "shortlist",
    }
    return TypedCard(**(given | changes))


def jpeg(colour: tuple[int, int, int] = (120, 40, 40)) -> bytes:
    """A picture of 640 by 480 pixels."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return out.getvalue()


def attach(world: World, kind: str, name: str, content: bytes, media_type: str, of: str = "eligible", *,
           pages: int | None = None) -> str:
    """Put a file into the submission of a nomination, as if it had been handed in; its id."""
    store = files(world.settings)
    with store.take_in(io.BytesIO(content), len(content)) as stored:
        store.keep(stored)
    made = {
        "id": str(uuid4()), "kind": kind, "name": name, "size": len(content), "media_type": media_type,
        "sha256": hashlib.sha256(content).hexdigest(), "pages": pages, "width": 640, "height": 480, "caption": "",
        "year": "", "photographer": "", "rights": "", "alternative": "",
    }
    with world.session(writes=True) as session:
        submission = session.get_one(Submission, world.nomination(of).submission_id)
        submission.attachments = [*submission.attachments, made]
        session.commit()
    return made["id"]


def route_file(world: World, person: str, file: Nomination, *, declared: bool = True, published: bool = True) -> UUID:
    """Route a file to somebody in the open round; the id of the assignment."""
    with world.session(writes=True) as session:
        made = make.assignment(session, world.round(), file, world.person(person), world.person("head"),
                               published=published)
        if declared:
            make.no_conflict(session, made)
        session.commit()
        return made.id


def another_card(world: World, person: str, word: str, *, score: int = 3) -> None:
    """A submitted card of somebody who is assigned, with one word planted in each of its texts."""
    with world.session(writes=True) as session:
        assignment = session.scalars(
            select(Assignment).where(Assignment.reviewer_id == world.person(person).id)
        ).one()
        card = Assessment(
            id=uuid4(), assignment_id=assignment.id, state="submitted", complete=True, total=score * 10,
            comment=word, strength=word, weakness=word, confidential_note=word, recommendation="no",
            saved_at=make.START, submitted_at=make.START,
        )
        session.add(card)
        session.flush()
        for key in ("quality", "impact", "example"):
            session.add(Mark(assessment_id=card.id, criterion=key, score=score, reason=word))
        session.commit()


def more_files(world: World, count: int, **how: bool) -> list[Nomination]:
    """Further eligible files in the open round, routed to `assigned`."""
    with world.session(writes=True) as session:
        made = [
            make.eligible(session, make.nomination(session, session.merge(world.person("owner")))) for _ in range(count)
        ]
        session.commit()
    for file in made:
        route_file(world, "assigned", file, **how)
    return made


def declarations(world: World, assignment_id: UUID) -> list[Conflict]:
    with world.session() as session:
        return list(session.scalars(
            select(Conflict).where(Conflict.assignment_id == assignment_id).order_by(Conflict.number)
        ))


@contextmanager
def statements(engine):
    """Every statement sent to a database meanwhile."""
    seen: list[str] = []

    def note(connection, cursor, statement, *_rest):
        if not statement.lstrip().upper().startswith(("SAVEPOINT", "RELEASE", "PRAGMA")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def send(page: Page, path: str, fields: dict[str, str] | None = None) -> Page:
    """Post something that the page does not offer, with the token that it holds: what a forger in this browser can."""
    token = page.document.all("input[name=csrf_token]")[0].get("value")
    return post(page.client, path, [("csrf_token", token), *(fields or {}).items()])
