"""Random rounds, written to the database and kept as plain facts, to test the rule of which reviews count."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import product
from random import Random
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.conflicts.rules import Sign
from nominations.core.rules.policy_facts import PolicyFacts
from nominations.core.rules.review_rules import ReviewFacts
from nominations.core.rules.vocabulary import ConflictAnswer, ConflictState, Right, State
from nominations.core.tables import (
    Account,
    Assignment,
    Conflict,
    Finding,
    Nomination,
    Round,
    RoundFile,
    Shadow,
)
from tests.support import make, routing
from tests.support.small_edition import CODE
from tests.support.worlds import World

Declaration = tuple[ConflictAnswer, ConflictState | None]
NONE: Declaration = (ConflictAnswer.NONE, None)
REAL: Declaration = (ConflictAnswer.REAL, None)
POSSIBLE: tuple[Declaration, ...] = tuple((ConflictAnswer.POSSIBLE, state) for state in ConflictState)
FINDINGS = ("open", "gone", "cleared", "confirmed")


@dataclass(frozen=True)
class Drawn:
    """One assignment as it was drawn; the declarations are its history, the last one is the newest."""

    published: bool = True
    removed: bool = False
    declarations: tuple[Declaration, ...] = (NONE,)
    card: str = "submitted"  # or "draft", or none at all


@dataclass(frozen=True)
class Pair:
    """What is known between a file and a reviewer, whatever the round."""

    recusal: bool = False
    findings: tuple[str, ...] = ()
    wrote_it: bool = False


@dataclass
class Cases:
    """The files and reviewers that were written, and the facts of every assignment of theirs, by id."""

    rounds: list[UUID] = field(default_factory=list)  # in the order in which they were opened
    states: dict[UUID, State] = field(default_factory=dict)
    owners: dict[UUID, UUID] = field(default_factory=dict)
    pairs: dict[tuple[UUID, UUID], Pair] = field(default_factory=dict)
    roles: dict[UUID, bool] = field(default_factory=dict)
    shadows: set[tuple[UUID, UUID]] = field(default_factory=set)
    drawn: dict[UUID, tuple[UUID, UUID, UUID, Drawn]] = field(default_factory=dict)  # round, file, reviewer

    def facts(self, assignment_id: UUID) -> ReviewFacts:
        """The facts as the rule in Python takes them."""
        round_id, file, reviewer, drawn = self.drawn[assignment_id]
        pair = self.pairs.get((file, reviewer), Pair())
        answer, decision = drawn.declarations[-1] if drawn.declarations else (None, None)
        return ReviewFacts(
            published=drawn.published, removed=drawn.removed, eligible=self.states[file] is State.ELIGIBLE,
            shadow=(round_id, reviewer) in self.shadows, recusal=pair.recusal, answer=answer, decision=decision,
            open_finding="open" in pair.findings, submitted=drawn.card == "submitted",
            holds_role=self.roles[reviewer], owns_file=self.owners[file] == reviewer,
        )

    def case(self, file: UUID, reviewer: UUID, now) -> PolicyFacts:
        """As the policy reads them: by the newest round in which the file is published to the reviewer."""
        standing = [
            (self.rounds.index(round_id), drawn) for round_id, of, who, drawn in self.drawn.values()
            if (of, who) == (file, reviewer) and drawn.published and not drawn.removed
        ]
        pair = self.pairs.get((file, reviewer), Pair())
        case = PolicyFacts(
            edition=CODE, now=now, owner=self.owners[file], took_part=pair.wrote_it, state=self.states[file],
            recused=pair.recusal, undertaken=True, assigned=bool(standing), has_open_finding="open" in pair.findings,
        )
        if not standing:
            return case
        declarations = max(standing, key=lambda of_round: of_round[0])[1].declarations
        answer, decision = declarations[-1] if declarations else (None, None)
        return replace(case, declared=answer, conflict=decision)


def write_cases(world: World, chance: Random, *, files: int = 24, reviewers: int = 7) -> Cases:
    """A first and a final round with every single reason why a review does not count, and others drawn by chance."""
    cases = Cases()
    with world.session(writes=True) as session:
        first = session.merge(world.round())
        final = Round(id=uuid4(), edition_id=first.edition_id, category=first.category, code="final",
                      opened_at=first.opened_at + timedelta(days=1), opened_by_id=first.opened_by_id,
                      due_at=first.due_at)
        session.add(final)
        session.flush()
        cases.rounds = [first.id, final.id]
        people = _people(session, cases, chance, first, reviewers)
        _the_worlds_own(world, cases, first)
        for state, owner, pair, drawn in _single_reasons(people):
            file = _file(session, world, cases, [first], state, owner)
            _assign(session, cases, file, people[0], first, drawn, pair)
        for _ in range(files):
            rounds = chance.choice(([first], [first], [first, final]))
            owner = chance.choice([*people, *[None] * 30])
            file = _file(session, world, cases, rounds, _likely(chance, State.ELIGIBLE, list(State)), owner)
            for person in people:
                pair = _pair(chance)
                for round_ in rounds:
                    if chance.random() < 0.6:
                        _assign(session, cases, file, person, round_, _draw_assignment(chance), pair)
                    if chance.random() < 0.1:
                        removed = replace(_draw_assignment(chance), removed=True)
                        _assign(session, cases, file, person, round_, removed, pair)
        session.commit()
    return cases


def _likely(chance: Random, usual, others: Sequence):
    """Mostly the usual value: where everything differs at once, one reason hides the others."""
    return usual if chance.random() < 0.75 else chance.choice(others)


def _draw_assignment(chance: Random) -> Drawn:
    newest = (NONE, REAL, *POSSIBLE)
    histories = [(), *((answer,) for answer in newest), *product((NONE, *POSSIBLE), newest)]
    return Drawn(
        _likely(chance, True, (False,)), False, _likely(chance, (NONE,), histories),
        _likely(chance, "submitted", ("draft", "")),
    )


def _pair(chance: Random) -> Pair:
    findings = tuple(finding for finding in FINDINGS if chance.random() < 0.08)
    return Pair(chance.random() < 0.1, findings, chance.random() < 0.05)


def _single_reasons(people):
    """State of the file, its owner, the pair and the assignment: a review that counts, and each one thing changed."""
    eligible, nothing, sent = State.ELIGIBLE, Pair(), Drawn()
    yield eligible, None, nothing, sent
    yield from ((state, None, nothing, sent) for state in State if state is not eligible)
    yield eligible, people[0], nothing, sent
    yield eligible, None, Pair(recusal=True), sent
    yield eligible, None, Pair(wrote_it=True), sent
    yield from ((eligible, None, Pair(findings=(finding,)), sent) for finding in FINDINGS)
    yield from ((eligible, None, nothing, replace(sent, declarations=(answer,))) for answer in (NONE, REAL, *POSSIBLE))
    yield from ((eligible, None, nothing, replace(sent, declarations=(answer, NONE))) for answer in POSSIBLE)
    yield eligible, None, nothing, replace(sent, declarations=())
    yield from ((eligible, None, nothing, replace(sent, card=state)) for state in ("", "draft"))
    yield eligible, None, nothing, replace(sent, published=False)
    yield eligible, None, nothing, replace(sent, removed=True)
    # Several at once: the role does not end a review, but what never came is not awaited from who has lost it.
    yield eligible, people[0], nothing, replace(sent, card="")


def _people(session: Session, cases: Cases, chance: Random, first: Round, reviewers: int):
    people = []
    for number in range(reviewers):
        person = make.account(session, f"Drawn Reader{number}")
        holds = number == 0 or chance.random() < 0.7
        make.grant(session, person, first.edition_id, "reviewer", ended=not holds)
        make.undertaking(session, person, first.edition_id)
        cases.roles[person.id] = holds
        for round_id in cases.rounds:
            if number and chance.random() < 0.25:
                session.add(Shadow(round_id=round_id, reviewer_id=person.id, at=make.START, by_id=first.opened_by_id))
                cases.shadows.add((round_id, person.id))
        people.append(person)
    session.flush()
    return people


def _the_worlds_own(world: World, cases: Cases, first: Round) -> None:
    """The file of the test world with its two reviewers takes part in the same round."""
    file = world.nomination("eligible")
    cases.states[file.id], cases.owners[file.id] = State.ELIGIBLE, file.owner_id
    with world.session() as session:
        for of in session.scalars(select(Assignment).where(Assignment.nomination_id == file.id)):
            stepped_aside = of.reviewer_id == world.person("recused").id
            cases.roles[of.reviewer_id] = True
            cases.pairs[file.id, of.reviewer_id] = Pair(recusal=stepped_aside)
            declared = () if stepped_aside else (NONE,)
            cases.drawn[of.id] = (first.id, file.id, of.reviewer_id, Drawn(declarations=declared, card=""))


def _file(
    session: Session, world: World, cases: Cases, rounds: list[Round], state: State, owner: Account | None
) -> Nomination:
    model = session.merge(world.nomination("eligible"))
    made = Nomination(
        id=uuid4(), edition_id=model.edition_id, category=model.category, created_at=make.START, changed_at=make.START,
        owner_id=owner.id if owner else model.owner_id, reference=f"PRL-2025-P-9{len(cases.states):03d}", title="Drawn",
        submitted_at=make.START, submission_id=model.submission_id, language="en", _state=state,
    )
    session.add(made)
    session.flush()
    session.add_all(RoundFile(round_id=round_.id, nomination_id=made.id) for round_ in rounds)
    session.flush()
    cases.states[made.id], cases.owners[made.id] = state, made.owner_id
    return made


def _assign(
    session: Session, cases: Cases, file: Nomination, person: Account, round_: Round, drawn: Drawn, pair: Pair
) -> None:
    by = round_.opened_by_id
    taken_away = {"removed_at": make.START, "removed_by_id": by, "removed_reason": "Too much."} if drawn.removed else {}
    made = Assignment(
        id=uuid4(), round_id=round_.id, nomination_id=file.id, reviewer_id=person.id, made_at=make.START, made_by_id=by,
        published_at=make.START if drawn.published else None, **taken_away,
    )
    session.add(made)
    session.flush()
    for number, (answer, decision) in enumerate(drawn.declarations, 1):
        decided = decision not in (None, ConflictState.OPEN)
        session.add(Conflict(
            id=uuid4(), assignment_id=made.id, number=number, answer=answer, text_version="1",
            words="" if answer is ConflictAnswer.NONE else "A cousin.", declared_at=make.START, state=decision,
            decided_by_id=by if decided else None, reason="So it is." if decided else "",
        ))
    if drawn.card:
        routing.assessment(session, made, 5, 6, 7, submitted=drawn.card == "submitted")
    if (file.id, person.id) not in cases.pairs:
        _between(session, file, person, pair)
        cases.pairs[file.id, person.id] = pair
    cases.drawn[made.id] = (round_.id, file.id, person.id, drawn)


def _between(session: Session, file: Nomination, person: Account, pair: Pair) -> None:
    if pair.recusal:
        make.recusal(session, file, person)
    if pair.wrote_it:
        make.collaborator(session, file.id, person, Right.VIEW, person)
    for kind in pair.findings:
        decided = {} if kind in ("open", "gone") else {"decided_at": make.START, "reason": "So it is."}
        session.add(Finding(
            id=uuid4(), nomination_id=file.id, reviewer_id=person.id, sign=Sign.NATIONALITY, own="MA", shared="MA",
            similarity=100, fingerprint=kind, found_at=make.START, gone_at=make.START if kind == "gone" else None,
            state="open" if kind == "gone" else kind, **decided,
        ))
    session.flush()
