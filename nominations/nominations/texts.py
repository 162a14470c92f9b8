"""The sentences for the problems of this package; those of answers and files are in `editions.texts`."""

from collections.abc import Callable, Mapping
from typing import Any

from nominations.core.language import gettext, ngettext
from nominations.core.rules.errors import Invalid
from nominations.editions.rules.form import Problem
from nominations.editions.texts import problem_sentence

Params = Mapping[str, Any]

SENTENCES: Mapping[str, Callable[[Params], str]] = {
    "missing_name": lambda p: gettext("Type your name. It counts as your signature."),
    "own_address": lambda p: gettext(
        "This is your own address. Enter the address of the person to whom you hand over the nomination."
    ),
    "asks_oneself": lambda p: gettext("This is your own address. Enter the address of the person you want to ask."),
    "asked_already": lambda p: gettext("You have already asked a person with this address."),
    "no_room_for_letters": lambda p: ngettext(
        "You can attach or ask for at most %(num)s letter of reference of this kind.",
        "You can attach or ask for at most %(num)s letters of reference of this kind.", p["most"],
    ),
    "missing_letter": lambda p: gettext("Write the letter of reference here or choose a file."),
    "owns_it_already": lambda p: gettext("This address belongs to the owner of the nomination."),
    "takes_part_already": lambda p: gettext(
        "This person already takes part in the nomination. Change their permission in the list."
    ),
    "just_sent": lambda p: gettext(
        "We sent an email to this address a few minutes ago. Wait ten minutes before you send another one."
    ),
    "too_many_invited": lambda p: gettext(
        "At most %(most)s people can take part. Cancel an invitation first, or try again tomorrow.", most=p["most"]
    ),
    "judges_here": lambda p: gettext("You are on the jury of this edition, so you cannot take part in a nomination."),
    "too_many_comments": lambda p: gettext("A nomination can have at most %(most)s comments.", most=p["most"]),
    "too_many_drafts": lambda p: gettext(
        "You have %(most)s drafts. Submit or delete one of them before you begin another.", most=p["most"]
    ),
    "same_category": lambda p: gettext("The nomination is already in this category."),
}

def sentence_of(code: str, params: Params) -> str:
    """The sentence of a code, in the current language."""
    return SENTENCES[code](params) if code in SENTENCES else problem_sentence(Problem("", code=code, params=params))


def errors(wrong: Invalid) -> dict[str, str]:
    """The sentences of a refused form, by the name of the field."""
    return {name: sentence_of(code, params) for name, (code, params) in wrong.problems.items()}
