"""What the codes of the rules say to a person: one table for problems of a form, one for findings of eligibility."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from nominations.core.language import current, format_instant, format_number, format_offset, gettext, ngettext
from nominations.editions.rules.edition import Category, Edition
from nominations.editions.rules.eligibility import Finding, Met
from nominations.editions.rules.form import Problem

Params = Mapping[str, Any]
Say = Callable[[Params], str]


def _number(value: Any) -> str:
    return format_number(value)


def _over(singular: str, plural: str) -> Say:
    """How much was given and how much may be: the plural follows the most that is allowed."""
    return lambda p: ngettext(singular, plural, p["most"], count=_number(p["count"]), most=_number(p["most"]))


def _under(singular: str, plural: str) -> Say:
    return lambda p: ngettext(singular, plural, p["least"], count=_number(p["count"]), least=_number(p["least"]))


def _too_many_words(p: Params) -> str:
    over = p["count"] - p["most"]
    return ngettext(
        "%(num)s word too many: %(count)s of at most %(most)s.",
        "%(num)s words too many: %(count)s of at most %(most)s.",
        over,
        count=_number(p["count"]),
        most=_number(p["most"]),
    )


PROBLEMS: Mapping[str, Say] = {
    "missing": lambda p: gettext("This is still to be answered."),
    "too_few": _under(
        "Choose at least %(least)s; %(count)s chosen so far.", "Choose at least %(least)s; %(count)s chosen so far."
    ),
    "too_many": _over(
        "Choose at most %(most)s; %(count)s are chosen.", "Choose at most %(most)s; %(count)s are chosen."
    ),
    "too_few_rows": _under(
        "Fill in at least %(least)s row; %(count)s filled in so far.",
        "Fill in at least %(least)s rows; %(count)s filled in so far.",
    ),
    "too_many_rows": _over(
        "At most %(most)s row may be filled in; there are %(count)s.",
        "At most %(most)s rows may be filled in; there are %(count)s.",
    ),
    "too_many_words": _too_many_words,
    "too_many_characters": _over(
        "At most %(most)s character fits here; there are %(count)s.",
        "At most %(most)s characters fit here; there are %(count)s.",
    ),
    "refused_characters": lambda p: gettext(
        "This holds characters that cannot be kept: %(characters)s. Remove them and save again.",
        characters=p["characters"],
    ),
    "line_break": lambda p: gettext("Write this on one line."),
    "not_text": lambda p: gettext("This answer could not be read. Fill it in again."),
    "not_email": lambda p: gettext("Write an e-mail address like name@example.org."),
    "not_phone": lambda p: gettext("Write a telephone number with the country code, like +212 5 37 00 00 00."),
    "not_link": lambda p: gettext("Write a web address that begins with https:// or http://."),
    "not_date": lambda p: gettext("Write a date that exists: year, month and day, like 2025-11-30."),
    "not_number": lambda p: gettext("Write a number, like 12 or 12.5."),
    "not_money": lambda p: gettext("Write an amount in figures, like 125000 or 1250.50."),
    "not_whole": lambda p: gettext("Write a whole number, without a fraction."),
    "too_small": lambda p: gettext("This must be %(minimum)s or more.", minimum=p["minimum"]),
    "too_large": lambda p: gettext("This must be %(maximum)s or less.", maximum=p["maximum"]),
    "not_an_option": lambda p: gettext("Choose one of the answers given."),
    "repeated": lambda p: gettext("The same answer is chosen twice."),
    "not_a_country": lambda p: gettext("Choose a country from the list."),
    "not_a_place": lambda p: gettext("Write latitude and longitude in decimal degrees."),
    "not_lat": lambda p: gettext("Write the latitude in decimal degrees, from -90 to 90."),
    "not_lon": lambda p: gettext("Write the longitude in decimal degrees, from -180 to 180."),
    "wrong_sum": lambda p: gettext(
        "The figures add up to %(sum)s; they must add up to %(total)s.",
        sum=_number(p["sum"]),
        total=_number(p["total"]),
    ),
    "too_few_files": _under(
        "At least %(least)s file is needed; %(count)s attached so far.",
        "At least %(least)s files are needed; %(count)s attached so far.",
    ),
    "too_many_files": _over(
        "At most %(most)s file may be attached here; there are %(count)s.",
        "At most %(most)s files may be attached here; there are %(count)s.",
    ),
    "too_many_files_in_all": _over(
        "A nomination holds at most %(most)s file; there are %(count)s.",
        "A nomination holds at most %(most)s files; there are %(count)s.",
    ),
    "too_large_in_all": lambda p: gettext(
        "All files of a nomination together may have %(most)s MB; these have %(megabytes)s MB.",
        most=_number(p["most"]),
        megabytes=_number(p["megabytes"]),
    ),
    "file_empty": lambda p: gettext("“%(name)s” is empty.", name=p["name"]),
    "wrong_format": lambda p: gettext(
        "“%(name)s” is not in a format taken here: %(formats)s.", name=p["name"], formats=p["formats"]
    ),
    "file_too_large": lambda p: gettext(
        "“%(name)s” is too large; %(most)s MB is the most.", name=p["name"], most=_number(p["most"])
    ),
    "picture_too_small": lambda p: gettext(
        "“%(name)s” is too small: its long side has %(side)s pixels and needs %(least)s.",
        name=p["name"],
        side=_number(p["side"]),
        least=_number(p["least"]),
    ),
    "not_landscape": lambda p: gettext("“%(name)s” must be wider than high.", name=p["name"]),
    "too_many_pages": lambda p: gettext(
        "“%(name)s” is too long: %(count)s pages, at most %(most)s.", name=p["name"], count=p["count"], most=p["most"]
    ),
    "missing_caption": lambda p: gettext("Say what “%(name)s” shows.", name=p["name"]),
    "missing_year": lambda p: gettext("Say in which year “%(name)s” was taken.", name=p["name"]),
    "missing_photographer": lambda p: gettext("Say who took “%(name)s”.", name=p["name"]),
    "missing_rights": lambda p: gettext("Say who holds the rights in “%(name)s”.", name=p["name"]),
    "not_declared": lambda p: gettext("This declaration is still to be accepted."),
    "declaration_changed": lambda p: gettext("The wording of this declaration has changed; please accept it again."),
}

_MET = {
    Met.YES: lambda: gettext("Met."),
    Met.NO: lambda: gettext("Not met."),
    Met.LOOK: lambda: gettext("To be looked at by an officer."),
}


def _instant(at: datetime, zone: str) -> str:
    return f"{format_instant(at, zone, seconds=True)} ({format_offset(at, zone)})"


def _late(p: Params, edition: Edition) -> str:
    now, closes = (_instant(p[name], edition.zone) for name in ("now", "closes"))
    return gettext("It was %(now)s; the call closed at %(closes)s.", now=now, closes=closes)


def _countries(p: Params, edition: Edition) -> str:
    return gettext("None of these is in the list of this edition: %(countries)s.", countries=p["countries"])


_DATES = {
    "no_end": lambda: gettext("There is no end date, and no finished phase of ongoing work is described."),
    "end_before_start": lambda: gettext("The end is before the start."),
    "end_after_close": lambda: gettext("The start or the end is after the closing date."),
}
# What is said when a rule is not met, beyond the rule itself.
FINDINGS: Mapping[str, Callable[[Params, Edition], str]] = {
    "before_close": _late,
    "member_state": _countries,
    "dates_order": lambda p, edition: _DATES[p["why"]](),
    "three_years": lambda p, edition: gettext(
        "By the dates given, the work neither lasted %(months)s months nor ended within the last %(months)s months.",
        months=p["months"],
    ),
    "required_fields": lambda p, edition: ngettext(
        "%(num)s answer is missing or beyond its limits.", "%(num)s answers are missing or beyond their limits.",
        p["count"],
    ),
    "attachments": lambda p, edition: ngettext(
        "%(num)s attachment is missing or not as asked.", "%(num)s attachments are missing or not as asked.",
        p["count"],
    ),
    "declarations": lambda p, edition: ngettext(
        "%(num)s declaration is not accepted.", "%(num)s declarations are not accepted.", p["count"]
    ),
    "nominee_consent": lambda p, edition: gettext("There is no consent of the nominee."),
    "one_per_nominee": lambda p, edition: gettext("See also %(references)s.", references=p["references"]),
    "insiders": lambda p, edition: gettext("Found among the jury or the staff: %(names)s.", names=p["names"]),
    "adult": lambda p, edition: gettext("By the year given, the nominee is younger than %(age)s.", age=p["age"]),
    "at_least": lambda p, edition: gettext("The number given is below %(least)s.", least=p["least"]),
    "entry_language": lambda p, edition: gettext("This language is not one in which nominations may be written."),
}  # fmt: skip


def problem(found: Problem) -> str:
    """The sentence for one problem, in the language being spoken."""
    return PROBLEMS[found.code](found.params)


def place(found: Problem, category: Category) -> str:
    """Where a problem is: the label of the question, the row counted from 1, and the part."""
    language, words = current(), [_label(found.question, category)]
    if found.row is not None:
        words.append(gettext("row %(number)s", number=found.row + 1))
    if found.part in ("lat", "lon"):
        words.append(gettext("latitude") if found.part == "lat" else gettext("longitude"))
    elif found.part:
        words.append(category.question(found.question).part(found.part).label.in_(language))
    return ("، " if language == "ar" else ", ").join(words)


def _label(key: str, category: Category) -> str:
    for find in (category.question, category.attachment, category.declaration):
        try:
            return find(key).label.in_(current())
        except KeyError:
            continue
    return gettext("Attachments")


def finding(found: Finding, edition: Edition) -> str:
    """Whether a rule is met and, if not, why; the rule itself is `category.rule(...).label`."""
    said = _MET[found.met]()
    return f"{said} {FINDINGS[found.test](found.params, edition)}" if found.met is Met.NO else said
