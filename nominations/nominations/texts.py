"""What the codes of this area's use cases say to a person; those of answers and files stand in wording.py."""

from collections.abc import Callable, Mapping
from typing import Any

from nominations.attachments.services.attachments import RefusedFile
from nominations.core.language import format_size, gettext, ngettext
from nominations.core.rules.errors import Invalid
from nominations.editions.rules.form import Problem
from nominations.editions.texts import PROBLEMS, problem
from nominations.web.forms import field_id

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

FILES: Mapping[str, Callable[[Params], str]] = {
    "empty": lambda p: gettext("The file is empty."),
    "too_large": lambda p: gettext("It is larger than %(size)s.", size=format_size(p["limit"])),
    "unknown_kind": lambda p: gettext("It is none of the kinds taken here: %(formats)s.", formats=_formats(p)),
    "not_accepted": lambda p: gettext("It is none of the kinds taken here: %(formats)s.", formats=_formats(p)),
    "wrong_extension": lambda p: gettext(
        "Its name ends in “%(ending)s”, but its content is something else. Save it in the right format and try again.",
        ending="." + str(p["extension"]),
    ),
    "encrypted": lambda p: gettext("It is locked with a password. Save it without one and try again."),
    "broken": lambda p: gettext("It is damaged or incomplete and cannot be opened. Save it anew and try again."),
    "mixed": lambda p: gettext("It is two kinds of file in one. Save it anew and try again."),
    "too_many_pages": lambda p: gettext("It has too many pages; at most %(most)s.", most=p.get("limit", p.get("most"))),
    "too_many_pixels": lambda p: gettext("The picture has more pixels than can be shown. Make it smaller."),
    "too_much_inside": lambda p: gettext("It unpacks to far more than it is. Save it anew and try again."),
    "has_macros": lambda p: gettext("It holds macros. Save it without them and try again."),
    "too_hard": lambda p: gettext("It takes too long to open. Save it in a simpler form and try again."),
    "no_room_in_kind": lambda p: gettext("There is no more room here: at most %(most)s.", most=p["most"]),
    "no_room_for_files": lambda p: gettext("A nomination holds at most %(most)s files.", most=p["most"]),
    "no_room_for_bytes": lambda p: gettext(
        "All files of a nomination together may have %(size)s.", size=format_size(p["most"])
    ),
    "too_many_at_once": lambda p: gettext(
        "Too many files are on their way: at most %(most)s. Remove those that will not be finished.", most=p["most"]
    ),
    "too_late": lambda p: gettext("It was whole only after the closing date."),
    "not_open": lambda p: gettext("It was whole only when the nomination could no longer be changed."),
    "no_room_in_account": lambda p: gettext("Your account holds as many files as it can. Write to the secretariat."),
}


def _formats(p: Params) -> str:
    return ", ".join(str(each).upper() for each in p["formats"])


def say(code: str, params: Params) -> str:
    """The sentence of a code, in the language being spoken."""
    return SENTENCES[code](params) if code in SENTENCES else problem(Problem("", code=code, params=params))


def errors(wrong: Invalid) -> dict[str, str]:
    """The sentences by the name of the field."""
    return {name: say(code, params) for name, (code, params) in wrong.problems.items()}


def refused_file(no: RefusedFile) -> str:
    """Why a file was not taken, with its name."""
    if no.code in PROBLEMS and no.code not in FILES:
        return problem(Problem("", code=no.code, params={"name": no.name, **no.params}))
    return gettext("“%(name)s” was not taken. %(reason)s", name=no.name, reason=FILES[no.code](no.params))


def summary(sentences: Mapping[str, str], ids: Callable[[str], str] = field_id) -> list[tuple[str, str]]:
    """The errors as the summary at the top of a page wants them."""
    return [(ids(name), said) for name, said in sentences.items()]
