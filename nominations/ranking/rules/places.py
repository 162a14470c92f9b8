"""The official places, by the rule that the edition fixed before the call opened.

`raw`: the plain mean. `adjusted`: the score adjusted for severity. `tie_break`: the plain mean, and where it is equal
the adjusted score. Equal means equal at the two decimals that are shown; what is equal still shares a place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from nominations.rounds.rules.scoring import Standing, round_half_up

RAW, ADJUSTED, TIE_BREAK = "raw", "adjusted", "tie_break"


def apply_rule(
    standings: Sequence[Standing], rule: str, adjusted: Mapping[str, float | Decimal]
) -> tuple[Standing, ...]:
    """The ranking by `rule`; by the plain mean for all while a single ranked nomination lacks an adjusted score."""
    ranked = [standing for standing in standings if standing.place is not None]
    rest = [standing for standing in standings if standing.place is None]
    if not is_ranked_by_adjusted(rule, [standing.file for standing in ranked], adjusted):
        return tuple(standings)
    shown = {standing.file: round_half_up(Decimal(repr(float(adjusted[standing.file])))) for standing in ranked}
    means = {standing.file: round_half_up(standing.mean) for standing in ranked if standing.mean is not None}

    def key(standing: Standing) -> tuple[Decimal, ...]:
        return (shown[standing.file],) if rule == ADJUSTED else (means[standing.file], shown[standing.file])

    placed: list[Standing] = []
    ordered = sorted(ranked, key=lambda standing: (*(-part for part in key(standing)), standing.file))
    for _, equals in groupby(ordered, key=key):
        group, place = list(equals), len(placed) + 1
        placed += [replace(standing, place=place, shared=len(group) > 1) for standing in group]
    return (*placed, *rest)


def is_ranked_by_adjusted(rule: str, ranked: Sequence[str], adjusted: Mapping[str, float | Decimal]) -> bool:
    """Whether the rule asks for adjusted scores and there is one for each ranked file."""
    return rule != RAW and bool(ranked) and all(file in adjusted for file in ranked)
