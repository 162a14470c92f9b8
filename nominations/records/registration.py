"""What this package adds to the application."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.documents.kinds import KINDS
from nominations.documents.reports import edition_reports
from nominations.records.reports import communications_register, dossier_documents, ledger_register, statistics
from nominations.web.navigation import NAVIGATION, Entry


def register() -> None:
    """Add it."""
    edition_reports.add_report("statistics", statistics.REPORT)
    edition_reports.add_report("communications", communications_register.REPORT)
    edition_reports.add_report("ledger", ledger_register.REPORT)
    KINDS.add_all(dossier_documents.DOSSIERS)
    NAVIGATION.add("secretariat.reports", Entry(Action.EXPORT, _l("Reports"), 100))
    NAVIGATION.add("secretariat.ledger", Entry(Action.SEE_LEDGER, _l("Ledger"), 140))
