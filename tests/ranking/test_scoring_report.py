"""The scoring report says what the marks say, and nothing it should not."""

import re
from dataclasses import replace
from html import unescape

import pytest

from nominations.documents.reports import charts
from nominations.ranking.reports import score_sheets, scoring
from nominations.ranking.reports.scoring import ReportNomination, ReportReview, ReviewState, render_report
from nominations.rounds.rules.scoring import column_letter
from tests.support.report_samples import samples


def words_of(html):
    """The words of the page, without markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html[html.index("<body>"):])))


def report(**changes):
    return samples.scoring_report("en", **changes)


def all_marks(value):
    return dict.fromkeys(samples.WEIGHTS, value)


def test_the_ranking_follows_the_marks_and_shares_places():
    def file(name, value):
        review = ReportReview("r0", ReviewState.SUBMITTED, all_marks(value))
        return ReportNomination(f"NHA-2025-P-000{name}", f"File {name}", "", (review,))

    html = render_report(replace(report(), files=(file(1, 6), file(2, 8), file(3, 6), file(4, 5)), recusals=()), "en")
    ranking = html[html.index("Ranking</h2>"):html.index("Ties</h2>")]

    assert re.findall(r'place">([\d=]+)</td>', ranking) == ["1", "2=", "2=", "4"]
    assert re.findall(r'strong">([\d.]+)</td>', ranking) == ["80.00", "60.00", "60.00", "50.00"]


def test_a_review_that_waits_for_a_decision_has_a_sign_of_its_own_and_does_not_count():
    waits = ReportNomination("NHA-2025-P-0001", "One", "", (
        ReportReview("r0", ReviewState.SUBMITTED, all_marks(6)), ReportReview("r1", ReviewState.UNDECIDED, {}),
    ))
    html = render_report(replace(report(), files=(waits,), recusals=()), "en")
    assert "? waiting for the secretariat" in html
    assert re.search(r'<td class="number">\s*\?\s*</td>', html)
    assert "×</span>" not in html
    assert "? waiting" not in render_report(report(), "en")


def test_each_recusal_of_the_report_has_its_cross_also_without_an_assignment():
    reference = "NHA-2025-P-0001"
    reviewed = ReportNomination(reference, "One", "", (
        ReportReview("r0", ReviewState.SUBMITTED, all_marks(6)), ReportReview("r1", ReviewState.RECUSED, {}),
    ))
    recusals = tuple(replace(report().recusals[0], reference=reference, reviewer=key) for key in ("r1", "r2"))
    html = render_report(replace(report(), files=(reviewed,), recusals=recusals), "en")

    assert html.count('<span class="mark">×</span>') == 2
    assert "There are 2 recusals." in words_of(html)


def test_recused_and_awaited_reviews_do_not_count():
    reviews = (
        ReportReview("r0", ReviewState.SUBMITTED, all_marks(6)), ReportReview("r1", ReviewState.RECUSED, all_marks(10)),
        ReportReview("r2", ReviewState.AWAITED, all_marks(1)),
    )
    made = replace(report(), files=(ReportNomination("NHA-2025-P-0001", "One", "", reviews),))

    (standing,) = made.standings()

    assert (standing.mean, standing.reviews, standing.few) == (60, 1, True)
    assert "100.00" not in words_of(render_report(made, "en"))


def test_names_are_printed_only_when_the_report_is_told_to():
    assert "Rashid Inkwell" not in render_report(report(), "en")
    assert "Rashid Inkwell" in render_report(report(named=True), "en")


def test_an_empty_category_says_so():
    html = render_report(samples.scoring_report("en", files=0, reviewers=0, recusals=()), "en")

    assert "There is no nomination in this category yet" in html
    assert "No reviewer is recused" in html


def test_files_without_any_review_are_listed_after_the_ranking():
    html = render_report(report(files=2, reviewers=0, recusals=()), "en")

    assert "No review has been submitted yet" in html
    assert "Without a review" in html


def test_an_interim_report_says_so_on_its_first_page():
    assert "interim" not in render_report(report(), "en")
    assert "interim: the round is still open" in render_report(report(interim=True), "en")


@pytest.mark.parametrize(("reviewers", "tables"), [(3, 1), (10, 1), (11, 2), (21, 3)])
def test_the_matrix_is_split_so_that_it_fits_the_page(reviewers, tables):
    assert render_report(report(reviewers=reviewers), "en").count('class="fixed close matrix') == tables


def test_the_ledger_head_and_the_instant_in_utc_are_printed():
    words = words_of(render_report(report(), "en"))

    assert "record 4182" in words
    assert "9b1c 9b1c" in words
    assert "2026-01-26 09:30:00 UTC" in words


def test_what_people_wrote_cannot_become_markup():
    evil = "<script>alert(1)</script><img src=x>"
    file = ReportNomination("NHA-2025-P-0001", evil, evil, (ReportReview("r0", ReviewState.SUBMITTED, all_marks(6)),))
    html = render_report(replace(report(named=True), files=(file,), category=evil, round=evil), "en")

    assert "<script" not in html
    assert "<img" not in html


def test_drawings_are_mirrored_on_a_page_that_reads_right_to_left():
    from nominations.core.language import use_language

    with use_language("en"):
        left = charts.bar("t", 2, 10)
    with use_language("ar"):
        right = charts.bar("t", 2, 10)

    assert f'x="{charts.MARGIN}' in left
    assert f'x="{charts.MARGIN}' not in right
    width = re.search(r'<rect x="([\d.]+)" y="4" width="([\d.]+)"', right)
    assert float(width[1]) + float(width[2]) == charts.WIDTH - charts.MARGIN


@pytest.mark.parametrize(("values", "axis"), [
    ((62, 84.83), (60, 85)), ((50, 50), (50, 55)), ((100,), (95, 100)), ((0, 3), (0, 5)), ((), (0, 100)),
])
def test_one_axis_runs_from_the_lowest_total_to_the_highest(values, axis):
    fitted = charts.fit_axis(values)

    assert (fitted.low, fitted.high) == axis


def test_every_ring_of_the_ranking_stands_on_the_axis():
    rings = re.findall(r'<circle cx="(-?[\d.]+)"', render_report(report(), "en"))

    assert rings
    assert all(charts.MARGIN <= float(x) <= charts.WIDTH - charts.MARGIN for x in rings)


def test_a_drawing_has_its_figures_in_words():
    assert "<title>2 &lt; 3</title>" in charts.dots("2 < 3", [2, 3], 2.5, charts.Axis(0, 10))
    assert "<path" not in charts.dots("none", [], None, charts.Axis(0, 10))


@pytest.mark.parametrize(("number", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")])
def test_reviewers_are_lettered_as_a_spreadsheet_counts(number, name):
    assert column_letter(number) == name


def test_labels_keep_the_order_of_the_reviewers():
    people = (scoring.Reviewer("x", "Xenia"), scoring.Reviewer("a", "Adil"))

    assert scoring.label_reviewers(people, named=False) == {"x": "A", "a": "B"}
    assert scoring.label_reviewers(people, named=True) == {"x": "Xenia", "a": "Adil"}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_confidential_notes_are_printed_only_when_asked_for(language):
    assert "SECRET-NOTE" not in score_sheets.render_sheet(samples.sheet_report(language), language)
    assert "SECRET-NOTE" in score_sheets.render_sheet(samples.sheet_report(language, confidential=True), language)
    assert "SECRET-NOTE" not in score_sheets.render_volume(samples.volume(language), language)


def test_a_sheet_shows_every_mark_reason_comment_and_total():
    sheet = samples.sheet("en")
    words = words_of(score_sheets.render_sheet(samples.sheet_report("en"), "en"))

    for text in ("Every repair is documented", "The file shows a patient rescue", "Craft taught", "No funded upkeep"):
        assert words.count(text) >= len(sheet.reviews)
    assert "Total out of 100" in words
    assert "recommendation: shortlist" in words


def test_a_sheet_without_reviews_says_so():
    empty = samples.sheet("en", reviews=0)

    assert "No review of this nomination" in score_sheets.render_sheet(samples.sheet_report("en", sheet=empty), "en")


def test_a_volume_has_a_contents_line_and_a_page_for_every_sheet():
    html = score_sheets.render_volume(samples.volume("en", sheets=4), "en")

    assert html.count('data-sheet="#sheet-') == html.count('<article class="page-break" id="sheet-') == 4


def test_a_volume_of_nothing_says_so():
    html = score_sheets.render_volume(samples.volume("en", sheets=0), "en")
    assert "There is no nomination in this category yet" in html


def test_the_report_says_without_whom_another_is_first():
    def file(name, marks):
        reviews = tuple(ReportReview(key, ReviewState.SUBMITTED, all_marks(mark)) for key, mark in marks.items())
        return ReportNomination(f"NHA-2025-P-000{name}", f"File {name}", "", reviews)

    files = (file(1, {"r0": 10, "r1": 6}), file(2, {"r0": 7, "r1": 8}))
    words = words_of(render_report(report(files=2, reviewers=2, recusals=()), "en").replace("\n", " "))
    assert "What the first place rests on" in words

    words = words_of(render_report(replace(report(reviewers=2), files=files, recusals=()), "en"))

    assert "The lead over the next place is 5.00 points." in words
    assert "Without reviewer A, first place goes to: NHA-2025-P-0002." in words
    assert "Without reviewer B" not in words


def test_five_can_sign():
    html = render_report(report(), "en")
    signing = html[html.index("Signatures</h2>"):]

    assert signing[signing.index("<tbody>"):].count("<tr>") == 5
