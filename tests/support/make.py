"""Makes the things that tests are about, straight as rows: people, files, rounds, score sheets."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.rules.policy import WITHHELD_FROM
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Action, Right, Role, State
from nominations.core.settings import Settings
from nominations.core.tables import (
    Acceptance,
    Account,
    Assignment,
    Collaborator,
    Conflict,
    ConflictStatement,
    Grant,
    Nomination,
    NominationCountry,
    NominationNumber,
    OpenEdition,
    Recusal,
    Round,
    RoundFile,
    Screening,
    SectionAnswers,
    Submission,
)
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.questions import Attached, content_code
from nominations.editions.services.editions import open_edition
from tests.support.small_edition import INDIVIDUAL_ANSWERS, PROJECT_ANSWERS

CLOSE = datetime(2025, 11, 30, 23, 0, tzinfo=UTC)  # midnight in Rabat
START = datetime(2025, 11, 24, 8, 0, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)
SYSTEM = Actor(None, Role.SYSTEM, name="the command line")


def account(session: Session, name: str, *, language: str = "en", email: str = "") -> Account:
    """Somebody with an account."""
    email = email or f"{name.lower().replace(' ', '.')}@example.org"
    made = Account(id=uuid4(), email=email, email_key=email.lower(), name=name, language=language, created_at=START)
    session.add(made)
    session.flush()
    return made


def grant(session: Session, person: Account, edition_id: UUID, role: Role, *, ended: bool = False) -> Grant:
    """A role, standing or just taken away; whoever it asks for their conflicts of interest has none, ever."""
    made = Grant(account_id=person.id, edition_id=edition_id, role=role, granted_at=START,
                 ended_at=START if ended else None)
    session.add(made)
    session.flush()
    if role in WITHHELD_FROM:
        conflict_statement(session, person, edition_id)
    return made


def conflict_statement(session: Session, person: Account, edition_id: UUID) -> None:
    """The person has no conflict of interest with any nomination, whenever it comes."""
    if not session.scalar(select(ConflictStatement.id).where(
        ConflictStatement.account_id == person.id, ConflictStatement.edition_id == edition_id
    )):
        session.add(ConflictStatement(
            account_id=person.id, edition_id=edition_id, number=1, covers_until=datetime.max.replace(tzinfo=UTC),
            stated_at=START,
        ))
        session.flush()


def nomination(
    session: Session, owner: Account, *, edition_code: str = "pearl-2025", category: str = "project",
    answers: dict[str, object] | None = None,
) -> Nomination:
    """A draft; finished unless other `answers` are given."""
    pinned = editions.load_opened(session, edition_code)
    assert pinned is not None
    number = session.get_one(NominationNumber, (pinned.id, category))
    number.last += 1
    kind = pinned.edition.category(category)
    given = deepcopy(PROJECT_ANSWERS if category == "project" else INDIVIDUAL_ANSWERS) if answers is None else answers
    made = Nomination(
        id=uuid4(), edition_id=pinned.id, category=category, owner_id=owner.id, created_at=START, changed_at=START,
        reference=f"{pinned.edition.reference_prefix}-{kind.prefix}-{number.last:04d}",
        title=str(given.get("title", "")), language=str(given.get("entry_language", "")),
    )
    session.add(made)
    session.flush()
    for section in kind.sections:
        held = {question.key: given[question.key] for question in section.questions if question.key in given}
        if held:
            session.add(SectionAnswers(nomination_id=made.id, section=section.key, answers=held, saved_at=START,
                                       saved_by_id=owner.id))
    for country in given.get("countries", given.get("nationality", ())):
        session.add(NominationCountry(nomination_id=made.id, country=country))
    session.flush()
    return made


def collaborator(
    session: Session, nomination_id: UUID, person: Account, right: Right, owner: Account
) -> Collaborator:
    """Somebody who was invited and came."""
    made = Collaborator(
        id=uuid4(), nomination_id=nomination_id, email=person.email, email_key=person.email_key, right=right,
        invited_at=START, invited_by_id=owner.id, sent_at=START, account_id=person.id, accepted_at=START,
    )
    session.add(made)
    session.flush()
    return made


def submission(session: Session, of: Nomination, *, at: datetime = START) -> Submission:
    """The nomination handed in, as its working copy stands."""
    answers: dict[str, object] = {}
    for part in session.scalars(select(SectionAnswers).where(SectionAnswers.nomination_id == of.id)):
        answers |= part.answers
    made = Submission(
        id=uuid4(), nomination_id=of.id, number=1, category=of.category, submitted_at=at, submitted_by_id=of.owner_id,
        typed_name="Ada Byron", closes_at=CLOSE, answers=answers, attachments=[],
        declarations={"decl_truth": {"version": "1", "language": "en"}}, findings=[],
        content_code=content_code(answers, list[Attached]()), language="en", ledger_number=1,
    )
    session.add(made)
    of.submission_id, of.submitted_at = made.id, at
    session.flush()
    of.move(Action.SUBMIT)
    session.flush()
    return made


def eligible(session: Session, of: Nomination) -> Nomination:
    """Submitted and admitted."""
    if of.state is State.DRAFT:
        submission(session, of)
    of.move(Action.ADMIT)
    session.flush()
    return of


def checked(session: Session, of: Nomination, by: Account, answer: str = "yes") -> Screening:
    """The checklist of a nomination, every question answered in the same way."""
    category = editions.by_id(session, of.edition_id).edition.category(of.category)
    made = Screening(
        id=uuid4(), nomination_id=of.id, saved_at=START, saved_by_id=by.id,
        checks={item.key: {"answer": answer, "note": ""} for item in category.checklist},
    )
    session.add(made)
    session.flush()
    return made


def open_round(session: Session, edition_id: UUID, by: Account, *files: Nomination, category: str = "project") -> Round:
    """The first round, open over these files."""
    made = Round(id=uuid4(), edition_id=edition_id, category=category, code="first", opened_at=START,
                 opened_by_id=by.id, due_at=START + timedelta(days=30))
    session.add(made)
    session.flush()
    session.add_all(RoundFile(round_id=made.id, nomination_id=file.id) for file in files)
    session.flush()
    return made


def assignment(
    session: Session, round_: Round, file: Nomination, reviewer: Account, by: Account, *, published: bool = True
) -> Assignment:
    """A file routed to a reviewer."""
    made = Assignment(id=uuid4(), round_id=round_.id, nomination_id=file.id, reviewer_id=reviewer.id, made_at=START,
                      made_by_id=by.id, published_at=START if published else None)
    session.add(made)
    session.flush()
    return made


def no_conflict(session: Session, of: Assignment) -> Conflict:
    """The reviewer said: none."""
    made = Conflict(assignment_id=of.id, number=1, answer="none", text_version="1", declared_at=START)
    session.add(made)
    session.flush()
    return made


def recusal(session: Session, file: Nomination, reviewer: Account) -> Recusal:
    """The reviewer stepped aside."""
    made = Recusal(nomination_id=file.id, reviewer_id=reviewer.id, kind="family", words="A cousin.", at=START,
                   by_id=reviewer.id, declared_by_reviewer=True)
    session.add(made)
    session.flush()
    return made


def undertaking(session: Session, reviewer: Account, edition_id: UUID) -> Acceptance:
    """The reviewer accepted the undertaking of confidentiality."""
    made = Acceptance(account_id=reviewer.id, edition_id=edition_id, text="undertaking", text_version="1",
                      language="en", accepted_at=START)
    session.add(made)
    session.flush()
    return made


def open_edition_now(session: Session, settings: Settings, edition) -> OpenEdition:
    """An edition, open."""
    return open_edition(Work(session, SYSTEM, START, settings), edition)
