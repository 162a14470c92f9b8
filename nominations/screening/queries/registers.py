"""What registers list: decisions about eligibility with their reasons, late attempts, letters."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row as Found
from sqlalchemy import func, select

from nominations.access.queries import policy_facts
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import (
    Account,
    CorrectionRequest,
    EligibilityDecision,
    LateAttempt,
    Letter,
    Nomination,
)
from nominations.core.work import Work
from nominations.screening.queries import nomination_file, nomination_list
from nominations.screening.queries.nomination_filters import NominationFilter
from nominations.screening.queries.nomination_list import Row


@dataclass(frozen=True, slots=True)
class Entry:
    """A nomination with one decision about it, or with none yet."""

    row: Row
    decision: EligibilityDecision | None
    made_by: str = ""
    confirmed_by: str = ""
    undone_by: str = ""


def list_decisions(work: Work, edition_id: UUID, wanted: NominationFilter) -> Iterator[Entry]:
    """The nominations of the list that may be read, each with its decisions in the order they were made."""
    of: dict[UUID, list[EligibilityDecision]] = {}
    for decision in work.session.scalars(
        select(EligibilityDecision).join(Nomination, Nomination.id == EligibilityDecision.nomination_id)
        .where(Nomination.edition_id == edition_id).order_by(EligibilityDecision.made_at, EligibilityDecision.id)
    ):
        of.setdefault(decision.nomination_id, []).append(decision)
    people = nomination_file.load_names(work, {
        by for made in of.values() for decision in made
        for by in (decision.made_by_id, decision.confirmed_by_id, decision.undone_by_id) if by
    })
    for row in nomination_list.list_rows(work, edition_id, wanted):
        if not row.readable:
            continue
        for made in of.get(row.id, ()) or (None,):
            by = (made.made_by_id, made.confirmed_by_id, made.undone_by_id) if made else ()
            yield Entry(row, made, *(people.get(who, "") if who else "" for who in by))


def list_late_attempts(work: Work, edition_id: UUID) -> Iterator[Found]:
    """(reference, name, at, closed_at, submitted) of each attempt that came too late, the oldest first."""
    work.require(Action.EXPORT, policy_facts.load_edition(work, edition_id))
    return work.session.execute(
        select(
            Nomination.reference, func.coalesce(func.nullif(Account.name, ""), Account.email).label("name"),
            LateAttempt.at, LateAttempt.closed_at, Nomination.submission_id.is_not(None).label("submitted"),
        )
        .join(Nomination, Nomination.id == LateAttempt.nomination_id)
        .join(Account, Account.id == LateAttempt.account_id)
        .where(Nomination.edition_id == edition_id).order_by(LateAttempt.at, LateAttempt.id)
    )


def list_letters(work: Work, edition_id: UUID) -> Iterator[Found]:
    """(written_at, address, subject, reference, state, sent_at, tries, trouble) of each letter, the oldest first."""
    work.require(Action.SEE_LETTERS, policy_facts.load_edition(work, edition_id))
    return work.session.execute(
        select(
            Letter.written_at, Letter.address, Letter.subject, Nomination.reference, Letter.state, Letter.sent_at,
            Letter.tries, Letter.trouble,
        )
        .outerjoin(Nomination, Nomination.id == Letter.nomination_id)
        .where(Letter.edition_id == edition_id).order_by(Letter.written_at, Letter.id)
        .execution_options(yield_per=1000)
    )


def list_corrections(work: Work, edition_id: UUID) -> Iterator[Found]:
    """(reference, category, name, questions, message, asked_at, until, answered_at, ended_at) of each request."""
    work.require(Action.EXPORT, policy_facts.load_edition(work, edition_id))
    request = CorrectionRequest
    return work.session.execute(
        select(
            Nomination.reference, Nomination.category,
            func.coalesce(func.nullif(Account.name, ""), Account.email).label("name"), request.questions,
            request.message,
            request.asked_at, request.until, request.answered_at, request.ended_at,
        )
        .join(Nomination, Nomination.id == request.nomination_id).join(Account, Account.id == request.asked_by_id)
        .where(Nomination.edition_id == edition_id).order_by(request.asked_at, request.id)
    )
