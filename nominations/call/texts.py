"""The words of the closing date: whom an extension is announced to, and what is wrong with one."""

from nominations.call.queries.deadlines import Told
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.errors import Invalid
from nominations.core.texts import problems as sentences

PROBLEMS = {
    "not_later": _l("Choose a later close than the one that holds now. It is never moved forward."),
}
TOLD = {
    Told.DRAFTS: _l("The owners of drafts"),
    Told.ALL: _l("All owners of nominations"),
    Told.NOBODY: _l("Nobody: the pages alone"),
}


def problems(wrong: Invalid) -> dict[str, str]:
    """The sentence for each field of a form of the closing date."""
    return sentences.problems(wrong, PROBLEMS)
