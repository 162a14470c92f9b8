"""How the story of the first round is played: routing, conflicts, score cards, the close."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from nominations.demo import script
from nominations.demo.content import people
from nominations.demo.play import Play, insist
from nominations.domain.cards import TypedCard
from nominations.domain.vocabulary import Action, RoundCode
from nominations.models import Assignment, Conflict, Recusal, Round
from nominations.queries import cards
from nominations.services import assessments, assignments, conflicts, declarations, rounds

A_SECOND = timedelta(seconds=1)


def open_round(play: Play, event: script.OpenRound) -> None:
    with play.work(event) as work:
        rounds.open_first(work, play.edition_id, event.category, (event.closes - A_SECOND).date().isoformat())


def assign(play: Play, event: script.Assign) -> None:
    pair = (play.nominations[event.nomination], play.people[event.reviewer])
    with play.work(event) as work:
        round_id = _round(play, work.session, play.nomination(event.nomination).category)
        insist(assignments.propose(work, round_id, [pair]).made, event)


def publish(play: Play, event: script.Publish) -> None:
    with play.work(event) as work:
        waiting = work.session.scalars(
            select(Assignment.round_id).where(Assignment.published_at.is_(None), Assignment.removed_at.is_(None))
            .group_by(Assignment.round_id).order_by(Assignment.round_id)
        ).all()
        for round_id in waiting:
            assignments.publish(work, round_id)


def accept_undertaking(play: Play, event: script.AcceptUndertaking) -> None:
    with play.work(event) as work:
        declarations.undertake(work, play.edition_id, people()[event.actor].language)


def declare_conflict(play: Play, event: script.DeclareConflict) -> None:
    with play.work(event) as work:
        declarations.declare(
            work, play.nominations[event.nomination], event.answer, event.kind, event.words,
            people()[event.actor].language,
        )


def decide_conflict(play: Play, event: script.DecideConflict) -> None:
    with play.work(event) as work:
        declared = work.session.scalars(
            select(Conflict.id).join(Assignment, Assignment.id == Conflict.assignment_id)
            .where(Assignment.nomination_id == play.nominations[event.nomination],
                   Assignment.reviewer_id == play.people[event.reviewer])
            .order_by(Conflict.number.desc()).limit(1)
        ).one()
        conflicts.decide(work, declared, confirmed=event.decision == "confirmed", reason=event.reason)


def recuse(play: Play, event: script.Recuse) -> None:
    """Nothing is left to do: declaring a real conflict, or confirming a possible one, set the reviewer aside."""
    with play.work(event) as work:
        insist(work.session.scalar(select(exists().where(
            Recusal.nomination_id == play.nominations[event.nomination],
            Recusal.reviewer_id == play.people[event.reviewer],
        ))), event)


def save_assessment(play: Play, event: script.SaveAssessment) -> None:
    with play.work(event) as work:
        nomination_id = play.nominations[event.nomination]
        held = cards.held(work, nomination_id, to=Action.ASSESS)
        seen = cards.sheet(work.session, held.assignment.id).version
        assessments.save_card(work, nomination_id, _typed(event.card), seen)


def submit_assessment(play: Play, event: script.SubmitAssessment) -> None:
    with play.work(event) as work:
        nomination_id = play.nominations[event.nomination]
        held = cards.held(work, nomination_id, to=Action.SUBMIT_ASSESSMENT)
        seen = cards.sheet(work.session, held.assignment.id).version
        assessments.submit_card(work, nomination_id, _typed(event.card), seen)


def _typed(card: script.Card) -> TypedCard:
    return TypedCard(
        {key: str(score) for key, score in card.scores.items()}, dict(card.reasons), comment=card.comment,
        strength=card.strength, weakness=card.weakness, recommendation=card.recommendation,
    )


def close_round(play: Play, event: script.CloseRound) -> None:
    with play.work(event) as work:
        rounds.close(work, _round(play, work.session, event.category))


def _round(play: Play, session: Session, category: str) -> UUID:
    return session.scalars(select(Round.id).where(
        Round.edition_id == play.edition_id, Round.category == category, Round.code == RoundCode.FIRST
    )).one()


ACTS: Mapping[type[script.Event], Callable[[Play, Any], None]] = {
    script.OpenRound: open_round,
    script.Assign: assign,
    script.Publish: publish,
    script.AcceptUndertaking: accept_undertaking,
    script.DeclareConflict: declare_conflict,
    script.DecideConflict: decide_conflict,
    script.Recuse: recuse,
    script.SaveAssessment: save_assessment,
    script.SubmitAssessment: submit_assessment,
    script.CloseRound: close_round,
}
