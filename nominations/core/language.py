"""Languages: translations, dates and numbers as a reader expects them, and the one Jinja environment.

The current language is a context variable, so that emails and reports need no request.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from gettext import NullTranslations
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_location
from babel.numbers import format_decimal, get_currency_name
from babel.support import LazyProxy, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from nominations.core.rules.deadline import is_open

LANGUAGES = ("en", "fr", "ar")
# The files of templates/components whose macros every template may use under the name of their file.
COMPONENTS = ("forms", "page", "tables", "times")
NAMES = {"en": "English", "fr": "Français", "ar": "العربية"}

_HERE = Path(__file__).parents[1]
_LAYOUT = re.compile(r"\s*\n\s*")
_current: ContextVar[str] = ContextVar("language", default="en")
_FRENCH_FIRST = re.compile(r"\b1\b")
# References, dates and scores are written with Western digits in every language (glossary).
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def current_language() -> str:
    """The current language, one of `LANGUAGES`."""
    return _current.get()


def set_language(language: str) -> None:
    """Make `language` the current one from here on: for the start of a request."""
    _current.set(language if language in LANGUAGES else "en")


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Make `language` the current one until the block ends; an unknown one becomes English."""
    token = _current.set(language if language in LANGUAGES else "en")
    try:
        yield
    finally:
        _current.reset(token)


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return Locale.parse(language).text_direction


@cache
def _translations(language: str) -> NullTranslations:
    return Translations.load(_HERE / "translations", [language])


def gettext(message: str, **variables: object) -> str:
    """`message` in the current language, with its named placeholders filled."""
    text = _translations(current_language()).gettext(message)
    return text % variables if variables else text


def ngettext(singular: str, plural: str, num: int, **variables: object) -> str:
    """The form of the message that `num` needs in the current language."""
    return _translations(current_language()).ngettext(singular, plural, num) % {"num": num, **variables}


def pgettext(context: str, message: str, **variables: object) -> str:
    """`message` where the same English words need different translations."""
    text = _translations(current_language()).pgettext(context, message)
    return text % variables if variables else text


def npgettext(context: str, singular: str, plural: str, num: int, **variables: object) -> str:
    """`ngettext` with a context."""
    return _translations(current_language()).npgettext(context, singular, plural, num) % {"num": num, **variables}


def lazy_gettext(message: str, **variables: object) -> LazyProxy:
    """`message`, translated when it is shown: for labels made at import."""
    return LazyProxy(gettext, message, enable_cache=False, **variables)


def format_day(day: date, *, weekday: bool = False) -> str:
    """`30 November 2025`, with the weekday before it when asked."""
    return _day(day, "EEEE d MMMM y" if weekday else "d MMMM y", current_language())


# A table shows the same few days and numbers many times, and Babel is slow.
@lru_cache(maxsize=4096)
def _day(day: date, pattern: str, language: str) -> str:
    text = format_date(day, pattern, locale=language).translate(_WESTERN)
    # French writes the first of a month as an ordinal, which is not in the data of the locale.
    return _FRENCH_FIRST.sub("1er", text) if language == "fr" and day.day == 1 else text


def format_instant(at: datetime, zone: str, *, seconds: bool = False) -> str:
    """`Sunday 30 November 2025, 23:59` by the clocks of `zone`."""
    local = at.astimezone(ZoneInfo(zone))
    comma = "، " if current_language() == "ar" else ", "
    return format_day(local.date(), weekday=True) + comma + local.strftime("%H:%M:%S" if seconds else "%H:%M")


def format_time(at: datetime, zone: str) -> str:
    """`14:02` by the clocks of `zone`."""
    return at.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def format_short(at: datetime, zone: str) -> str:
    """`30 Nov 2025, 23:59` by the clocks of `zone`: for the cells of tables."""
    local = at.astimezone(ZoneInfo(zone))
    return _day(local.date(), "d MMM y", current_language()) + (
        "، " if current_language() == "ar" else ", "
    ) + local.strftime("%H:%M")


def format_offset(at: datetime, zone: str) -> str:
    """`UTC+1`, `UTC`, `UTC-3:30`: what the clocks of `zone` are at this instant."""
    minutes = (at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()) // timedelta(minutes=1)
    if minutes == 0:
        return "UTC"
    sign, (hours, rest) = "+" if minutes > 0 else "-", divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def zone_words(zone: str) -> str:
    """The name of a zone for which the edition has none: `Baku time`."""
    return gettext("%(place)s time", place=format_city(zone))


def is_midnight(at: datetime, zone: str) -> bool:
    """Whether the clocks of `zone` show the beginning of a day."""
    return at.astimezone(ZoneInfo(zone)).time() == time.min


def format_day_at(at: datetime, zone: str) -> str:
    """The day that the clocks of `zone` show, with its weekday."""
    return format_day(at.astimezone(ZoneInfo(zone)).date(), weekday=True)


def format_city(zone: str) -> str:
    """The city that `zone` is named after: `Baku`, `باكو`."""
    return get_timezone_location(ZoneInfo(zone), current_language(), return_city=True)


def format_utc(at: datetime) -> str:
    """`2025-11-30 22:59:59 UTC`, the same in every language."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def format_number(value: int | float | str | Decimal, digits: int | None = None) -> str:
    """A number with the separators of the language and Western digits; `digits` decimals when given."""
    return _number(value, digits, current_language())


@lru_cache(maxsize=4096)
def _number(value: int | float | str | Decimal, digits: int | None, language: str) -> str:
    pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, pattern, locale=language, numbering_system="latn")


def format_money(amount: int, currency: str) -> str:
    """`USD 100,000`, `100 000 USD`; in Arabic with the currency's name."""
    match current_language():
        case "fr":
            return f"{format_number(amount)}\N{NO-BREAK SPACE}{currency}"
        case "ar":
            return f"{format_number(amount)} {get_currency_name(currency, locale='ar')}"
        case _:
            return f"{currency}\N{NO-BREAK SPACE}{format_number(amount)}"


def format_size(octets: int) -> str:
    """A file's size: `812 KB`, `3.4 MB`; 1 MB is 1,048,576 bytes."""
    if octets < 1_048_576:
        return gettext("%(size)s KB", size=format_number(max(1, round(octets / 1024))))
    is_whole = octets % 1_048_576 == 0
    return gettext("%(size)s MB", size=format_number(octets / 1_048_576, 0 if is_whole else 1))


def make_jinja(*folders: Path, plain: bool = False) -> Environment:
    """A Jinja environment of our templates; `plain` for plain text: nothing is escaped and each line counts."""
    jinja = Environment(
        loader=FileSystemLoader([*folders, template_folder()]), autoescape=not plain,
        trim_blocks=plain, lstrip_blocks=plain,
    )
    configure_jinja(jinja)
    return jinja


def configure_jinja(jinja: Environment) -> None:
    """Give `jinja` the words, dates, numbers and components of our templates; an undefined name becomes an error."""
    jinja.undefined = StrictUndefined
    for extension in ("jinja2.ext.i18n", "jinja2.ext.do", _Compact):
        jinja.add_extension(extension)
    # "newstyle" fills the placeholders itself and escapes what goes into them.
    # The extension for translations adds this method when the environment is made.
    jinja.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: _translations(current_language()).gettext(message),
        lambda one, many, n: _translations(current_language()).ngettext(one, many, n),
        newstyle=True,
        pgettext=lambda context, message: _translations(current_language()).pgettext(context, message),
        npgettext=lambda context, one, many, n: _translations(current_language()).npgettext(context, one, many, n),
    )
    jinja.policies["ext.i18n.trimmed"] = True
    jinja.globals.update(language=current_language, direction=direction, LANGUAGES=LANGUAGES, LANGUAGE_NAMES=NAMES)
    jinja.globals.update(zone_words=zone_words, is_midnight=is_midnight, script_words=_cache_by_language(
        lambda: Markup(jinja.get_template("components/script_words.html").render())
    ))
    jinja.globals.update({name: _Macros(jinja, f"components/{name}.html") for name in COMPONENTS})
    jinja.tests["open_at"] = is_open  # `{% if case.closes_at is open_at(frame.now) %}`
    jinja.filters.update(
        day=format_day, instant_text=format_instant, short_instant=format_short, offset=format_offset, city=format_city,
        day_at=format_day_at, time_of_day=format_time, utc=format_utc, number=format_number, money=format_money,
        size=format_size,
    )


class _Compact(Extension):
    """Makes pages smaller: whitespace that holds a line break becomes the break alone, which a browser shows alike."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        is_text = (stream.name or "").endswith(".txt")
        for token in stream:
            if token.type == "data" and not is_text:
                token = Token(token.lineno, token.type, _LAYOUT.sub("\n", token.value))
            yield token


class _Macros:
    """The macros of one file as attributes. The file is read when one is first used, after all globals are set."""

    def __init__(self, jinja: Environment, template: str) -> None:
        self._jinja, self._template = jinja, template

    def __getattr__(self, name: str) -> object:
        return getattr(self._jinja.get_template(self._template).module, name)


def _cache_by_language(make: Callable[[], Markup]) -> Callable[[], Markup]:
    """Call `make` once for each language, at its first use: for what is the same on every page of a language."""
    results: dict[str, Markup] = {}

    def once() -> Markup:
        if current_language() not in results:
            results[current_language()] = make()
        return results[current_language()]

    return once


def template_folder() -> Path:
    """The folder of templates: beside the package in a checkout, inside it in a wheel."""
    beside = _HERE.parent / "templates"
    return beside if beside.is_dir() else _HERE / "templates"
