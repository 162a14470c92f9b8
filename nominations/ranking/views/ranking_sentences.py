"""Why a file stands where it stands, in five sentences; and the words for groups of files."""

from collections import Counter
from collections.abc import Iterator

from nominations.core.language import current_language, format_number, gettext, ngettext
from nominations.ranking.queries.ranking import Line, Ranking
from nominations.ranking.queries.ranking_place import neighbours
from nominations.ranking.reports import analysis_sentences
from nominations.ranking.rules import places
from nominations.rounds.rules.scoring import rounded
from nominations.screening.views.listing import language_word
from nominations.web.request import edition


def explained(ranking: Ranking, line: Line) -> Iterator[str]:
    """Reviews, mean, place, severity and chance: one sentence each."""
    yield _reviews(line)
    if line.standing.mean is None:
        yield gettext("Without a review that counts, it has no place and comes after the ranking.")
        return
    yield gettext(
        "Scores times weights, divided by the sum of the weights and scaled to 100, give the totals %(totals)s. Their "
        "mean is %(mean)s.",
        totals=gettext("; ").join(_number(each.total) for each in line.given if each.total is not None),
        mean=_number(line.standing.mean),
    )
    yield _place(ranking, line)
    yield _severity(ranking, line)
    yield _chance(ranking, line)


def _reviews(line: Line) -> str:
    counted = ngettext("%(num)s review of this nomination counts.", "%(num)s reviews of this nomination count.",
                       line.standing.reviews)
    instead = Counter(each.instead for each in line.given)
    others = (
        ngettext("%(num)s reviewer is recused.", "%(num)s reviewers are recused.", instead["aside"]),
        ngettext("%(num)s review is waiting for the secretariat.", "%(num)s reviews are waiting for the secretariat.",
                 instead["undecided"]),
    )
    told = [words for words, kind in zip(others, ("aside", "undecided"), strict=True) if instead[kind]]
    return " ".join((counted, *told))


def _place(ranking: Ranking, line: Line) -> str:
    told = {"place": line.standing.place, "files": len(ranking.ranked)}
    if others := neighbours(ranking, line):
        return gettext(
            "It has place %(place)s of %(files)s, tied with %(others)s, because their means are equal at two decimals. "
            "Only the jury can break the tie.",
            others=gettext(", ").join(each.file.reference for each in others), **told,
        )
    if ranking.rule == places.ADJUSTED and ranking.rule_applies:
        return gettext("By its adjusted mean, it has place %(place)s of %(files)s.", **told)
    if ranking.rule == places.TIE_BREAK and ranking.rule_applies:
        return gettext(
            "It has place %(place)s of %(files)s. Where means are equal, the adjusted mean decided.", **told
        )
    return gettext("By this mean, it has place %(place)s of %(files)s.", **told)


def _severity(ranking: Ranking, line: Line) -> str:
    of = line.of
    if of is None or of.adjusted is None or of.shift is None:
        return str(analysis_sentences.WHYS[ranking.found.why]) if ranking.found and ranking.found.why else gettext(
            "The current scores have not been analysed, so nothing can be said about the severity of its reviewers."
        )
    told = {
        "points": analysis_sentences.points(abs(of.shift), 1), "adjusted": analysis_sentences.points(of.adjusted),
        "low": analysis_sentences.points(of.low, 1), "high": analysis_sentences.points(of.high, 1),
    }
    if abs(of.shift) < 0.05:
        return gettext("Its reviewers were as strict as the jury as a whole. The adjusted mean is %(adjusted)s (90%% "
                       "interval from %(low)s to %(high)s).", **told)
    if of.shift > 0:
        return gettext("On average, its reviewers were stricter than the jury as a whole by %(points)s points. The "
                       "adjusted mean is %(adjusted)s (90%% interval from %(low)s to %(high)s).", **told)
    return gettext("On average, its reviewers were more generous than the jury as a whole by %(points)s points. The "
                   "adjusted mean is %(adjusted)s (90%% interval from %(low)s to %(high)s).", **told)


def _chance(ranking: Ranking, line: Line) -> str:
    of = line.of
    if of is None or of.rank_low is None:
        return gettext("It is not known how certain this place is.")
    told = {
        "interval": f"\u2066{analysis_sentences.interval(of)}\u2069",
        "chance": analysis_sentences.percent(of.chance),
        "places": ranking.places,
    }
    if not of.verdict:
        return gettext("With 90%% probability, its place is within %(interval)s. Fewer than three reviews are too few "
                       "for a verdict.", **told)
    return gettext("With 90%% probability, its place is within %(interval)s. Its chance of a place among the first "
                   "%(places)s is %(chance)s: %(verdict)s.", verdict=analysis_sentences.VERDICTS[of.verdict][0], **told)


def _number(value) -> str:
    return format_number(float(rounded(value)), 2)


def group_word(kind: str, key: str) -> str:
    """`Region: Arab world`, `Language: French`."""
    if kind == "language":
        return gettext("Language: %(name)s", name=language_word(key))
    region = next((each for each in edition().regions if each.key == key), None)
    return gettext("Region: %(name)s", name=region.label.in_(current_language()) if region else key)
