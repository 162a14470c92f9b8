"""Conditions in SQL: which review counts, who is recused, who may see a file.

`core.rules.review_rules` states the same rules in Python. Each condition is about one assignment, `of`: the table or an
alias of it that the statement selects from. Other tables are read in subqueries, so the statement need not join them.
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

# Made once, because making an alias takes longer than most of the lookups. No condition nests an alias in itself.
_card, _file, _role, _writer = aliased(Assessment), aliased(Nomination), aliased(Grant), aliased(Collaborator)
_recusal, _finding, _shadow = aliased(Recusal), aliased(Finding), aliased(Shadow)
_newest, _later_declaration = aliased(Conflict), aliased(Conflict)
_own_round, _later_round, _later, _other = aliased(Round), aliased(Round), aliased(Assignment), aliased(Assignment)


_IS_OPEN = and_(_finding.state == ConflictState.OPEN, _finding.gone_at.is_(None))


def is_counted(of: Of = Assignment) -> Condition:
    """The review is submitted and counts."""
    return and_(
        is_published(of), _is_submitted(of), _is_eligible(of), ~is_shadow(of.round_id, of.reviewer_id), ~is_recused(of),
        ~is_undecided(of),
    )


def is_expected(of: Of = Assignment) -> Condition:
    """The review counts or may still come; the assignment may be proposed or published."""
    return and_(
        of.removed_at.is_(None), _is_eligible(of), ~is_shadow(of.round_id, of.reviewer_id), ~is_recused(of),
        or_(_may_still_review(of), and_(of.published_at.is_not(None), _is_submitted(of), ~is_undecided(of))),
    )


def is_recused(of: Of = Assignment) -> Condition:
    """The reviewer is recused, by themselves or by the secretariat, or a conflict of interest was confirmed."""
    return or_(has_recusal(of.nomination_id, of.reviewer_id), _newest_declares(
        of, or_(_newest.answer == ConflictAnswer.REAL, _newest.state == ConflictState.CONFIRMED)
    ))


def is_undecided(of: Of = Assignment) -> Condition:
    """A possible conflict of interest, declared or found, waits for the secretariat's decision."""
    return or_(has_open_finding(of.nomination_id, of.reviewer_id), _newest_declares(
        of, _newest.state == ConflictState.OPEN
    ))


def visible_to_reviewer(of: Of = Assignment) -> Condition:
    """The file is on the reviewer's list of assigned files, so that they may declare a conflict or none.

    They may read it once they have declared and nothing is undecided.
    """
    return and_(is_published(of), ~is_recused(of), ~is_superseded(of), _is_eligible(of), ~_had_part_in_writing(of))


def is_published(of: Of = Assignment) -> Condition:
    """The assignment was published to its reviewer and has not been removed."""
    return and_(of.published_at.is_not(None), of.removed_at.is_(None))


def is_superseded(of: Of = Assignment) -> Condition:
    """The same file was published to the same reviewer in a round that was opened later."""
    # Rounds come first: there are few, and an index finds an assignment by its round, file and reviewer.
    asked_again = exists().where(
        _later.round_id == _later_round.id, _later.nomination_id == of.nomination_id,
        _later.reviewer_id == of.reviewer_id, is_published(_later),
    ).correlate(of, _later_round)
    return exists().where(
        _own_round.id == of.round_id, _later_round.edition_id == _own_round.edition_id,
        _later_round.opened_at > _own_round.opened_at, asked_again,
    )


def is_shadow(round_id: Id, reviewer_id: Id) -> Condition:
    """The reviewer is a shadow reviewer of the round: their marks enter no mean, count, list or report."""
    return exists().where(_shadow.round_id == round_id, _shadow.reviewer_id == reviewer_id)


def has_recusal(nomination_id: Id, reviewer_id: Id) -> Condition:
    """A recusal of this reviewer from this nomination is recorded, in any round."""
    return exists().where(_recusal.nomination_id == nomination_id, _recusal.reviewer_id == reviewer_id)


def has_open_finding(nomination_id: Id, reviewer_id: Id) -> Condition:
    """A possible conflict that the system found between the two is not decided."""
    return exists().where(
        _finding.nomination_id == nomination_id, _finding.reviewer_id == reviewer_id, _IS_OPEN,
    )


def barred_nominations(account_id: Id) -> Iterator[Select[UUID]]:
    """Select the ids of nominations from which somebody is recused, or with which the system found a possible conflict
    that is not decided."""
    yield select(_recusal.nomination_id).where(_recusal.reviewer_id == account_id)
    yield select(_finding.nomination_id).where(_finding.reviewer_id == account_id, _IS_OPEN)


def is_recused_from(nomination_id: Id, account_id: Id) -> Condition:
    """The account is recused from the nomination, by any recusal or any assignment that was not removed."""
    return or_(has_recusal(nomination_id, account_id), exists().where(
        _other.nomination_id == nomination_id, _other.reviewer_id == account_id,
        _other.removed_at.is_(None),
        is_recused(_other),
    ))


def newest_declaration(of: Of = Assignment) -> Condition:
    """For statements that join `Conflict`: its row is the newest declaration of the assignment."""
    last = select(func.max(Conflict.number)).where(Conflict.assignment_id == of.id).correlate(of).scalar_subquery()
    return and_(Conflict.assignment_id == of.id, Conflict.number == last)


def is_newest(declaration: Any = Conflict) -> Condition:
    """The declaration is the newest one of its assignment: the one that counts."""
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
