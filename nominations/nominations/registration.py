"""What this package adds to the application."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.documents.kinds import KINDS
from nominations.mail.texts import LETTER_KINDS
from nominations.nominations.letters import LETTERS
from nominations.nominations.reports import documents
from nominations.web.navigation import NAVIGATION, Entry


def register() -> None:
    """Add it."""
    for name, kind in documents.KINDS.items():
        KINDS.add(name, kind)
    for name, purpose in LETTERS.items():
        LETTER_KINDS.add(name, purpose)
    NAVIGATION.add("applicant.home", Entry(Action.LIST_OWN, _l("My nominations"), 10))
