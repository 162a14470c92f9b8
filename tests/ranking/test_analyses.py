"""Analyses asked for, made by the worker, and official states that nothing later touches."""

import json
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from nominations.conflicts.services import conflicts
from nominations.core.adapters.sandbox import MEGABYTE, ChildFailed, Limits, Reason
from nominations.core.rules import codec
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.vocabulary import JobState
from nominations.core.services import jobs
from nominations.core.tables import (
    Account,
    Analysis,
    Assessment,
    Assignment,
    FrozenRanking,
    Job,
    LedgerRecord,
    Mark,
)
from nominations.core.work import Work
from nominations.ranking.adapters import analysis_child
from nominations.ranking.analysis.pipeline import analyse_marks
from nominations.ranking.queries import ranking, ranking_changes, ranking_snapshots, scoring_snapshot
from nominations.ranking.queries.analyses import build_input
from nominations.ranking.services import analyses, manage_rounds, rankings
from tests.ranking.tables_of import panel
from tests.support import make, routing
from tests.support.reviewing import statements

pytestmark = pytest.mark.both_databases


def run_analyses(world) -> list[Job]:
    """The worker does what waits."""
    with world.session() as session:
        waiting = list(session.scalars(select(Job.id).where(Job.state == JobState.WAITING, Job.task == "analysis")))
    work = Work(world.session(writes=True), make.SYSTEM, world.clock(), world.settings)
    for job in waiting:
        jobs.run_job(work, job)
    work.session.close()
    with world.session() as session:
        return list(session.scalars(select(Job).where(Job.task == "analysis").order_by(Job.made_at, Job.id)))


def call_as(world, persona, use_case):
    """What a use case or a query answers that person, its session closed whatever it says."""
    work = world.work(persona)
    try:
        return use_case(work)
    finally:
        work.session.close()


def ask_for_analysis(world, round_):
    return call_as(world, "head", lambda work: analyses.request_analysis(work, round_.id))


def freeze_ranking(world, round_, words=""):
    return call_as(world, "head", lambda work: rankings.freeze_ranking(work, round_.id, words))


@pytest.fixture
def marked(world):
    """Six files and five reviewers, three reviews each, in the open round."""
    with world.session(writes=True) as session:
        round_, head = session.merge(world.round()), session.merge(world.person("head"))
        people = [routing.reviewer(session, round_.edition_id, f"Reader {i}", country="") for i in range(5)]
        files = [routing.file(session, session.merge(world.person("owner")), round_) for _ in range(6)]
        for i, file in enumerate(files):
            for j in range(3):
                of = make.assignment(session, round_, file, people[(i + j) % 5], head)
                make.no_conflict(session, of)
                routing.assessment(session, of, 3 + i, 4 + (i + j) % 6, 8 - j)
        session.commit()
    return world.round()


def load_ranking(world, persona="head", **how):
    work = world.work(persona)
    try:
        return ranking.load_ranking(work, world.round().id, **how)
    finally:
        work.session.close()


def places(ranked):
    return [(line.file.reference, line.standing.place, line.standing.mean) for line in ranked.ranked]


def test_an_analysis_is_asked_for_once_made_by_the_worker_and_stands_beside_the_ranking(world, marked):
    assert ask_for_analysis(world, marked)
    assert not ask_for_analysis(world, marked)
    assert load_ranking(world).analysis.state is JobState.WAITING

    (job,) = run_analyses(world)

    assert (job.state, job.trouble) == (JobState.DONE, "")
    shown = load_ranking(world)
    assert shown.results.why == ""
    assert {line.result.adjusted is not None for line in shown.ranked} == {True}
    with world.session() as session:
        kept = session.scalars(select(Analysis)).one()
        result = json.loads(kept.result)
        acts = list(session.scalars(select(LedgerRecord.act).where(LedgerRecord.subject == f"analysis:{kept.id}")))
    assert (kept.input_hash, kept.seed, kept.method) == (result["input_hash"], result["seed"], result["method"])
    assert (kept.numpy, kept.scipy) == (result["numpy"], result["scipy"])
    assert acts == ["analyse"]


def test_the_child_and_this_process_agree_to_the_byte_and_twice(world, marked):
    live = call_as(world, "head", lambda work: scoring_snapshot.load_live_round(work, marked.id))
    question = codec.dumps(build_input(live.tally, live.scored.category, live.scored.edition))

    first, second = analysis_child.analyse_in_child(question), analysis_child.analyse_in_child(question)

    assert first == second
    assert json.loads(first)["files"]


@pytest.mark.parametrize(("limits", "reason"), [
    (Limits(wall_seconds=0.05), Reason.TIME), (Limits(memory=64 * MEGABYTE), Reason.MEMORY),
])
def test_an_analysis_that_exceeds_its_limits_ends_alone(limits, reason):
    with pytest.raises(ChildFailed) as failed:
        analysis_child.analyse_in_child(codec.dumps(panel(30, 6, 3)), limits)

    assert failed.value.reason in (reason, Reason.BROKEN if reason is Reason.MEMORY else reason)


def test_a_failed_analysis_says_so_and_the_raw_ranking_stays(world, marked, monkeypatch):
    def too_long(given, limits=None):
        raise ChildFailed(Reason.TIME)

    monkeypatch.setattr(analysis_child, "analyse_in_child", too_long)
    before = places(load_ranking(world))
    ask_for_analysis(world, marked)

    (job,) = run_analyses(world)

    assert (job.state, job.trouble) == (JobState.FAILED, "time")
    shown = load_ranking(world)
    assert (shown.analysis.state, shown.results, places(shown)) == (JobState.FAILED, None, before)
    assert ask_for_analysis(world, marked)


def test_closing_a_round_asks_for_its_analysis(world, marked):
    call_as(world, "head", lambda work: manage_rounds.close_round(work, marked.id))

    assert [job.state for job in run_analyses(world)] == [JobState.DONE]
    assert load_ranking(world, "officer").results is not None


def test_marks_that_change_make_the_analysis_stale(world, marked):
    ask_for_analysis(world, marked)
    run_analyses(world)
    with world.session(writes=True) as session:
        session.scalars(select(Mark)).first().score = 1
        session.commit()

    shown = load_ranking(world)

    assert (shown.results, shown.analysis.stale) == (None, True)
    assert ask_for_analysis(world, marked)


@pytest.mark.parametrize("persona", ["officer", "observer", "auditor", "chair"])
def test_nobody_but_the_head_learns_of_an_open_round(world, marked, persona):
    for use_case in (
        lambda work: analyses.request_analysis(work, marked.id),
        lambda work: rankings.freeze_ranking(work, marked.id, ""),
        lambda work: ranking.load_ranking(work, marked.id),
        lambda work: ranking_changes.compare_without_reviewer(work, marked.id, 1, letters=True),
    ):
        with pytest.raises(Refused):
            call_as(world, persona, use_case)


# --- frozen


def test_a_frozen_state_is_sealed_and_no_later_change_touches_it(world, marked):
    ask_for_analysis(world, marked)
    run_analyses(world)
    before = load_ranking(world)
    made = freeze_ranking(world, marked, "For the meeting.")
    file = before.ranked[0].file
    with world.session(writes=True) as session:
        # Marks change, a reviewer steps aside, a file is withdrawn.
        for mark in session.scalars(select(Mark).join(Assessment).join(Assignment).where(
            Assignment.nomination_id == UUID(before.ranked[1].file.id)
        )):
            mark.score = 0
        session.commit()
    call_as(world, "head", lambda work: conflicts.recuse_reviewer(
        work, UUID(file.id), UUID(file.reviews[0].reviewer), "work", "They met since."))

    kept, now = load_ranking(world, frozen_id=made.id), load_ranking(world)

    assert places(kept) == places(before)
    assert places(now) != places(before)
    assert kept.results == before.results
    assert now.results is None
    assert kept.line(UUID(file.id)).given == before.ranked[0].given
    with world.session() as session:
        record = session.scalars(select(LedgerRecord).where(LedgerRecord.act == "freeze")).one()
    assert (kept.seal.ledger_number, kept.seal.ledger_hash, kept.seal.number) == (record.number, record.hash, 1)


def test_the_database_refuses_to_change_or_delete_a_frozen_state(world, marked):
    freeze_ranking(world, marked, "")
    for statement in ("UPDATE frozen_ranking SET words = 'x'", "DELETE FROM frozen_ranking"):
        session = world.session(writes=True)
        with pytest.raises(DatabaseError, match="frozen ranking is never changed"):
            session.execute(text(statement))
        session.close()


def test_what_has_changed_since_is_told_file_by_file(world, marked):
    made = freeze_ranking(world, marked, "")
    assert all(line.same for line in call_as(
        world, "head", lambda work: ranking_changes.compare_with_frozen(work, marked.id, made.id)).rows)
    last = load_ranking(world).ranked[-1]
    with world.session(writes=True) as session:
        for mark in session.scalars(select(Mark).join(Assessment).join(Assignment).where(
            Assignment.nomination_id == UUID(last.file.id)
        )):
            mark.score = 10
        session.commit()

    compared = call_as(world, "head", lambda work: ranking_changes.compare_with_frozen(work, marked.id, made.id))
    changed = {line.reference: line.steps for line in compared.rows if not line.same}

    assert changed[last.file.reference] == 5
    assert len(load_ranking(world).seals) == 1


def test_the_content_of_a_frozen_state_names_nobody(world, marked):
    made = freeze_ranking(world, marked, "")
    with world.session() as session:
        content = session.get_one(FrozenRanking, made.id).content

    assert "Reader" not in content
    assert "Diop" not in content


def test_a_state_of_another_round_is_not_found(world, marked):
    made = freeze_ranking(world, marked, "")
    with world.session(writes=True) as session:
        head = session.merge(world.person("head"))
        other = make.open_round(session, world.edition_id, head, category="individual")
        session.commit()
        other_id = other.id

    with pytest.raises(Refused):
        call_as(world, "head", lambda work: ranking_snapshots.load_frozen_state(work, other_id, made.id))


def test_two_states_are_numbered_and_the_newest_comes_first(world, marked):
    for words in ("One.", "Two."):
        freeze_ranking(world, marked, words)

    assert [(frozen.number, frozen.words) for frozen in load_ranking(world).seals] == [(2, "Two."), (1, "One.")]


def test_words_that_cannot_be_stored_are_refused(world, marked):
    with pytest.raises(Invalid) as wrong:
        freeze_ranking(world, marked, "a\x00b")

    assert "words" in wrong.value.problems


def test_the_number_of_statements_does_not_grow_with_files(world, marked):
    with statements(world.engine) as few:
        load_ranking(world)
    with world.session(writes=True) as session:
        round_ = session.merge(world.round())
        for _ in range(12):
            routing.file(session, session.merge(world.person("owner")), round_)
        session.commit()
    with statements(world.engine) as many:
        load_ranking(world)

    assert len(few) == len(many)


def test_leaving_a_reviewer_out_changes_nothing_but_the_answer(world, marked):
    before = places(load_ranking(world))
    left_out = 1 + load_ranking(world).tally.reviewers.index(str(one_who_marked(world)))
    compared = call_as(
        world, "head", lambda work: ranking_changes.compare_without_reviewer(work, marked.id, left_out, letters=True)
    )

    assert compared.reviewer in "ABCDEFG"
    assert any(not line.same for line in compared.rows)
    assert places(load_ranking(world)) == before
    with pytest.raises(Refused):
        call_as(world, "head", lambda work: ranking_changes.compare_without_reviewer(work, marked.id, 99, letters=True))


def one_who_marked(world) -> UUID:
    with world.session() as session:
        return session.scalars(
            select(Assignment.reviewer_id).join(Account, Account.id == Assignment.reviewer_id)
            .where(Account.name == "Reader 0").limit(1)
        ).one()


def test_the_question_holds_no_name_and_is_the_one_the_analysis_answers(world, marked):
    live = call_as(world, "head", lambda work: scoring_snapshot.load_live_round(work, marked.id))
    question = build_input(live.tally, live.scored.category, live.scored.edition)

    assert "Reader" not in codec.dumps(question)
    assert analyse_marks(question).input_hash == question.sha256()
