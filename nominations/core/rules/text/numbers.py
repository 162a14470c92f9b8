"""Numbers, shares and amounts as people write them: 30000, 30 000, 30,000.50, 30.000,50, 12,34,567, ٣٠٬٠٠٠."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nominations.core.rules.text.signs import plain_signs
from nominations.core.rules.text.understood import Understood

Number = Understood[Decimal]

_MOST_FIGURES = 15
_FIGURES = re.compile(r"[0-9]+")
# Groups of three, or of two and a last one of three as in lakh and crore.
_GROUPS = re.compile(r"[0-9]{1,3}(?:S[0-9]{3})+|[0-9]{1,2}(?:S[0-9]{2})+S[0-9]{3}")
_PERCENT = r"(?:%|percent|per cent|pct|pour ?cent|(?:في|ب)\s?(?:ال)?(?:مائة|مئة|مية))"
# The dollar in signs, code and words; every other currency is another amount.
_DOLLAR = (
    r"(?:us ?\$|\$ ?us|\$|usd|u\.s\. dollars?|us[- ]dollars?|dollars? (?:us|usd|américains?|americains?|des états-unis)"
    r"|dollars?|(?:دولارات|دولارًا|دولارا|دولار)(?: ?[أا]م(?:ري|ير|يري)كي(?:ا|ًا|ة)?)?)"
)
# Another currency by its sign, or letters where figures are expected.
_MONEY_SIGNS = re.compile(r"[€£¥₣₤₦₨₩₪₫₭₮₱₲₴₵₸₹₺₼₽₾₿﷼]|\b(?:[a-z]{3})\b")
_NO_CENTS = re.compile(r"[.,]-$")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a number may be: a sense beyond it is none, where another one is within."""

    least: Decimal | int | None = None
    most: Decimal | int | None = None
    whole: bool = False

    def hold(self, value: Decimal) -> bool:
        """Whether the number is within them."""
        return (
            (self.least is None or value >= self.least) and (self.most is None or value <= self.most)
            and (not self.whole or value == value.to_integral_value())
        )


ANY = Bounds()


def understand_number(text: str, bounds: Bounds = ANY) -> Number:
    """A number; `1.500` and `1,500` have two senses unless the bounds leave one."""
    return _choose(list(_senses(plain_signs(text))), bounds, "not_number")


def understand_share(text: str, bounds: Bounds = ANY) -> Number:
    """A share of a hundred, with or without its percent sign."""
    plain = plain_signs(text)
    return _choose(list(_senses(_without(_PERCENT, plain.casefold()))), bounds, "not_number")


def understand_money(text: str, bounds: Bounds = ANY) -> Number:
    """An amount of zero or more, with at most two decimals, with or without the sign or name of the dollar.

    A comma before three figures groups them, since an amount has no three decimals; a point there is asked about,
    because who writes it may mean either.
    """
    plain = plain_signs(text).casefold()
    inner = _NO_CENTS.sub("", _without(_DOLLAR, plain))
    if _MONEY_SIGNS.search(inner) and _FIGURES.search(inner):
        return Understood(problem="other_currency")
    senses = list(_senses(inner))
    if len(senses) == 2 and "." not in inner:
        senses = senses[:1]
    amount = _choose(senses, bounds, "not_money")
    if amount.value is not None and (amount.value < 0 or _decimals(amount.value) > 2):
        return Understood(problem="not_money")
    return amount


def _without(unit: str, plain: str) -> str:
    """The text without its unit, which stands before or behind the figures."""
    return re.sub(rf"^{unit}\.? ?|(?<![a-z]) ?{unit}\.?$", "", plain, count=1).strip()


def _choose(senses: list[Decimal], bounds: Bounds, problem: str) -> Number:
    """The one sense, or the one of two that is within the bounds; both where both are."""
    within = [sense for sense in senses if bounds.hold(sense)] or senses
    if len(within) == 1:
        return Understood(within[0], f"{within[0]:f}")
    if within:
        return Understood(problem="two_numbers", params={"first": within[0], "second": within[1]})
    return Understood(problem=problem)


def _senses(plain: str) -> Iterator[Decimal]:
    """The numbers that a text may mean: the sense in which a mark groups figures comes first."""
    sign, figures = ("-", plain[1:].lstrip()) if plain[:1] == "-" else ("", plain.removeprefix("+").lstrip())
    if not figures or not figures[:1].isascii() or set(figures) - set("0123456789.,' "):
        return
    figures = figures[:-1] if figures[-1] in ".," and figures[:-1] else figures
    for number in dict.fromkeys(_readings(figures)):
        if len(number.partition(".")[0]) <= _MOST_FIGURES and len(number) <= 2 * _MOST_FIGURES:
            yield Decimal(sign + number)


def _readings(figures: str) -> Iterator[str]:
    marks = [mark for mark in ".," if mark in figures]
    last = max(marks, key=figures.rfind) if marks else ""
    rest = figures
    if len(marks) == 2:
        # Of two marks the last is the decimal one, and stands once.
        whole, _, decimals = rest.rpartition(last)
        other = next(mark for mark in marks if mark != last)
        if last not in whole and other not in decimals:
            yield from _join(whole, other, decimals)
    elif not marks:
        yield from _join(rest, "", "")
    elif rest.count(last) > 1:
        yield from _join(rest, last, "")
    else:
        whole, _, decimals = rest.partition(last)
        if len(decimals) == 3 and re.fullmatch("[1-9][0-9]{0,2}", whole):
            yield whole + decimals
        yield from _join(whole or "0", "", decimals)


def _join(whole: str, mark: str, decimals: str) -> Iterator[str]:
    """The number of figures in groups parted by `mark`, blanks or apostrophes, one kind of them."""
    if decimals and not _FIGURES.fullmatch(decimals):
        return
    parting = [sign for sign in (mark, " ", "'") if sign and sign in whole]
    if not parting:
        grouped = bool(_FIGURES.fullmatch(whole))
    else:
        grouped = len(parting) == 1 and bool(re.fullmatch(_GROUPS.pattern.replace("S", re.escape(parting[0])), whole))
    if grouped:
        figures = "".join(_FIGURES.findall(whole)).lstrip("0") or "0"
        yield f"{figures}.{decimals}" if decimals else figures


def _decimals(value: Decimal) -> int:
    return max(-int(value.normalize().as_tuple().exponent), 0)

