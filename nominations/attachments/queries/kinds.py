"""The kinds of attachment that a working copy may get or change files of now."""

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Refusal
from nominations.core.work import Work
from nominations.editions.rules.form import AttachmentKind
from nominations.nominations.queries import editable_parts
from nominations.nominations.queries.working_copy import WorkingCopy


def find_kind(copy: WorkingCopy, key: str) -> AttachmentKind:
    """The kind of attachment, if it is asked for now; `Refused(NOT_FOUND)` otherwise."""
    for kind in copy.category.attachments:
        if kind.key == key and kind.asked_from == "call":
            return kind
    raise Refused(Refusal.NOT_FOUND)


def require_open(work: Work, copy: WorkingCopy, kind_key: str) -> None:
    """Raise `Refused(TOO_LATE)` where no file of this kind may be added, changed or removed now."""
    opened = editable_parts.open_keys(work, policy_facts.load(work, copy.nomination), copy)
    if opened is not None and kind_key not in opened:
        raise Refused(Refusal.TOO_LATE)
