"""What this package adds to the application."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.web.navigation import NAVIGATION, Entry


def register() -> None:
    """Add it."""
    NAVIGATION.add("jury.desk", Entry(Action.READ_IN_ROUND, _l("Chair’s desk"), 85))
