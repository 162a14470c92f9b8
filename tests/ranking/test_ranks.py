"""Winners, verdicts and bands, against countings of the tests' own."""

import itertools
import math
import random
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from nominations.ranking.analysis import pipeline, posterior, ranks, severity
from nominations.ranking.analysis.input import Review, Score
from tests.ranking.tables_of import panel


def _ranks_of(seed: int, draws: int = 4000, files: int = 9) -> np.ndarray:
    """Draws of ranks: rows are permutations of 1 to `files`."""
    chance = np.random.default_rng(seed)
    scores = chance.normal(chance.normal(0, chance.uniform(0.5, 3), files), 1, (draws, files))
    return (1 + (scores[:, None, :] > scores[:, :, None]).sum(axis=2)).astype(np.int16)


@pytest.mark.parametrize("seed", range(8))
def test_the_set_of_winners_holds_nine_tenths_and_no_smaller_set_does(seed):
    drawn = _ranks_of(seed)
    chances = [float(np.mean(drawn[:, f] == 1)) for f in range(drawn.shape[1])]

    winners = ranks.find_winners(np.array(chances), len(drawn))

    needed = 0.9 + 3 * math.sqrt(0.09 / len(drawn))
    assert sum(chances[f] for f in winners) >= needed or len(winners) == len(chances)
    smaller = itertools.combinations(chances, len(winners) - 1)
    assert all(sum(some) < needed for some in smaller)


@pytest.mark.parametrize("places", [1, 3, 8])
@pytest.mark.parametrize("seed", range(5))
def test_the_chance_that_any_verdict_is_wrong_is_at_most_one_in_ten(seed, places):
    drawn = _ranks_of(seed)

    verdicts = ranks.find_verdicts(drawn, places, range(drawn.shape[1]))

    wrong = sum(
        any((row[f] <= places) != (verdict is ranks.Verdict.IN) for f, verdict in verdicts.items())
        for row in drawn.tolist()
    )
    assert verdicts
    assert wrong / len(drawn) <= 0.1


def test_for_one_place_the_verdicts_say_what_the_set_of_winners_says():
    drawn = _ranks_of(3)
    shares = np.array([np.mean(drawn[:, f] == 1) for f in range(drawn.shape[1])])

    verdicts = ranks.find_verdicts(drawn, 1, range(drawn.shape[1]))

    out = {f for f, verdict in verdicts.items() if verdict is ranks.Verdict.OUT}
    assert set(range(drawn.shape[1])) - out == set(ranks.find_winners(shares, len(drawn)))


@pytest.mark.parametrize("places", [0, 9])
def test_without_a_line_nothing_is_clear(places):
    assert ranks.find_verdicts(_ranks_of(1), places, range(9)) == {}


def test_an_interval_of_ranks_is_the_shortest_that_holds_nine_tenths():
    shares = [0.02, 0.5, 0.3, 0.1, 0.04, 0.04]

    assert ranks.find_shortest_interval(np.cumsum(shares)) == (2, 4)


def test_a_band_ends_before_the_first_that_is_told_apart_from_one_inside_it():
    chances = {("a", "b"): 0.7, ("a", "c"): 0.91, ("b", "c"): 0.6, ("c", "d"): 0.5, ("b", "d"): 0.8, ("a", "d"): 0.9,
               ("d", "e"): 0.08, ("c", "e"): 0.4}

    assert ranks.group_bands("abcde", chances) == (("a", "b"), ("c", "d"), ("e",))
    assert ranks.group_bands("abx", chances) == (("a", "b"), ("x",))


def test_a_nomination_is_ahead_from_the_place_after_the_last_that_is_not_surely_behind():
    placed = {"a": 1, "b": 2, "c": 3, "d": 3, "e": 5}
    chances = {("a", "b"): 0.95, ("a", "c"): 0.95, ("a", "d"): 0.85, ("a", "e"): 0.9, ("b", "c"): 0.95,
               ("b", "d"): 0.95, ("b", "e"): 0.89, ("c", "e"): 0.99, ("d", "e"): 0.99}

    leads = {file: ranks.find_lead(file, placed, chances) for file in placed}

    assert leads == {"a": 5, "b": None, "c": 5, "d": 5, "e": None}


def test_no_pair_inside_a_band_is_told_apart_and_each_lead_is():
    question = panel(40, 8, 3, seed=21)
    results = pipeline.analyse_marks(question)
    fit = severity.fit_design(severity.build_design([
        Score(review.file, review.reviewer, float(total)) for review, total in question.totals()
    ]))
    pairs = posterior.compare_pairs(fit, posterior.weigh_variances(fit))
    at = {file: i for i, file in enumerate(fit.design.files)}

    assert len(results.bands) > 2
    for band in results.bands:
        for a, b in itertools.combinations(band, 2):
            assert 0.1 < pairs[at[a], at[b]] < 0.9
    order = [result.file for result in results.files]
    for result in results.files:
        if result.ahead_from is not None:
            behind = order[result.ahead_from - 1:]
            assert min(pairs[at[result.file], at[other]] for other in behind) >= 0.9


def test_names_and_the_order_of_rows_change_nothing():
    question = panel(14, 5, 3, seed=22)
    shuffled = random.Random(2)
    names = dict(zip(question.files, shuffled.sample(question.files, len(question.files)), strict=True))
    people = sorted({review.reviewer for review in question.reviews})
    others = dict(zip(people, shuffled.sample(people, len(people)), strict=True))
    renamed = [
        Review(names[review.file], others[review.reviewer], review.marks) for review in question.reviews
    ]
    shuffled.shuffle(renamed)

    before = pipeline.analyse_marks(question)
    after = pipeline.analyse_marks(replace(question, reviews=tuple(renamed))).by_file()

    assert question.seed() == replace(question, reviews=tuple(renamed)).seed()
    for result in before.files:
        other = after[names[result.file]]
        assert (result.chances, result.verdict, result.rank_low) == (other.chances, other.verdict, other.rank_low)
        assert result.high == pytest.approx(other.high, abs=1e-9)


def test_an_adjusted_mean_is_its_plain_mean_its_severity_and_its_pull():
    for result in pipeline.analyse_marks(panel(20, 6, 3, seed=23)).files:
        assert result.raw + result.shift + result.pull == pytest.approx(result.adjusted, abs=1e-9)


def test_the_chances_of_pairs_are_those_of_the_textbook_s_dense_equations():
    """V = s^2 (e^u Zf Zf' + e^v Zr Zr' + I) inverted as a whole, on the same grid, with the same prior."""
    question = panel(6, 4, 3, seed=24)
    design = severity.build_design([
        Score(review.file, review.reviewer, float(total)) for review, total in question.totals()
    ])
    fit = severity.fit_design(design)
    Zf, Zr = np.eye(6)[design.file], np.eye(len(design.reviewers))[design.reviewer]
    one, n = np.ones((design.n, 1)), design.n
    total, expected = 0.0, np.zeros((6, 6))
    for u, v in itertools.product(np.arange(-9, 7.01, 0.5), repeat=2):
        V = math.exp(u) * Zf @ Zf.T + math.exp(v) * Zr @ Zr.T + np.eye(n)
        inverse = np.linalg.inv(V)
        precision = (one.T @ inverse @ one).item()
        project = inverse - inverse @ one @ one.T @ inverse / precision
        square = float(design.y @ project @ design.y)
        likelihood = math.exp(
            -0.5 * np.linalg.slogdet(V)[1] - 0.5 * math.log(precision) - (n - 1) / 2 * math.log(square)
        )
        weight = likelihood * math.prod(math.exp(x / 2) / (1 + math.exp(x)) for x in (u, v))
        theta = math.exp(u) * Zf.T @ project @ design.y
        covariance = square / (n - 1) * (math.exp(u) * np.eye(6) - math.exp(2 * u) * Zf.T @ project @ Zf)
        total += weight
        for a, b in itertools.permutations(range(6), 2):
            spread = math.sqrt(max(covariance[a, a] + covariance[b, b] - 2 * covariance[a, b], 1e-18))
            expected[a, b] += weight * stats.t.cdf((theta[a] - theta[b]) / spread, n - 1)

    pairs = posterior.compare_pairs(fit, posterior.weigh_variances(fit))

    np.fill_diagonal(expected, 0.5 * total)
    assert np.abs(pairs - expected / total).max() < 2e-3
