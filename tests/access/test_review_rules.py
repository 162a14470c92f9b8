"""The rule of counting says the same in Python and as SQL, of every assignment, and every page says what it says."""

import importlib
import pkgutil
from collections import Counter, defaultdict
from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import aliased

import nominations
from nominations.access.queries import policy_facts, review_rules
from nominations.core import tables
from nominations.core.rules.errors import Refused
from nominations.core.rules.policy import refusal
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.review_rules import ReviewFacts, ReviewStatus, is_counted, is_expected, status
from nominations.core.rules.vocabulary import Action, DeskState, Role, State
from nominations.core.tables import Assignment
from nominations.core.work import Work
from nominations.ranking.queries import ranking
from nominations.reviewing.queries import desk, own_reviews, progress
from nominations.rounds.queries import rounds
from nominations.screening.queries import nomination_list
from nominations.screening.queries.nomination_filters import NominationFilter, Sort
from tests.support import review_cases
from tests.support.small_edition import CODE
from tests.support.worlds import World

pytestmark = pytest.mark.both_databases

SEEDS = range(3)
SAID = {
    "counted": (is_counted, review_rules.is_counted), "expected": (is_expected, review_rules.is_expected),
    "recused": (lambda facts: facts.recused, review_rules.is_recused),
    "undecided": (lambda facts: facts.undecided, review_rules.is_undecided),
}


@pytest.fixture(params=SEEDS, ids=[f"seed {seed}" for seed in SEEDS])
def drawn(request, world):
    return world, review_cases.write_cases(world, Random(request.param))


def read_as(world: World, look, persona: str = "head"):
    work = world.work(persona)
    try:
        return look(work)
    finally:
        work.session.close()


def as_reviewer(world: World, who, look):
    with world.session(writes=True) as session:
        return look(Work(session, Actor(who, Role.REVIEWER, CODE), world.clock(), world.settings))


def test_each_condition_holds_of_the_assignments_of_which_python_says_so(drawn):
    world, cases = drawn
    for word, (rule, condition) in SAID.items():
        expected = {assignment_id for assignment_id in cases.drawn if rule(cases.facts(assignment_id))}
        assert 0 < len(expected) < len(cases.drawn), word
        for of in (Assignment, aliased(Assignment)):
            with world.session() as session:
                selected = set(session.scalars(select(of.id).where(condition(of))))
                others = set(session.scalars(select(of.id).where(~condition(of))))
            differing = [(cases.drawn[one], cases.facts(one)) for one in selected ^ expected]
            assert selected == expected, differing
            assert others == cases.drawn.keys() - expected, f"{word} is neither true nor false of some"


def test_every_page_counts_what_the_rule_counts(drawn):
    world, cases = drawn
    facts = {assignment_id: cases.facts(assignment_id) for assignment_id in cases.drawn}
    counted, asked = defaultdict(Counter), defaultdict(Counter)
    for assignment_id, (round_id, file, reviewer, assignment) in cases.drawn.items():
        if is_counted(facts[assignment_id]):
            counted[round_id].update([file, reviewer])
        if assignment.published and is_expected(facts[assignment_id]):
            asked[round_id].update([file, reviewer])
    eligible = {file for file, state in cases.states.items() if state is State.ELIGIBLE}

    for line in read_as(world, lambda work: rounds.list_rounds(work, world.edition_id)):
        round_id = line.round.id
        total = sum(counted[round_id][file] for file in cases.states)
        assert (line.submitted, line.assigned) == (total, sum(asked[round_id][file] for file in cases.states))

        shown = read_as(world, lambda work, id_=round_id: progress.load_progress(work, id_))
        assert {file.file.id: file.submitted for file in shown.files} == {
            file.file.id: counted[round_id][file.file.id] for file in shown.files}
        assert {line.reviewer.id: (line.submitted, line.assigned) for line in shown.reviewers} == {
            line.reviewer.id: (counted[round_id][line.reviewer.id], asked[round_id][line.reviewer.id])
            for line in shown.reviewers}
        assert (shown.submitted, shown.assigned) == (line.submitted, line.assigned)

        ranked = read_as(world, lambda work, id_=round_id: ranking.load_ranking(work, id_))
        lines = {line.file.id: line.standing.reviews for line in (*ranked.ranked, *ranked.unranked)}
        assert lines == {file: counted[round_id][next(id_ for id_ in eligible if str(id_) == file)] for file in lines}
        assert ranked.reviews == line.submitted

    rows = read_as(world, lambda work: list(nomination_list.list_rows(
        work, world.edition_id, NominationFilter(sort=Sort.REVIEWS, descending=True))))
    for row in rows:
        newest = next((round_id for round_id in reversed(cases.rounds) if asked[round_id][row.id]), cases.rounds[0])
        assert (row.reviews, row.reviewers) == (counted[newest][row.id], asked[newest][row.id]), row.reference
    assert [row.reviews for row in rows] == sorted((row.reviews for row in rows), reverse=True)

    for who in cases.roles:
        certified = read_as(world, lambda work, id_=who: own_reviews.load_service(work, world.edition_id, id_).files)
        assert certified == len({
            file for assignment_id, (_round, file, reviewer, _drawn) in cases.drawn.items()
            if reviewer == who and is_counted(facts[assignment_id])
        })


def test_a_reviewer_sees_the_files_that_the_policy_lets_them_see(drawn):
    world, cases = drawn
    seen = 0
    for who in cases.roles:
        actor = Actor(who, Role.REVIEWER, CODE)
        files = {file.id: file.state for file in as_reviewer(
            world, who, lambda work: desk.load_desk(work, world.edition_id)).files}
        for file in cases.states:
            case = cases.case(file, who, world.clock())
            assert (file in files) is (refusal(actor, Action.DECLARE, case) is None), case
            if file in files:
                shut = files[file] in (DeskState.CONFLICT_FIRST, DeskState.WAITING)
                assert shut is (refusal(actor, Action.REVIEW, case) is not None), case
                seen += 1
            assert _may(world, who, file) is (file in files), "what is gathered of one file differs"
    assert seen > 20


def _may(world: World, who, file) -> bool:
    def opened(work):
        try:
            policy_facts.nomination(work, file, to=Action.DECLARE)
        except Refused:
            return False
        return True

    return as_reviewer(world, who, opened)


def test_every_reason_alone_keeps_a_review_from_counting_and_has_its_own_status():
    sent = ReviewFacts(submitted=True)
    reasons = {
        ReviewStatus.REMOVED: {"removed": True}, ReviewStatus.PROPOSED: {"published": False},
        ReviewStatus.SHADOW: {"shadow": True}, ReviewStatus.RECUSED: {"recusal": True},
        ReviewStatus.UNDECIDED: {"open_finding": True}, ReviewStatus.AWAITED: {"submitted": False},
        ReviewStatus.FILE_LEFT: {"eligible": False},
    }
    assert {expected: status(replace(sent, **changes)) for expected, changes in reasons.items()} == {
        expected: expected for expected in reasons}
    assert is_counted(sent)
    assert {*reasons, ReviewStatus.COUNTED} == set(ReviewStatus)


# Where the rows themselves are read or written: listed, decided on, given out to the person they are about.
READ_ROWS = {
    "Recusal": {
        "nominations.access.queries.review_rules",
        "nominations.ranking.queries.review_comments",
        "nominations.conflicts.queries.conflicts",
        "nominations.conflicts.queries.findings",
        "nominations.accounts.queries.account_closure",
        "nominations.accounts.queries.own_data",
        "nominations.routing.queries.assignments",
        "nominations.ranking.queries.scores",
    },
    "Shadow": {"nominations.access.queries.review_rules", "nominations.rounds.queries.shadows"},
    "Finding": {
        "nominations.access.queries.review_rules",
        "nominations.conflicts.queries.findings",
        "nominations.conflicts.queries.conflict_pairs",
    },
}


@pytest.mark.parametrize("model", READ_ROWS)
def test_no_query_has_a_condition_of_its_own_on_what_the_rule_looks_at(model):
    """A new query that names one of these tables asks `review_rules` instead, or lists the rows and is added above."""
    importing = {
        name for _finder, name, _is_package in pkgutil.walk_packages(nominations.__path__, "nominations.")
        if ".queries." in name and getattr(importlib.import_module(name), model, None) is getattr(tables, model)
    }
    assert importing == READ_ROWS[model]
