"""The ranking as a sheet of formulas over the sheet of marks: from the totals to the plain means and the places."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from nominations.core.language import gettext as _
from nominations.documents.reports.tables import Cell, Formula, SheetColumn
from nominations.rounds.rules import scoring


class PlacesSheet:
    """Collects the totals while the rows of marks are written; afterwards gives a row for each nomination."""

    def __init__(self) -> None:
        self._titles: dict[str, str] = {}
        self._totals: dict[str, list[Fraction]] = defaultdict(list)
        self._rows = 1

    def add(self, reference: str, title: str, total: Fraction | None) -> None:
        """Take note of one row of the sheet of marks; `total` is None where it does not count."""
        self._rows += 1
        self._titles[reference] = title
        if total is not None:
            self._totals[reference].append(total)

    def columns(self) -> list[SheetColumn]:
        return [SheetColumn(_("Place"), 8), SheetColumn(_("Reference"), 18), SheetColumn(_("Title"), 40),
                SheetColumn(_("Reviews that count"), 12), SheetColumn(_("Mean out of 100"), 12, "0.00")]

    def rows(self, sheet: str, total: str, counted: str, yes: str) -> Iterator[list[Cell]]:
        """Best first, as the report ranks by the plain mean; a nomination without a review comes last, without place.

        `total` and `counted` are the letters of those columns on the sheet of marks, `yes` the word of what counts.
        """
        means = {
            reference: scoring.round_half_up(scoring.mean_of_some(totals)) for reference, totals in self._totals.items()
        }
        order = sorted(
            self._titles, key=lambda reference: (reference not in means, -means.get(reference, 0), reference)
        )
        last = len(means) + 1

        def whole(column: str) -> str:
            return f"'{sheet}'!${column}$2:${column}${self._rows}"

        for row, reference in enumerate(order, start=2):
            chosen = f'{whole("A")},B{row},{whole(counted)},"{yes}"'
            count = Formula(f"=COUNTIFS({chosen})", len(self._totals.get(reference, ())))
            if reference not in means:
                yield [None, reference, self._titles[reference], count, None]
                continue
            place = 1 + sum(other > means[reference] for other in means.values())
            yield [
                Formula(f"=RANK(E{row},$E$2:$E${last})", place), reference, self._titles[reference], count,
                Formula(f"=ROUND(AVERAGEIFS({whole(total)},{chosen}),2)", means[reference]),
            ]
