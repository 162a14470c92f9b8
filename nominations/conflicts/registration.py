"""What this package adds to the application."""

from nominations.conflicts.letters import LETTERS
from nominations.conflicts.reports.register import REPORT
from nominations.conflicts.services import findings
from nominations.conflicts.steps import listeners
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.events import LISTENERS
from nominations.core.rules.vocabulary import Action
from nominations.core.services.jobs import TASKS
from nominations.documents.reports import edition_reports
from nominations.mail.texts import LETTER_KINDS
from nominations.web.navigation import NAVIGATION, Entry


def register() -> None:
    """Add it."""
    edition_reports.add_report("conflicts", REPORT)
    TASKS.add("findings", findings.search_conflicts)
    listeners.register(LISTENERS)
    LETTER_KINDS.add_all(LETTERS)
    NAVIGATION.add("reviewer.declarations", Entry(Action.SEE_DESK, _l("My declarations"), 30))
    NAVIGATION.add("secretariat.own_conflicts", Entry(Action.STATE_CONFLICTS, _l("Your conflicts of interest"), 72))
    NAVIGATION.add("secretariat.conflicts", Entry(Action.DECIDE_CONFLICT, _l("Conflicts of interest"), 70))
