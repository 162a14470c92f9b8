"""The conflict question of the office and the jury: answered once for every nomination, by names alone."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts
from nominations.access.queries.involvement import select_unanswered
from nominations.conflicts.services.conflicts import REASON_MOST
from nominations.conflicts.steps.recusals import add_recusal
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.vocabulary import Action, ConflictKind, Refusal
from nominations.core.tables import Account, ConflictStatement, Nomination
from nominations.core.work import Work


def state_conflicts(
    work: Work, edition_id: UUID, shown: Collection[str], conflicts: Mapping[UUID, str], *, no_other: bool
) -> int:
    """Recuse the actor from the submissions in `conflicts`, each with its reason or none, and with `no_other` answer
    for all that were `shown`; the number of nominations that close.

    Raises `Invalid` where nothing is declared, and at `names` where a submission came that was not shown: the answer
    never covers a name that the actor has not read. Only the secretariat lifts such a recusal, never the actor.
    """
    if not conflicts and not no_other:
        raise Invalid(no_other="nothing_declared")
    reasons = {
        submission_id: parse_text(f"reason-{submission_id}", reason, most=REASON_MOST, required=False).strip()
        for submission_id, reason in conflicts.items()
    }
    with work.transaction() as session:
        case = policy_facts.load_edition(work, edition_id)
        work.require(Action.STATE_CONFLICTS, case)
        if not case.call_is_over:
            raise Refused(Refusal.TOO_EARLY)
        # Two windows of one person come one after the other.
        account = session.get_one(Account, work.actor.account_id, with_for_update=True, populate_existing=True)
        closed = _recuse_oneself(work, session, edition_id, reasons)
        covered: dict[UUID, datetime] = {}
        if no_other:
            covered = _list_covered(session, account.id, edition_id, shown)
            if covered:
                _add_statement(work, session, edition_id, max(covered.values()))
        if closed or covered:
            work.record(Action.STATE_CONFLICTS, account, {
                "conflicts": {str(nomination_id): reason for nomination_id, reason in sorted(closed.items())},
                "no_conflict": sorted(map(str, covered)),
            })
    return len(closed)


def _recuse_oneself(
    work: Work, session: Session, edition_id: UUID, reasons: Mapping[UUID, str]
) -> dict[UUID, str]:
    """The nominations that close by it, with the reasons; those that were closed before are left out."""
    rows = session.execute(
        select(Nomination.submission_id, Nomination.id)
        .where(Nomination.edition_id == edition_id, Nomination.submission_id.in_(reasons))
    )
    nominations = {row.submission_id: row.id for row in rows}
    if nominations.keys() != reasons.keys():
        raise Invalid(names="names_added")
    closed = {}
    for submission_id, reason in reasons.items():
        nomination_id = nominations[submission_id]
        try:
            with session.begin_nested():
                # Recorded as decided by the office, so that a head who is not concerned can lift it.
                added = add_recusal(
                    work, session, nomination_id, work.actor.account_id, ConflictKind.OTHER, reason
                )
        except IntegrityError:
            continue  # the secretariat recused them at the same moment
        if added:
            closed[nomination_id] = reason
    return closed


def _list_covered(
    session: Session, account_id: UUID, edition_id: UUID, shown: Collection[str]
) -> dict[UUID, datetime]:
    """The nominations that the answer covers, each with the instant of its submission."""
    known = frozenset(shown)
    rows = session.execute(
        select(Nomination.id, Nomination.submission_id, Nomination.submitted_at)
        .where(Nomination.id.in_(select_unanswered(account_id, edition_id)))
    ).all()
    if any(str(submission_id) not in known for _id, submission_id, _at in rows):
        raise Invalid(names="names_added")
    return {nomination_id: submitted_at for nomination_id, _submission_id, submitted_at in rows if submitted_at}


def _add_statement(work: Work, session: Session, edition_id: UUID, covers_until: datetime) -> None:
    """What was submitted later asks again, even where its transaction began before this one."""
    last = session.scalar(select(func.max(ConflictStatement.number)).where(
        ConflictStatement.account_id == work.actor.id, ConflictStatement.edition_id == edition_id
    ))
    session.add(ConflictStatement(
        id=uuid4(), account_id=work.actor.account_id, edition_id=edition_id, number=(last or 0) + 1,
        covers_until=covers_until, stated_at=work.now,
    ))
    session.flush()
