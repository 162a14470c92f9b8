"""Why a file was not taken, in sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from nominations.attachments.rules import RefusedFile
from nominations.core.language import format_size, gettext
from nominations.editions.rules.form import Problem
from nominations.editions.texts import PROBLEMS, problem

Params = Mapping[str, Any]

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


def refused_file(no: RefusedFile) -> str:
    """Why a file was not taken, with its name."""
    if no.code in PROBLEMS and no.code not in FILES:
        return problem(Problem("", code=no.code, params={"name": no.name, **no.params}))
    return gettext("“%(name)s” was not taken. %(reason)s", name=no.name, reason=FILES[no.code](no.params))
