"""The register of late attempts: submissions that arrived after the close and were refused."""

from uuid import UUID

from nominations.core.language import gettext as _
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.core.work import Work
from nominations.documents.reports.edition_reports import register_report
from nominations.documents.reports.register_table import Column, RegisterContent
from nominations.screening.queries import registers


def list_entries(work: Work, edition_id: UUID) -> RegisterContent:
    """Every attempt, the oldest first, with the close it missed."""
    columns = (
        Column(_("Reference"), 18), Column(_("Owner"), 30), Column(_("Arrived"), 20, instant=True),
        Column(_("Closed"), 20, instant=True), Column(_("Seconds late"), 14),
        Column(_("Earlier version counts"), 18),
    )
    rows = (
        (row.reference, row.name, row.at, row.closed_at, int((row.at - row.closed_at).total_seconds()),
         _("yes") if row.submitted else _("no"))
        for row in registers.list_late_attempts(work, edition_id)
    )
    return RegisterContent(columns, rows)


REPORT = register_report(
    list_entries, title=_l("Register of late attempts"), rights=(Action.EXPORT,), place=20,
    about=_l("Submissions that arrived after the deadline and were refused, with their exact times."),
)
