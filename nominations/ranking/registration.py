"""What this package adds to the application."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.core.services.jobs import TASKS
from nominations.documents.kinds import KINDS
from nominations.ranking.reports import archive_copy, score_documents
from nominations.ranking.services import analyses
from nominations.web.navigation import NAVIGATION, Entry


def register() -> None:
    """Add it."""
    KINDS.add_all({**score_documents.KINDS, **archive_copy.KINDS})
    TASKS.add("analysis", analyses.make_analysis)
    NAVIGATION.add("secretariat.rounds", Entry(Action.SEE_SCORES, _l("Scores"), 90))
