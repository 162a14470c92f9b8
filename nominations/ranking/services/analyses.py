"""Analyses of a round's marks: asked for, made by the worker in a limited child, kept beside what they were asked."""

import json
from uuid import UUID, uuid4

from nominations.core.adapters.sandbox import ChildFailed
from nominations.core.rules import codec
from nominations.core.rules.vocabulary import Action, JobState
from nominations.core.tables import Analysis, Job
from nominations.core.work import Work
from nominations.ranking.adapters import analysis_child
from nominations.ranking.analysis.input import METHOD
from nominations.ranking.queries import analyses as query
from nominations.ranking.queries import scoring_snapshot
from nominations.ranking.queries.scoring_snapshot import Live


def ask(work: Work, round_id: UUID) -> bool:
    """Ask the worker to analyse the marks as they stand. False where that is done, or on its way, already."""
    with work.transaction():
        found = scoring_snapshot.live(work, round_id, to=Action.ANALYSE)
        made = wanted(work, found)
        if made is not None:
            work.record(Action.ANALYSE, made, {"input": made.input_hash, "method": made.method})
    return made is not None


def wanted(work: Work, found: Live) -> Analysis | None:
    """Inside somebody's transaction: the analysis of these marks, unless it stands or is on its way."""
    question = query.load_input(found.tally, found.of.category, found.of.edition)
    told = query.current_analysis(work, found.of.round.id, question)
    if told.state in (JobState.WAITING, JobState.RUNNING, JobState.DONE) and not told.stale:
        return None
    made_id = uuid4()
    job = work.enqueue_job("analysis", total=1, analysis_id=made_id)
    work.session.flush()
    made = Analysis(
        id=made_id, round_id=found.of.round.id, input_hash=question.sha256(), seed=question.seed(), method=METHOD,
        asked=codec.dumps(question), asked_at=work.now, asked_by_id=work.actor.id, job_id=job.id,
    )
    work.session.add(made)
    work.session.flush()
    return made


def make(work: Work, job: Job) -> None:
    """Do the analysis of a job and keep what was found; what goes wrong is said in the job. For the worker."""
    analysis_id = UUID(job.arguments["analysis_id"])
    asked = work.session.get_one(Analysis, analysis_id).asked
    # The minute that follows holds no connection.
    work.session.rollback()
    try:
        found = analysis_child.analyse(asked)
    except ChildFailed as failed:
        _end(work, job.id, JobState.FAILED, str(failed.reason))
        return
    with work.transaction() as session:
        kept, told = session.get_one(Analysis, analysis_id), json.loads(found)
        kept.result, kept.numpy, kept.scipy = found, told["numpy"], told["scipy"]
    _end(work, job.id, JobState.DONE)


def _end(work: Work, job_id: UUID, state: JobState, trouble: str = "") -> None:
    with work.transaction() as session:
        job = session.get_one(Job, job_id)
        job.state, job.ended_at, job.trouble = state, work.now, trouble
        job.done = job.total if state is JobState.DONE else job.done
