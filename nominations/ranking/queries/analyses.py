"""Analyses of a round: the input made from its marks, the newest result, and whether it is still about these marks."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from nominations.core.rules.vocabulary import JobState, RoundCode
from nominations.core.tables import Analysis, Job
from nominations.core.work import Work
from nominations.editions.rules.edition import Category, Edition
from nominations.ranking.analysis.input import AnalysisInput, Criterion, Group, Review, sort_input
from nominations.ranking.analysis.results import AnalysisResults, results_from_text
from nominations.ranking.rules.scoring_snapshot import ReviewState, Tally


@dataclass(frozen=True, slots=True)
class CurrentAnalysis:
    """The newest analysis of a round. `results` is there when it is ready and about the current marks.

    `state` is None where none was requested; `stale`: there is one, and the marks have changed since.
    """

    state: JobState | None = None
    trouble: str = ""
    results: AnalysisResults | None = None
    stale: bool = False
    job_id: UUID | None = None


def count_places(category: Category, tally: Tally) -> int:
    """How many can be taken: the shortlist of a first round with more nominations than that, else the winners."""
    shortlist = category.shortlist_size or 0
    return shortlist if tally.round == RoundCode.FIRST and 0 < shortlist < len(tally.files) else category.winners


def build_input(tally: Tally, category: Category, edition: Edition) -> AnalysisInput:
    """What the analysis needs of these marks; its groups are nominations that share a language or a region."""
    return sort_input(AnalysisInput(
        criteria=tuple(Criterion(key, weight) for key, weight in tally.weighing().items()),
        files=tuple(nomination.reference for nomination in tally.files),
        reviews=tuple(
            Review(file.reference, review.reviewer, review.marks)
            for file in tally.files for review in file.reviews if review.state is ReviewState.SUBMITTED
        ),
        places=count_places(category, tally), official=tally.official, groups=_groups(tally, edition),
    ))


def _groups(tally: Tally, edition: Edition) -> tuple[Group, ...]:
    regions: dict[str, set[str]] = defaultdict(set)
    languages: dict[str, set[str]] = defaultdict(set)
    for file in tally.files:
        languages[file.language].add(file.reference)
        for code in file.countries:
            if member := edition.member_state(code):
                regions[member.region].add(file.reference)
    return tuple(
        Group(kind, key, tuple(sorted(files)))
        for kind, groups in (("language", languages), ("region", regions))
        for key, files in groups.items() if key
    )


def load_current_analysis(work: Work, round_id: UUID, question: AnalysisInput) -> CurrentAnalysis:
    """The newest analysis of the round. The caller has checked the right to see its scores."""
    row = work.session.execute(
        select(Analysis.input_hash, Analysis.result, Analysis.job_id, Job.state, Job.trouble)
        .join(Job, Job.id == Analysis.job_id).where(Analysis.round_id == round_id)
        .order_by(Analysis.asked_at.desc(), Job.made_at.desc(), Analysis.id).limit(1)
    ).one_or_none()
    if row is None:
        return CurrentAnalysis()
    if row.input_hash != question.sha256():
        return CurrentAnalysis(row.state, row.trouble, stale=True, job_id=row.job_id)
    return CurrentAnalysis(
        row.state, row.trouble, results_from_text(row.result) if row.result else None, job_id=row.job_id
    )
