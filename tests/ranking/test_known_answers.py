"""Published tables, to their printed digits."""

import pytest

from nominations.ranking.analysis import agreement, alpha, posterior, ranks, severity
from tests.ranking.tables_of import people_and_raters, scores, square

# Shrout and Fleiss, "Intraclass correlations: uses in assessing rater reliability", 1979, tables 2 and 4.
SIX_BY_FOUR = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
_ = None
# Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011, section D: four observers, twelve units.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
UNITS = [[row[i] for row in OBSERVERS if row[i] is not None] for i in range(12)]
# Fleiss 1971 as it is most often reprinted: ten subjects, fourteen raters, five answers.
FOURTEEN_RATERS = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1], [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]


def test_the_six_forms_of_shrout_and_fleiss():
    forms = agreement.anova_forms(SIX_BY_FOUR)

    assert [round(value, 2) for value in (forms.one_way, forms.absolute, forms.consistent)] == [0.17, 0.29, 0.71]
    assert [round(value, 2) for value in (forms.one_way_mean, forms.absolute_mean, forms.consistent_mean)] == [
        0.44, 0.62, 0.91
    ]


def test_the_fit_and_the_anova_agree_on_a_complete_table():
    table = [
        severity.Score(f"f{i}", f"r{j}", float(value))
        for i, row in enumerate(SIX_BY_FOUR) for j, value in enumerate(row)
    ]
    fit = severity.fit_design(severity.build_design(table))
    absolute, consistent, of_mean = agreement.intraclass_correlations(fit.v_file, fit.v_reviewer, fit.v_error, 4)

    assert [round(value, 4) for value in (absolute, consistent, of_mean)] == [0.2898, 0.7148, 0.6201]


@pytest.mark.parametrize(("metric", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_krippendorffs_own_example_with_missing_cells(metric, printed):
    value = alpha.krippendorff_alpha(UNITS, metric)

    assert (round(value.value, 3), value.files) == (printed, 11)


def test_kendalls_w_of_the_judgement_of_paris():
    table = square(scores("paris_1976_white"))

    concordance, forms = alpha.kendall_w(table), agreement.anova_forms(table)

    assert (round(concordance.w, 4), concordance.judges, concordance.files) == (0.4401, 11, 10)
    assert (round(forms.absolute, 4), round(forms.absolute_mean, 4)) == (0.3582, 0.8600)


def test_kendalls_w_with_many_ties():
    concordance, forms = alpha.kendall_w(people_and_raters()), agreement.anova_forms(people_and_raters())

    assert (round(concordance.w, 2), round(concordance.chi_square, 1), round(forms.absolute, 3)) == (0.54, 30.8, 0.198)
    assert round(concordance.p, 4) == 0.0429


def test_fleiss_kappa_as_it_is_reprinted():
    assert round(alpha.fleiss_kappa(FOURTEEN_RATERS), 3) == 0.210


def test_penicillin_as_lme4_fits_it():
    fit = severity.fit_design(severity.build_design(scores("penicillin")))

    assert round(fit.criterion, 4) == 330.8606
    deviations = [variance**0.5 for variance in (fit.v_file, fit.v_reviewer, fit.v_error)]
    assert [round(deviation, 4) for deviation in deviations] == [0.8467, 1.9316, 0.5499]
    # lme4's ranef() of the samples, as Bates, "lme4: Mixed-effects modeling with R", 2010, draws and prints them.
    effects = dict(zip(fit.design.reviewers, fit.severity()[0], strict=True))
    assert [round(float(effects[sample]), 3) for sample in sorted(effects)] == [
        2.187, -1.01, 1.938, -0.097, -0.014, -3.004
    ]


def test_an_incomplete_block_design_gives_back_what_the_closed_form_says():
    """Three files, each pair once (Yates 1940): with vR large the adjusted differences are the intra-block ones."""
    blocks = [("1", "a", 10.0), ("1", "b", 14.0), ("2", "b", 20.0), ("2", "c", 23.0), ("3", "a", 5.0), ("3", "c", 12.0)]
    design = severity.build_design([severity.Score(file, block, value) for block, file, value in blocks])
    # vF and vR so large that nothing is shrunk: a, b = e^-7.
    solved = severity.build_equations(design, design.y)(severity.HIGHEST, severity.HIGHEST)
    a, b, c = (solved.values[design.files.index(file)] for file in "abc")

    # t_i = k Q_i / (lambda v), Q_i the total of file i less the block means it stands in: k = 2, lambda = 1, v = 3.
    q = [15 - (12 + 8.5), 34 - (12 + 21.5), 35 - (21.5 + 8.5)]
    expected = [2 * value / 3 for value in q]
    assert [round(float(b - a), 1), round(float(c - b), 1)] == [
        round(expected[1] - expected[0], 1), round(expected[2] - expected[1], 1)
    ]


def test_the_expected_ranks_of_a_mock_panel_are_near_those_of_the_swiss_package():
    """ERforResearch samples the same model with its own priors: same order, ranks within a third of a place."""
    printed = [2.44, 4.06, 4.09, 4.12, 5.08, 6.19, 7.34, 7.26, 8.43, 9.42, 10.4, 11.4, 13.0, 13.0, 13.7]
    fit = severity.fit_design(severity.build_design(scores("snsf_mock_panels", panel="p1")))

    points = posterior.weigh_variances(fit)
    estimated = ranks.estimate_ranks(fit, points, posterior.compare_pairs(fit, points), 5, seed=6)
    estimates = {estimate.file: estimate for estimate in estimated.files}

    ours = [estimates[f"#{i}"].expected for i in range(1, 16)]
    assert ours == sorted(ours)
    assert max(abs(mine - theirs) for mine, theirs in zip(ours, printed, strict=True)) < 0.34
    # As its vignette says, a group of files straddles the line after the fifth; the last are clearly out.
    assert {estimates[f"#{i}"].verdict for i in (5, 6, 7, 8)} == {ranks.Verdict.OPEN}
    assert {estimates[f"#{i}"].verdict for i in range(13, 16)} == {ranks.Verdict.OUT}
