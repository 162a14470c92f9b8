"""The whole analysis of one category: from the marks that count to everything the ranking page and the report say."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

import numpy as np
import scipy

from nominations.ranking.analysis import agreement, alpha, leave_one_out, outliers, ranks, severity, weights
from nominations.ranking.analysis.input import METHOD, AnalysisInput, Review, Score, canonical
from nominations.ranking.analysis.results import (
    AnalysisResults,
    Apart,
    Concord,
    Gap,
    Lean,
    Model,
    OfCriterion,
    OfFile,
    OfReviewer,
    Share,
    Tie,
)
from nominations.ranking.analysis.severity import NINETY, Fit, Floats
from nominations.rounds.rules import scoring

WIDEST = 10
Totals = Sequence[tuple[Review, Fraction]]


def analyse(asked: AnalysisInput) -> AnalysisResults:
    """Everything there is to say. The same question gives the same answer to the byte, on one machine and version."""
    asked = canonical(asked)
    seed, totals = asked.seed(), asked.totals()
    design = severity.design_of([Score(each.file, each.reviewer, float(total)) for each, total in totals])
    why = severity.refusal(design)
    fit = None if why else severity.fit(design)
    counted = [review for review, _ in totals]
    adjusted = _adjusted(fit)
    placed = leave_one_out.places(asked, counted, adjusted)
    files = _files(asked, counted, fit, placed, seed)
    intervals = {
        each.file: (each.rank_low, each.rank_high) for each in files
        if each.rank_low is not None and each.rank_high is not None
    }
    agreed = agreement.of_fit(fit, seed) if fit else None
    return AnalysisResults(
        method=METHOD, input_hash=asked.sha256(), seed=seed, numpy=np.__version__, scipy=scipy.__version__,
        places=asked.places, official=asked.official, why=str(why or ""), model=_model(fit), files=files,
        bands=ranks.bands([each.file for each in files], intervals), ties=_ties(asked, fit, placed),
        criteria=tuple(_criterion(asked, i, each.key, counted) for i, each in enumerate(asked.criteria)),
        gaps=_gaps(asked, counted),
        absolute=_share(agreed.absolute if agreed else None),
        consistent=_share(agreed.consistent if agreed else None),
        of_mean=_share(agreed.of_mean if agreed else None),
        of_adjusted=_share(agreement.Coefficient(agreed.of_adjusted) if agreed else None),
        reviews_per_file=agreed.reviews if agreed else None, concord=_concord(counted, dict(_values(totals))),
        reviewers=_reviewers(asked, totals, fit), apart=_apart(asked, counted, fit, placed),
        influence=leave_one_out.influence(asked, counted),
        leanings=tuple(Lean(each.reviewer, each.kind, each.key, each.files, each.points, each.p)
                       for each in (outliers.leanings(fit, asked.groups, seed) if fit else ())),
        swap=leave_one_out.swap(asked, counted, placed), **leave_one_out.changes(asked, counted),
    )


def _values(totals: Totals) -> Iterator[tuple[tuple[str, str], float]]:
    return (((each.file, each.reviewer), float(total)) for each, total in totals)


def _adjusted(fit: Fit | None) -> Mapping[str, float]:
    return _by_file(fit, fit.adjusted) if fit else {}


def _by_file(fit: Fit, values: Floats) -> dict[str, float]:
    return {file: float(value) for file, value in zip(fit.design.files, values, strict=True)}


def _files(
    asked: AnalysisInput, reviews: Sequence[Review], fit: Fit | None, placed: Mapping[str, int], seed: int
) -> tuple[OfFile, ...]:
    weights_, keys = asked.weights, [each.key for each in asked.criteria]
    totals: dict[str, list[Fraction]] = {}
    for review in reviews:
        value = scoring.review_score(dict(zip(keys, review.marks, strict=True)), weights_, asked.top).value
        if value is not None:
            totals.setdefault(review.file, []).append(value)
    ranked = {each.file: each for each in ranks.ranked(fit, asked.places, seed)} if fit else {}
    values = _adjusted(fit)
    deviation = _by_file(fit, np.sqrt(np.maximum(np.diag(fit.covariance()), 0))) if fit else {}
    shift = _by_file(fit, fit.shift_due_to_severity()) if fit else {}
    stays, panels = weights.stays(asked, reviews, seed), _panels(fit, placed)
    found = []
    for file in placed:
        own, score = ranked.get(file), float(scoring.mean_of_some(totals[file]))
        few = len(totals[file]) < scoring.ENOUGH_REVIEWS
        panel, panel_place = panels.get(file, (0, None))
        found.append(OfFile(file, score, len(totals[file]), stays=stays.get(file)) if own is None else OfFile(
            file, score, len(totals[file]), values[file], values[file] - NINETY * deviation[file],
            values[file] + NINETY * deviation[file], shift[file], own.expected, own.low, own.high,
            own.chance, own.chances, "" if few else str(own.verdict), "" if few else str(own.verdict_by_half),
            stays.get(file), panel, panel_place,
        ))
    return tuple(found)


def _panels(fit: Fit | None, placed: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Where reviewers fall into panels that share no file: each file's panel and its place within it."""
    if fit is None or len(fit.parts) < 2:
        return {}
    found: dict[str, tuple[int, int]] = {}
    for number, part in enumerate(fit.parts, 1):
        inside = sorted(placed[file] for file in part if file in placed)
        found |= {file: (number, inside.index(placed[file]) + 1) for file in part if file in placed}
    return found


def _model(fit: Fit | None) -> Model | None:
    if fit is None:
        return None
    return Model(fit.v_file**0.5, fit.v_reviewer**0.5, fit.v_error**0.5, fit.criterion, fit.equal, fit.no_severity,
                 fit.no_difference, len(fit.parts))


def _ties(asked: AnalysisInput, fit: Fit | None, placed: Mapping[str, int]) -> tuple[Tie, ...]:
    """Pairs that share the place that the line runs through."""
    for place, group in groupby(placed, key=lambda file: placed[file]):
        files = list(group)
        if place <= asked.places < place + len(files) - 1:
            odds = ranks.beats(fit.solved.values, fit.covariance()) if fit else None
            at = {file: i for i, file in enumerate(fit.design.files)} if fit else {}
            return tuple(
                Tie(a, b, float(odds[at[a], at[b]]) if odds is not None else None)
                for i, a in enumerate(files) for b in files[i + 1:]
            )
    return ()


def _criterion(asked: AnalysisInput, column: int, key: str, reviews: Sequence[Review]) -> OfCriterion:
    units: dict[str, list[float]] = {}
    for review in reviews:
        if (mark := review.marks[column]) is not None:
            units.setdefault(review.file, []).append(mark)
    metric = alpha.metric_of(asked.top + 1)
    made = alpha.krippendorff([units[file] for file in sorted(units)], metric)
    if made.files < agreement.LEAST_FILES:
        said = "too_few"
    else:
        said = "no_variation" if made.value is None else str(agreement.grade(made.value))
    return OfCriterion(key, made.value, metric, made.files, made.pairs, said)


def _gaps(asked: AnalysisInput, reviews: Sequence[Review]) -> tuple[Gap, ...]:
    """The ten widest gaps between marks of one criterion of one file."""
    given: dict[tuple[str, int], list[int]] = {}
    for review in reviews:
        for column, mark in enumerate(review.marks):
            if mark is not None:
                given.setdefault((review.file, column), []).append(mark)
    found = [Gap(file, asked.criteria[column].key, min(marks), max(marks)) for (file, column), marks in given.items()
             if max(marks) > min(marks)]
    position = {each.key: i for i, each in enumerate(asked.criteria)}
    found.sort(key=lambda each: (each.low - each.high, each.file, position[each.criterion]))
    return tuple(found[:WIDEST])


def _share(made: agreement.Coefficient | None) -> Share | None:
    return Share(made.value, made.low, made.high, str(agreement.grade(made.value))) if made else None


def _concord(reviews: Sequence[Review], scores: Mapping[tuple[str, str], float]) -> Concord | None:
    """Kendall's W where every reviewer scored every file."""
    files, people = sorted({each.file for each in reviews}), sorted({each.reviewer for each in reviews})
    if len(files) < 2 or len(people) < 2 or len(scores) != len(files) * len(people):
        return None
    made = alpha.kendall([[scores[file, person] for person in people] for file in files])
    return Concord(made.w, made.p, made.judges, made.files) if made else None


def _reviewers(asked: AnalysisInput, totals: Totals, fit: Fit | None) -> tuple[OfReviewer, ...]:
    made = outliers.markings(asked, [(review, float(total)) for review, total in totals], fit)
    return tuple(
        OfReviewer(each.reviewer, each.files, each.severity, each.low, each.high, each.spread, each.correlation,
                   each.halo, each.same, each.unlike) for each in made
    )


def _apart(
    asked: AnalysisInput, reviews: Sequence[Review], fit: Fit | None, placed: Mapping[str, int]
) -> tuple[Apart, ...]:
    if fit is None:
        return ()
    means, given = leave_one_out.Means(asked, reviews), {(each.file, each.reviewer): each for each in reviews}
    found = []
    for each in outliers.outliers(fit):
        place = means.place_without(given[each.file, each.reviewer])
        found.append(Apart(each.file, each.reviewer, each.score, each.others, each.standardised, place,
                           leave_one_out.crosses(asked, placed[each.file], place)))
    return tuple(found)
