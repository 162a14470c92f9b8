"""What this package adds to the application."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.web.navigation import NAVIGATION, Entry


def register() -> None:
    """Add it."""
    NAVIGATION.add("secretariat.letters", Entry(Action.SEE_LETTERS, _l("Emails"), 130))
