"""The results of an analysis in sentences, for the ranking page and the scoring report alike."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from nominations.core.language import format_number, gettext, ngettext
from nominations.core.language import lazy_gettext as _l
from nominations.ranking.analysis.results import AnalysisResults, NominationResult
from nominations.ranking.rules import places
from nominations.ranking.rules.first_place import FirstPlace
from nominations.rounds.rules.scoring import round_half_up

# Word and colour of a verdict about the first N places.
VERDICTS = {
    "in": (_l("Clearly in"), "green"),
    "out": (_l("Clearly out"), "grey"),
    "open": (_l("To be discussed"), "amber"),
}
GRADES = {
    "low": _l("little more than by chance"),
    "moderate": _l("in part"),
    "good": _l("for the most part"),
    "high": _l("closely"),
    "no_variation": _l("no variation"),
    "too_few": _l("too few"),
}
RULES = {
    places.RAW: _l("The official ranking uses the plain mean of the reviews. The adjusted mean is shown beside it."),
    places.ADJUSTED: _l("The official ranking uses the mean adjusted for the severity of the reviewers."),
    places.TIE_BREAK: _l(
        "The official ranking uses the plain mean of the reviews. Where means are equal, the adjusted mean decides."
    ),
}
PLAIN_MEAN_FOR_NOW = _l("There are no adjusted means, so the plain mean is used for now.")
WHYS = {
    "nothing": _l("No review counts yet, so there is nothing to analyse."),
    "one_each": _l(
        "Each nomination has only one review, so the severity of a reviewer and the quality of a nomination cannot be "
        "separated. Only the plain mean is shown."
    ),
    "few_reviewers": _l(
        "Fewer than four reviewers have given scores. That is too few to estimate the severity of each one. Only the "
        "plain mean is shown."
    ),
    "few_reviews": _l(
        "There are fewer than two reviews for each nomination on average. That is too few to estimate the severity of "
        "each reviewer. Only the plain mean is shown."
    ),
}
TROUBLES = {
    "time": _l("The analysis took longer than a minute and was stopped. The ranking by plain means does not change."),
    "memory": _l("The analysis needed too much memory and was stopped. The ranking by plain means does not change."),
    "broken": _l(
        "The analysis program has stopped. The ranking by plain means does not change. Ask for the analysis again."
    ),
}

# Less than one draw of the thousands that are made.
_A_DRAW = 1e-6
# The first method: a band joined what a 90 % interval of places met, and each verdict stood alone.
_INTERVALS_MEET = "2026-1"
_MOST_NAMED = 10
_CONFOUNDED = 0.5


def explain_failure(reason: str) -> str:
    """Why there is no analysis, by the reason that the worker gives."""
    return str(TROUBLES.get(reason, TROUBLES["broken"]))


def format_points(value: float | None, digits: int = 2) -> str:
    """A figure as pages and reports print it, halves away from zero."""
    return "–" if value is None else format_number(float(round_half_up(Decimal(repr(float(value))), digits)), digits)


def format_percent(value: float | None) -> str:
    """`83 %` as the language writes it; never 0 or 100 for a value that is only close to it."""
    if value is None:
        return "–"
    whole = round(100 * value)
    if value > 0 and whole == 0:
        return gettext("under %(value)s%%", value=1)
    if value < 1 and whole == 100:
        return gettext("over %(value)s%%", value=99)
    return gettext("%(value)s%%", value=whole)


def format_chance(value: float | None) -> str:
    """A share of draws, of which there is a finite number: never 0 or 100 percent, which no number of them shows."""
    if value is None:
        return "–"
    return format_percent(min(max(value, _A_DRAW), 1 - _A_DRAW))


def format_lead(result: NominationResult | None) -> str:
    """`from 11 on`: the first place from which on every nomination is surely behind."""
    if result is None or result.ahead_from is None:
        return "–"
    return gettext("from %(place)s on", place=result.ahead_from)


def format_interval(result: NominationResult | None) -> str:
    """`2–5`, or one place."""
    if result is None or result.rank_low is None:
        return "–"
    return str(result.rank_low) if result.rank_low == result.rank_high else f"{result.rank_low}–{result.rank_high}"


def summary_sentences(results: AnalysisResults) -> Iterator[str]:
    """The summary: who may be the best, and how many nominations are in, out, and too close to decide."""
    if results.why:
        yield str(WHYS[results.why])
        return
    if results.model is not None and results.model.equal:
        yield gettext("All totals are equal, so all nominations are tied.")
        return
    if results.model is not None and results.model.panels > 1:
        return  # nothing compares the groups; the notes say so
    yield from _winner_sentences(results)
    if not 0 < results.places < len(results.files):
        yield gettext("There are no more nominations than places, so there is no cut-off.")
    else:
        yield from _verdict_sentences(results)
    if any(len(band) > 1 for band in results.bands):
        if results.method == _INTERVALS_MEET:
            yield gettext("The scores do not support the order inside a band.")
        else:
            yield gettext("Inside a band, no nomination is ahead of another with 9 chances in 10.")


def band_sentence(results: AnalysisResults, number: int, count: int) -> str:
    """The head of a band of `count` nominations."""
    if results.method == _INTERVALS_MEET:
        return ngettext(
            "Band %(band)s: %(num)s nomination",
            "Band %(band)s: %(num)s nominations. The scores do not support their order", count, band=number,
        )
    return gettext("Band %(band)s: none of its nominations is ahead of another with 9 chances in 10", band=number)


def _winner_sentences(results: AnalysisResults) -> Iterator[str]:
    """The set that holds the best nomination; not named where it is too long to be read."""
    if not results.winners:
        return
    if len(results.winners) > _MOST_NAMED:
        yield ngettext(
            "The best nomination is one of %(num)s nomination, with at least 9 chances in 10.",
            "The best nomination is one of %(num)s nominations, with at least 9 chances in 10.", len(results.winners),
        )
    else:
        yield ngettext(
            "With at least 9 chances in 10, the best nomination is %(files)s.",
            "With at least 9 chances in 10, the best nomination is one of these %(num)s: %(files)s.",
            len(results.winners), files=_join_references(results.winners),
        )


def _verdict_sentences(results: AnalysisResults) -> Iterator[str]:
    """Three numbers that add up to all nominations, and those of them that have too few reviews."""
    counts = Counter(result.verdict or "open" for result in results.files)
    yield ngettext(
        "%(num)s nomination is clearly among the first %(places)s.",
        "%(num)s nominations are clearly among the first %(places)s.", counts["in"], places=results.places,
    )
    yield ngettext("%(num)s nomination is to be discussed.", "%(num)s nominations are to be discussed.", counts["open"])
    yield ngettext("%(num)s nomination is clearly out.", "%(num)s nominations are clearly out.", counts["out"])
    if results.method != _INTERVALS_MEET and counts["in"] + counts["out"]:
        yield gettext("The chance that any of these verdicts is wrong is at most 1 in 10.")
    if few := [result.file for result in results.files if not result.verdict]:
        yield gettext(
            "Counted as to be discussed, because fewer than three reviews are too few for a verdict: %(files)s.",
            files=_join_references(few),
        )


def note_sentences(results: AnalysisResults) -> Iterator[str]:
    """What readers of the adjusted scores must know of the model."""
    model = results.model
    if model is None or model.equal:
        return
    if model.no_severity:
        yield gettext("Differences in severity between the reviewers could not be measured.")
    elif model.confounding is not None and abs(model.confounding) >= _CONFOUNDED:
        figures = {"value": format_points(model.confounding, 1)}
        if model.confounding < 0:
            yield gettext(
                "The stricter reviewers read the better nominations (correlation %(value)s), so severity and quality "
                "cannot be told apart well. Read the adjusted means with care.", **figures,
            )
        else:
            yield gettext(
                "The more generous reviewers read the better nominations (correlation %(value)s), so severity and "
                "quality cannot be told apart well. Read the adjusted means with care.", **figures,
            )
    if model.no_difference:
        yield gettext("The scores show no measurable difference between the nominations.")
    if model.panels > 1:
        yield ngettext(
            "The reviewers form %(num)s group.", "The reviewers form %(num)s groups that share no nomination. Nothing "
                                                 "compares one group with another, so there is no verdict. The place "
                                                 "in the group is shown beside the overall place.", model.panels,
        )


def agreement_sentences(results: AnalysisResults) -> Iterator[str]:
    """The coefficients as sentences; none where all scores are equal or nothing was fitted."""
    if results.absolute is None or results.of_mean is None or results.of_adjusted is None or results.consistent is None:
        return
    yield gettext(
        "Of the differences between scores, %(files)s come from the nominations and %(people)s from who read them. The "
        "first share is between %(low)s and %(high)s with 90%% probability. Without differences in severity it would "
        "be %(apart)s.",
        files=format_percent(results.absolute.value), people=format_percent(1 - results.absolute.value),
        low=format_percent(results.absolute.low), high=format_percent(results.absolute.high),
        apart=format_percent(results.consistent.value),
    )
    yield gettext(
        "If a second panel of the same size read the same nominations, its means would correlate with these at about "
        "%(value)s (1: the same order; 0: no connection). Of the differences between adjusted means, %(adjusted)s are "
        "differences between nominations, the rest is chance.",
        value=format_points(results.of_mean.value), adjusted=format_percent(results.of_adjusted.value),
    )
    if results.concord is not None:
        yield gettext(
            "Every reviewer scored every nomination. Their orders agree at %(value)s (Kendall’s W; 1: all have the "
            "same order; 0: no connection), with %(judges)s reviewers and %(files)s nominations.",
            value=format_points(results.concord.w), judges=results.concord.judges, files=results.concord.files,
        )
    yield gettext(
        "Low agreement between reviewers from different fields can be a legitimate difference. The mean of several "
        "reviews is more reliable than one review."
    )


def weight_sentences(results: AnalysisResults, criteria: Mapping[str, str]) -> Iterator[str]:
    """What depends on the weights; `criteria` are their names by key."""
    if results.swap is not None:
        swap = results.swap
        figures = {"first": swap.first, "second": swap.second, "loses": criteria.get(swap.loses, swap.loses),
                "gains": criteria.get(swap.gains, swap.gains), "points": format_points(swap.points or swap.distance, 1)}
        if swap.points is not None:
            yield gettext(
                "Moving %(points)s points of weight from “%(loses)s” to “%(gains)s” would make %(first)s and "
                "%(second)s, on the two sides of the cut-off, equal.", **figures,
            )
        else:
            yield gettext(
                "No single shift between two weights would make %(first)s and %(second)s, on the two sides of the "
                "cut-off, equal. All weights together would have to move by %(points)s points.", **figures,
            )
    even = results.equal_weights
    if even is not None:
        crossing = len(even.comes_in) + len(even.goes_out)
        if crossing:
            yield ngettext("With equal weights, %(num)s nomination would cross the cut-off.",
                           "With equal weights, %(num)s nominations would cross the cut-off.", crossing)
        else:
            yield gettext("With equal weights, no nomination would cross the cut-off.")


def first_place_sentences(
    place: FirstPlace, reviewers: Mapping[str, str], criteria: Mapping[str, str]
) -> Iterator[str]:
    """What the first place rests on; `reviewers` and `criteria` are their labels by key."""
    if place.lead is not None:
        yield gettext("The lead over the next place is %(points)s points.", points=format_points(float(place.lead)))
    if place.is_steady:
        yield gettext(
            "By plain means, the first place stays the same without any one reviewer, without any one criterion, and "
            "with equal weights."
        )
        return
    yield gettext("By plain means, the first place depends on the following.")
    for other in place.without_reviewer:
        yield gettext(
            "Without reviewer %(reviewer)s, first place goes to: %(files)s.",
            reviewer=reviewers.get(other.left_out, "–"), files=_join_references(other.first),
        )
    for other in place.without_criterion:
        yield gettext(
            "Without the criterion “%(criterion)s”, first place goes to: %(files)s.",
            criterion=criteria[other.left_out], files=_join_references(other.first),
        )
    if place.equal_weights:
        yield gettext("With equal weights, first place goes to: %(files)s.",
                      files=_join_references(place.equal_weights))


def _join_references(references: Sequence[str]) -> str:
    return gettext(", ").join(references)


def method_paragraph(results: AnalysisResults) -> str:
    """The method of the analysis in one paragraph; a frozen ranking keeps the one that it was made by."""
    figures = {"seed": results.seed, "method": results.method, "numpy": results.numpy, "scipy": results.scipy,
               "input": results.input_hash[:12]}
    if results.method == _INTERVALS_MEET:
        return gettext(
            "Adjusted means come from a model with one value per nomination and one severity per reviewer, both drawn "
            "from normal distributions whose variances are estimated by restricted maximum likelihood (REML). "
            "Intervals hold with 90%% probability. Ranges of places and chances are counted in 4,000 draws with the "
            "random seed %(seed)s. “Clearly in” means a chance of 90%% or more, “clearly out” a chance of 10%% or "
            "less. Bands join the nominations whose range of places meets that of the first of the band. Agreement on "
            "a criterion is Krippendorff’s alpha. Method %(method)s, NumPy %(numpy)s, SciPy %(scipy)s, input "
            "%(input)s.", **figures,
        )
    return gettext(
        "Adjusted means come from a model with one value per nomination and one severity per reviewer, both drawn from "
        "normal distributions whose variances are estimated by restricted maximum likelihood (REML). Intervals hold "
        "with 90%% probability; below 100 nominations they allow for the uncertainty of the variances as well. Ranges "
        "of places and chances are counted in %(draws)s draws; the random seed %(seed)s comes from the sorted scores "
        "alone. Verdicts are given as a set: the chance that any “clearly in” or “clearly out” is wrong is at most "
        "10%%, and what lies within three standard errors of that is to be discussed. A band ends before the first "
        "nomination that can be told apart from one inside it with 90%%. Agreement on a criterion is Krippendorff’s "
        "alpha. Method %(method)s, NumPy %(numpy)s, SciPy %(scipy)s, input %(input)s.",
        draws=format_number(results.draws), **figures,
    )
