"""What an analysis says in sentences: the same words on the ranking page and in the scoring report."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from nominations.core.language import format_number, gettext, ngettext
from nominations.core.language import lazy_gettext as _l
from nominations.ranking.analysis.results import Found, OfFile
from nominations.ranking.rules import places
from nominations.rounds.rules.scoring import rounded

# Word and colour of a verdict about the first N places.
VERDICTS = {
    "in": (_l("Clearly in"), "green"),
    "out": (_l("Clearly out"), "grey"),
    "open": (_l("To be discussed"), "amber"),
}
GRADES = {
    "low": _l("low"),
    "moderate": _l("moderate"),
    "good": _l("good"),
    "high": _l("high"),
    "no_variation": _l("no variation"),
    "too_few": _l("too few"),
}
RULES = {
    places.RAW: _l("The official ranking is by the plain mean of the reviews; the adjusted score stands beside it."),
    places.ADJUSTED: _l("The official ranking is by the score adjusted for the severity of the reviewers."),
    places.TIE_BREAK: _l(
        "The official ranking is by the plain mean of the reviews; where it is equal the adjusted score decides."
    ),
}
STANDS_IN = _l("Adjusted scores are lacking, so the plain mean stands in for now.")
WHYS = {
    "nothing": _l("No review counts yet, so there is nothing to analyse."),
    "one_each": _l(
        "Each file has one review: how strict a reviewer is and how good a file is cannot be told apart. "
        "Only the plain mean is shown."
    ),
    "few_reviewers": _l(
        "Fewer than four reviewers have marked: that is too few to tell how strict each of them is. "
        "Only the plain mean is shown."
    ),
    "few_reviews": _l(
        "There are fewer than two reviews per file on average: that is too few to tell how strict each reviewer is. "
        "Only the plain mean is shown."
    ),
}
TROUBLES = {
    "time": _l("The analysis took longer than a minute and was ended. The ranking by plain means stands."),
    "memory": _l("The analysis needed too much memory and was ended. The ranking by plain means stands."),
    "broken": _l("The program that analyses stopped. The ranking by plain means stands; ask for the analysis again."),
}


def trouble(reason: str) -> str:
    """Why there is no analysis, by the reason that the worker gives."""
    return str(TROUBLES.get(reason, TROUBLES["broken"]))


def points(value: float | None, digits: int = 2) -> str:
    """A figure as pages and reports print it, halves away from zero."""
    return "–" if value is None else format_number(float(rounded(Decimal(repr(float(value))), digits)), digits)


def percent(value: float | None) -> str:
    """`83 %` as the language writes it; never 0 or 100 for what is only nearly so."""
    if value is None:
        return "–"
    whole = round(100 * value)
    if value > 0 and whole == 0:
        return gettext("under %(value)s%%", value=1)
    if value < 1 and whole == 100:
        return gettext("over %(value)s%%", value=99)
    return gettext("%(value)s%%", value=whole)


def interval(of: OfFile | None) -> str:
    """`2–5`, or one place."""
    if of is None or of.rank_low is None:
        return "–"
    return str(of.rank_low) if of.rank_low == of.rank_high else f"{of.rank_low}–{of.rank_high}"


def in_short(found: Found) -> Iterator[str]:
    """Before any figure: who is in, who is out, what is too close to tell."""
    if found.why:
        yield str(WHYS[found.why])
        return
    counts = {key: sum(each.verdict == key for each in found.files) for key in VERDICTS}
    if found.model is not None and found.model.equal:
        yield gettext("All scores are equal: every file is tied.")
        return
    if not 0 < found.places < len(found.files):
        yield gettext("There are no more files than places, so nothing has to be cut off.")
    else:
        yield ngettext(
            "%(num)s file is clearly among the first %(places)s.", "%(num)s files are clearly among the first "
                                                                   "%(places)s.",
            counts["in"], places=found.places,
        )
        yield ngettext("%(num)s file is too close to tell.", "%(num)s files are too close to tell.", counts["open"])
        yield ngettext("%(num)s file is clearly out.", "%(num)s files are clearly out.", counts["out"])
    if any(len(band) > 1 for band in found.bands):
        yield gettext("The order inside a band is not supported by the marks.")


def notes(found: Found) -> Iterator[str]:
    """What is to be kept in mind beside the adjusted scores."""
    model = found.model
    if model is None or model.equal:
        return
    if model.no_severity:
        yield gettext("There is no measurable difference in severity between the reviewers.")
    if model.no_difference:
        yield gettext("The marks show no measurable difference between the files.")
    if model.panels > 1:
        yield ngettext(
            "The reviewers form %(num)s panel.", "The reviewers form %(num)s panels that share no file; their "
                                                 "levels are "
            "assumed equal. The place within the panel stands beside the place among all.", model.panels,
        )


def agreement(found: Found) -> Iterator[str]:
    """The coefficients as sentences; none where all scores are equal or nothing was fitted."""
    if found.absolute is None or found.of_mean is None or found.of_adjusted is None or found.consistent is None:
        return
    yield gettext(
        "Agreement between two reviewers of one file: %(value)s (90%% interval %(low)s to %(high)s), %(word)s; "
        "apart from "
        "severity: %(apart)s.",
        value=points(found.absolute.value), low=points(found.absolute.low), high=points(found.absolute.high),
        word=GRADES[found.absolute.said], apart=points(found.consistent.value),
    )
    yield gettext(
        "Reliability of the mean of the reviews of a file: %(value)s, %(word)s; of the adjusted score: %(adjusted)s.",
        value=points(found.of_mean.value), word=GRADES[found.of_mean.said], adjusted=points(found.of_adjusted.value),
    )
    if found.concord is not None:
        yield gettext(
            "Everybody scored every file: Kendall's W is %(value)s for %(judges)s reviewers and %(files)s files.",
            value=points(found.concord.w), judges=found.concord.judges, files=found.concord.files,
        )
    yield gettext(
        "Low agreement between experts of different fields may be legitimate difference, and the mean of several "
        "reviews is "
        "more reliable than one."
    )


def sensitivity(found: Found, criteria: Mapping[str, str]) -> Iterator[str]:
    """What hangs on the weights; `criteria` are their names by key."""
    if found.swap is not None:
        swap = found.swap
        told = {"first": swap.first, "second": swap.second, "loses": criteria.get(swap.loses, swap.loses),
                "gains": criteria.get(swap.gains, swap.gains), "points": points(swap.points or swap.distance, 1)}
        if swap.points is not None:
            yield gettext(
                "A change of %(points)s points of weight from “%(loses)s” to “%(gains)s” would make %(first)s and "
                "%(second)s, "
                "on the two sides of the line, equal.", **told,
            )
        else:
            yield gettext(
                "No single shift between two weights would make %(first)s and %(second)s, on the two sides of the "
                "line, "
                "equal; all weights together would have to move by %(points)s points.", **told,
            )
    even = found.equal_weights
    if even is not None:
        crossing = len(even.comes_in) + len(even.goes_out)
        if crossing:
            yield ngettext("With equal weights %(num)s file would change sides of the line.",
                           "With equal weights %(num)s files would change sides of the line.", crossing)
        else:
            yield gettext("With equal weights no file would change sides of the line.")


def method(found: Found) -> str:
    """One paragraph; the date stands beside it."""
    return gettext(
        "Adjusted scores come from a model with one value per file and one severity per reviewer, both drawn from "
        "normal "
        "distributions whose variances are estimated by restricted maximum likelihood (REML). Intervals hold with 90%% "
        "probability. Rank intervals and chances are counted in 4,000 draws with the seed %(seed)s; clearly in "
        "means a chance "
        "of 90%% or more, clearly out of 10%% or less. Bands join the files whose rank interval meets that of the "
        "first of "
        "the band. Agreement on a criterion is Krippendorff's alpha. Method %(method)s, NumPy %(numpy)s, SciPy "
        "%(scipy)s, "
        "input %(input)s.",
        seed=found.seed, method=found.method, numpy=found.numpy, scipy=found.scipy, input=found.input_hash[:12],
    )
