"""Why a nomination has its place, in a few sentences; and the words for groups of nominations."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from nominations.core.language import current_language, format_number, gettext, ngettext
from nominations.ranking.analysis.results import NominationResult
from nominations.ranking.queries.ranking import Line, Ranking
from nominations.ranking.queries.ranking_place import list_tied
from nominations.ranking.reports import analysis_sentences
from nominations.ranking.rules import places
from nominations.rounds.rules.scoring import round_half_up
from nominations.screening.views.listing import language_word
from nominations.web.request import edition


def explain_place(ranking: Ranking, line: Line) -> Iterator[str]:
    """Reviews, mean, place, severity and chance, and how the adjusted mean adds up."""
    yield _reviews(line)
    if line.standing.mean is None:
        yield gettext("Without a review that counts, it has no place and comes after the ranking.")
        return
    yield gettext(
        "Scores times weights, divided by the sum of the weights and scaled to 100, give the totals %(totals)s. Their "
        "mean is %(mean)s.",
        totals=gettext("; ").join(_number(given.total) for given in line.given if given.total is not None),
        mean=_number(line.standing.mean),
    )
    yield _place(ranking, line)
    yield from _severity(ranking, line)
    yield from _chance(ranking, line)


def _reviews(line: Line) -> str:
    counted = ngettext("%(num)s review of this nomination counts.", "%(num)s reviews of this nomination count.",
                       line.standing.reviews)
    instead = Counter(given.instead for given in line.given)
    others = (
        ngettext("%(num)s reviewer is recused.", "%(num)s reviewers are recused.", instead["aside"]),
        ngettext("%(num)s review is waiting for the secretariat.", "%(num)s reviews are waiting for the secretariat.",
                 instead["undecided"]),
    )
    sentences = [words for words, kind in zip(others, ("aside", "undecided"), strict=True) if instead[kind]]
    return " ".join((counted, *sentences))


def _place(ranking: Ranking, line: Line) -> str:
    figures = {"place": line.standing.place, "files": len(ranking.ranked)}
    if others := list_tied(ranking, line):
        return gettext(
            "It has place %(place)s of %(files)s, tied with %(others)s, because their means are equal at two decimals. "
            "Only the jury can break the tie.",
            others=gettext(", ").join(other.file.reference for other in others), **figures,
        )
    if ranking.rule == places.ADJUSTED and ranking.rule_applies:
        return gettext("By its adjusted mean, it has place %(place)s of %(files)s.", **figures)
    if ranking.rule == places.TIE_BREAK and ranking.rule_applies:
        return gettext(
            "It has place %(place)s of %(files)s. Where means are equal, the adjusted mean decided.", **figures
        )
    return gettext("By this mean, it has place %(place)s of %(files)s.", **figures)


def _severity(ranking: Ranking, line: Line) -> Iterator[str]:
    result = line.result
    if result is None or result.adjusted is None or result.shift is None:
        if ranking.results and ranking.results.why:
            yield str(analysis_sentences.WHYS[ranking.results.why])
        else:
            yield gettext(
                "The current scores have not been analysed, so nothing can be said about the severity of its reviewers."
            )
        return
    figures = {
        "points": analysis_sentences.format_points(abs(result.shift), 1),
        "adjusted": analysis_sentences.format_points(result.adjusted),
        "low": analysis_sentences.format_points(result.low, 1),
        "high": analysis_sentences.format_points(result.high, 1),
    }
    if abs(result.shift) < 0.05:
        yield gettext("Its reviewers were as strict as the jury as a whole. The adjusted mean is %(adjusted)s (90%% "
                       "interval from %(low)s to %(high)s).", **figures)
    elif result.shift > 0:
        yield gettext("On average, its reviewers were stricter than the jury as a whole by %(points)s points. The "
                       "adjusted mean is %(adjusted)s (90%% interval from %(low)s to %(high)s).", **figures)
    else:
        yield gettext("On average, its reviewers were more generous than the jury as a whole by %(points)s points. The "
                      "adjusted mean is %(adjusted)s (90%% interval from %(low)s to %(high)s).", **figures)
    if result.pull is not None and line.standing.mean is not None:
        yield _sum(round_half_up(line.standing.mean), result)


def _sum(raw: Decimal, result: NominationResult) -> str:
    """The adjusted mean as a sum whose figures add up as they are printed."""
    adjusted, shift = (round_half_up(Decimal(repr(value))) for value in (result.adjusted or 0.0, result.shift or 0.0))
    return gettext(
        "In points: %(raw)s plain mean, %(shift)s for the severity of its reviewers, %(pull)s towards the mean of all "
        "nominations because it has few reviews; together %(adjusted)s.",
        raw=_number(raw), shift=_with_sign(shift), pull=_with_sign(adjusted - raw - shift), adjusted=_number(adjusted),
    )


def _with_sign(value: Decimal) -> str:
    """`+1.20` or `−0.35`, in one direction in every language."""
    return f"\u2066{'−' if value < 0 else '+'}{format_number(float(abs(value)), 2)}\u2069"


def _chance(ranking: Ranking, line: Line) -> Iterator[str]:
    result = line.result
    if result is None or result.rank_low is None:
        yield gettext("It is not known how certain this place is.")
        return
    figures = {
        "interval": f"\u2066{analysis_sentences.format_interval(result)}\u2069",
        "chance": analysis_sentences.format_chance(result.chance),
        "places": ranking.places,
    }
    if result.panel:
        yield gettext("With 90%% probability, its place is within %(interval)s. Nothing compares its group of "
                      "reviewers with the others, so there is no verdict.", **figures)
    elif not result.verdict:
        yield gettext("With 90%% probability, its place is within %(interval)s. Fewer than three reviews are too few "
                      "for a verdict.", **figures)
    else:
        yield gettext("With 90%% probability, its place is within %(interval)s. Its chance of a place among the first "
                      "%(places)s is %(chance)s: %(verdict)s.", verdict=analysis_sentences.VERDICTS[result.verdict][0],
                      **figures)
    if result.ahead_from is not None:
        yield gettext("It is better than every nomination from place %(place)s on, each with at least 9 chances in 10.",
                      place=result.ahead_from)


def _number(value) -> str:
    return format_number(float(round_half_up(value)), 2)


def group_word(kind: str, key: str) -> str:
    """`Region: Arab world`, `Language: French`."""
    if kind == "language":
        return gettext("Language: %(name)s", name=language_word(key))
    region = next((region for region in edition().regions if region.key == key), None)
    return gettext("Region: %(name)s", name=region.label.in_(current_language()) if region else key)
