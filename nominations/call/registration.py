"""What this package adds to the application."""

from nominations.call.letters import LETTERS
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.mail.texts import LETTER_KINDS
from nominations.web.navigation import NAVIGATION, Entry


def register() -> None:
    """Add it."""
    LETTER_KINDS.add_all(LETTERS)
    NAVIGATION.add("secretariat.deadline", Entry(Action.LIST, _l("Deadline"), 110))
