"""What is wrong with something typed, for every page: one sentence per code, by the code that `Invalid` carries."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from nominations.core.language import format_day, format_number
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.errors import Invalid

# What is wrong with each field: a code and the values that its sentence needs.
Problems = Mapping[str, tuple[str, Mapping[str, Any]]]
PROBLEMS: Mapping[str, object] = {
    "missing": _l("Fill this in."),
    "refused_characters": _l("Some characters cannot be saved: %(characters)s. Remove them."),
    "too_many_characters": _l("Use at most %(most)s characters. You have used %(count)s."),
    "line_break": _l("Write this on one line."),
    "not_an_option": _l("Choose an option from the list."),
    "not_email": _l("Enter an email address, such as name@example.org."),
    "not_writable": _l(
        "We cannot send email to an address with letters such as é or ع before the @. Enter another address."
    ),
    "not_date": _l("Enter a valid date: year, month and day, such as 2025-11-30."),
    "two_dates": _l("Do you mean %(first)s or %(second)s? Write the year first, then the month and the day."),
    "short_year": _l("Write the year with four digits, such as 2025-11-30."),
    "other_calendar": _l("This looks like a date of another calendar. Enter the date of the Gregorian calendar."),
    "two_numbers": _l("Do you mean %(first)s or %(second)s? Write the number without a separator for thousands."),
    "other_currency": _l("Enter the amount in the currency of this form, in figures only."),
    "invisible_after_at": _l("There is an invisible character after the @. Type the address again."),
    "invisible_before_at": _l("There is an invisible character before the @. Type the address again."),
    "not_time": _l("Enter a time of day, such as 18:00."),
    "no_such_hour": _l("This time is skipped when the clocks change that night. Choose another time."),
    "in_the_past": _l("This time has passed. Choose a later one."),
    "applies_here": _l("This person has a nomination in this edition and cannot review in it."),
    "no_such_reference": _l("There is no nomination with this reference."),
}


def describe_problems(problems: Problems | Invalid, own: Mapping[str, object] | None = None) -> dict[str, str]:
    """The sentence for each field; `own` holds the sentences of codes that one package alone knows."""
    sentences = {**PROBLEMS, **(own or {})}
    by_field = problems.problems if isinstance(problems, Invalid) else problems
    return {field: fill_sentence(sentences[code], params) for field, (code, params) in by_field.items()}


def fill_sentence(sentence: object, params: Mapping[str, Any]) -> str:
    """The sentence with its values: days and decimal numbers as the reader's language writes them."""
    return str(sentence) % {name: _write_value(value) for name, value in params.items()}


def _write_value(value: object) -> object:
    if isinstance(value, date):
        return format_day(value)
    return format_number(value) if isinstance(value, Decimal) else value
