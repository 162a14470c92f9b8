"""The texts for the codes of the rules: kinds of question, problems of a form, and findings of eligibility."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from nominations.core.language import (
    current_language,
    format_day,
    format_instant,
    format_number,
    format_offset,
    gettext,
    ngettext,
)
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.text.places import split_pair
from nominations.core.rules.text.understand import understand
from nominations.core.rules.text.understood import Understood
from nominations.core.texts import problems
from nominations.editions.rules.answers import PLACE_PARTS, understand_answer
from nominations.editions.rules.edition import Category, Edition
from nominations.editions.rules.eligibility import Finding, Met
from nominations.editions.rules.form import Kind, Problem, Question
from nominations.editions.rules.kinds import TRAITS

# What each kind asks for, in a few words; a group asks for nothing but its parts.
KINDS = {
    Kind.LINE: _l("one line"),
    Kind.TEXT: _l("text"),
    Kind.EMAIL: _l("email address"),
    Kind.PHONE: _l("telephone number"),
    Kind.LINK: _l("web address"),
    Kind.DATE: _l("date: year-month-day"),
    Kind.NUMBER: _l("number"),
    Kind.MONEY: _l("amount"),
    Kind.CHOICE: _l("choose one"),
    Kind.CHOICES: _l("choose one or more"),
    Kind.COUNTRY: _l("country"),
    Kind.COUNTRIES: _l("one or more countries"),
    Kind.CHECK: _l("yes, if it applies"),
    Kind.PLACE: _l("latitude and longitude in decimal degrees"),
    Kind.TABLE: _l("a table"),
}

Params = Mapping[str, Any]
Say = Callable[[Params], str]


def _number(value: Any) -> str:
    return format_number(value)


def _over(singular: str, plural: str) -> Say:
    """A message with a count and the most that is allowed, which decides the plural."""
    return lambda p: ngettext(singular, plural, p["most"], count=_number(p["count"]), most=_number(p["most"]))


def _under(singular: str, plural: str) -> Say:
    return lambda p: ngettext(singular, plural, p["least"], count=_number(p["count"]), least=_number(p["least"]))


def _too_many_words(p: Params) -> str:
    over = p["count"] - p["most"]
    return ngettext(
        "%(num)s word too many. The maximum is %(most)s and you have used %(count)s.",
        "%(num)s words too many. The maximum is %(most)s and you have used %(count)s.",
        over,
        count=_number(p["count"]),
        most=_number(p["most"]),
    )


_AS_EVERYWHERE = (
    "refused_characters", "line_break", "not_email", "not_date", "not_an_option", "two_dates", "short_year",
    "other_calendar", "two_numbers", "other_currency", "invisible_after_at", "invisible_before_at",
)


def _same(sentence: object) -> Say:
    """As on every other page."""
    return lambda p: problems.fill_sentence(sentence, p)


PROBLEMS: Mapping[str, Say] = {
    **{code: _same(problems.PROBLEMS[code]) for code in _AS_EVERYWHERE},
    "missing": lambda p: gettext("This answer is missing. Fill it in."),
    "too_few": _under(
        "Choose at least %(least)s answer. You have chosen %(count)s so far.",
        "Choose at least %(least)s answers. You have chosen %(count)s so far."
    ),
    "too_many": _over(
        "Choose at most %(most)s answer. You have chosen %(count)s.",
        "Choose at most %(most)s answers. You have chosen %(count)s."
    ),
    "too_few_rows": _under(
        "Fill in at least %(least)s row. You have filled in %(count)s so far.",
        "Fill in at least %(least)s rows. You have filled in %(count)s so far.",
    ),
    "too_many_rows": _over(
        "Fill in at most %(most)s row. You have filled in %(count)s.",
        "Fill in at most %(most)s rows. You have filled in %(count)s.",
    ),
    "too_many_words": _too_many_words,
    "too_many_characters": _over(
        "Use at most %(most)s character. You have used %(count)s.",
        "Use at most %(most)s characters. You have used %(count)s.",
    ),
    "not_text": lambda p: gettext("We could not read this answer. Enter it again."),
    "not_phone": lambda p: gettext("Enter a telephone number with the country code, such as +212 5 37 00 00 00."),
    "not_link": lambda p: gettext("Enter a web address that starts with https:// or http://."),
    "not_number": lambda p: gettext("Enter a number, such as 12 or 12.5."),
    "not_money": lambda p: gettext("Enter an amount in figures, such as 125000 or 1250.50."),
    "not_whole": lambda p: gettext("Enter a whole number."),
    "too_small": lambda p: gettext("This number must be %(minimum)s or more.", minimum=p["minimum"]),
    "too_large": lambda p: gettext("This number must be %(maximum)s or less.", maximum=p["maximum"]),
    "repeated": lambda p: gettext("You have chosen the same answer twice. Remove one of them."),
    "not_a_country": lambda p: gettext("Choose a country from the list."),
    "not_a_place": lambda p: gettext("Enter the latitude and the longitude in decimal degrees."),
    "not_lat": lambda p: gettext("Enter the latitude in decimal degrees, from -90 to 90."),
    "not_lon": lambda p: gettext("Enter the longitude in decimal degrees, from -180 to 180."),
    "wrong_sum": lambda p: gettext(
        "The numbers add up to %(sum)s. They must add up to %(total)s.",
        sum=_number(p["sum"]),
        total=_number(p["total"]),
    ),
    "too_few_files": _under(
        "Attach at least %(least)s file. You have attached %(count)s so far.",
        "Attach at least %(least)s files. You have attached %(count)s so far.",
    ),
    "too_many_files": _over(
        "Attach at most %(most)s file here. You have attached %(count)s.",
        "Attach at most %(most)s files here. You have attached %(count)s.",
    ),
    "too_many_files_in_all": _over(
        "A nomination can have at most %(most)s file. This one has %(count)s.",
        "A nomination can have at most %(most)s files. This one has %(count)s.",
    ),
    "too_large_in_all": lambda p: gettext(
        "The files of a nomination can have %(most)s MB in total. These have %(megabytes)s MB.",
        most=_number(p["most"]),
        megabytes=_number(p["megabytes"]),
    ),
    "file_empty": lambda p: gettext("“%(name)s” is empty. Attach another file.", name=p["name"]),
    "wrong_format": lambda p: gettext(
        "“%(name)s”: this kind of file is not accepted here. Use %(formats)s.", name=p["name"], formats=p["formats"]
    ),
    "file_too_large": lambda p: gettext(
        "“%(name)s” is too large. The maximum is %(most)s MB.", name=p["name"], most=_number(p["most"])
    ),
    "picture_too_small": lambda p: gettext(
        "“%(name)s” is too small. Its longer side has %(side)s pixels and must have at least %(least)s.",
        name=p["name"],
        side=_number(p["side"]),
        least=_number(p["least"]),
    ),
    "not_landscape": lambda p: gettext("“%(name)s” must be wider than it is high.", name=p["name"]),
    "too_many_pages": lambda p: gettext(
        "“%(name)s” is too long. It has %(count)s pages and the maximum is %(most)s.",
        name=p["name"], count=p["count"], most=p["most"]
    ),
    "missing_caption": lambda p: gettext("Describe what “%(name)s” shows.", name=p["name"]),
    "missing_year": lambda p: gettext("Enter the year in which “%(name)s” was taken.", name=p["name"]),
    "missing_photographer": lambda p: gettext("Enter who took “%(name)s”.", name=p["name"]),
    "missing_rights": lambda p: gettext("Enter who holds the rights to “%(name)s”.", name=p["name"]),
    "not_declared": lambda p: gettext("This declaration is not accepted yet. Accept it."),
    "declaration_changed": lambda p: gettext("The wording of this declaration has changed. Accept it again."),
}

# What is asked while somebody types: a text that has two senses, or a sense that nobody may guess.
_ASKED = (
    "two_dates", "two_numbers", "short_year", "other_calendar", "other_currency", "invisible_after_at",
    "invisible_before_at",
)


def describe_understood(question: Question, text: str, axis: str = "") -> str:
    """What a typed text was understood as, or what is asked about it; empty where that needs no words."""
    if not text.strip() or not (axis or TRAITS[question.kind].typed):
        return ""
    if axis and (pair := split_pair(text)):
        return _say_understood(", ".join(pair))
    meant = understand(PLACE_PARTS[axis], text) if axis else understand_answer(question, text)
    if meant.problem:
        return PROBLEMS[meant.problem](meant.params) if meant.problem in _ASKED else ""
    shown = _write_understood(question, meant)
    as_typed = {shown} if question.kind is Kind.MONEY else {shown, meant.plain}
    return "" if text.strip() in as_typed else _say_understood(shown)


def describe_readings(question: Question, value: object, label: str = "") -> Iterator[str]:
    """How the texts of an answer are read, where that needs words; a part with its label. Problems are not repeated."""
    if isinstance(value, list):
        for row in value:
            yield from describe_readings(question, row, label)
    elif isinstance(value, Mapping):
        for part in question.parts:
            yield from describe_readings(part, value.get(part.key), part.label.in_(current_language()))
        if question.kind is Kind.PLACE:
            for axis in PLACE_PARTS:
                yield from _describe_reading(question, str(value.get(axis, "")), label, axis)
    elif isinstance(value, str):
        yield from _describe_reading(question, value, label)


def _describe_reading(question: Question, text: str, label: str, axis: str = "") -> Iterator[str]:
    kind = PLACE_PARTS.get(axis) or TRAITS[question.kind].typed
    meant = understand(kind, text) if axis and kind else understand_answer(question, text)
    if kind and not meant.problem and (sentence := describe_understood(question, text, axis)):
        yield gettext("%(place)s: %(sentence)s", place=label, sentence=sentence) if label else sentence


def _write_understood(question: Question, meant: Understood[Any]) -> str:
    if isinstance(meant.value, date):
        return format_day(meant.value)
    if question.kind is Kind.MONEY and meant.value is not None:
        return format_number(meant.value)
    return meant.plain


def _say_understood(value: str) -> str:
    # Its own direction: a minus before figures would stand behind them in an Arabic sentence.
    return gettext("Understood as: %(value)s", value=f"\u2068{value}\u2069")


_MET = {
    Met.YES: lambda: gettext("Met."),
    Met.NO: lambda: gettext("Not met."),
    Met.LOOK: lambda: gettext("An officer must check this."),
}


def _instant(at: datetime, zone: str) -> str:
    return f"{format_instant(at, zone, seconds=True)} ({format_offset(at, zone)})"


def _late(p: Params, edition: Edition) -> str:
    now, closes = (_instant(p[name], edition.zone) for name in ("now", "closes"))
    return gettext("The time was %(now)s. The call closed on %(closes)s.", now=now, closes=closes)


def _countries(p: Params, edition: Edition) -> str:
    return gettext("None of these countries is on the list of this edition: %(countries)s.", countries=p["countries"])


_DATES = {
    "no_end": lambda: gettext("There is no end date and no description of a finished phase of ongoing work."),
    "end_before_start": lambda: gettext("The end is before the start."),
    "end_after_close": lambda: gettext("The start or the end is after the deadline."),
}
# Why a rule is not met, in addition to the rule itself.
FINDINGS: Mapping[str, Callable[[Params, Edition], str]] = {
    "before_close": _late,
    "member_state": _countries,
    "dates_order": lambda p, edition: _DATES[p["why"]](),
    "three_years": lambda p, edition: gettext(
        "According to these dates, the work neither lasted %(months)s months nor ended within the last %(months)s "
        "months.",
        months=p["months"],
    ),
    "required_fields": lambda p, edition: ngettext(
        "%(num)s answer is missing or outside its limits.", "%(num)s answers are missing or outside their limits.",
        p["count"],
    ),
    "attachments": lambda p, edition: ngettext(
        "%(num)s attachment is missing or does not meet the requirements.",
        "%(num)s attachments are missing or do not meet the requirements.",
        p["count"],
    ),
    "declarations": lambda p, edition: ngettext(
        "%(num)s declaration is not accepted.", "%(num)s declarations are not accepted.", p["count"]
    ),
    "nominee_consent": lambda p, edition: gettext("The nominee has not given consent."),
    "one_per_nominee": lambda p, edition: gettext("See also %(references)s.", references=p["references"]),
    "insiders": lambda p,
    edition: gettext("These names are also in the jury or the secretariat: %(names)s.", names=p["names"]),
    "adult": lambda p, edition: gettext("According to the year given, the nominee is under %(age)s.", age=p["age"]),
    "at_least": lambda p, edition: gettext("The number is below %(least)s.", least=p["least"]),
    "entry_language": lambda p, edition: gettext("Nominations cannot be written in this language."),
}  # fmt: skip


def problem_sentence(wrong: Problem) -> str:
    """The message for one problem, in the current language."""
    return PROBLEMS[wrong.code](wrong.params)


def problem_place(wrong: Problem, category: Category) -> str:
    """Where a problem is: the label of the question, the row counted from 1, and the part."""
    language, words = current_language(), [_label(wrong.question, category)]
    if wrong.row is not None:
        words.append(gettext("row %(number)s", number=wrong.row + 1))
    if wrong.part in ("lat", "lon"):
        words.append(gettext("latitude") if wrong.part == "lat" else gettext("longitude"))
    elif wrong.part:
        words.append(category.question(wrong.question).part(wrong.part).label.in_(language))
    return ("، " if language == "ar" else ", ").join(words)


def _label(key: str, category: Category) -> str:
    for find in (category.question, category.attachment, category.declaration):
        try:
            return find(key).label.in_(current_language())
        except KeyError:
            continue
    return gettext("Attachments")


def finding_sentence(outcome: Finding, edition: Edition) -> str:
    """Whether a rule is met and, if not, why. The rule itself is in `category.rule(...).label`."""
    sentence = _MET[outcome.met]()
    return f"{sentence} {FINDINGS[outcome.test](outcome.params, edition)}" if outcome.met is Met.NO else sentence
