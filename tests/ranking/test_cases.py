"""Every row of the tables of edge cases (analysis.md 2.3 to 2.7), and what must never change an answer."""

import itertools
import json
import math
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from nominations.ranking.analysis import agreement, alpha, outliers, pipeline, posterior, ranks, severity, weights
from nominations.ranking.analysis.input import AnalysisInput, Criterion, Review, Score
from nominations.ranking.analysis.results import results_from_text, results_to_text
from nominations.ranking.analysis.severity import Why
from tests.ranking.tables_of import CRITERIA, every_third, input_of, panel

ALIKE = (7, 7, 7)


def fit_scores(given: list[Score]) -> severity.Fit:
    return severity.fit_design(severity.build_design(given))


def of(question: AnalysisInput) -> list[Score]:
    return [Score(review.file, review.reviewer, float(total)) for review, total in question.totals()]


# --- when nothing is adjusted


@pytest.mark.parametrize(("question", "why"), [
    (panel(10, 3, 3), Why.FEW_REVIEWERS),
    (panel(10, 1, 1), Why.ONE_EACH),
    (panel(20, 6, 1), Why.ONE_EACH),
    (input_of({"A": {"r1": ALIKE, "r2": ALIKE}, "B": {"r3": ALIKE}, "C": {"r4": ALIKE}}), Why.FEW_REVIEWS),
    (input_of({"A": {}, "B": {}}), Why.NOTHING),
    (input_of({}), Why.NOTHING),
])
def test_where_severity_cannot_be_told_the_raw_mean_stands_alone_and_says_why(question, why):
    results = pipeline.analyse_marks(question)

    assert results.why == why
    assert results.model is None
    assert [result.adjusted for result in results.files] == [None] * len({result.file for result in question.reviews})
    assert {result.verdict for result in results.files} <= {""}
    assert results.absolute is None


def test_reviewers_who_do_not_differ_leave_a_shrunken_raw_mean():
    fit = fit_scores(of(panel(40, 6, 3, severity=0.0)))
    raw = np.bincount(fit.design.file, fit.design.y) / fit.design.n_f

    assert fit.no_severity
    assert np.corrcoef(raw, fit.adjusted)[0, 1] > 0.9999
    assert np.abs(fit.severity()[0]).max() < 0.05
    assert fit.adjusted.std() < raw.std()


def test_files_that_do_not_differ_all_get_the_same_adjusted_score():
    chance = np.random.default_rng(4)
    fit = fit_scores([
        Score(f"f{i}", f"r{j}", 50 + 10 * j + float(chance.normal())) for i in range(12) for j in range(4)
    ])

    assert fit.no_difference
    assert float(np.ptp(fit.adjusted)) < 0.02


def test_equal_scores_are_one_tie_without_an_interval_and_without_a_coefficient():
    results = pipeline.analyse_marks(
        input_of({f"F{i}": dict.fromkeys(("r1", "r2", "r3", "r4"), ALIKE) for i in range(6)}, places=2)
    )

    assert results.model.equal
    assert {(result.adjusted, result.low, result.high) for result in results.files} == {(70.0, 70.0, 70.0)}
    assert {(result.rank_low, result.rank_high) for result in results.files} == {(1, 1)}
    assert {result.verdict for result in results.files} == {"open"}
    assert (results.absolute, results.of_adjusted, results.swap) == (None, None, None)
    assert (results.ties, results.winners) == ((), tuple(f"F{i}" for i in range(6)))
    assert {criterion.word for criterion in results.criteria} == {"too_few"}


def test_a_reviewer_of_one_file_is_kept_shrunk_and_never_flagged():
    question = panel(20, 5, 3, seed=3)
    odd = replace(question, reviews=(*question.reviews, Review("F000", "odd", (0, 0, 0))))

    reviewers = {reviewer.reviewer: reviewer for reviewer in pipeline.analyse_marks(odd).reviewers}

    assert reviewers["odd"].files == 1
    assert not reviewers["odd"].unlike
    others = [reviewer.high - reviewer.low for key, reviewer in reviewers.items() if key != "odd"]
    assert reviewers["odd"].high - reviewers["odd"].low > max(others)
    assert -60 < reviewers["odd"].severity < 0


def test_one_odd_reviewer_of_one_file_does_not_move_the_others():
    question = panel(20, 5, 3, seed=3)
    odd = replace(question, reviews=(*question.reviews, Review("F000", "odd", (0, 0, 0))))
    before, after = pipeline.analyse_marks(question).by_file(), pipeline.analyse_marks(odd).by_file()

    gaps = [
        (before[a].adjusted - before[b].adjusted) - (after[a].adjusted - after[b].adjusted)
        for a, b in itertools.combinations(question.files[1:], 2)
    ]
    assert max(abs(gap) for gap in gaps) < 1.5


def test_panels_that_share_no_file_are_told_and_ranked_within():
    left, right = panel(8, 4, 3, seed=5), panel(6, 4, 3, seed=6)
    other = tuple(Review("G" + review.file, "S" + review.reviewer, review.marks) for review in right.reviews)
    results = pipeline.analyse_marks(AnalysisInput(CRITERIA, (*left.files, *("G" + file for file in right.files)),
                                (*left.reviews, *other), 5))

    assert results.model.panels == 2
    assert {result.verdict for result in results.files} == {""}
    assert results.winners == ()
    assert {result.panel for result in results.files if result.file.startswith("F")} == {1}
    assert sorted(result.panel_place for result in results.files if result.panel == 2) == [1, 2, 3, 4, 5, 6]


def test_a_file_whose_reviews_agree_exactly_still_has_an_interval():
    question = panel(12, 5, 3, seed=8)
    same = tuple(Review(review.file, review.reviewer, (8, 8, 8)) if review.file == "F003" else review
                 for review in question.reviews)

    result = pipeline.analyse_marks(replace(question, reviews=same)).result_of("F003")

    assert result.high - result.low > 1


def test_a_review_with_too_little_of_the_weight_marked_is_not_counted():
    question = panel(10, 5, 3, seed=2)
    short = Review("F000", "late", (10, None, None))  # 40 of 100
    enough = Review("F000", "late", (10, None, 10))  # 65 of 100

    usual = pipeline.analyse_marks(question).result_of("F000")
    assert pipeline.analyse_marks(
        replace(question, reviews=(*question.reviews, short))
    ).result_of("F000").raw == usual.raw
    assert pipeline.analyse_marks(replace(question, reviews=(*question.reviews, enough))).result_of("F000").reviews == 4


def test_a_file_with_one_or_two_reviews_has_a_place_and_no_verdict():
    question = panel(20, 6, 3, seed=9)
    kept = tuple(review for i, review in enumerate(question.reviews) if i != 0)

    results = pipeline.analyse_marks(replace(question, reviews=kept))

    assert results.result_of("F000").reviews == 2
    assert results.result_of("F000").verdict == ""
    assert all(result.verdict for result in results.files if result.reviews >= 3)


def test_nobody_scores_a_file_twice():
    with pytest.raises(ValueError, match="two scores"):
        severity.build_design([Score("a", "r", 1), Score("a", "r", 2)])


# --- what must never change an answer


def test_a_constant_added_to_all_marks_shifts_the_scores_and_leaves_the_ranks():
    given = of(panel(30, 6, 3, seed=11))
    first, second = fit_scores(given), fit_scores([replace(score, value=score.value + 7) for score in given])

    assert np.allclose(second.adjusted - first.adjusted, 7, atol=1e-4)
    assert _ranges(first) == _ranges(second)


def _ranges(fit):
    points = posterior.weigh_variances(fit)
    estimates = ranks.estimate_ranks(fit, points, posterior.compare_pairs(fit, points), 5, 1)
    return [(estimate.file, estimate.low, estimate.high) for estimate in estimates.files]


def test_a_factor_scales_the_variances_by_its_square():
    given = of(panel(30, 6, 3, seed=11))
    first, second = fit_scores(given), fit_scores([replace(score, value=score.value * 3) for score in given])

    for name in ("v_file", "v_reviewer", "v_error"):
        assert math.isclose(getattr(second, name), 9 * getattr(first, name), rel_tol=1e-3)
    assert agreement.intraclass_correlations(first.v_file, first.v_reviewer, first.v_error, 3) == pytest.approx(
        agreement.intraclass_correlations(second.v_file, second.v_reviewer, second.v_error, 3), abs=1e-4
    )


def test_names_do_not_matter():
    question = panel(25, 6, 3, seed=12)
    files = {name: f"X{(7 * i) % 25:03}" for i, name in enumerate(question.files)}
    people = {f"R{j:02}": f"P{(5 * j) % 6:02}" for j in range(6)}
    renamed = replace(question, files=tuple(files.values()), reviews=tuple(
        Review(files[review.file], people[review.reviewer], review.marks) for review in question.reviews
    ))
    first, second = pipeline.analyse_marks(question).by_file(), pipeline.analyse_marks(renamed).by_file()

    for name, other in files.items():
        assert first[name].adjusted == pytest.approx(second[other].adjusted, abs=1e-4)
        assert first[name].expected_rank == pytest.approx(second[other].expected_rank, abs=1e-3)
        assert first[name].raw == second[other].raw


def test_the_order_of_rows_changes_no_byte():
    question = panel(25, 6, 3, seed=13)
    turned = replace(question, files=question.files[::-1], reviews=question.reviews[::-1])

    assert results_to_text(pipeline.analyse_marks(question)) == results_to_text(pipeline.analyse_marks(turned))


def test_two_processes_agree_to_the_byte():
    code = (
        "import hashlib; from tests.ranking.tables_of import panel;"
        "from nominations.ranking.analysis import pipeline, results;"
        "found = pipeline.analyse_marks(panel(40, 8, 3, seed=5));"
        "print(hashlib.sha256(results.results_to_text(found).encode()).hexdigest())"
    )
    digests = {
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=120,
                       env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_what_was_found_is_read_back_as_it_was_written():
    results = pipeline.analyse_marks(panel(25, 6, 3, seed=13))

    text = results_to_text(results)

    assert results_from_text(text) == results_from_text(results_to_text(results_from_text(text)))
    assert results_to_text(results_from_text(text)) == text


def test_a_result_is_stored_under_the_names_of_results_stored_before():
    criteria = json.loads(results_to_text(pipeline.analyse_marks(panel(25, 6, 3, seed=13))))["criteria"]

    names = ["alpha", "files", "key", "metric", "pairs", "said"]
    assert [sorted(criterion) for criterion in criteria] == [names] * len(criteria)


# --- small enough to try everything


def test_expected_ranks_are_those_of_many_drawn_worlds():
    fit = fit_scores(of(panel(120, 10, 3, seed=14)))
    points = posterior.weigh_variances(fit)
    exact = ranks.expected_ranks(posterior.compare_pairs(fit, points))
    scores = posterior.draw_scores(fit, points, np.random.default_rng(5), 20000)
    drawn = (1 + (scores[:, None, :] < scores[:, :, None]).sum(axis=1)).mean(axis=0)

    assert float(np.abs(exact - drawn).max()) < 0.8
    assert math.isclose(float(exact.sum()), 120 * 121 / 2, rel_tol=1e-9)


def test_the_equations_are_those_of_the_full_marginal_likelihood():
    """Against the textbook form: V = vF Zf Zf' + vR Zr Zr' + vE I, X = 1."""
    design = severity.build_design(of(panel(9, 4, 3, seed=15)))
    solved = severity.build_equations(design, design.y)(0.7, -0.4)
    Zf, Zr = np.eye(len(design.files))[design.file], np.eye(len(design.reviewers))[design.reviewer]
    n, one = design.n, np.ones(design.n)
    shape = math.exp(0.7) * Zf @ Zf.T + math.exp(-0.4) * Zr @ Zr.T + np.eye(n)
    inverse = np.linalg.inv(shape)
    mu = float(one @ inverse @ design.y / (one @ inverse @ one))
    rest = design.y - mu
    v_error = float(rest @ inverse @ rest) / (n - 1)
    minus_two = (
        (n - 1) * (math.log(2 * math.pi * v_error) + 1) + np.linalg.slogdet(shape)[1] + math.log(one @ inverse @ one)
    )
    theta = math.exp(0.7) * Zf.T @ inverse @ rest

    assert solved.v_error == pytest.approx(v_error)
    assert solved.deviance == pytest.approx(minus_two)
    assert solved.values == pytest.approx(mu + theta)


def test_the_covariance_is_that_of_the_prediction():
    """Var(A - mu - theta) from the full inverse of Henderson's equations."""
    fit = fit_scores(of(panel(9, 4, 3, seed=15)))
    design = fit.design
    X = np.column_stack([np.ones(design.n), np.eye(len(design.files))[design.file],
                         np.eye(len(design.reviewers))[design.reviewer]])
    G = np.diag([0.0, *[fit.solved.a] * len(design.files), *[fit.solved.b] * len(design.reviewers)])
    inverse = np.linalg.inv(X.T @ X + G) * fit.v_error
    K = np.zeros((len(design.files), X.shape[1]))
    K[:, 0] = 1
    K[np.arange(len(design.files)), np.arange(1, len(design.files) + 1)] = 1

    assert fit.covariance() == pytest.approx(K @ inverse @ K.T)
    hat = np.einsum("ij,jk,ik->i", X, inverse / fit.v_error, X)
    assert fit.leverages() == pytest.approx(hat)


def test_the_smallest_swap_is_found_by_search_too():
    question = input_of({"A": {"r": (9, 7, 5)}, "B": {"r": (6, 8, 7)}})
    swap = weights.find_swap(question, question.reviews, "A", "B")
    gap = {key: a - b for key, a, b in zip("abc", (90, 70, 50), (60, 80, 70), strict=True)}
    grid = np.arange(-20, 20.01, 0.05)
    best = min(
        math.sqrt(x * x + y * y + (x + y) ** 2)
        for x in grid for y in grid
        if abs((40 + x) * gap["a"] + (35 + y) * gap["b"] + (25 - x - y) * gap["c"]) < 1.5
    )

    assert swap.distance == pytest.approx(best, abs=0.1)
    moved = {"a": 40, "b": 35, "c": 25}
    moved[swap.loses] -= swap.points
    moved[swap.gains] += swap.points
    assert sum(moved[key] * gap[key] for key in moved) == pytest.approx(0, abs=1e-9)


def test_the_share_of_draws_a_file_stays_in_is_one_where_it_leads_in_everything():
    question = input_of({"A": {"r": (9, 9, 9)}, "B": {"r": (6, 8, 7)}, "C": {"r": (7, 6, 8)}}, places=1)

    assert weights.share_of_draws(question, question.reviews, 3) == {"A": 1.0, "B": 0.0, "C": 0.0}


@pytest.mark.parametrize(("value", "word"), [(0.39, "low"), (0.4, "moderate"), (0.599, "moderate"), (0.6, "good"),
                                             (0.75, "good"), (0.751, "high"), (-0.2, "low")])
def test_the_words_for_agreement(value, word):
    assert agreement.grade_coefficient(value) == word


def test_agreement_without_variation_is_neither_one_nor_nothing():
    assert alpha.krippendorff_alpha([[5, 5, 5]] * 25, "interval").value is None
    assert alpha.kendall_w([[1, 1], [1, 1]]) is None
    assert agreement.anova_forms([[5, 5], [5, 5]]) is None
    assert alpha.fleiss_kappa([[3, 0], [3, 0]]) is None
    assert (alpha.metric_of(7), alpha.metric_of(11)) == ("ordinal", "interval")


def test_a_planted_outlier_is_found_and_a_fair_panel_has_none():
    question = panel(30, 6, 4, seed=16)
    reviews = list(question.reviews)
    reviews[5] = Review(reviews[5].file, reviews[5].reviewer, tuple(0 if sum(reviews[5].marks) > 15 else 10
                                                                    for _ in CRITERIA))
    apart = pipeline.analyse_marks(replace(question, reviews=tuple(reviews))).apart

    assert (apart[0].file, apart[0].reviewer) == (reviews[5].file, reviews[5].reviewer)
    assert abs(apart[0].standardised) > outliers.FAR
    assert abs(apart[0].score - apart[0].others) >= outliers.FAR_POINTS


def test_a_planted_leaning_is_found_by_permutation_and_chance_is_not():
    question = panel(60, 6, 3, seed=17)
    group = every_third(question)
    leaning = tuple(
        Review(review.file, review.reviewer, tuple(min(10, mark + 3) for mark in review.marks))
        if review.reviewer == "R02" and review.file in group.files else review for review in question.reviews
    )
    leanings = pipeline.analyse_marks(replace(question, reviews=leaning, groups=(group,))).leanings

    assert (leanings[0].reviewer, leanings[0].key) == ("R02", "coast")
    assert leanings[0].points > 5
    # The others look a little harsh beside such a neighbour, and in no other direction.
    assert all(leaning.points < 0 for leaning in leanings[1:])
    assert pipeline.analyse_marks(replace(question, groups=(group,))).leanings == ()


def test_benjamini_and_hochbergs_own_example():
    """Their table of fifteen p values (1995, section 4): four are kept at 5 %."""
    values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
              0.7590, 1.0]

    assert sum(outliers.benjamini_hochberg(values, 0.05)) == 4


def test_halo_and_same_marks_are_seen():
    question = panel(20, 5, 3, seed=18)
    flat = tuple(Review(review.file, review.reviewer, (review.marks[0],) * 3) if review.reviewer == "R01" else review
                 for review in question.reviews)
    results = pipeline.analyse_marks(replace(question, reviews=flat))
    reviewers = {result.reviewer: result for result in results.reviewers}

    assert reviewers["R01"].same == 1.0
    assert reviewers["R01"].halo == pytest.approx(1.0)
    assert reviewers["R00"].halo < 0.95


def test_leaving_out_a_reviewer_or_a_criterion_tells_who_crosses_the_line():
    question = input_of({
        "A": {"r1": (9, 9, 9), "r2": (2, 2, 2)}, "B": {"r1": (6, 6, 6), "r2": (6, 6, 6)},
    }, places=1)
    results = {left_out.key: left_out for left_out in pipeline.analyse_marks(question).without_reviewer}

    assert (results["r2"].comes_in, results["r2"].goes_out) == (("A",), ("B",))
    assert (results["r1"].comes_in, results["r1"].goes_out, results["r1"].furthest) == ((), (), 0)


def test_the_official_rule_decides_the_order():
    question = panel(20, 5, 3, seed=21)
    raw, adjusted, ties = (
        pipeline.analyse_marks(replace(question, official=rule)) for rule in ("raw", "adjusted", "tie_break")
    )

    assert [result.raw for result in raw.files] == sorted((result.raw for result in raw.files), reverse=True)
    assert [result.adjusted for result in adjusted.files] == sorted((e.adjusted for e in adjusted.files), reverse=True)
    assert [result.raw for result in ties.files] == [result.raw for result in raw.files]


def test_one_criterion_is_enough():
    question = AnalysisInput(
        (Criterion("only", 100),), ("A", "B"), (Review("A", "r1", (5,)), Review("B", "r1", (7,))), 1
    )

    results = pipeline.analyse_marks(question)

    assert [result.file for result in results.files] == ["B", "A"]
    assert results.without_criterion == ()
    assert results.swap is None
