"""What the codes of this area's use cases say to a person; those of answers and files stand in wording.py."""

from collections.abc import Callable, Mapping
from typing import Any

from nominations.core.language import gettext, ngettext
from nominations.core.rules.errors import Invalid
from nominations.editions.rules.form import Problem
from nominations.editions.texts import problem

Params = Mapping[str, Any]

SENTENCES: Mapping[str, Callable[[Params], str]] = {
    "missing_name": lambda p: gettext("Type your name: it stands for your signature."),
    "own_address": lambda p: gettext("This is your own address. Write the address of the person who takes over."),
    "asks_oneself": lambda p: gettext("This is your own address. Write the address of the person you want to ask."),
    "asked_already": lambda p: gettext("Somebody with this address is asked already."),
    "no_room_for_letters": lambda p: ngettext(
        "At most %(num)s letter of this kind may be attached or asked for.",
        "At most %(num)s letters of this kind may be attached or asked for.", p["most"],
    ),
    "missing_letter": lambda p: gettext("Write the letter here, or choose a file."),
    "owns_it_already": lambda p: gettext("This is the address of the nomination's owner."),
    "takes_part_already": lambda p: gettext("This person takes part already. Change the right in the list instead."),
    "just_sent": lambda p: gettext("A letter went there a few minutes ago. Wait ten minutes before the next."),
    "too_many_invited": lambda p: gettext(
        "At most %(most)s people can take part. End an invitation first, or try again tomorrow.", most=p["most"]
    ),
    "judges_here": lambda p: gettext("You judge in this edition: nobody judges where they take part in a nomination."),
    "too_many_comments": lambda p: gettext("A nomination holds at most %(most)s comments.", most=p["most"]),
    "same_category": lambda p: gettext("The nomination is in this category already."),
}

def say(code: str, params: Params) -> str:
    """The sentence of a code, in the language being spoken."""
    return SENTENCES[code](params) if code in SENTENCES else problem(Problem("", code=code, params=params))


def errors(wrong: Invalid) -> dict[str, str]:
    """The sentences by the name of the field."""
    return {name: say(code, params) for name, (code, params) in wrong.problems.items()}
