"""The ranking as a sheet of formulas over the sheet of marks: from the totals to the plain means and the places."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from nominations.core.language import gettext as _
from nominations.documents.reports.tables import Cell, Column, Formula
from nominations.rounds.rules import scoring


class Places:
    """Gathers what counts while the rows of marks are written; then writes a line for each nomination."""

    def __init__(self) -> None:
        self._titles: dict[str, str] = {}
        self._totals: dict[str, list[Fraction]] = defaultdict(list)
        self._rows = 1

    def see(self, reference: str, title: str, total: Fraction | None) -> None:
        """One row of the sheet of marks; `total` is None where it does not count."""
        self._rows += 1
        self._titles[reference] = title
        if total is not None:
            self._totals[reference].append(total)

    def columns(self) -> list[Column]:
        return [Column(_("Place"), 8), Column(_("Reference"), 18), Column(_("Title"), 40),
                Column(_("Reviews that count"), 12), Column(_("Mean out of 100"), 12, "0.00")]

    def rows(self, sheet: str, total: str, counted: str, yes: str) -> Iterator[list[Cell]]:
        """Best first, as the report ranks by the plain mean; a nomination without a review stands last, without place.

        `total` and `counted` are the letters of those columns on the sheet of marks, `yes` the word of what counts.
        """
        means = {each: scoring.rounded(scoring.mean_of_some(of)) for each, of in self._totals.items()}
        order = sorted(self._titles, key=lambda each: (each not in means, -means.get(each, 0), each))
        last = len(means) + 1

        def whole(column: str) -> str:
            return f"'{sheet}'!${column}$2:${column}${self._rows}"

        for row, each in enumerate(order, start=2):
            chosen = f'{whole("A")},B{row},{whole(counted)},"{yes}"'
            of = Formula(f"=COUNTIFS({chosen})", len(self._totals.get(each, ())))
            if each not in means:
                yield [None, each, self._titles[each], of, None]
                continue
            place = 1 + sum(other > means[each] for other in means.values())
            yield [
                Formula(f"=RANK(E{row},$E$2:$E${last})", place), each, self._titles[each], of,
                Formula(f"=ROUND(AVERAGEIFS({whole(total)},{chosen}),2)", means[each]),
            ]
