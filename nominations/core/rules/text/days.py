"""Days as people write them: 2021-03-15, 15/03/2021, 15 mars 2021, March 15th 2021, ١٥ آذار ٢٠٢١."""

import re
from collections.abc import Iterator
from datetime import date

from nominations.core.rules.text.month_names import HIJRI_NAMES, MONTHS, WEEKDAYS, fold_name
from nominations.core.rules.text.signs import plain_signs
from nominations.core.rules.text.understood import Understood

Day = Understood[date]

_FIGURES_ONLY = re.compile(r"([0-9]{1,4}) ?([-/. ]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,4})")
_NAMED = re.compile(r"([0-9]{1,4})[-/. ]*([^0-9]+?)[-/., ]*([0-9]{1,4})")
_MONTH_FIRST = re.compile(r"([^0-9]+?)[-/. ]*([0-9]{1,2})[-/., ]+([0-9]{4})")
_ORDINAL = re.compile(r"(?<=[0-9])(?:st|nd|rd|th|er|ère|º|ª|\.)(?=[ ,\-/]|$)")
_AFTER = re.compile(r" ?(?:م|ميلادي(?:ة)?|ad|ce|г\.?|жылы?|ж\.?|il)\.?$")
_BETWEEN = re.compile(r"\b(?:of|de|du|di|le|the|في|من)\b")
_HIJRI = re.compile(r"(?:هـ?|هجري(?:ة)?|ah|a\.h\.)\.?$")
# The years of the Hijri and Solar Hijri calendars that are written today.
_OTHER_CALENDARS = range(1300, 1500)


def understand_day(text: str) -> Day:
    """A day with one sense; 03/04/2021 has two, and a year of two figures or of another calendar is asked about."""
    plain = " ".join(plain_signs(text).casefold().split())
    if not any(map(str.isdigit, plain)):
        return Understood(problem="not_date")
    if _HIJRI.search(plain) or any(name in fold_name(plain) for name in HIJRI_NAMES):
        return Understood(problem="other_calendar")
    plain = _AFTER.sub("", _ORDINAL.sub("", plain)).strip()
    figures = _FIGURES_ONLY.fullmatch(plain)
    if figures:
        return _of_figures(figures[1], figures[3], figures[4])
    return _of_name(plain)


def _of_figures(first: str, middle: str, last: str) -> Day:
    if len(first) == 4:
        return _one(list(_days(int(first), [(middle, last)])), int(first))
    if len(last) == 4:
        return _one(list(_days(int(last), [(middle, first), (first, middle)])), int(last))
    return Understood(problem="short_year" if len(first) <= 2 and len(last) <= 2 else "not_date")


def _of_name(plain: str) -> Day:
    plain = " ".join(_BETWEEN.sub(" ", _without_weekday(plain)).replace(",", " ").split())
    if match := _NAMED.fullmatch(plain):
        first, name, last = match[1], match[2], match[3]
    elif match := _MONTH_FIRST.fullmatch(plain):
        first, name, last = match[2], match[1], match[3]
    else:
        return Understood(problem="not_date")
    # "آذار/مارس" says one month in the names of two regions.
    months = {MONTHS.get(fold_name(piece.strip(" -.()"))) for piece in name.split("/")}
    if None in months or len(months) != 1:
        return Understood(problem="not_date")
    month = str(months.pop())
    if len(first) == 4 and len(last) <= 2:
        return _one(list(_days(int(first), [(month, last)])), int(first))
    if len(last) == 4 and len(first) <= 2:
        return _one(list(_days(int(last), [(month, first)])), int(last))
    return Understood(problem="short_year" if len(first) <= 2 and len(last) <= 2 else "not_date")


def _days(year: int, orders: list[tuple[str, str]]) -> Iterator[date]:
    for month, day in orders:
        if len(month) <= 2 and len(day) <= 2:
            try:
                yield date(year, int(month), int(day))
            except ValueError:
                continue


def _one(days: list[date], year: int) -> Day:
    if year in _OTHER_CALENDARS:
        return Understood(problem="other_calendar")
    distinct = list(dict.fromkeys(days))
    if len(distinct) == 1:
        return Understood(distinct[0], distinct[0].isoformat())
    if distinct:
        return Understood(problem="two_dates", params={"first": distinct[0], "second": distinct[1]})
    return Understood(problem="not_date")


def _without_weekday(plain: str) -> str:
    first, _, rest = plain.partition(" ")
    # "Mar 15 2021" begins with a month, "mar. 15 mars 2021" with a day of the week.
    if fold_name(first.rstrip(",.")) in WEEKDAYS and any(map(str.isalpha, rest)):
        return rest.lstrip(", ")
    return plain
