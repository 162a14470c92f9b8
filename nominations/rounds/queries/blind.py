"""Rounds that hide names from reviewers: what they get instead of a nomination and its versions.

What a reviewer reads of a file comes through `rounds.queries.assigned_files`, `reviewing.queries.desk` and
`nominations.queries.printed_nomination`, which ask here.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, select
from sqlalchemy.orm import Session, aliased

from nominations.access.queries import review_rules
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Refusal, Role
from nominations.core.tables import (
    Account,
    Assignment,
    BlindRound,
    Document,
    Nomination,
    Referee,
    Round,
    RoundFile,
    Submission,
)
from nominations.core.work import Work
from nominations.documents.queries import documents
from nominations.editions.rules.edition import Category, Edition
from nominations.rounds.queries import redaction_marks, reviewer_copies
from nominations.rounds.rules import blind
from nominations.rounds.rules.name_filter import NameFilter

_round, _file = aliased(Round), aliased(RoundFile)


def is_blind(round_id: SQLColumnExpression[UUID] | UUID) -> ColumnElement[bool]:
    """The condition that the names of a round's files are hidden from its reviewers."""
    return exists().where(BlindRound.round_id == round_id)


def is_hidden_from(work: Work, nomination_id: UUID) -> bool:
    """Whether the actor, as a reviewer or as the chair, may not know whose this file is.

    The newest round in which it was routed to a reviewer says so; a file that is not routed to them hides nothing here.
    For the chair it is the newest round in which the file takes part.
    """
    if work.actor.role is Role.CHAIR:
        return bool(work.session.scalar(select(is_hidden_in_its_round(nomination_id))))
    return work.actor.role is Role.REVIEWER and _among(work, Assignment.nomination_id == nomination_id)


def is_hidden_in_its_round(nomination_id: SQLColumnExpression[UUID] | UUID) -> ColumnElement[bool]:
    """The condition that the newest round in which a file takes part hides the names from those who judge."""
    newest = (
        select(_round.id).join(_file, _file.round_id == _round.id).where(_file.nomination_id == nomination_id)
        .order_by(_round.opened_at.desc(), _round.id).limit(1).scalar_subquery()
    )
    return is_blind(newest)


def recheck(work: Work, document: Document) -> None:
    """Raise `Refused` where names or an attachment of one of the document's files are hidden from the actor, and were
    not yet when it was made."""
    if work.actor.role not in (Role.REVIEWER, Role.CHAIR):
        return
    if not (nominations := documents.list_nominations(document)):
        return
    since = BlindRound.at >= document.made_at
    if work.actor.role is Role.CHAIR:
        hidden = bool(work.session.scalar(select(exists().where(
            since, RoundFile.round_id == BlindRound.round_id, RoundFile.nomination_id.in_(nominations),
        ))))
    else:
        hidden = _among(work, Assignment.nomination_id.in_(nominations), since)
    if hidden:
        raise Refused(Refusal.NOT_FOUND)
    if document.made_at is None:
        return
    changed = redaction_marks.list_hidden_since(work.session, nominations, document.made_at)
    if any(is_hidden_from(work, nomination_id) for nomination_id in changed):
        raise Refused(Refusal.NOT_FOUND)
    if reviewer_copies.has_any_since(work.session, nominations, document.made_at):
        raise Refused(Refusal.NOT_FOUND)


def _among(work: Work, *of: ColumnElement[bool]) -> bool:
    """Whether a blind round hides one of the actor's files from them."""
    return bool(work.session.scalar(select(exists().where(
        *of, Assignment.reviewer_id == work.actor.id, review_rules.is_published(),
        BlindRound.round_id == Assignment.round_id, ~review_rules.is_superseded(),
    ))))


def copy_nomination(of: Nomination) -> Nomination:
    """A copy that no session knows, called by its reference."""
    values = {attribute.key: getattr(of, attribute.key) for attribute in Nomination.__mapper__.column_attrs}
    return Nomination(**values | {"title": of.reference})


def copy_submission(
    session: Session, of: Submission, edition: Edition, veil: NameFilter | None = None
) -> Submission:
    """A copy that no session knows, without what tells whose it is; `veil` marks in another way what it strikes out."""
    of = reviewer_copies.copy_for_reviewers(session, of)
    category = edition.category(of.category)
    if veil is None:
        phrases, lifted = load_phrases(session, of, category)
        veil = NameFilter(phrases, lifted=lifted)
    values = {attribute.key: getattr(of, attribute.key) for attribute in Submission.__mapper__.column_attrs}
    return Submission(**values | {
        "answers": blind.answers_without_names(category, of.answers, veil),
        "attachments": blind.attachments_without_names(category.attachments, of.attachments, veil),
        "typed_name": "",
    })


def load_name_filter(session: Session, of: Nomination, edition: Edition) -> NameFilter:
    """What strikes the names of a nomination out of a text that is not part of it."""
    counted = session.get_one(Submission, of.submission_id)
    phrases, lifted = load_phrases(session, counted, edition.category(counted.category))
    return NameFilter(phrases, lifted=lifted)


def load_phrases(session: Session, of: Submission, category: Category) -> tuple[list[str], list[str]]:
    """What is struck out of the texts of one submission, with what officers added, and what they lifted."""
    marks = redaction_marks.list_standing(session, [of.nomination_id])
    added = [mark.phrase for mark in marks if not mark.is_lifted]
    return [*load_names(session, of, category), *added], [mark.phrase for mark in marks if mark.is_lifted]


def load_names(session: Session, of: Submission, category: Category) -> dict[str, str]:
    """Every name that is struck out of its texts, with the key of the question it comes from; empty for an account or
    a letter of reference."""
    account = session.execute(
        select(Account.name, Account.email)
        .join(Nomination, and_(Nomination.id == of.nomination_id, Nomination.owner_id == Account.id))
    ).one()
    referees = session.execute(select(Referee.name, Referee.email).where(Referee.nomination_id == of.nomination_id))
    others = [value for row in referees for value in row]
    return blind.trace_names(category, of.answers, [account.name, account.email, of.typed_name, *others])
