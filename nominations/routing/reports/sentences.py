"""What the optimiser found, in sentences a secretary understands: one table of them for the page and the command."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from babel.lists import format_list

from nominations.conflicts.texts import SIGNS
from nominations.core.language import current, format_number, gettext, ngettext
from nominations.core.rules.vocabulary import Sign
from nominations.editions.countries import country_word
from nominations.editions.rules.edition import Edition
from nominations.routing.queries.panel import LANGUAGE, Panel
from nominations.routing.rules import Bar
from nominations.routing.texts import BARS

LISTED = 12  # names in one sentence; what is more is counted


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and whether it asks for attention."""

    text: str
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """What files, reviewers, countries and regions are called; the ids are texts as results keep them."""

    file: Callable[[str], str]
    who: Callable[[str], str]
    country: Callable[[str], str]
    region: Callable[[str], str]


def names_in(panel: Panel, edition: Edition) -> Names:
    """The names of a round; what is no longer in it keeps its id."""
    regions = {option.key: option.label for option in edition.regions}

    def file(id: str) -> str:
        return apart(panel.facts.files[UUID(id)].reference if UUID(id) in panel.facts.files else id)

    def who(id: str) -> str:
        return apart(panel.facts.reviewers[UUID(id)].name if UUID(id) in panel.facts.reviewers else id)

    def region(key: str) -> str:
        return regions[key].in_(current()) if key in regions else key

    return Names(file, who, lambda code: country_word(code, edition), region)


def apart(name: str) -> str:
    """A name or a reference within a sentence that may run the other way: isolated, as `<bdi>` does on a page."""
    return f"\u2068{name}\u2069" if current() == "ar" else name


def listed(words: Iterable[str]) -> str:
    """`A, B and C` as the language joins it; a long list ends in how many more there are."""
    every = list(words)
    if len(every) > LISTED + 1:
        more = len(every) - LISTED
        every = [*every[:LISTED], ngettext("%(num)s more", "%(num)s more", more)]
    return format_list(every, locale=current()) if every else ""


def quality(result: Mapping[str, Any], names: Names) -> list[Said]:
    """The quality of an answer: fairness, points, loads, languages, the panel, the locks."""
    figures = result["quality"]
    size = gettext(
        "%(reviews)s reviews: %(files)s files, %(reviewers)s reviewers.", reviews=_n(figures["reviews"]),
        files=_n(figures["files"]), reviewers=_n(figures["reviewers"]),
    )
    said = [Said(size)]
    if "bound" in result["fairness"]:
        said += _fairness(result["fairness"], names)
    said.append(Said(gettext(
        "Half of the files have readers worth %(median)s points or more, nine in ten at least %(tenth)s.",
        median=_n(figures["median"]), tenth=_n(figures["tenth"]),
    )))
    low, middle, high = figures["loads"]
    said.append(Said(gettext(
        "Reviewers read between %(low)s and %(high)s files; the middle one reads %(median)s.", low=_n(low),
        high=_n(high), median=_n(middle),
    )))
    return [*said, *_languages(figures, names), *_panel(figures, names), *_locks(result["lock_costs"], names)]


def _fairness(fairness: Mapping[str, Any], names: Names) -> Iterator[Said]:
    floor, bound = fairness["floor"], fairness["rest_bound"]
    if fairness["hard"]:
        hard = listed(f"{names.file(file)} ({_n(best)})" for file, best in fairness["hard"])
        yield Said(ngettext(
            "%(num)s file cannot be served as well as the others, whoever reads it; it has the best readers there "
            "are: %(files)s.",
            "%(num)s files cannot be served as well as the others, whoever reads them; they have the best readers "
            "there are: %(files)s.", len(fairness["hard"]), files=hard,
        ), warns=True)
        yield Said(gettext(
            "The readers of every other file are worth at least %(floor)s points; no plan gives all of them more than "
            "%(bound)s.", floor=_n(floor), bound=_n(int(bound)),
        ))
    else:
        yield Said(gettext(
            "The readers of every file are worth at least %(floor)s points; no plan gives all of them more than "
            "%(bound)s.", floor=_n(floor), bound=_n(int(bound)),
        ))
    if not fairness["proven"]:
        yield Said(gettext("A fairer plan may exist: the search for one ended before it was ruled out."), warns=True)
    yield Said(gettext(
        "All readers together are worth %(total)s points; with no care for the weakest file it would be %(largest)s. "
        "Fairness costs %(price)s %%.", total=_n(fairness["total"]), largest=_n(fairness["largest_total"]),
        price=format_number(fairness["price"], 2),
    ))


def _languages(figures: Mapping[str, Any], names: Names) -> Iterator[Said]:
    without = figures["without_native"]
    if without:
        yield Said(ngettext(
            "%(num)s file has no reader whose own language it is written in: %(files)s.",
            "%(num)s files have no reader whose own language they are written in: %(files)s.", len(without),
            files=listed(map(names.file, without)),
        ), warns=True)
    else:
        yield Said(gettext("Every file has a reader whose own language it is written in."))
    if count := figures["country_pairs"]:
        yield Said(ngettext(
            "Once, two readers of one file come from the same country.",
            "%(num)s times, two readers of one file come from the same country.", count,
        ), warns=True)


def _panel(figures: Mapping[str, Any], names: Names) -> Iterator[Said]:
    groups = figures["groups"]
    if len(groups) > 1:
        apart = listed(names.who(who) for group in groups[1:] for who in group)
        yield Said(ngettext(
            "The panel falls into %(num)s group that shares no file: how strict they are cannot be compared. "
            "Apart from the largest: %(who)s.",
            "The panel falls into %(num)s groups that share no file: how strict they are cannot be compared. "
            "Apart from the largest: %(who)s.", len(groups), who=apart,
        ), warns=True)
    elif not figures["holds"]:
        yield Said(ngettext(
            "A reviewer shares files with only %(num)s colleague: how strict they are can hardly be compared.",
            "A reviewer shares files with only %(num)s colleagues: how strict they are can hardly be compared.",
            figures["fewest_shared"],
        ), warns=True)
    else:
        yield Said(gettext(
            "The panel holds together: each reviewer shares files with at least %(fewest)s colleagues, the middle one "
            "with %(median)s.", fewest=_n(figures["fewest_shared"]), median=_n(figures["median_shared"]),
        ))


def _locks(costs: Sequence[Sequence[Any]], names: Names) -> Iterator[Said]:
    for file, who, cost in costs:
        pair = {"file": names.file(file), "who": names.who(who)}
        if cost:
            yield Said(ngettext(
                "Fixing %(file)s with %(who)s costs %(num)s point.",
                "Fixing %(file)s with %(who)s costs %(num)s points.", cost, **pair,
            ))
        else:
            yield Said(gettext("Fixing %(file)s with %(who)s costs nothing.", **pair))


def cause(told: Mapping[str, Any], names: Names) -> list[str]:
    """What blocks, in the words of its kind."""
    match told["kind"]:
        case "few_reviewers":
            return [gettext(
                "A file needs %(needed)s reviewers, and there are only %(reviewers)s.", needed=_n(told["needed"]),
                reviewers=_n(told["reviewers"]),
            )]
        case "few_readers":
            return [_few_readers(each, names) for each in told["files"]]
        case "few_places":
            lacking = told["needed"] - told["places"]
            return [ngettext(
                "%(needed)s reviews are needed, and all reviewers together have %(places)s places: one more place is "
                "needed.",
                "%(needed)s reviews are needed, and all reviewers together have %(places)s places: raise %(num)s "
                "limits by one, or invite more reviewers.", lacking, needed=_n(told["needed"]),
                places=_n(told["places"]),
            )]
        case "short_set":
            return [ngettext(
                "This file can only be read by %(readers)s, who have %(places)s places; %(needed)s reviews are "
                "needed: %(files)s.",
                "These %(num)s files can only be read by %(readers)s, who have %(places)s places; %(needed)s reviews "
                "are needed: %(files)s.", len(told["files"]), readers=listed(map(names.who, told["readers"])),
                places=_n(told["places"]), needed=_n(told["needed"]), files=listed(map(names.file, told["files"])),
            )]
    return [_rule(each, names) for each in told["broken"]]


def _few_readers(each: Sequence[Any], names: Names) -> str:
    file, needed, allowed, reasons = each
    sentence = ngettext(
        "%(file)s needs %(needed)s reviewers, and only %(num)s may read it.",
        "%(file)s needs %(needed)s reviewers, and only %(num)s may read it.", allowed, file=names.file(file),
        needed=_n(needed),
    )
    barred = listed(f"{reason_word(reason)} {_n(count)}" for reason, count in reasons)
    return sentence + (" " + gettext("Left out: %(reasons)s.", reasons=barred) if barred else "")


def reason_word(reason: str) -> str:
    """Why a reviewer is left out of a file, short enough for a table."""
    if reason == LANGUAGE:
        return gettext("does not read the language")
    short = {
        Bar.OWN_FILE: gettext("own nomination"), Bar.NOT_A_REVIEWER: gettext("not a reviewer"),
        Bar.APPLIES_HERE: gettext("applies here"), Bar.RECUSED: gettext("stepped aside"),
        Bar.CONFLICT: gettext("conflict confirmed"), Bar.DECLINED: gettext("gave the file back"),
    }
    if reason in set(Sign):
        return gettext("conflict found: %(sign)s", sign=SIGNS[Sign(reason)])
    if reason not in set(Bar):
        return reason
    return short.get(Bar(reason)) or str(BARS.get(Bar(reason), reason))


def _rule(each: Sequence[Any], names: Names) -> str:
    kind, file, who, group, by = each
    match kind:
        case "lock":
            return gettext("Fixing %(file)s with %(who)s does not go with the other rules.", file=names.file(file),
                           who=names.who(who))
        case "coverage":
            return ngettext("%(file)s lacks %(num)s reviewer.", "%(file)s lacks %(num)s reviewers.", by,
                            file=names.file(file))
        case "country":
            return gettext("%(file)s can only be read by too many reviewers from one country: %(country)s.",
                           file=names.file(file), country=names.country(group))
        case "region":
            return gettext("%(file)s can only be read by reviewers who all come from one region: %(region)s.",
                           file=names.file(file), region=names.region(group))
    return gettext("%(who)s cannot get the fewest files that were promised to them.", who=names.who(who))


def change(told: Mapping[str, Any], names: Names) -> str:
    """A limit and its new value."""
    value = told["value"]
    match told["kind"]:
        case "load":
            return ngettext("%(who)s reads up to %(num)s file.", "%(who)s reads up to %(num)s files.", value,
                            who=names.who(told["who"]))
        case "fewest":
            return ngettext("%(who)s reads at least %(num)s file.", "%(who)s reads at least %(num)s files.", value,
                            who=names.who(told["who"]))
        case "country":
            return ngettext(
                "%(num)s reader of a file may come from this country: %(country)s.",
                "%(num)s readers of a file may come from this country: %(country)s.", value,
                country=names.country(told["group"]),
            )
        case "region":
            return gettext("All readers of a file may come from one region.")
        case "demand":
            return ngettext("%(file)s is read by %(num)s reviewer.", "%(file)s is read by %(num)s reviewers.", value,
                            file=names.file(told["file"]))
    return gettext("%(file)s is no longer fixed with %(who)s.", file=names.file(told["file"]),
                   who=names.who(told["who"]))


def trouble(reason: str) -> str:
    """Why there is no answer although there may be one."""
    said = {
        "time": gettext("No plan was found within a minute. Ask again; if that fails too, ask for fewer reviews."),
        "memory": gettext("It needed too much memory and was ended. If that happens again, tell the operator."),
        "mismatch": gettext("The answer did not pass its check and was thrown away. Tell the operator."),
    }
    return said.get(reason, gettext("The program that makes plans stopped. Ask again, or tell the operator."))


def signed(value: int) -> str:
    """A change in points: `+40`, `-40`, `0`."""
    return ("+" if value > 0 else "") + _n(value)


def _n(value: float) -> str:
    return format_number(int(value) if float(value).is_integer() else value)
