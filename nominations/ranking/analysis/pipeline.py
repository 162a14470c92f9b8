"""The whole analysis of one category: from the marks that count to the results on pages and in reports."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

import numpy as np
import scipy

from nominations.ranking.analysis import agreement, alpha, leave_one_out, outliers, ranks, severity, weights
from nominations.ranking.analysis.input import METHOD, AnalysisInput, Review, Score, sort_input
from nominations.ranking.analysis.results import (
    AnalysisResults,
    Apart,
    Concord,
    CriterionResult,
    Gap,
    Lean,
    Model,
    NominationResult,
    ReviewerResult,
    Share,
    Tie,
)
from nominations.ranking.analysis.severity import NINETY, Fit, Floats
from nominations.rounds.rules import scoring

WIDEST = 10
Totals = Sequence[tuple[Review, Fraction]]


def analyse_marks(question: AnalysisInput) -> AnalysisResults:
    """All results: the same to the byte for the same question, on one machine and with one set of versions."""
    question = sort_input(question)
    seed, totals = question.seed(), question.totals()
    design = severity.build_design([Score(review.file, review.reviewer, float(total)) for review, total in totals])
    why = severity.find_obstacle(design)
    fit = None if why else severity.fit_design(design)
    counted = [review for review, _ in totals]
    adjusted = _adjusted_scores(fit)
    placed = leave_one_out.rank_nominations(question, counted, adjusted)
    files = _files(question, counted, fit, placed, seed)
    intervals = {
        result.file: (result.rank_low, result.rank_high) for result in files
        if result.rank_low is not None and result.rank_high is not None
    }
    agreed = agreement.estimate_agreement(fit, seed) if fit else None
    return AnalysisResults(
        method=METHOD, input_hash=question.sha256(), seed=seed, numpy=np.__version__, scipy=scipy.__version__,
        places=question.places, official=question.official, why=str(why or ""), model=_model(fit), files=files,
        bands=ranks.group_bands([result.file for result in files], intervals), ties=_ties(question, fit, placed),
        criteria=tuple(
            _criterion(question, i, criterion.key, counted) for i, criterion in enumerate(question.criteria)
        ),
        gaps=_gaps(question, counted),
        absolute=_share(agreed.absolute if agreed else None),
        consistent=_share(agreed.consistent if agreed else None),
        of_mean=_share(agreed.of_mean if agreed else None),
        of_adjusted=_share(agreement.Coefficient(agreed.of_adjusted) if agreed else None),
        reviews_per_file=agreed.reviews if agreed else None, concord=_concord(counted, dict(_values(totals))),
        reviewers=_reviewers(question, totals, fit), apart=_apart(question, counted, fit, placed),
        influence=leave_one_out.list_influences(question, counted),
        leanings=tuple(Lean(leaning.reviewer, leaning.kind, leaning.key, leaning.files, leaning.points, leaning.p)
                       for leaning in (outliers.find_leanings(fit, question.groups, seed) if fit else ())),
        swap=leave_one_out.find_weight_swap(question, counted, placed),
        **leave_one_out.compute_changes(question, counted),
    )


def _values(totals: Totals) -> Iterator[tuple[tuple[str, str], float]]:
    return (((review.file, review.reviewer), float(total)) for review, total in totals)


def _adjusted_scores(fit: Fit | None) -> Mapping[str, float]:
    return _by_file(fit, fit.adjusted) if fit else {}


def _by_file(fit: Fit, values: Floats) -> dict[str, float]:
    return {file: float(value) for file, value in zip(fit.design.files, values, strict=True)}


def _files(
    question: AnalysisInput, reviews: Sequence[Review], fit: Fit | None, placed: Mapping[str, int], seed: int
) -> tuple[NominationResult, ...]:
    weights_, keys = question.weights, [criterion.key for criterion in question.criteria]
    totals: dict[str, list[Fraction]] = {}
    for review in reviews:
        value = scoring.review_score(dict(zip(keys, review.marks, strict=True)), weights_, question.top).value
        if value is not None:
            totals.setdefault(review.file, []).append(value)
    ranked = {estimate.file: estimate for estimate in ranks.estimate_ranks(fit, question.places, seed)} if fit else {}
    values = _adjusted_scores(fit)
    deviation = _by_file(fit, np.sqrt(np.maximum(np.diag(fit.covariance()), 0))) if fit else {}
    shift = _by_file(fit, fit.shift_due_to_severity()) if fit else {}
    stays, panels = weights.share_of_draws(question, reviews, seed), _panels(fit, placed)
    results = []
    for file in placed:
        own, score = ranked.get(file), float(scoring.mean_of_some(totals[file]))
        few = len(totals[file]) < scoring.ENOUGH_REVIEWS
        panel, panel_place = panels.get(file, (0, None))
        results.append(NominationResult(
            file, score, len(totals[file]), stays=stays.get(file)
        ) if own is None else NominationResult(
            file, score, len(totals[file]), values[file], values[file] - NINETY * deviation[file],
            values[file] + NINETY * deviation[file], shift[file], own.expected, own.low, own.high,
            own.chance, own.chances, "" if few else str(own.verdict), "" if few else str(own.verdict_by_half),
            stays.get(file), panel, panel_place,
        ))
    return tuple(results)


def _panels(fit: Fit | None, placed: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Where the reviewers form panels that share no nomination: each nomination's panel and its place within it."""
    if fit is None or len(fit.parts) < 2:
        return {}
    panels: dict[str, tuple[int, int]] = {}
    for number, part in enumerate(fit.parts, 1):
        inside = sorted(placed[file] for file in part if file in placed)
        panels |= {file: (number, inside.index(placed[file]) + 1) for file in part if file in placed}
    return panels


def _model(fit: Fit | None) -> Model | None:
    if fit is None:
        return None
    return Model(fit.v_file**0.5, fit.v_reviewer**0.5, fit.v_error**0.5, fit.criterion, fit.equal, fit.no_severity,
                 fit.no_difference, len(fit.parts))


def _ties(question: AnalysisInput, fit: Fit | None, placed: Mapping[str, int]) -> tuple[Tie, ...]:
    """Pairs of nominations that share the place at the line."""
    for place, group in groupby(placed, key=lambda file: placed[file]):
        files = list(group)
        if place <= question.places < place + len(files) - 1:
            odds = ranks.compare_pairs(fit.solved.values, fit.covariance()) if fit else None
            at = {file: i for i, file in enumerate(fit.design.files)} if fit else {}
            return tuple(
                Tie(a, b, float(odds[at[a], at[b]]) if odds is not None else None)
                for i, a in enumerate(files) for b in files[i + 1:]
            )
    return ()


def _criterion(question: AnalysisInput, column: int, key: str, reviews: Sequence[Review]) -> CriterionResult:
    units: dict[str, list[float]] = {}
    for review in reviews:
        if (mark := review.marks[column]) is not None:
            units.setdefault(review.file, []).append(mark)
    metric = alpha.metric_of(question.top + 1)
    agreed = alpha.krippendorff_alpha([units[file] for file in sorted(units)], metric)
    if agreed.files < agreement.LEAST_FILES:
        word = "too_few"
    else:
        word = "no_variation" if agreed.value is None else str(agreement.grade_coefficient(agreed.value))
    return CriterionResult(key, agreed.value, metric, agreed.files, agreed.pairs, word)


def _gaps(question: AnalysisInput, reviews: Sequence[Review]) -> tuple[Gap, ...]:
    """The ten widest gaps between marks of one criterion of one file."""
    marks_by_cell: dict[tuple[str, int], list[int]] = {}
    for review in reviews:
        for column, mark in enumerate(review.marks):
            if mark is not None:
                marks_by_cell.setdefault((review.file, column), []).append(mark)
    gaps = [
        Gap(file, question.criteria[column].key, min(marks), max(marks))
        for (file, column), marks in marks_by_cell.items() if max(marks) > min(marks)
    ]
    position = {criterion.key: i for i, criterion in enumerate(question.criteria)}
    gaps.sort(key=lambda gap: (gap.low - gap.high, gap.file, position[gap.criterion]))
    return tuple(gaps[:WIDEST])


def _share(coefficient: agreement.Coefficient | None) -> Share | None:
    return Share(
        coefficient.value, coefficient.low, coefficient.high, str(agreement.grade_coefficient(coefficient.value))
    ) if coefficient else None


def _concord(reviews: Sequence[Review], scores: Mapping[tuple[str, str], float]) -> Concord | None:
    """Kendall's W where every reviewer scored every file."""
    files, people = sorted({review.file for review in reviews}), sorted({review.reviewer for review in reviews})
    if len(files) < 2 or len(people) < 2 or len(scores) != len(files) * len(people):
        return None
    concordance = alpha.kendall_w([[scores[file, person] for person in people] for file in files])
    return Concord(concordance.w, concordance.p, concordance.judges, concordance.files) if concordance else None


def _reviewers(question: AnalysisInput, totals: Totals, fit: Fit | None) -> tuple[ReviewerResult, ...]:
    markings = outliers.describe_markings(question, [(review, float(total)) for review, total in totals], fit)
    return tuple(
        ReviewerResult(
            marking.reviewer, marking.files, marking.severity, marking.low, marking.high, marking.spread,
            marking.correlation, marking.halo, marking.same, marking.unlike,
        ) for marking in markings
    )


def _apart(
    question: AnalysisInput, reviews: Sequence[Review], fit: Fit | None, placed: Mapping[str, int]
) -> tuple[Apart, ...]:
    if fit is None:
        return ()
    means = leave_one_out.Means(question, reviews)
    by_pair = {(review.file, review.reviewer): review for review in reviews}
    apart = []
    for outlier in outliers.find_outliers(fit):
        place = means.place_without(by_pair[outlier.file, outlier.reviewer])
        apart.append(Apart(outlier.file, outlier.reviewer, outlier.score, outlier.others, outlier.standardised, place,
                           leave_one_out.is_across_line(question, placed[outlier.file], place)))
    return tuple(apart)
