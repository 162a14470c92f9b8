"""How often the ranking is right: panels whose truth is known, marked by simulated reviewers, analysed as rounds are.

`python -m bench.ranking_simulation [REPETITIONS] [PANEL …]` prints one row for each panel. The truth of a nomination is
drawn from a normal distribution, as is the severity of a reviewer; a mark adds noise, a slope of the reviewer's own and
the ends of the scale. With `skewed` the stricter reviewers get the better nominations. Nothing of the analysis is used
to make a panel or to judge a result.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from statistics import mean

import numpy as np

from nominations.ranking.analysis import outliers, posterior, ranks, severity
from nominations.ranking.analysis.input import AnalysisInput, Criterion, Review, Score
from nominations.ranking.analysis.leave_one_out import rank_nominations

CRITERIA = tuple(Criterion(key, 25) for key in ("a", "b", "c", "d"))
SPREAD, SEVERITY, NOISE, SLOPE = 11.0, 5.0, 13.0, 0.15  # standard deviations, in points out of 100; of a slope around 1
NINETY = 0.9


@dataclass(frozen=True, slots=True)
class Panel:
    """So many nominations, reviewers, reviews of each nomination, and places."""

    files: int
    reviewers: int
    reviews: int
    places: int
    is_skewed: bool = False

    def __str__(self) -> str:
        skewed = " skewed" if self.is_skewed else ""
        return f"{self.files}x{self.reviewers}x{self.reviews}{skewed}, {self.places} places"


PANELS = (
    Panel(24, 8, 3, 1), Panel(24, 8, 3, 6), Panel(24, 8, 3, 6, is_skewed=True), Panel(12, 5, 5, 1), Panel(10, 4, 3, 1),
    Panel(60, 12, 3, 10), Panel(120, 20, 3, 10), Panel(300, 60, 3, 10),
)


@dataclass(frozen=True, slots=True)
class Truth:
    """What the simulation knows: the quality of each nomination and the severity of each reviewer."""

    quality: Mapping[str, float]
    severity: Mapping[str, float]

    def best(self, places: int) -> set[str]:
        return set(sorted(self.quality, key=lambda file: -self.quality[file])[:places])

    def rank(self, file: str) -> int:
        return 1 + sum(other > self.quality[file] for other in self.quality.values())


@dataclass(frozen=True, slots=True)
class Judgement:
    """How one simulated round was judged; shares are of its nominations, reviewers or pairs."""

    ranks_held: float
    severities_held: float | None
    winners_wrong: bool
    winners: int
    verdicts_wrong: bool
    clear: int
    supported_in_bands: int
    ahead_wrong: float | None


def simulate(panel: Panel, seed: int) -> tuple[AnalysisInput, Truth]:
    """A round with known truth."""
    random = np.random.default_rng(seed)
    quality = random.normal(62, SPREAD, panel.files)
    severities = random.normal(0, SEVERITY, panel.reviewers)
    slopes = random.normal(1, SLOPE, panel.reviewers)
    reviews = []
    for file, reviewer in _route(panel, quality, severities, random):
        expected = 62 + slopes[reviewer] * (quality[file] - 62) + severities[reviewer] + random.normal(0, NOISE * 0.8)
        marks = np.clip(np.rint((expected + random.normal(0, NOISE * 1.2, len(CRITERIA))) / 10), 0, 10)
        reviews.append(Review(_file(file), _reviewer(reviewer), tuple(int(mark) for mark in marks)))
    question = AnalysisInput(
        CRITERIA, tuple(map(_file, range(panel.files))), tuple(reviews), panel.places
    )
    return question, Truth(
        {_file(i): float(value) for i, value in enumerate(quality)},
        {_reviewer(i): float(value) for i, value in enumerate(severities)},
    )


def _route(
    panel: Panel, quality: np.ndarray, severities: np.ndarray, random: np.random.Generator
) -> Iterator[tuple[int, int]]:
    """Who reads what: even loads at random, or with a leaning of the strict towards the good."""
    order = np.argsort(-quality) if panel.is_skewed else random.permutation(panel.files)
    liking = -np.argsort(np.argsort(severities)) if panel.is_skewed else np.zeros(panel.reviewers)
    load = np.zeros(panel.reviewers)
    for position, file in enumerate(order):
        wish = liking * (0.5 - position / panel.files) * 0.5
        for reviewer in np.argsort(load - wish + random.random(panel.reviewers))[: panel.reviews]:
            load[reviewer] += 1
            yield int(file), int(reviewer)


def _file(number: int) -> str:
    return f"F{number:03}"


def _reviewer(number: int) -> str:
    return f"R{number:02}"


def judge(panel: Panel, seed: int) -> Judgement:
    """One simulated round, analysed and compared with its truth."""
    question, truth = simulate(panel, seed)
    totals = [(review, float(total)) for review, total in question.totals()]
    fit = severity.fit_design(severity.build_design([
        Score(review.file, review.reviewer, total) for review, total in totals
    ]))
    points = posterior.weigh_variances(fit)
    pairs = posterior.compare_pairs(fit, points)
    estimates = ranks.estimate_ranks(fit, points, pairs, panel.places, question.seed())
    placed = rank_nominations(question, question.reviews, {})
    index = {file: i for i, file in enumerate(fit.design.files)}
    chances = {(a, b): float(pairs[index[a], index[b]]) for a in index for b in index}
    bands = ranks.group_bands(list(placed), chances)
    best = truth.best(panel.places)
    wrong = [
        estimate.file for estimate in estimates.files
        if (estimate.verdict == "in" and estimate.file not in best)
        or (estimate.verdict == "out" and estimate.file in best)
    ]
    return Judgement(
        mean(e.low <= truth.rank(e.file) <= e.high for e in estimates.files),
        _severities_held(question, totals, fit, points, truth),
        not truth.best(1) & set(estimates.winners), len(estimates.winners),
        bool(wrong), sum(estimate.verdict != "open" for estimate in estimates.files),
        sum(max(chances[a, b], chances[b, a]) >= NINETY for band in bands for a, b in combinations(band, 2)),
        _ahead_wrong(placed, chances, truth),
    )


def _severities_held(
    question: AnalysisInput, totals: Sequence[tuple[Review, float]], fit: severity.Fit,
    points: Sequence[posterior.Point], truth: Truth,
) -> float | None:
    held = [
        marking.low <= truth.severity[marking.reviewer] <= marking.high
        for marking in outliers.describe_markings(question, totals, fit, points)
        if marking.low is not None and marking.high is not None
    ]
    return mean(held) if held else None


def _ahead_wrong(
    placed: Mapping[str, int], chances: Mapping[tuple[str, str], float], truth: Truth
) -> float | None:
    """Of all pairs that "better than every nomination from place k on" speaks of, the share that is not so."""
    pairs = [
        (file, other) for file in placed if (lead := ranks.find_lead(file, placed, chances)) is not None
        for other, place in placed.items() if place >= lead and other != file
    ]
    return mean(truth.quality[a] < truth.quality[b] for a, b in pairs) if pairs else None


def measure(panel: Panel, repetitions: int, workers: int = 2) -> list[Judgement]:
    """The judgements of so many rounds, with the seeds 1, 2, and so on."""
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(judge, [panel] * repetitions, range(1, repetitions + 1), chunksize=4))


def describe(panel: Panel, judgements: Sequence[Judgement]) -> str:
    """One row of the table."""
    severities = [j.severities_held for j in judgements if j.severities_held is not None]
    ahead = [j.ahead_wrong for j in judgements if j.ahead_wrong is not None]
    return (
        f"| {panel} | {mean(j.ranks_held for j in judgements):.3f} | {mean(severities) if severities else 0:.3f} "
        f"| {mean(j.winners_wrong for j in judgements):.3f} | {mean(j.winners for j in judgements):.1f} "
        f"| {mean(j.verdicts_wrong for j in judgements):.3f} | {mean(j.clear for j in judgements):.1f} "
        f"| {sum(j.supported_in_bands for j in judgements)} | {mean(ahead) if ahead else 0:.3f} |"
    )


def main(arguments: Sequence[str]) -> None:
    repetitions = int(arguments[0]) if arguments else 400
    print("| panel | ranks held | severities held | winner sets wrong | their size | sets of verdicts wrong "
          "| clear verdicts | supported pairs in bands | wrong pairs of *ahead from* |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for panel in PANELS:
        if not arguments[1:] or any(str(panel).startswith(name) for name in arguments[1:]):
            print(describe(panel, measure(panel, repetitions)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
