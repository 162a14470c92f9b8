"""The register of correction requests: what was asked of whom, until when, and what became of it."""

from uuid import UUID

from nominations.core.language import current_language
from nominations.core.language import gettext as _
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.core.work import Work
from nominations.documents.reports.edition_reports import register_report
from nominations.documents.reports.register_table import Column, RegisterContent
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category
from nominations.screening.queries import registers


def list_entries(work: Work, edition_id: UUID) -> RegisterContent:
    """Every request, the oldest first."""
    columns = (
        Column(_("Reference"), 18), Column(_("Requested at"), 20, instant=True), Column(_("Requested by"), 24),
        Column(_("Items to correct"), 40), Column(_("Explanation"), 60), Column(_("Until"), 20, instant=True),
        Column(_("Answered at"), 20, instant=True), Column(_("Cancelled at"), 20, instant=True),
    )
    edition = editions.by_id(work.session, edition_id).edition
    rows = (
        (row.reference, row.asked_at, row.name, _join_labels(edition.category(row.category), row.questions),
         row.message, row.until, row.answered_at, row.ended_at)
        for row in registers.list_corrections(work, edition_id)
    )
    return RegisterContent(columns, rows)


def _join_labels(category: Category, keys: list[str]) -> str:
    labels = {question.key: question.label for section in category.sections for question in section.questions}
    labels |= {kind.key: kind.label for kind in category.attachments}
    return "; ".join(labels[key].in_(current_language()) if key in labels else key for key in keys)


REPORT = register_report(
    list_entries, title=_l("Register of correction requests"), rights=(Action.EXPORT,), place=40,
    about=_l("What applicants were asked to correct, until when, and when they answered."),
)
