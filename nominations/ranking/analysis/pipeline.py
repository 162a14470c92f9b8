"""The whole analysis of one category: from the marks that count to the results on pages and in reports."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

import numpy as np
import scipy

from nominations.ranking.analysis import agreement, alpha, leave_one_out, outliers, posterior, ranks, severity, weights
from nominations.ranking.analysis.input import METHOD, AnalysisInput, Review, Score, sort_input
from nominations.ranking.analysis.posterior import Point
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
from nominations.ranking.analysis.severity import Fit, Floats
from nominations.rounds.rules import scoring

WIDEST = 10
Totals = Sequence[tuple[Review, Fraction]]
PairChances = Mapping[tuple[str, str], float]


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
    points = posterior.weigh_variances(fit) if fit else ()
    pairs = posterior.compare_pairs(fit, points) if fit else None
    chances = _by_pair(fit, pairs) if fit is not None and pairs is not None else {}
    estimates = ranks.estimate_ranks(
        fit, points, pairs, question.places, seed, without_verdict=_without_verdict(fit, counted)
    ) if fit is not None and pairs is not None else ranks.RankEstimates((), (), 0)
    files = _files(question, counted, fit, points, placed, estimates, chances, seed)
    agreed = agreement.estimate_agreement(fit, seed) if fit else None
    return AnalysisResults(
        method=METHOD, input_hash=question.sha256(), seed=seed, numpy=np.__version__, scipy=scipy.__version__,
        places=question.places, official=question.official, why=str(why or ""), model=_model(fit), files=files,
        bands=ranks.group_bands([result.file for result in files], chances), ties=_ties(question, chances, placed),
        criteria=tuple(
            _criterion(question, i, criterion.key, counted) for i, criterion in enumerate(question.criteria)
        ),
        gaps=_gaps(question, counted),
        absolute=_share(agreed.absolute if agreed else None),
        consistent=_share(agreed.consistent if agreed else None),
        of_mean=_share(agreed.of_mean if agreed else None),
        of_adjusted=_share(agreement.Coefficient(agreed.of_adjusted) if agreed else None),
        reviews_per_file=agreed.reviews if agreed else None, concord=_concord(counted, dict(_values(totals))),
        reviewers=_reviewers(question, totals, fit, points), apart=_apart(question, counted, fit, placed),
        influence=leave_one_out.list_influences(question, counted),
        leanings=tuple(Lean(leaning.reviewer, leaning.kind, leaning.key, leaning.files, leaning.points, leaning.p)
                       for leaning in (outliers.find_leanings(fit, question.groups, seed) if fit else ())),
        swap=leave_one_out.find_weight_swap(question, counted, placed),
        winners=estimates.winners if fit and len(fit.parts) == 1 else (), draws=estimates.draws,
        **leave_one_out.compute_changes(question, counted),
    )


def _values(totals: Totals) -> Iterator[tuple[tuple[str, str], float]]:
    return (((review.file, review.reviewer), float(total)) for review, total in totals)


def _adjusted_scores(fit: Fit | None) -> Mapping[str, float]:
    return _by_file(fit, fit.adjusted) if fit else {}


def _by_file(fit: Fit, values: Floats) -> dict[str, float]:
    return {file: float(value) for file, value in zip(fit.design.files, values, strict=True)}


def _files(
    question: AnalysisInput, reviews: Sequence[Review], fit: Fit | None, points: Sequence[Point],
    placed: Mapping[str, int], estimates: ranks.RankEstimates, chances: PairChances, seed: int,
) -> tuple[NominationResult, ...]:
    weights_, keys = question.weights, [criterion.key for criterion in question.criteria]
    totals: dict[str, list[Fraction]] = {}
    for review in reviews:
        value = scoring.review_score(dict(zip(keys, review.marks, strict=True)), weights_, question.top).value
        if value is not None:
            totals.setdefault(review.file, []).append(value)
    ranked = {estimate.file: estimate for estimate in estimates.files}
    values = _adjusted_scores(fit)
    low, high = (_by_file(fit, ends) for ends in posterior.score_intervals(fit, points)) if fit else ({}, {})
    shift = _by_file(fit, fit.shift_due_to_severity()) if fit else {}
    stays, panels = weights.share_of_draws(question, reviews, seed), _panels(fit, placed)
    results = []
    for file in placed:
        own, score = ranked.get(file), float(scoring.mean_of_some(totals[file]))
        is_told = len(totals[file]) >= scoring.ENOUGH_REVIEWS and len(panels) == 0
        panel, panel_place = panels.get(file, (0, None))
        results.append(NominationResult(
            file, score, len(totals[file]), stays=stays.get(file)
        ) if own is None else NominationResult(
            file, score, len(totals[file]), values[file], low[file], high[file], shift[file], own.expected, own.low,
            own.high, own.chance, own.chances, str(own.verdict) if is_told else "", stays.get(file), panel, panel_place,
            pull=values[file] - score - shift[file], ahead_from=ranks.find_lead(file, placed, chances),
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
                 fit.no_difference, len(fit.parts), outliers.measure_confounding(fit))


def _by_pair(fit: Fit, pairs: Floats) -> PairChances:
    """The chance that the first of two nominations is better; none where every score is the same."""
    if fit.equal:
        return {}
    files = fit.design.files
    return {(a, b): float(pairs[i, j]) for i, a in enumerate(files) for j, b in enumerate(files)}


def _without_verdict(fit: Fit, reviews: Sequence[Review]) -> frozenset[str]:
    """Nominations with too few reviews; all of them where panels share no reviewer, so that nothing compares them."""
    if len(fit.parts) > 1:
        return frozenset(fit.design.files)
    counts = Counter(review.file for review in reviews)
    return frozenset(file for file, count in counts.items() if count < scoring.ENOUGH_REVIEWS)


def _ties(question: AnalysisInput, chances: PairChances, placed: Mapping[str, int]) -> tuple[Tie, ...]:
    """Pairs of nominations that share the place at the line; none where everything is equal, which is said once."""
    if len(set(placed.values())) < 2:
        return ()
    for place, group in groupby(placed, key=lambda file: placed[file]):
        files = list(group)
        if place <= question.places < place + len(files) - 1:
            return tuple(Tie(a, b, chances.get((a, b))) for i, a in enumerate(files) for b in files[i + 1:])
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


def _reviewers(
    question: AnalysisInput, totals: Totals, fit: Fit | None, points: Sequence[Point]
) -> tuple[ReviewerResult, ...]:
    markings = outliers.describe_markings(question, [(review, float(total)) for review, total in totals], fit, points)
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
