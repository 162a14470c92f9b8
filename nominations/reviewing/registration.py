"""What this package adds to the application."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.documents.kinds import KINDS
from nominations.documents.reports import edition_reports
from nominations.mail.texts import LETTER_KINDS
from nominations.reviewing.letters import LETTERS
from nominations.reviewing.reports import own_documents, pack, progress_register
from nominations.web.navigation import NAVIGATION, Entry


def register() -> None:
    """Add the reports, documents, letters and pages of this package."""
    edition_reports.add_report("progress", progress_register.REPORT)
    KINDS.add_all({**pack.KINDS, **own_documents.KINDS})
    LETTER_KINDS.add_all(LETTERS)
    NAVIGATION.add("reviewer.desk", Entry(Action.SEE_DESK, _l("Nominations to review"), 20))
    NAVIGATION.add("secretariat.progress", Entry(Action.FOLLOW, _l("Progress"), 80))
