"""The register of eligibility: every decision about every nomination, its reasons and who made it."""

from uuid import UUID

from nominations.core.language import current_language
from nominations.core.language import gettext as _
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.core.texts.states import STATES
from nominations.core.work import Work
from nominations.documents.reports.edition_reports import register_report
from nominations.documents.reports.register_table import Column, RegisterContent, Value
from nominations.editions.countries import country_word
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category, Edition
from nominations.screening.queries import registers
from nominations.screening.queries.nomination_filters import NominationFilter
from nominations.screening.queries.registers import Entry

EVERY = NominationFilter()
OUTCOMES = {
    "eligible": _l("Eligible"), "ineligible": _l("Ineligible"), "duplicate": _l("Duplicate"),
}


def list_entries(work: Work, edition_id: UUID, wanted: NominationFilter = EVERY) -> RegisterContent:
    """The nominations of a list that may be read, each with its decisions in the order they were made."""
    columns = (
        Column(_("Reference"), 18), Column(_("Title"), 50), Column(_("Category"), 16),
        Column(_("Countries"), 30, printed=False), Column(_("State"), 14, printed=False), Column(_("Outcome"), 14),
        Column(_("Reason"), 30), Column(_("Explanation"), 60), Column(_("Decided by"), 24),
        Column(_("Decided at"), 20, instant=True), Column(_("Confirmed by"), 24),
        Column(_("Confirmed at"), 20, instant=True, printed=False), Column(_("Cancelled by"), 24),
        Column(_("Cancelled at"), 20, instant=True, printed=False),
        Column(_("Reason for cancelling"), 60),
    )
    edition = editions.by_id(work.session, edition_id).edition
    return RegisterContent(
        columns, (_row(entry, edition) for entry in registers.list_decisions(work, edition_id, wanted))
    )


def _row(entry: Entry, edition: Edition) -> tuple[Value, ...]:
    row, decision = entry.row, entry.decision
    category = edition.category(row.category)
    cells = (row.reference, row.title, category.label.in_(current_language()),
            ", ".join(country_word(code, edition) for code in row.countries), str(STATES[row.state][0]))
    if decision is None:
        return (*cells, *[None] * 10)
    return (
        *cells, str(OUTCOMES[decision.outcome]), reason_word(category, decision.reason_code), decision.reason,
        entry.made_by, decision.made_at, entry.confirmed_by, decision.confirmed_at, entry.undone_by,
        decision.undone_at, decision.undone_reason,
    )


def reason_word(category: Category, code: str) -> str:
    """The reason of a decision in words: a rule, a question of the checklist, another reason, or a reference."""
    known = {rule.key: rule.label for rule in category.rules} | {item.key: item.question for item in category.checklist}
    if code in known:
        return known[code].in_(current_language())
    return _("Another reason") if code == "other" else code


REPORT = register_report(
    list_entries, title=_l("Register of eligibility"), rights=(Action.EXPORT,), place=30,
    about=_l("Every screening decision, its reason, who made it and who confirmed it."),
)
