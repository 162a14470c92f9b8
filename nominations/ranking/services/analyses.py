"""Analyses of a round's marks: requested by a person, computed by the worker in a child process with limits."""

import json
from uuid import UUID

from nominations.core.adapters.sandbox import ChildFailed
from nominations.core.rules.vocabulary import Action, JobState
from nominations.core.tables import Analysis, Job
from nominations.core.work import Work
from nominations.ranking.adapters import analysis_child
from nominations.ranking.queries.scoring_snapshot import load_live_round
from nominations.ranking.steps.analyses import enqueue_analysis


def request_analysis(work: Work, round_id: UUID) -> bool:
    """Ask the worker to analyse the current marks. False where these have an analysis, finished or on its way."""
    with work.transaction():
        analysis = enqueue_analysis(work, load_live_round(work, round_id, to=Action.ANALYSE))
        if analysis is not None:
            work.record(Action.ANALYSE, analysis, {"input": analysis.input_hash, "method": analysis.method})
    return analysis is not None


def make_analysis(work: Work, job: Job) -> None:
    """Compute the analysis of a job and store the result; a failure is stored in the job. For the worker."""
    analysis_id = UUID(job.arguments["analysis_id"])
    question = work.session.get_one(Analysis, analysis_id).asked
    # The computation may take a minute; no connection is held during it.
    work.session.rollback()
    try:
        result = analysis_child.analyse_in_child(question)
    except ChildFailed as failed:
        _end_job(work, job.id, JobState.FAILED, str(failed.reason))
        return
    with work.transaction() as session:
        analysis, versions = session.get_one(Analysis, analysis_id), json.loads(result)
        analysis.result, analysis.numpy, analysis.scipy = result, versions["numpy"], versions["scipy"]
    _end_job(work, job.id, JobState.DONE)


def _end_job(work: Work, job_id: UUID, state: JobState, trouble: str = "") -> None:
    with work.transaction() as session:
        job = session.get_one(Job, job_id)
        job.state, job.ended_at, job.trouble = state, work.now, trouble
        job.done = job.total if state is JobState.DONE else job.done
