"""The official places: by the rule that the edition fixed before the call opened.

`raw`: the plain mean. `adjusted`: the score adjusted for severity. `tie_break`: the plain mean, and where it is equal
the adjusted score. Equal means equal at the two decimals that are shown; what is equal still shares a place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from nominations.rounds.rules.scoring import Standing, rounded

RAW, ADJUSTED, TIE_BREAK = "raw", "adjusted", "tie_break"


def official(
    standings: Sequence[Standing], rule: str, adjusted: Mapping[str, float | Decimal]
) -> tuple[Standing, ...]:
    """The ranking by `rule`; files that have an adjusted score missing are judged by the plain mean throughout.

    One scale for all: while a single ranked file lacks an adjusted score, the rule falls back to `raw`.
    """
    ranked = [each for each in standings if each.place is not None]
    rest = [each for each in standings if each.place is None]
    if not is_official_tie_break(rule, [each.file for each in ranked], adjusted):
        return tuple(standings)
    shown = {each.file: rounded(Decimal(repr(float(adjusted[each.file])))) for each in ranked}
    means = {each.file: rounded(each.mean) for each in ranked if each.mean is not None}

    def key(each: Standing) -> tuple[Decimal, ...]:
        return (shown[each.file],) if rule == ADJUSTED else (means[each.file], shown[each.file])

    found: list[Standing] = []
    ordered = sorted(ranked, key=lambda each: (*(-part for part in key(each)), each.file))
    for _, equals in groupby(ordered, key=key):
        group, place = list(equals), len(found) + 1
        found += [replace(each, place=place, shared=len(group) > 1) for each in group]
    return (*found, *rest)


def is_official_tie_break(rule: str, ranked: Sequence[str], adjusted: Mapping[str, float | Decimal]) -> bool:
    """Whether the rule asks for adjusted scores and there is one for each ranked file."""
    return rule != RAW and bool(ranked) and all(file in adjusted for file in ranked)
