"""A reviewer gives a file back, with one of a few reasons and a sentence; the secretariat gets a letter at once."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from nominations.conflicts.services.conflicts import REASON_MOST
from nominations.core.rules.errors import Invalid
from nominations.core.rules.mailbox import Mailbox
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.vocabulary import Action, ConflictKind, DeclineReason
from nominations.core.tables import Decline, Recusal
from nominations.core.work import Work
from nominations.rounds.queries import assigned_files
from nominations.rounds.queries.assigned_files import AssignedFile


def decline(work: Work, nomination_id: UUID, reason: str, words: str) -> DeclineReason:
    """Give a file back. The reviewer cannot open it any more, and a card that was begun stays but does not count; with
    a conflict as the reason, it is a recusal too. Raises `Invalid` at `reason` or `words`.
    """
    wrong: dict[str, tuple[str, Mapping[str, object]]] = {}
    try:
        words = parse_text("words", words, most=REASON_MOST)
    except Invalid as problem:
        wrong |= problem.problems
    if reason not in set(DeclineReason):
        wrong["reason"] = ("no_reason", {})
    if wrong:
        raise Invalid(**wrong)
    chosen = DeclineReason(reason)
    with work.transaction() as session:
        held = assigned_files.load_assigned(work, nomination_id, to=Action.DECLINE, lock=True)
        session.add(Decline(assignment_id=held.assignment.id, reason=chosen, words=words, at=work.now))
        held.assignment.removed_at, held.assignment.removed_by_id = work.now, work.actor.id
        held.assignment.removed_reason = words
        session.flush()
        if chosen is DeclineReason.CONFLICT:
            _add_recusal(work, session, held, words)
        edition = held.edition
        work.send_mail(
            "file_declined", Mailbox(edition.contact, edition.languages[0]), edition_id=held.nomination.edition_id,
            nomination_id=nomination_id, reference=held.nomination.reference, reason=chosen.value, words=words,
            reviewer=work.actor.name or work.actor.email, path=f"/{edition.code}/secretariat/progress",
        )
        work.record(Action.DECLINE, f"nomination:{nomination_id}", {
            "round": str(held.round.id), "reason": chosen, "words": words,
        })
    return chosen


def _add_recusal(work: Work, session: Session, held: AssignedFile, words: str) -> None:
    session.add(Recusal(
        id=uuid4(), nomination_id=held.nomination.id, reviewer_id=work.actor.id, kind=ConflictKind.OTHER, words=words,
        at=work.now, by_id=work.actor.id, declared_by_reviewer=True,
    ))
    session.flush()
