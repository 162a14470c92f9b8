"""Makes what tests of routing need: score cards, more nominations, more reviewers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts
from nominations.conflicts.steps import findings
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal, Role
from nominations.core.tables import (
    Account,
    Assessment,
    Assignment,
    Conflict,
    Mark,
    Nomination,
    Profile,
    Round,
    RoundFile,
)
from nominations.rounds.rules import scoring
from tests.support import make
from tests.support.small_edition import CRITERIA

WHY = "They are known to us."  # for assignments that need a reason
WEIGHTS = {criterion.key: criterion.weight for criterion in CRITERIA}


def assessment(
    session: Session, of: Assignment, *marks: int, submitted: bool = True, comment: str = "Well made and well told."
) -> Assessment:
    """A score sheet with these marks, in the order of the criteria."""
    given = dict(zip(WEIGHTS, marks, strict=True))
    total = scoring.review_score(given, WEIGHTS).value
    made = Assessment(
        id=uuid4(), assignment_id=of.id, state="submitted" if submitted else "draft",
        total=float(total) if total is not None else None, complete=submitted, comment=comment, strength="Its joinery.",
        weakness="Its <upkeep>.", confidential_note="Only for the chair.", recommendation="shortlist",
        saved_at=make.START, submitted_at=make.START + timedelta(days=1) if submitted else None,
    )
    session.add(made)
    session.flush()
    session.add_all(Mark(assessment_id=made.id, criterion=key, score=mark, reason=f"Because of {key}.")
                    for key, mark in given.items())
    session.flush()
    return made


def file(session: Session, owner: Account, round_: Round | None = None, **answers: object) -> Nomination:
    """An eligible nomination, in the round if one is given."""
    made = make.nomination(session, owner)
    if answers:
        made.title = str(answers.get("title", made.title))
    make.eligible(session, made)
    if round_ is not None:
        session.add(RoundFile(round_id=round_.id, nomination_id=made.id))
        session.flush()
    return made


def reviewer(session: Session, edition_id, name: str, *, most: int | None = None, **profile: object) -> Account:
    """Somebody who reviews in the edition, with a profile."""
    person = make.account(session, name)
    make.grant(session, person, edition_id, Role.REVIEWER)
    make.undertaking(session, person, edition_id)
    session.add(Profile(account_id=person.id, edition_id=edition_id, most_files=most, nationalities=[], institutions=[],
                        languages={}, **profile))
    session.flush()
    return person


def possible(session: Session, of: Assignment, *, number: int = 1, words: str = "We wrote a book.") -> Conflict:
    """The reviewer declared a possible conflict."""
    made = Conflict(id=uuid4(), assignment_id=of.id, number=number, answer="possible", text_version="1", words=words,
                    declared_at=make.START + timedelta(minutes=number), state="open")
    session.add(made)
    session.flush()
    return made


def look(world) -> int:
    """Look for conflicts between everybody and everything, as the worker does; how many are new."""
    work = world.work("head")
    with work.transaction():
        fresh = findings.renew_findings(work, world.edition_id)
    work.session.close()
    return fresh


def refusal_of(world, persona: str, file: Nomination, action: Action) -> Refusal | None:
    """Why this person may not do that with the nomination now; the session is closed at once and leaves no lock."""
    work = world.work(persona)
    try:
        policy_facts.nomination(work, file.id, to=action)
    except Refused as no:
        return no.reason
    finally:
        work.session.close()
    return None


@contextmanager
def count_statements(engine: Engine) -> Iterator[list[str]]:
    """The statements that go to the database within the block, transactions left out."""
    statements: list[str] = []

    def tell(_connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", tell)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", tell)


def a_big_round(world, files: int, reviews: int = 3) -> Round:
    """The open round with so many more files, each with so many submitted reviews."""
    with world.session(writes=True) as session:
        round_, head = session.merge(world.round()), session.merge(world.person("head"))
        owner = session.merge(world.person("owner"))
        people = [reviewer(session, round_.edition_id, f"Reviewer Number{n}", country="") for n in range(reviews)]
        for number in range(files):
            made = file(session, owner, round_, title=f"File {number}")
            for place, person in enumerate(people):
                of = make.assignment(session, round_, made, person, head)
                make.no_conflict(session, of)
                assessment(session, of, number % 11, (number + place) % 11, 5)
        session.commit()
    return round_
