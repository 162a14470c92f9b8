"""A reviewer undertakes confidentiality, and declares of each file whether they have an interest in it."""

import hashlib
from collections.abc import Mapping
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError

from nominations.access.queries import policy_facts
from nominations.conflicts.queries import own_declarations
from nominations.core.rules import codec
from nominations.core.rules.errors import Invalid
from nominations.core.rules.mailbox import Mailbox
from nominations.core.rules.text.stored_text import clean, refused_characters
from nominations.core.rules.vocabulary import Action, ConflictAnswer, ConflictKind, ConflictState
from nominations.core.tables import Acceptance, Conflict, Recusal
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import ConflictQuestion
from nominations.rounds.queries import assigned_files
from nominations.rounds.queries.assigned_files import AssignedFile

LONGEST = 5_000


def undertake(work: Work, edition_id: UUID, language: str) -> None:
    """Accept the undertaking as it stands, in the language it was read in. Doing so twice is doing so once."""
    with work.transaction() as session:
        work.require(Action.UNDERTAKE, policy_facts.load_edition(work, edition_id))
        text = editions.by_id(session, edition_id).edition.text("undertaking")
        before = own_declarations.undertaking(work, edition_id)
        if before is not None and before.text_version == text.version:
            return
        made = Acceptance(
            id=uuid4(), account_id=work.actor.id, edition_id=edition_id, text="undertaking",
            text_version=text.version, language=language, accepted_at=work.now,
        )
        try:
            with session.begin_nested():
                session.add(made)
        except IntegrityError:
            return  # another tab was first
        work.record(Action.UNDERTAKE, made, {"text": "undertaking", "version": text.version, "language": language})


def declare(work: Work, nomination_id: UUID, answer: str, kind: str, words: str, language: str) -> ConflictAnswer:
    """Declare none, a possible or a real interest; the newest declaration counts.

    A real one is a recusal: the file is shut at once and its score leaves the totals. A possible one keeps it shut
    until the secretariat has decided; it cannot be taken back by answering none. Raises `Invalid` by field.
    """
    with work.transaction() as session:
        held = assigned_files.load(work, nomination_id, to=Action.DECLARE, lock=True)
        chosen, of_kind, told = _taken(answer, kind, words)
        before = own_declarations.newest_declaration(session, held.assignment.id)
        if before is not None and _says_the_same(before, chosen, of_kind, told):
            return chosen
        if chosen is ConflictAnswer.NONE and before is not None and before.state is ConflictState.OPEN:
            raise Invalid(answer="waits_for_decision")
        made = Conflict(
            id=uuid4(), assignment_id=held.assignment.id, number=before.number + 1 if before else 1, answer=chosen,
            kind=of_kind, words=told, text_version=wording_version(held.edition.conflict), declared_at=work.now,
            state=ConflictState.OPEN if chosen is ConflictAnswer.POSSIBLE else None,
        )
        session.add(made)
        session.flush()
        if chosen is ConflictAnswer.REAL:
            _step_aside(work, held, of_kind or ConflictKind.OTHER, told)
        if chosen is not ConflictAnswer.NONE:
            _tell(work, held, chosen)
        work.record(Action.DECLARE, made, {
            "nomination": held.nomination.id, "number": made.number, "answer": chosen, "kind": of_kind, "words": told,
            "text_version": made.text_version, "language": language,
        })
    return chosen


def wording_version(question: ConflictQuestion) -> str:
    """Which wording was answered: a version nobody can forget to raise, made of the wording itself."""
    return hashlib.sha256(codec.dumps(question).encode()).hexdigest()[:16]


def _taken(answer: str, kind: str, words: str) -> tuple[ConflictAnswer, ConflictKind | None, str]:
    told = clean(words)
    wrong: dict[str, str | tuple[str, Mapping[str, object]]] = {}
    if answer not in set(ConflictAnswer):
        raise Invalid(answer="no_answer")
    chosen = ConflictAnswer(answer)
    if refused := refused_characters(told):
        wrong["words"] = ("refused_characters", {"characters": ", ".join(refused)})
    elif len(told) > LONGEST:
        wrong["words"] = ("too_many_characters", {"count": len(told), "most": LONGEST})
    elif chosen is ConflictAnswer.POSSIBLE and not told.strip():
        wrong["words"] = "no_words"
    if chosen is ConflictAnswer.REAL and kind not in set(ConflictKind):
        wrong["kind"] = "no_kind"
    if wrong:
        raise Invalid(**wrong)
    if chosen is ConflictAnswer.NONE:
        return chosen, None, ""
    return chosen, ConflictKind(kind) if kind in set(ConflictKind) else None, told


def _says_the_same(before: Conflict, answer: ConflictAnswer, kind: ConflictKind | None, words: str) -> bool:
    """A double click; a possible interest that was decided may be declared anew in the same words."""
    undecided = before.state in (None, ConflictState.OPEN)
    return undecided and (before.answer, before.kind, before.words) == (answer, kind, words)


def _step_aside(work: Work, held: AssignedFile, kind: ConflictKind, words: str) -> None:
    recusal = Recusal(
        id=uuid4(), nomination_id=held.nomination.id, reviewer_id=work.actor.id, kind=kind, words=words, at=work.now,
        by_id=work.actor.id, declared_by_reviewer=True,
    )
    try:
        with work.session.begin_nested():
            work.session.add(recusal)
    except IntegrityError:
        return  # the secretariat set them aside at the same moment


def _tell(work: Work, held: AssignedFile, answer: ConflictAnswer) -> None:
    edition = held.edition
    work.send_mail(
        "conflict_declared", Mailbox(edition.contact, edition.languages[0]), edition_id=held.nomination.edition_id,
        nomination_id=held.nomination.id, reference=held.nomination.reference,
        reviewer=work.actor.name or work.actor.email, stepped_aside=answer is ConflictAnswer.REAL,
        path=f"/{edition.code}/secretariat/conflicts",
    )
