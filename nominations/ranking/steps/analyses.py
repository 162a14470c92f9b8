"""Asking the worker for an analysis of a round's marks."""

from uuid import uuid4

from nominations.core.rules import codec
from nominations.core.rules.vocabulary import JobState
from nominations.core.tables import Analysis
from nominations.core.work import Work
from nominations.ranking.analysis.input import METHOD
from nominations.ranking.queries.analyses import build_input, load_current_analysis
from nominations.ranking.queries.scoring_snapshot import LiveRound


def enqueue_analysis(work: Work, live: LiveRound) -> Analysis | None:
    """Add an analysis of these marks and its job. None where there is one already, finished or on its way."""
    question = build_input(live.tally, live.scored.category, live.scored.edition)
    current = load_current_analysis(work, live.scored.round.id, question)
    if current.state in (JobState.WAITING, JobState.RUNNING, JobState.DONE) and not current.stale:
        return None
    analysis_id = uuid4()
    job = work.enqueue_job("analysis", total=1, analysis_id=analysis_id)
    work.session.flush()
    analysis = Analysis(
        id=analysis_id, round_id=live.scored.round.id, input_hash=question.sha256(), seed=question.seed(),
        method=METHOD, asked=codec.dumps(question), asked_at=work.now, asked_by_id=work.actor.id, job_id=job.id,
    )
    work.session.add(analysis)
    work.session.flush()
    return analysis
