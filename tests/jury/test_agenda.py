"""The agenda: what is disputed and why, in which order, from which marks, and who gets it without what."""

import re
from uuid import UUID

import pytest

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Nomination
from nominations.documents.adapters.render import render_pdf
from nominations.documents.reports.title_page import make_front
from nominations.jury.queries.agenda import load_agenda, read_findings
from nominations.jury.reports.agenda import render_agenda
from nominations.jury.rules.agenda import Reason, agenda_from_text, agenda_to_text, build_agenda
from nominations.ranking.analysis.results import AnalysisResults, CriterionResult, NominationResult, Tie
from nominations.ranking.rules.scoring_snapshot import ReviewState, Tally, TallyNomination, TallyReview
from nominations.ranking.services import manage_rounds, rankings
from tests.guarantees.test_conflict_follows_the_person import involve, step_aside
from tests.ranking import test_pages
from tests.ranking.test_pages import close_round, run_analyses
from tests.support import reviewing
from tests.support.extract_text import opened

marked = test_pages.marked


def tally(**marks: list[tuple[int, int]]) -> Tally:
    """Nominations by letter, each with the marks of its reviewers for two criteria of equal weight."""
    return Tally(
        "project", "first", False, ("care", "effect"), (50, 50), "raw", ("r0", "r1", "r2"),
        tuple(
            TallyNomination(f"id-{name}", name, f"قلعة {name}", ("MA",), "ar", tuple(
                TallyReview(f"r{number}", ReviewState.SUBMITTED, given) for number, given in enumerate(reviews)
            ))
            for name, reviews in marks.items()
        ),
    )


def results(verdicts: dict[str, tuple[int, int]], ties: tuple[Tie, ...] = (), word: str = "good") -> AnalysisResults:
    """An analysis that leaves these nominations open, with the intervals of their ranks."""
    none = dict.fromkeys((
        "why", "model", "bands", "gaps", "absolute", "consistent", "of_mean", "of_adjusted", "reviews_per_file",
        "concord", "reviewers", "apart", "influence", "leanings", "swap", "equal_weights", "without_criterion",
        "without_reviewer",
    ))
    return AnalysisResults(
        method="1", input_hash="", seed=1, numpy="", scipy="", places=2, official="raw",
        files=tuple(NominationResult(name, 70, 3, rank_low=low, rank_high=high, verdict="open")
                    for name, (low, high) in verdicts.items()),
        ties=ties, criteria=(CriterionResult("care", 0.1, "interval", 30, 90, word),), **none,
    )


STEADY = [(7, 7), (7, 7), (7, 7)]


def agenda_of(given: Tally, analysis: AnalysisResults | None = None):
    findings = read_findings(analysis) if analysis else None
    return build_agenda(given, given.standings(), findings, places=2, least=3)


def test_what_nobody_disputes_is_settled_together_by_place():
    agenda = agenda_of(tally(low=[(3, 3)] * 3, high=[(9, 9)] * 3, middle=STEADY), results({}))

    assert agenda.disputed == ()
    assert [item.reference for item in agenda.settled] == ["high", "middle", "low"]


@pytest.mark.parametrize(("marks", "reason", "low", "high"), [
    ([(9, 9), (9, 9), (7, 6)], Reason.SPREAD, 65, 90), ([(5, 7), (7, 7), (10, 7)], Reason.GAP, 5, 10),
    ([(7, 7), (7, 7)], Reason.FEW, 2, 3),
])
def test_each_reason_carries_its_figures(marks, reason, low, high):
    [item] = agenda_of(tally(a=marks)).disputed

    assert (reason, low, high) in {(dispute.reason, dispute.low, dispute.high) for dispute in item.disputes}


@pytest.mark.parametrize("marks", [[(9, 9), (9, 9), (7, 7)], [(5, 7), (7, 7), (9, 7)]])
def test_just_below_the_rule_nothing_is_disputed(marks):
    assert agenda_of(tally(a=marks)).disputed == ()


def test_what_reaches_over_the_line_comes_first_then_the_largest_spread():
    agenda = agenda_of(
        tally(wide=[(9, 9), (2, 2), (2, 2)], wider=[(10, 10), (1, 1), (1, 1)], line=STEADY, tied=STEADY, calm=STEADY),
        results({"line": (1, 4)}, ties=(Tie("tied", "gone", None),), word="low"),
    )

    assert [item.reference for item in agenda.disputed] == ["line", "tied", "wider", "wide"]
    assert [item.reference for item in agenda.settled] == ["calm"]
    assert agenda.low_agreement == ("care",)


def test_a_nomination_without_a_review_is_disputed_and_has_no_place():
    [item] = agenda_of(tally(a=[])).disputed

    assert (item.place, item.mean, item.disputes[0].reason) == (None, None, Reason.FEW)


def test_the_same_marks_give_the_same_agenda_and_its_text_is_read_back():
    agenda = agenda_of(tally(a=[(9, 9), (2, 2), (2, 2)], b=STEADY), results({"b": (1, 2)}))

    assert agenda_from_text(agenda_to_text(agenda)) == agenda
    assert "r0" not in agenda_to_text(agenda)


@pytest.mark.both_databases
@pytest.mark.parametrize("persona", ["chair", "head", "officer", "observer", "auditor"])
def test_there_is_no_agenda_before_the_round_is_closed(world, persona):
    manage_rounds.show_scores_to_chair(world.work("head"), world.round().id, shown=True, reason="Agreed.")

    with pytest.raises(Refused):
        load_agenda(world.work(persona), world.round().id)


def test_a_frozen_ranking_keeps_its_agenda(world, marked):
    close_round(world, marked)
    run_analyses(world)
    head = world.work("head")
    frozen_id = rankings.freeze_ranking(head, marked.id, "Meeting").id
    before = load_agenda(head, marked.id, frozen_id=frozen_id).agenda
    head.session.close()
    with world.session(writes=True) as session:
        left = session.get_one(Nomination, UUID(before.disputed[0].nomination))
        left.move(Action.WITHDRAW)
        session.commit()
    officer = world.work("officer")

    after = load_agenda(officer, marked.id, frozen_id=frozen_id).agenda

    assert agenda_to_text(after) == agenda_to_text(before)
    assert agenda_to_text(load_agenda(officer, marked.id).agenda) != agenda_to_text(before)


def test_a_chair_with_a_conflict_gets_their_own_agenda_numbered_anew(browse, world, marked):
    close_round(world, marked)
    involve(world, "chair", step_aside)
    whole = browse("head", "jury.agenda", round_id=marked.id)

    own = browse("chair", "jury.agenda", round_id=marked.id)

    reference = world.nomination("eligible").reference
    assert reference in whole.text("main")
    assert reference not in own.text("main")
    numbers = own.texts("#disputed tbody td:first-child")
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]


def test_in_a_blind_round_the_agenda_of_the_chair_has_references_for_titles(browse, world, marked):
    manage_rounds.hide_names(world.work("head"), marked.id, hidden=True, reason="Agreed.", unchecked=6)
    close_round(world, marked)

    assert "The quay of pearls" not in browse("chair", "jury.agenda", round_id=marked.id).text("main")
    assert "The quay of pearls" in browse("head", "jury.agenda", round_id=marked.id).text("main")


def test_no_agenda_names_a_reviewer(browse, world, marked):
    close_round(world, marked)

    assert "Planted Name" not in browse("head", "jury.agenda", round_id=marked.id).response.text


def test_the_agenda_takes_the_same_number_of_statements_for_few_and_many(world, marked):
    close_round(world, marked)
    counts = []
    for more in (0, 12):
        reviewing.more_files(world, more)
        work, round_id = world.work("head"), marked.id
        with reviewing.statements(world.engine) as seen:
            load_agenda(work, round_id)
        counts.append(len(seen))
        work.session.close()

    assert counts[0] == counts[1]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_agenda_is_printed_in_each_language(world, marked, language):
    close_round(world, marked)
    work = world.work("head")
    of = load_agenda(work, marked.id)

    text = opened(render_pdf(render_agenda(of, make_front(work, of.edition, language), language)))

    items = [*of.agenda.disputed, *of.agenda.settled]
    assert [item.reference for item in items if item.reference not in re.sub(r"\s", "", text)] == []
