"""The register of communications: every letter, its recipient, and whether it was sent."""

from uuid import UUID

from nominations.core.language import gettext as _
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.core.work import Work
from nominations.documents.reports.edition_reports import register_report
from nominations.documents.reports.register_table import Column, RegisterContent
from nominations.mail.texts import LETTER_STATES
from nominations.screening.queries import registers


def load_register(work: Work, edition_id: UUID) -> RegisterContent:
    """The letters of the edition, the oldest first, without their text. Sign-in codes belong to no edition."""
    columns = (
        Column(_("Written"), 20, instant=True), Column(_("Recipient"), 32), Column(_("Subject"), 60),
        Column(_("Nomination"), 18), Column(_("State"), 16), Column(_("Sent"), 20, instant=True),
        Column(_("Attempts"), 8, printed=False), Column(_("Problem"), 40, printed=False),
    )
    rows = (
        (row.written_at, row.address, row.subject, row.reference or "", str(LETTER_STATES[row.state][0]), row.sent_at,
         row.tries, row.trouble)
        for row in registers.list_letters(work, edition_id)
    )
    return RegisterContent(columns, rows)


REPORT = register_report(
    load_register, title=_l("Register of communications"), rights=(Action.SEE_LETTERS,), place=70,
    about=_l("Every email, its recipient and what happened to it."),
)
