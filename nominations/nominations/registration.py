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
    KINDS.add_all(documents.KINDS)
    LETTER_KINDS.add_all(LETTERS)
    NAVIGATION.add("applicant.home", Entry(Action.LIST_OWN, _l("My nominations"), 10))
