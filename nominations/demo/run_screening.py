"""Runs the events of the screening: checklists, decisions, a duplicate, a move to the other category."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from nominations.demo.content import story
from nominations.demo.events import script
from nominations.demo.run import Play
from nominations.nominations.services import category_moves
from nominations.screening.queries.screening import load_sheet
from nominations.screening.services import corrections, eligibility, moves

# Ten days from the applicant's answer, which comes on the sixth day.
TO_ANSWER_AND_COMPLETE = timedelta(days=16)


def screen(play: Play, event: script.Screen) -> None:
    checks = {key: {"answer": answer, "note": note} for key, (answer, note) in event.checks.items()}
    with play.work(event) as work:
        nomination = play.row(work, event.nomination)
        eligibility.save_checks(work, nomination.id, load_sheet(work, nomination).version, checks)


def admit(play: Play, event: script.Admit) -> None:
    with play.work(event) as work:
        eligibility.admit(work, play.nominations[event.nomination], story()["admitted"])


def propose_ineligible(play: Play, event: script.ProposeIneligible) -> None:
    with play.work(event) as work:
        eligibility.propose_refusal(work, play.nominations[event.nomination], event.rule, event.reason)


def confirm_ineligible(play: Play, event: script.ConfirmIneligible) -> None:
    with play.work(event) as work:
        eligibility.confirm_refusal(work, play.nominations[event.nomination])


def mark_duplicate(play: Play, event: script.MarkDuplicate) -> None:
    with play.work(event) as work:
        first = play.row(work, event.of)
        eligibility.mark_duplicate(work, play.nominations[event.nomination], first.reference, event.reason)


def propose_move(play: Play, event: script.ProposeMove) -> None:
    complete_by = (event.at + TO_ANSWER_AND_COMPLETE).date().isoformat()
    with play.work(event) as work:
        moves.propose_move(work, play.nominations[event.nomination], event.to, event.reason, complete_by)


def accept_move(play: Play, event: script.AcceptMove) -> None:
    with play.work(event) as work:
        category_moves.answer(work, play.nominations[event.nomination], accept=True)
    play.moved.add(event.nomination)


def ask_correction(play: Play, event: script.AskCorrection) -> None:
    with play.work(event) as work:
        corrections.ask_for_corrections(
            work, play.nominations[event.nomination], [event.question], event.message, event.until
        )


ACTS: Mapping[type[script.Event], Callable[[Play, Any], None]] = {
    script.Screen: screen,
    script.Admit: admit,
    script.ProposeIneligible: propose_ineligible,
    script.ConfirmIneligible: confirm_ineligible,
    script.MarkDuplicate: mark_duplicate,
    script.ProposeMove: propose_move,
    script.AcceptMove: accept_move,
    script.AskCorrection: ask_correction,
}
