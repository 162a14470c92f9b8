"""Which review counts, who is recused, who may see a file: the rule as conditions of a statement.

`core.rules.review_rules` says the same in Python. Each condition is about one assignment, `of`: the table as the
statement names it, or an alias of it. A condition brings the tables that it looks at, so the statement joins nothing
for it.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from nominations.core.rules.vocabulary import AssessmentState, ConflictAnswer, ConflictState, Role, State
from nominations.core.tables import (
    Assessment,
    Assignment,
    Collaborator,
    Conflict,
    Finding,
    Grant,
    Nomination,
    Recusal,
    Round,
    Shadow,
)

Condition = ColumnElement[bool]
Id = SQLColumnExpression[UUID] | UUID | None
Of = Any  # Assignment or an alias of it: SQLAlchemy has no type for both

# Made once, because making an alias costs more than most of the lookups; no condition nests one in itself.
_card, _file, _role, _writer = aliased(Assessment), aliased(Nomination), aliased(Grant), aliased(Collaborator)
_recusal, _finding, _shadow = aliased(Recusal), aliased(Finding), aliased(Shadow)
_newest, _later_declaration = aliased(Conflict), aliased(Conflict)
_own_round, _later_round, _later, _theirs = aliased(Round), aliased(Round), aliased(Assignment), aliased(Assignment)


_IS_OPEN = and_(_finding.state == ConflictState.OPEN, _finding.gone_at.is_(None))


def is_counted(of: Of = Assignment) -> Condition:
    """The review is in and counts."""
    return and_(
        is_published(of), _is_submitted(of), _is_eligible(of), ~is_shadow(of.round_id, of.reviewer_id), ~is_recused(of),
        ~is_undecided(of),
    )


def is_expected(of: Of = Assignment) -> Condition:
    """The file can rely on this reviewer: their review counts, or may still come, proposed or published."""
    return and_(
        of.removed_at.is_(None), _is_eligible(of), ~is_shadow(of.round_id, of.reviewer_id), ~is_recused(of),
        or_(_may_still_review(of), and_(of.published_at.is_not(None), _is_submitted(of), ~is_undecided(of))),
    )


def is_recused(of: Of = Assignment) -> Condition:
    """The reviewer has no part in the nomination: recused by themselves or the office, or a conflict was confirmed."""
    return or_(has_recusal(of.nomination_id, of.reviewer_id), _newest_declares(
        of, or_(_newest.answer == ConflictAnswer.REAL, _newest.state == ConflictState.CONFIRMED)
    ))


def is_undecided(of: Of = Assignment) -> Condition:
    """A possible conflict of interest, declared or found, waits for the secretariat's decision."""
    return or_(has_open_finding(of.nomination_id, of.reviewer_id), _newest_declares(
        of, _newest.state == ConflictState.OPEN
    ))


def visible_to_reviewer(of: Of = Assignment) -> Condition:
    """The file is on its reviewer's desk by this assignment: the policy lets them declare on it.

    They may read it once they have declared and nothing is undecided.
    """
    return and_(is_published(of), ~is_recused(of), ~is_superseded(of), _is_eligible(of), ~_had_part_in_writing(of))


def is_published(of: Of = Assignment) -> Condition:
    """The reviewer was asked, and has been neither replaced nor relieved."""
    return and_(of.published_at.is_not(None), of.removed_at.is_(None))


def is_superseded(of: Of = Assignment) -> Condition:
    """The same file was published to the same reviewer in a round that was opened later."""
    # Rounds first: there are few, and an assignment is found by its round, file and reviewer in one step.
    asked_again = exists().where(
        _later.round_id == _later_round.id, _later.nomination_id == of.nomination_id,
        _later.reviewer_id == of.reviewer_id, is_published(_later),
    ).correlate(of, _later_round)
    return exists().where(
        _own_round.id == of.round_id, _later_round.edition_id == _own_round.edition_id,
        _later_round.opened_at > _own_round.opened_at, asked_again,
    )


def is_shadow(round_id: Id, reviewer_id: Id) -> Condition:
    """Somebody reads along in a round: their marks enter no mean, no count, no list and no report."""
    return exists().where(_shadow.round_id == round_id, _shadow.reviewer_id == reviewer_id)


def has_recusal(nomination_id: Id, reviewer_id: Id) -> Condition:
    """A recusal is on record between the two, in whatever round."""
    return exists().where(_recusal.nomination_id == nomination_id, _recusal.reviewer_id == reviewer_id)


def has_open_finding(nomination_id: Id, reviewer_id: Id) -> Condition:
    """Evidence that the system found between the two waits for a decision."""
    return exists().where(
        _finding.nomination_id == nomination_id, _finding.reviewer_id == reviewer_id, _IS_OPEN,
    )


def barred_nominations(account_id: Id) -> Iterator[Select[UUID]]:
    """The ids of nominations from which somebody is recused, or with which the system found a possible conflict that
    waits for a decision."""
    yield select(_recusal.nomination_id).where(_recusal.reviewer_id == account_id)
    yield select(_finding.nomination_id).where(_finding.reviewer_id == account_id, _IS_OPEN)


def is_recused_from(nomination_id: Id, account_id: Id) -> Condition:
    """The same as `recused` of a person, whichever assignments of the file they had or have."""
    return or_(has_recusal(nomination_id, account_id), exists().where(
        _theirs.nomination_id == nomination_id, _theirs.reviewer_id == account_id, _theirs.removed_at.is_(None),
        is_recused(_theirs),
    ))


def newest_declaration(of: Of = Assignment) -> Condition:
    """For statements that join `Conflict`: its row is the newest declaration of the assignment."""
    last = select(func.max(Conflict.number)).where(Conflict.assignment_id == of.id).correlate(of).scalar_subquery()
    return and_(Conflict.assignment_id == of.id, Conflict.number == last)


def is_newest(declaration: Any = Conflict) -> Condition:
    """The declaration is the last one of its assignment: the one that counts."""
    return ~exists().where(
        _later_declaration.assignment_id == declaration.assignment_id, _later_declaration.number > declaration.number
    )


def recusal_of(of: Of = Assignment) -> Condition:
    """For statements that join `Recusal`: its row is the one between the file and the reviewer."""
    return and_(Recusal.nomination_id == of.nomination_id, Recusal.reviewer_id == of.reviewer_id)


def _newest_declares(of: Of, what: Condition) -> Condition:
    return exists().where(_newest.assignment_id == of.id, what, is_newest(_newest))


def _is_submitted(of: Of) -> Condition:
    return exists().where(_card.assignment_id == of.id, _card.state == AssessmentState.SUBMITTED)


def _is_eligible(of: Of) -> Condition:
    return exists().where(_file.id == of.nomination_id, _file._state == State.ELIGIBLE)


def _may_still_review(of: Of) -> Condition:
    """The reviewer holds the role and does not own the file."""
    return exists().where(
        _file.id == of.nomination_id, _file.owner_id != of.reviewer_id, _role.edition_id == _file.edition_id,
        _role.account_id == of.reviewer_id, _role.role == Role.REVIEWER, _role.ended_at.is_(None),
    )


def _had_part_in_writing(of: Of) -> Condition:
    """The reviewer owns the file or ever wrote it with its owner."""
    return or_(
        exists().where(_file.id == of.nomination_id, _file.owner_id == of.reviewer_id),
        exists().where(_writer.nomination_id == of.nomination_id, _writer.account_id == of.reviewer_id),
    )
