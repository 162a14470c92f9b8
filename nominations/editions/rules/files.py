"""Checks attachments against the rules of their kind: format, number, size and details."""

from collections import Counter
from collections.abc import Iterator, Sequence

from nominations.core.rules.text.stored_text import refused_characters
from nominations.editions.rules.form import Attached, AttachmentKind, Problem

PICTURES = ("jpg", "png")
DETAILS = ("caption", "year", "photographer", "rights")
MEGABYTE = 1_048_576
DETAIL_CHARACTERS = 500


def find_file_problems(kind: AttachmentKind, attached: Attached) -> list[Problem]:
    """The problems of one file of this kind; `params["name"]` is the name of the file."""
    return [
        Problem(kind.key, code=code, params={"name": attached.name, **params})
        for code, params in _wrong(kind, attached)
    ]


def _wrong(kind: AttachmentKind, attached: Attached) -> Iterator[tuple[str, dict[str, object]]]:
    if attached.size == 0:
        yield "file_empty", {}
    if attached.format not in kind.formats:
        yield "wrong_format", {"formats": ", ".join(name.upper() for name in kind.formats)}
    if attached.size > kind.max_bytes:
        yield "file_too_large", {"most": kind.max_bytes // MEGABYTE}
    if attached.format in PICTURES and attached.width and attached.height:
        if kind.min_long_side and max(attached.width, attached.height) < kind.min_long_side:
            yield "picture_too_small", {"side": max(attached.width, attached.height), "least": kind.min_long_side}
        if kind.landscape and attached.width <= attached.height:
            yield "not_landscape", {}
    if kind.max_pages and attached.pages and attached.pages > kind.max_pages:
        yield "too_many_pages", {"count": attached.pages, "most": kind.max_pages}
    if kind.per_picture and attached.format in PICTURES:
        yield from _details(attached)


def _details(attached: Attached) -> Iterator[tuple[str, dict[str, object]]]:
    """The problems of a picture's details: what it shows, when and by whom it was taken, who holds the rights."""
    for detail in DETAILS:
        typed = attached.details.get(detail, "")
        if not typed.strip():
            yield f"missing_{detail}", {}
        elif refused := refused_characters(typed):
            yield "refused_characters", {"characters": ", ".join(refused)}
        elif len(typed) > DETAIL_CHARACTERS:
            yield "too_many_characters", {"count": len(typed), "most": DETAIL_CHARACTERS}


def find_surplus(kinds: Sequence[AttachmentKind], attachments: Sequence[Attached]) -> Iterator[Problem]:
    """A problem for each kind with more files than allowed."""
    have = Counter(attached.kind for attached in attachments)
    for kind in kinds:
        if have[kind.key] > kind.most:
            params = {"count": have[kind.key], "most": kind.most}
            yield Problem(kind.key, code="too_many_files", params=params)


def find_beyond_limits(attachments: Sequence[Attached], max_files: int, max_bytes: int) -> Iterator[Problem]:
    """A problem for each limit of the whole nomination that is exceeded; they apply besides those of each kind."""
    if len(attachments) > max_files:
        yield Problem(
            "attachments", code="too_many_files_in_all", params={"count": len(attachments), "most": max_files}
        )
    if (total := sum(attached.size for attached in attachments)) > max_bytes:
        params = {"megabytes": -(-total // MEGABYTE), "most": max_bytes // MEGABYTE}
        yield Problem("attachments", code="too_large_in_all", params=params)
