"""What this package adds to the application."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.documents.kinds import KINDS
from nominations.jury.reports import agenda
from nominations.web.navigation import NAVIGATION, Entry


def register() -> None:
    """Add it."""
    KINDS.add_all(agenda.KINDS)
    NAVIGATION.add("jury.desk", Entry(Action.READ_IN_ROUND, _l("Chair’s desk"), 85))
