"""Runs the events of the first round: assignments, conflicts, score cards, the close."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from nominations.access.queries import policy_facts
from nominations.conflicts.queries import conflict_pairs
from nominations.conflicts.queries.conflicts import load_desk
from nominations.conflicts.queries.own_conflicts import list_names
from nominations.conflicts.services import conflicts, declarations, found_conflicts
from nominations.conflicts.services.own_conflicts import state_conflicts
from nominations.core.rules.vocabulary import Action
from nominations.core.work import Work
from nominations.demo.content import people, story
from nominations.demo.events import script
from nominations.demo.run import Play, require
from nominations.ranking.services import manage_rounds
from nominations.reviewing.queries import score_card
from nominations.reviewing.rules.cards import TypedCard
from nominations.reviewing.services import assessments
from nominations.rounds.queries import assigned_files
from nominations.rounds.queries.rounds import Line, list_rounds
from nominations.routing.queries.panel import Choices
from nominations.routing.services import assignments, plans

A_SECOND = timedelta(seconds=1)


def open_round(play: Play, event: script.OpenRound) -> None:
    with play.work(event) as work:
        manage_rounds.open_first_round(
            work, play.edition_id, event.category, (event.closes - A_SECOND).date().isoformat()
        )


def assign(play: Play, event: script.Assign) -> None:
    pair = (play.nominations[event.nomination], play.people[event.reviewer])
    _clear(play, event, pair)
    with play.work(event) as work:
        line = _round(play, work, play.nomination(event.nomination).category)
        require(assignments.propose_pairs(work, line.round.id, [pair], story()["one_region"]).made, event)


def _clear(play: Play, event: script.Assign, pair: tuple[UUID, UUID]) -> None:
    """Decide the possible conflicts found between the two before the file is assigned."""
    with play.work(event) as work:
        between = conflict_pairs.load_pair(work, *pair)
        if between.open:
            found_conflicts.decide(work, play.edition_id, [finding.id for finding in between.open], confirmed=False,
                                   reason=story()["cleared"])


def publish(play: Play, event: script.Publish) -> None:
    with play.work(event) as work:
        for line in list_rounds(work, play.edition_id):
            if line.proposed:
                assignments.publish_assignments(work, line.round.id)


def accept_undertaking(play: Play, event: script.AcceptUndertaking) -> None:
    with play.work(event) as work:
        declarations.undertake(work, play.edition_id, people()[event.actor].language)


def answer_conflict_question(play: Play, event: script.StateConflicts) -> None:
    with play.work(event) as work:
        shown = {str(submission.id) for submission in list_names(work, play.edition_id)}
        state_conflicts(work, play.edition_id, shown, {}, no_other=True)


def declare_conflict(play: Play, event: script.DeclareConflict) -> None:
    with play.work(event) as work:
        declarations.declare_interest(
            work, play.nominations[event.nomination], event.answer, event.kind, event.words,
            people()[event.actor].language,
        )


def decide_conflict(play: Play, event: script.DecideConflict) -> None:
    with play.work(event) as work:
        pair = (play.nominations[event.nomination], play.people[event.reviewer])
        declared = next(
            declaration for declaration in load_desk(work, play.edition_id).open
            if (declaration.nomination_id, declaration.reviewer_id) == pair
        )
        conflicts.decide_declaration(work, declared.id, confirmed=event.decision == "confirmed", reason=event.reason)


def decide_found(play: Play, event: script.DecideFound) -> None:
    with play.work(event) as work:
        between = conflict_pairs.load_pair(work, play.nominations[event.nomination], play.people[event.reviewer])
        require(between.open, event)
        found_conflicts.decide(work, play.edition_id, [finding.id for finding in between.open],
                               confirmed=event.decision == "confirmed", reason=event.reason)


def ask_repair(play: Play, event: script.AskRepair) -> None:
    with play.work(event) as work:
        choices = Choices(play.edition.scoring.least_reviews)
        plans.make_plan_now(work, _round(play, work, event.category).round.id, choices, repair=True)


def recuse(play: Play, event: script.Recuse) -> None:
    """Only check: declaring a real conflict, or confirming a possible one, has recused the reviewer."""
    with play.work_of(play.actor(event.reviewer), event.at) as work:
        require(policy_facts.load(work, play.row(work, event.nomination)).recused, event)


def save_assessment(play: Play, event: script.SaveAssessment) -> None:
    with play.work(event) as work:
        nomination_id = play.nominations[event.nomination]
        held = assigned_files.load_assigned(work, nomination_id, to=Action.ASSESS)
        seen = score_card.load_sheet(work.session, held.assignment.id).version
        assessments.save_card(work, nomination_id, _typed_card(event.card), seen)


def submit_assessment(play: Play, event: script.SubmitAssessment) -> None:
    with play.work(event) as work:
        nomination_id = play.nominations[event.nomination]
        held = assigned_files.load_assigned(work, nomination_id, to=Action.SUBMIT_ASSESSMENT)
        seen = score_card.load_sheet(work.session, held.assignment.id).version
        assessments.submit_card(work, nomination_id, _typed_card(event.card), seen)


def _typed_card(card: script.Card) -> TypedCard:
    return TypedCard(
        {key: str(score) for key, score in card.scores.items()}, dict(card.reasons), comment=card.comment,
        strength=card.strength, weakness=card.weakness, recommendation=card.recommendation,
    )


def close_round(play: Play, event: script.CloseRound) -> None:
    with play.work(event) as work:
        manage_rounds.close_round(work, _round(play, work, event.category).round.id)


def _round(play: Play, work: Work, category: str) -> Line:
    """The only round of a category so far."""
    return next(line for line in list_rounds(work, play.edition_id) if line.round.category == category)


ACTS: Mapping[type[script.Event], Callable[[Play, Any], None]] = {
    script.OpenRound: open_round,
    script.Assign: assign,
    script.Publish: publish,
    script.AcceptUndertaking: accept_undertaking,
    script.StateConflicts: answer_conflict_question,
    script.DeclareConflict: declare_conflict,
    script.DecideConflict: decide_conflict,
    script.DecideFound: decide_found,
    script.AskRepair: ask_repair,
    script.Recuse: recuse,
    script.SaveAssessment: save_assessment,
    script.SubmitAssessment: submit_assessment,
    script.CloseRound: close_round,
}
