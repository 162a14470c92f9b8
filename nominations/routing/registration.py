"""What this package adds to the application."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.core.services.jobs import TASKS
from nominations.mail.texts import LETTER_KINDS
from nominations.routing.letters import LETTERS
from nominations.routing.services import plans
from nominations.web.navigation import NAVIGATION, Entry


def register() -> None:
    """Add the task, the letters and the page of this package."""
    TASKS.add("plan", plans.make)
    LETTER_KINDS.add_all(LETTERS)
    NAVIGATION.add("secretariat.assignments", Entry(Action.ASSIGN, _l("Assignments"), 60))
