"""What this package adds to the application."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.mail.texts import LETTER_KINDS
from nominations.panel.letters import LETTERS
from nominations.web.navigation import NAVIGATION, Entry


def register() -> None:
    """Add it."""
    LETTER_KINDS.add_all(LETTERS)
    NAVIGATION.add("reviewer.profile", Entry(Action.DESCRIBE_ONESELF, _l("My profile"), 40))
    NAVIGATION.add("secretariat.people", Entry(Action.SEE_PEOPLE, _l("People"), 120))
