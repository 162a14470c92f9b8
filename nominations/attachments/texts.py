"""The sentences for refused files."""

from collections.abc import Callable, Mapping
from typing import Any

from nominations.attachments.rules import RefusedFile
from nominations.core.language import format_size, gettext
from nominations.editions.rules.form import Problem
from nominations.editions.texts import PROBLEMS, problem_sentence

Params = Mapping[str, Any]

FILES: Mapping[str, Callable[[Params], str]] = {
    "empty": lambda p: gettext("The file is empty."),
    "too_large": lambda p: gettext(
        "It is larger than %(size)s. Make it smaller and try again.",
        size=format_size(p["limit"]),
    ),
    "unknown_kind": lambda p: gettext("This kind of file is not accepted here. Use %(formats)s.", formats=_formats(p)),
    "not_accepted": lambda p: gettext("This kind of file is not accepted here. Use %(formats)s.", formats=_formats(p)),
    "wrong_extension": lambda p: gettext(
        "Its name ends in “%(ending)s”, but its content is of another kind. Save it in the right format and try again.",
        ending="." + str(p["extension"]),
    ),
    "encrypted": lambda p: gettext("It opens only with a password. Save it without a password and try again."),
    "dynamic_form": lambda p: gettext(
        "Only Adobe Acrobat can show this form; everyone else sees an empty page. Open it in Acrobat, print it to PDF, "
        "and upload that file."
    ),
    "portfolio": lambda p: gettext(
        "It is a PDF portfolio: readers see its cover and not the files inside. Upload these files one by one."
    ),
    "blank": lambda p: gettext("All its pages are blank. Save or scan it again and check that the pages can be seen."),
    "iphone_picture": lambda p: gettext(
        "This is an iPhone photograph (HEIC), which many computers cannot open. Send it to yourself by email from the "
        "iPhone, which makes it a JPG, or set Settings > Camera > Formats to Most Compatible and take it again."
    ),
    "broken": lambda p: gettext("It is damaged or incomplete and cannot be opened. Save a new copy and try again."),
    "mixed": lambda p: gettext("It contains two kinds of file in one. Save a new copy in one format and try again."),
    "too_many_pages": lambda p: gettext(
        "It has more than %(most)s pages. Shorten it and try again.",
        most=p.get("limit", p.get("most")),
    ),
    "too_many_pixels": lambda p: gettext("The picture has too many pixels to be shown. Make it smaller and try again."),
    "too_much_inside": lambda p: gettext(
        "Its unpacked content is far larger than the file. Save a new copy and try again."
    ),
    "has_macros": lambda p: gettext("It contains macros. Save it without macros and try again."),
    "too_hard": lambda p: gettext("It takes too long to open. Save it in a simpler form and try again."),
    "no_room_in_kind": lambda p: gettext("No more files can be added here. The maximum is %(most)s.", most=p["most"]),
    "no_room_for_files": lambda p: gettext("A nomination can have at most %(most)s files.", most=p["most"]),
    "no_room_for_bytes": lambda p: gettext(
        "The files of a nomination can have at most %(size)s in total.", size=format_size(p["most"])
    ),
    "too_many_at_once": lambda p: gettext(
        "Too many files are being uploaded. The maximum is %(most)s. Remove those that you do not want to finish.",
        most=p["most"]
    ),
    "too_late": lambda p: gettext("The file finished uploading after the deadline."),
    "not_open": lambda p: gettext("The file finished uploading when the nomination could no longer be changed."),
    "no_room_in_account": lambda p: gettext("Your account cannot hold any more files. Write to the secretariat."),
}


def _formats(p: Params) -> str:
    return ", ".join(str(extension).upper() for extension in p["formats"])


def refused_file(no: RefusedFile) -> str:
    """The sentence for a refused file, with its name."""
    if no.code in PROBLEMS and no.code not in FILES:
        return problem_sentence(Problem("", code=no.code, params={"name": no.name, **no.params}))
    return gettext("“%(name)s” was not accepted. %(reason)s", name=no.name, reason=FILES[no.code](no.params))
