"""The register of conflicts and recusals: what was declared and decided, and who stands aside from what."""

from uuid import UUID

from nominations.conflicts.queries import conflicts
from nominations.conflicts.texts import CONFLICT_ANSWERS, CONFLICT_KINDS, CONFLICT_STATES
from nominations.core.language import gettext as _
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.core.work import Work
from nominations.documents.reports.edition_reports import register_report
from nominations.documents.reports.register_table import Column, Listed
from nominations.rounds.texts import ROUNDS


def listed(work: Work, edition_id: UUID) -> Listed:
    """Declarations first, the oldest first; then recusals."""
    columns = (
        Column(_("Reference"), 18), Column(_("Reviewer"), 28), Column(_("Round"), 14, printed=False),
        Column(_("What happened"), 34), Column(_("Kind"), 18), Column(_("Explanation"), 60),
        Column(_("When"), 20, instant=True), Column(_("Decision"), 18), Column(_("Decided by"), 24),
        Column(_("Decided at"), 20, instant=True, printed=False), Column(_("Reason"), 60),
    )
    declared, aside = conflicts.list_register(work, edition_id)
    rows = [
        (each.reference, each.reviewer, str(ROUNDS[each.round]), str(CONFLICT_ANSWERS[each.answer]),
         str(CONFLICT_KINDS[each.kind]) if each.kind else "", each.words, each.declared_at,
         str(CONFLICT_STATES[each.state][0]) if each.state else "", each.by or "", each.decided_at, each.reason)
        for each in declared
    ]
    rows += [
        (each.reference, each.reviewer, "",
         _("Recused") if each.declared_by_reviewer else _("Recused by the secretariat"),
         str(CONFLICT_KINDS[each.kind]), each.words, each.at, "", "" if each.declared_by_reviewer else each.by, None,
         "")
        for each in aside
    ]
    return Listed(columns, rows)


REPORT = register_report(
    listed, title=_l("Register of conflicts and recusals"), rights=(Action.SEE_CONFLICTS,), place=60,
    about=_l("What reviewers declared, what was decided, and who is recused from which nomination."),
)
