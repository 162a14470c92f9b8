"""Acts of a reviewer: accepting the undertaking of confidentiality, and declaring interests in nominations."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError

from nominations.access.queries import policy_facts
from nominations.conflicts.queries import own_declarations
from nominations.conflicts.rules import wording_version
from nominations.core.rules.errors import Invalid
from nominations.core.rules.mailbox import Mailbox
from nominations.core.rules.text.stored_text import clean, refused_characters
from nominations.core.rules.vocabulary import Action, ConflictAnswer, ConflictKind, ConflictState
from nominations.core.tables import Acceptance, Conflict, Recusal
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.rounds.queries import assigned_files
from nominations.rounds.queries.assigned_files import AssignedFile

LONGEST = 5_000


def undertake(work: Work, edition_id: UUID, language: str) -> None:
    """Accept the present undertaking, in the language it was read in; a second acceptance changes nothing."""
    with work.transaction() as session:
        work.require(Action.UNDERTAKE, policy_facts.load_edition(work, edition_id))
        text = editions.by_id(session, edition_id).edition.text("undertaking")
        before = own_declarations.load_undertaking(work, edition_id)
        if before is not None and before.text_version == text.version:
            return
        acceptance = Acceptance(
            id=uuid4(), account_id=work.actor.id, edition_id=edition_id, text="undertaking",
            text_version=text.version, language=language, accepted_at=work.now,
        )
        try:
            with session.begin_nested():
                session.add(acceptance)
        except IntegrityError:
            return  # another tab was first
        work.record(
            Action.UNDERTAKE, acceptance, {"text": "undertaking", "version": text.version, "language": language}
        )


def declare_interest(
    work: Work, nomination_id: UUID, answer: str, kind: str, words: str, language: str
) -> ConflictAnswer:
    """Declare none, a possible or a real interest; the newest declaration counts.

    A real interest recuses the reviewer at once and their review no longer counts. A possible one closes the
    nomination to them until the secretariat has decided; answering none later does not undo it. Raises `Invalid`.
    """
    with work.transaction() as session:
        held = assigned_files.load_assigned(work, nomination_id, to=Action.DECLARE, lock=True)
        chosen, of_kind, explanation = _read_declaration(answer, kind, words)
        before = own_declarations.newest_declaration(session, held.assignment.id)
        if before is not None and _is_repeated(before, chosen, of_kind, explanation):
            return chosen
        if chosen is ConflictAnswer.NONE and before is not None and before.state is ConflictState.OPEN:
            raise Invalid(answer="waits_for_decision")
        conflict = Conflict(
            id=uuid4(), assignment_id=held.assignment.id, number=before.number + 1 if before else 1, answer=chosen,
            kind=of_kind, words=explanation, text_version=wording_version(held.edition.conflict), declared_at=work.now,
            state=ConflictState.OPEN if chosen is ConflictAnswer.POSSIBLE else None,
        )
        session.add(conflict)
        session.flush()
        if chosen is ConflictAnswer.REAL:
            _recuse_oneself(work, held, of_kind or ConflictKind.OTHER, explanation)
        if chosen is not ConflictAnswer.NONE:
            _write_to_secretariat(work, held, chosen)
        work.record(Action.DECLARE, conflict, {
            "nomination": held.nomination.id, "number": conflict.number, "answer": chosen, "kind": of_kind,
            "words": explanation,
            "text_version": conflict.text_version, "language": language,
        })
    return chosen


def _read_declaration(answer: str, kind: str, words: str) -> tuple[ConflictAnswer, ConflictKind | None, str]:
    explanation = clean(words)
    wrong: dict[str, str | tuple[str, Mapping[str, object]]] = {}
    if answer not in set(ConflictAnswer):
        raise Invalid(answer="no_answer")
    chosen = ConflictAnswer(answer)
    if refused := refused_characters(explanation):
        wrong["words"] = ("refused_characters", {"characters": ", ".join(refused)})
    elif len(explanation) > LONGEST:
        wrong["words"] = ("too_many_characters", {"count": len(explanation), "most": LONGEST})
    elif chosen is ConflictAnswer.POSSIBLE and not explanation.strip():
        wrong["words"] = "no_words"
    if chosen is ConflictAnswer.REAL and kind not in set(ConflictKind):
        wrong["kind"] = "no_kind"
    if wrong:
        raise Invalid(**wrong)
    if chosen is ConflictAnswer.NONE:
        return chosen, None, ""
    return chosen, ConflictKind(kind) if kind in set(ConflictKind) else None, explanation


def _is_repeated(before: Conflict, answer: ConflictAnswer, kind: ConflictKind | None, words: str) -> bool:
    """Whether this repeats the last declaration (a double click); after a decision the same may be declared again."""
    undecided = before.state in (None, ConflictState.OPEN)
    return undecided and (before.answer, before.kind, before.words) == (answer, kind, words)


def _recuse_oneself(work: Work, held: AssignedFile, kind: ConflictKind, words: str) -> None:
    recusal = Recusal(
        id=uuid4(), nomination_id=held.nomination.id, reviewer_id=work.actor.id, kind=kind, words=words, at=work.now,
        by_id=work.actor.id, declared_by_reviewer=True,
    )
    try:
        with work.session.begin_nested():
            work.session.add(recusal)
    except IntegrityError:
        return  # the secretariat recused them at the same moment


def _write_to_secretariat(work: Work, held: AssignedFile, answer: ConflictAnswer) -> None:
    edition = held.edition
    work.send_mail(
        "conflict_declared", Mailbox(edition.contact, edition.languages[0]), edition_id=held.nomination.edition_id,
        nomination_id=held.nomination.id, reference=held.nomination.reference,
        reviewer=work.actor.name or work.actor.email, stepped_aside=answer is ConflictAnswer.REAL,
        path=f"/{edition.code}/secretariat/conflicts",
    )
