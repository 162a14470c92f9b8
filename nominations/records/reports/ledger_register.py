"""The register of the ledger: its records as people read them, with the beginning of each hash."""

from uuid import UUID

from nominations.core.language import gettext as _
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action, Role
from nominations.core.texts.ledger import act_word
from nominations.core.texts.people import role_word
from nominations.core.work import Work
from nominations.documents.reports.edition_reports import register_report
from nominations.documents.reports.register_table import Column, RegisterContent
from nominations.records.queries import ledger


def load_register(work: Work, edition_id: UUID) -> RegisterContent:
    """Every record of the edition, the oldest first; only spreadsheets hold the whole hash."""
    columns = (
        Column(_("Record"), 10), Column(_("When"), 20, instant=True), Column(_("Person"), 28), Column(_("Role"), 18),
        Column(_("Action"), 44), Column(_("Nomination"), 18), Column(_("Start of the fingerprint"), 16),
        Column(_("Fingerprint"), 66, printed=False),
    )
    rows = (
        (line.number, line.at, line.actor or _("The system"), role_word(Role(line.role)), act_word(line.act),
         line.reference, line.hash[:12], line.hash)
        for line in ledger.list_all_lines(work, edition_id)
    )
    return RegisterContent(columns, rows)


REPORT = register_report(
    load_register, title=_l("Register of the ledger"), rights=(Action.SEE_LEDGER,), place=80,
    about=_l("Every record of the ledger, in plain words. The spreadsheet contains the full fingerprints."),
)
