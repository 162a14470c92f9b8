"""What this package adds to the application."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.documents.reports import edition_reports
from nominations.mail.texts import LETTER_KINDS
from nominations.screening.letters import LETTERS
from nominations.screening.reports import corrections_register, eligibility_register, late_attempts_register
from nominations.web.navigation import NAVIGATION, Entry


def register() -> None:
    """Add it."""
    edition_reports.add_report("late_attempts", late_attempts_register.REPORT)
    edition_reports.add_report("eligibility", eligibility_register.REPORT)
    edition_reports.add_report("corrections", corrections_register.REPORT)
    LETTER_KINDS.add_all(LETTERS)
    NAVIGATION.add("secretariat.nominations", Entry(Action.LIST, _l("Nominations"), 50))
