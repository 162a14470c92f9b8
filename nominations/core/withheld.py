"""Nominations of which a person meets no trace: left out of everything that is read for them.

Whoever opens a session for such a person calls `withhold`; from then on no query of the session can forget them,
whichever module wrote it. What a use case reads inside its transaction is whole: the policy decides there, nomination
by nomination, and an act on a round or an edition must not lose a nomination because of who did it.
"""

from collections.abc import Callable, Collection, Mapping
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    event,
    or_,
    select,
)
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, Session, with_loader_criteria

from nominations.core.tables import (
    Analysis,
    Assessment,
    Assignment,
    Base,
    Consent,
    Document,
    FrozenRanking,
    IncompleteDocument,
    LedgerRecord,
    Nomination,
    Plan,
    RoundFile,
    Submission,
)

# Set by `Work.transaction`: two works over one session share its only commit.
TRANSACTION_IS_OPEN = "transaction is open"
_WITHHELD = "withheld nominations"
# Execution options of a statement that shows nobody what it reads, such as the check of the ledger's chain.
EVERYTHING = {"reads_everything": True}
_LONGEST_KEY = 32  # characters; enough that two sets of nominations never share a key
_IDS: BindParameter[UUID] = bindparam("withheld_nominations", type_=Uuid(), expanding=True)
_SUBJECTS: BindParameter[str] = bindparam("withheld_subjects", type_=String(), expanding=True)
_KEY: BindParameter[str] = bindparam("withheld_key", type_=String())


# The columns of tables, not of mapped classes: otherwise these lookups would leave out what they look for.
def _ids_of(entity: type[Assignment | Consent | Submission]) -> Select[UUID]:
    columns = entity.__table__.c
    return select(columns.id).where(columns.nomination_id.in_(_IDS))


_ASSIGNMENTS, _CONSENTS, _SUBMISSIONS = _ids_of(Assignment), _ids_of(Consent), _ids_of(Submission)
_ASSESSMENTS = select(Assessment.__table__.c.id).where(Assessment.__table__.c.assignment_id.in_(_ASSIGNMENTS))
_ROUNDS = select(RoundFile.__table__.c.round_id).where(RoundFile.__table__.c.nomination_id.in_(_IDS))
_DOCUMENTS = select(IncompleteDocument.__table__.c.document_id).where(IncompleteDocument.__table__.c.withheld == _KEY)
Criterion = Callable[[Any], ColumnElement[bool]]
# By the first of these columns that a table has.
_BY_COLUMN: dict[str, Criterion] = {
    "nomination_id": lambda entity: or_(entity.nomination_id.is_(None), entity.nomination_id.not_in(_IDS)),
    "assignment_id": lambda entity: entity.assignment_id.not_in(_ASSIGNMENTS),
    "assessment_id": lambda entity: entity.assessment_id.not_in(_ASSESSMENTS),
    "consent_id": lambda entity: entity.consent_id.not_in(_CONSENTS),
    "submission_id": lambda entity: entity.submission_id.not_in(_SUBMISSIONS),
}
_BY_ENTITY: dict[type[Any], Criterion] = {
    Nomination: lambda entity: entity.id.not_in(_IDS),
    Document: lambda entity: or_(
        entity.nomination_id.not_in(_IDS), and_(entity.nomination_id.is_(None), entity.id.in_(_DOCUMENTS))
    ),
    LedgerRecord: lambda entity: entity.subject.not_in(_SUBJECTS),
    # What was computed of a round as a whole cannot be separated: left out where the round has such a nomination.
    Analysis: lambda entity: entity.round_id.not_in(_ROUNDS),
    FrozenRanking: lambda entity: entity.round_id.not_in(_ROUNDS),
    Plan: lambda entity: entity.round_id.not_in(_ROUNDS),
}


def withhold(session: Session, nomination_ids: Collection[UUID]) -> None:
    """Leave these nominations, and whatever belongs to one, out of what the session reads outside transactions."""
    session.info[_WITHHELD] = tuple(sorted(nomination_ids))


def withheld_from(session: Session) -> tuple[UUID, ...]:
    """The nominations that the session leaves out, in a fixed order."""
    nomination_ids: tuple[UUID, ...] = session.info.get(_WITHHELD, ())
    return nomination_ids


def key(nomination_ids: Collection[UUID]) -> str:
    """What a document that left these nominations out is marked with."""
    return sha256(",".join(str(one) for one in sorted(nomination_ids)).encode()).hexdigest()[:_LONGEST_KEY]


def is_mentioned(session: Session, text: str) -> bool:
    """Whether a text that is stored as a whole, such as the content of a ledger record, names one that is left out."""
    return any(str(nomination_id) in text for nomination_id in withheld_from(session))


@event.listens_for(Session, "do_orm_execute")
def _leave_out(execution: ORMExecuteState) -> None:
    nomination_ids = withheld_from(execution.session)
    if execution.execution_options.get("reads_everything"):
        return
    if not nomination_ids or TRANSACTION_IS_OPEN in execution.session.info or not execution.is_select:
        return
    execution.statement = execution.statement.options(*_criteria())
    values = {
        _IDS.key: nomination_ids, _SUBJECTS.key: [f"nomination:{one}" for one in nomination_ids],
        _KEY.key: key(nomination_ids),
    }
    given = execution.parameters or {}
    if isinstance(given, Mapping):
        execution.parameters = {**given, **values}


@cache
def _criteria() -> tuple[LoaderCriteriaOption, ...]:
    """For each table that can lead to a nomination, which of its rows do not lead to one that is left out."""
    criteria: dict[type[Any], Criterion] = {}
    for mapper in Base.registry.mappers:
        column = next((name for name in _BY_COLUMN if name in mapper.columns), None)
        if column is not None:
            criteria[mapper.class_] = _BY_COLUMN[column]
    # The values are parameters of the execution, so each criterion is the same statement for everybody.
    return tuple(
        with_loader_criteria(entity, criterion, include_aliases=True, track_closure_variables=False)
        for entity, criterion in (criteria | _BY_ENTITY).items()
    )
