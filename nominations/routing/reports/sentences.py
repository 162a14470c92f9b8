"""The results of the optimiser as sentences for the secretariat, for the page and the command line."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from babel.lists import format_list

from nominations.conflicts.texts import SIGNS
from nominations.core.language import current_language, format_number, gettext, ngettext
from nominations.core.rules.vocabulary import Sign
from nominations.editions.countries import country_word
from nominations.editions.rules.edition import Edition
from nominations.routing.queries.panel import Panel
from nominations.routing.rules import Bar, Limit
from nominations.routing.texts import BARS

LISTED = 12  # names in one sentence; what is more is counted


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and whether it is a warning."""

    text: str
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """The names of files, reviewers, countries and regions by id, which is a text as in stored results."""

    file: Callable[[str], str]
    who: Callable[[str], str]
    country: Callable[[str], str]
    region: Callable[[str], str]


def load_names(panel: Panel, edition: Edition) -> Names:
    """The names of a round; a file or a reviewer that is no longer in it is named by its id."""
    regions = {option.key: option.label for option in edition.regions}

    def file(id: str) -> str:
        return isolate(panel.facts.files[UUID(id)].reference if UUID(id) in panel.facts.files else id)

    def who(id: str) -> str:
        return isolate(panel.facts.reviewers[UUID(id)].name if UUID(id) in panel.facts.reviewers else id)

    def region(key: str) -> str:
        return regions[key].in_(current_language()) if key in regions else key

    return Names(file, who, lambda code: country_word(code, edition), region)


def isolate(name: str) -> str:
    """A name isolated from the direction of the sentence around it, as `<bdi>` does on a page."""
    return f"\u2068{name}\u2069" if current_language() == "ar" else name


def join_words(words: Iterable[str]) -> str:
    """`A, B and C` as the language joins it; a long list ends in how many more there are."""
    every = list(words)
    if len(every) > LISTED + 1:
        more = len(every) - LISTED
        every = [*every[:LISTED], ngettext("%(num)s more", "%(num)s more", more)]
    return format_list(every, locale=current_language()) if every else ""


def describe_quality(result: Mapping[str, Any], names: Names) -> list[Sentence]:
    """The quality of an answer: fairness, points, loads, languages, the panel, the locks."""
    figures = result["quality"]
    size = gettext(
        "%(reviews)s reviews: %(files)s nominations, %(reviewers)s reviewers.", reviews=_n(figures["reviews"]),
        files=_n(figures["files"]), reviewers=_n(figures["reviewers"]),
    )
    quality_sentences = [Sentence(size)]
    if "bound" in result["fairness"]:
        quality_sentences += _fairness(result["fairness"], names)
    quality_sentences.append(Sentence(gettext(
        "The reviewers of half of the nominations have a total of %(median)s points or more. For nine in ten "
        "nominations, it is at least %(tenth)s.",
        median=_n(figures["median"]), tenth=_n(figures["tenth"]),
    )))
    low, middle, high = figures["loads"]
    quality_sentences.append(Sentence(gettext(
        "Each reviewer has between %(low)s and %(high)s nominations. The median is %(median)s.", low=_n(low),
        high=_n(high), median=_n(middle),
    )))
    return [
        *quality_sentences, *_languages(figures, names), *_panel(figures, names), *_locks(result["lock_costs"], names)
    ]


def _fairness(fairness: Mapping[str, Any], names: Names) -> Iterator[Sentence]:
    floor, bound = fairness["floor"], fairness["rest_bound"]
    if fairness["hard"]:
        hard = join_words(f"{names.file(file)} ({_n(best)})" for file, best in fairness["hard"])
        yield Sentence(ngettext(
            "%(num)s nomination cannot have as many points as the others, whoever reviews it. It has the best "
            "available reviewers: %(files)s.",
            "%(num)s nominations cannot have as many points as the others, whoever reviews them. They have the best "
            "available reviewers: %(files)s.", len(fairness["hard"]), files=hard,
        ), warns=True)
        yield Sentence(gettext(
            "The reviewers of every other nomination have a total of at least %(floor)s points. No plan gives all of "
            "them more than %(bound)s.", floor=_n(floor), bound=_n(int(bound)),
        ))
    else:
        yield Sentence(gettext(
            "The reviewers of every nomination have a total of at least %(floor)s points. No plan gives all of them "
            "more than %(bound)s.", floor=_n(floor), bound=_n(int(bound)),
        ))
    if not fairness["proven"]:
        yield Sentence(gettext(
            "It is possible that a fairer plan exists. The search stopped before this was ruled out."
        ), warns=True)
    yield Sentence(
        gettext(
            "All assignments together have %(total)s points. Without regard to the least well served nomination, it "
            "would be %(largest)s. Fairness costs %(price)s%%.",
            total=_n(fairness["total"]),
            largest=_n(fairness["largest_total"]),
            price=format_number(fairness["price"], 2),
        )
    )


def _languages(figures: Mapping[str, Any], names: Names) -> Iterator[Sentence]:
    without = figures["without_native"]
    if without:
        yield Sentence(ngettext(
            "%(num)s nomination has no reviewer whose native language is that of the nomination: %(files)s.",
            "%(num)s nominations have no reviewer whose native language is that of the nomination: %(files)s.",
            len(without),
            files=join_words(map(names.file, without)),
        ), warns=True)
    else:
        yield Sentence(gettext("Every nomination has a reviewer whose native language is that of the nomination."))
    if count := figures["country_pairs"]:
        yield Sentence(ngettext(
            "In one case, two reviewers of a nomination come from the same country.",
            "In %(num)s cases, two reviewers of a nomination come from the same country.", count,
        ), warns=True)


def _panel(figures: Mapping[str, Any], names: Names) -> Iterator[Sentence]:
    groups = figures["groups"]
    if len(groups) > 1:
        apart = join_words(names.who(who) for group in groups[1:] for who in group)
        yield Sentence(ngettext(
            "The reviewers fall into %(num)s group that shares no nomination, so their severity cannot be compared. "
            "Not in the largest group: %(who)s.",
            "The reviewers fall into %(num)s groups that share no nomination, so their severity cannot be compared. "
            "Not in the largest group: %(who)s.", len(groups), who=apart,
        ), warns=True)
    elif not figures["holds"]:
        yield Sentence(ngettext(
            "A reviewer shares nominations with only %(num)s other reviewer, so their severity is difficult to "
            "compare.",
            "A reviewer shares nominations with only %(num)s other reviewers, so their severity is difficult to "
            "compare.",
            figures["fewest_shared"],
        ), warns=True)
    else:
        yield Sentence(
            gettext(
                "All reviewers are connected by shared nominations. Each shares nominations with at least %(fewest)s "
                "others; the median is %(median)s.",
                fewest=_n(figures["fewest_shared"]),
                median=_n(figures["median_shared"]),
            )
        )


def _locks(costs: Sequence[Sequence[Any]], names: Names) -> Iterator[Sentence]:
    for file, who, cost in costs:
        pair = {"file": names.file(file), "who": names.who(who)}
        if cost:
            yield Sentence(ngettext(
                "Keeping the pair %(file)s and %(who)s costs %(num)s point.",
                "Keeping the pair %(file)s and %(who)s costs %(num)s points.", cost, **pair,
            ))
        else:
            yield Sentence(gettext("Keeping the pair %(file)s and %(who)s costs nothing.", **pair))


def describe_cause(blocking: Mapping[str, Any], names: Names) -> list[str]:
    """What blocks a plan."""
    match blocking["kind"]:
        case "few_reviewers":
            return [gettext(
                "A nomination needs %(needed)s reviewers, but there are only %(reviewers)s.",
                needed=_n(blocking["needed"]),
                reviewers=_n(blocking["reviewers"]),
            )]
        case "few_readers":
            return [_few_readers(file_needs, names) for file_needs in blocking["files"]]
        case "few_places":
            lacking = blocking["needed"] - blocking["places"]
            return [ngettext(
                "%(needed)s reviews are needed, but all reviewers together can take only %(places)s. Raise one limit "
                "by one, or invite another reviewer.",
                "%(needed)s reviews are needed, but all reviewers together can take only %(places)s. Raise %(num)s "
                "limits by one, or invite more reviewers.", lacking, needed=_n(blocking["needed"]),
                places=_n(blocking["places"]),
            )]
        case "short_set":
            return [
                ngettext(
                    "Only %(readers)s can review this nomination. Together they can take %(places)s reviews, but "
                    "%(needed)s are needed: %(files)s.",
                    "Only %(readers)s can review these %(num)s nominations. Together they can take %(places)s reviews, "
                    "but %(needed)s are needed: %(files)s.",
                    len(blocking["files"]),
                    readers=join_words(map(names.who, blocking["readers"])),
                    places=_n(blocking["places"]),
                    needed=_n(blocking["needed"]),
                    files=join_words(map(names.file, blocking["files"])),
                )
            ]
    return [_rule(rule, names) for rule in blocking["broken"]]


def _few_readers(file_needs: Sequence[Any], names: Names) -> str:
    file, needed, allowed, reasons = file_needs
    sentence = ngettext(
        "%(file)s needs %(needed)s reviewers, but only %(num)s can review it.",
        "%(file)s needs %(needed)s reviewers, but only %(num)s can review it.", allowed, file=names.file(file),
        needed=_n(needed),
    )
    barred = join_words(f"{reason_word(reason)} {_n(count)}" for reason, count in reasons)
    return sentence + (" " + gettext("Left out: %(reasons)s.", reasons=barred) if barred else "")


def reason_word(reason: str) -> str:
    """Why a reviewer is left out of a file, short enough for a table."""
    if reason == Limit.LANGUAGE:
        return gettext("does not read the language")
    short = {
        Bar.OWN_FILE: gettext("own nomination"), Bar.NOT_A_REVIEWER: gettext("not a reviewer"),
        Bar.APPLIES_HERE: gettext("has a nomination in this edition"), Bar.RECUSED: gettext("recused"),
        Bar.CONFLICT: gettext("conflict confirmed"), Bar.DECLINED: gettext("gave the nomination back"),
    }
    if reason in set(Sign):
        return gettext("possible conflict found: %(sign)s", sign=SIGNS[Sign(reason)])
    if reason not in set(Bar):
        return reason
    return short.get(Bar(reason)) or str(BARS.get(Bar(reason), reason))


def _rule(rule: Sequence[Any], names: Names) -> str:
    kind, file, who, group, by = rule
    match kind:
        case "lock":
            return gettext(
                "The pair %(file)s and %(who)s cannot be kept because of the other rules.", file=names.file(file),
                           who=names.who(who))
        case "coverage":
            return ngettext("%(file)s needs %(num)s more reviewer.", "%(file)s needs %(num)s more reviewers.", by,
                            file=names.file(file))
        case "country":
            return gettext("%(file)s would have too many reviewers from one country: %(country)s.",
                           file=names.file(file), country=names.country(group))
        case "region":
            return gettext("All reviewers of %(file)s would come from one region: %(region)s.",
                           file=names.file(file), region=names.region(group))
    return gettext("%(who)s would have fewer nominations than the minimum promised.", who=names.who(who))


def describe_change(limit: Mapping[str, Any], names: Names) -> str:
    """A limit and its new value."""
    value = limit["value"]
    match limit["kind"]:
        case "load":
            return ngettext(
                "%(who)s reviews at most %(num)s nomination.",
                "%(who)s reviews at most %(num)s nominations.",
                value,
                            who=names.who(limit["who"]),
            )
        case "fewest":
            return ngettext(
                "%(who)s reviews at least %(num)s nomination.",
                "%(who)s reviews at least %(num)s nominations.",
                value,
                            who=names.who(limit["who"]),
            )
        case "country":
            return ngettext(
                "At most %(num)s reviewer of a nomination can come from this country: %(country)s.",
                "At most %(num)s reviewers of a nomination can come from this country: %(country)s.", value,
                country=names.country(limit["group"]),
            )
        case "region":
            return gettext("All reviewers of a nomination can come from one region.")
        case "demand":
            return ngettext("%(file)s has %(num)s reviewer.", "%(file)s has %(num)s reviewers.", value,
                            file=names.file(limit["file"]))
    return gettext("The plan no longer has to keep the pair %(file)s and %(who)s.", file=names.file(limit["file"]),
                   who=names.who(limit["who"]))


def describe_trouble(reason: str) -> str:
    """Why there is no answer although there may be one."""
    sentences = {
        "time": gettext("No plan was found within a minute. Ask again. If that fails too, ask for fewer reviews."),
        "memory": gettext(
            "The calculation needed too much memory and was stopped. If this happens again, inform the operator."
        ),
        "mismatch": gettext("The plan did not pass the check and was rejected. Inform the operator."),
    }
    return sentences.get(reason, gettext(
        "The program that makes assignment plans has stopped. Ask again or inform the operator."
    ))


def signed_number(value: int) -> str:
    """A change in points: `+40`, `-40`, `0`."""
    return ("+" if value > 0 else "") + _n(value)


def _n(value: float) -> str:
    return format_number(int(value) if float(value).is_integer() else value)
