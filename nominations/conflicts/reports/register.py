"""The register of conflicts and recusals: what was declared and decided, and who is recused from what."""

from uuid import UUID

from nominations.conflicts.queries import conflicts
from nominations.conflicts.texts import CONFLICT_ANSWERS, CONFLICT_KINDS, CONFLICT_STATES
from nominations.core.language import gettext as _
from nominations.core.language import lazy_gettext as _l
from nominations.core.language import ngettext
from nominations.core.rules.vocabulary import Action
from nominations.core.work import Work
from nominations.documents.reports.edition_reports import register_report
from nominations.documents.reports.register_table import Column, RegisterContent
from nominations.rounds.texts import ROUNDS


def list_entries(work: Work, edition_id: UUID) -> RegisterContent:
    """Declarations first, the oldest first; then recusals. Answers that there is none are counted."""
    columns = (
        Column(_("Reference"), 18), Column(_("Reviewer"), 28), Column(_("Round"), 14, printed=False),
        Column(_("What happened"), 34), Column(_("Kind"), 18), Column(_("Explanation"), 60),
        Column(_("When"), 20, instant=True), Column(_("Decision"), 18), Column(_("Decided by"), 24),
        Column(_("Decided at"), 20, instant=True, printed=False), Column(_("Reason"), 60),
    )
    declared, aside = conflicts.list_register(work, edition_id)
    rows = [
        (declaration.reference, declaration.reviewer, str(ROUNDS[declaration.round]),
         str(CONFLICT_ANSWERS[declaration.answer]),
         str(CONFLICT_KINDS[declaration.kind]) if declaration.kind else "", declaration.words, declaration.declared_at,
         str(CONFLICT_STATES[declaration.state][0]) if declaration.state else "", declaration.by or "",
         declaration.decided_at, declaration.reason)
        for declaration in declared if not declaration.says_none
    ]
    rows += [
        (recusal.reference, recusal.reviewer, "",
         _("Recused") if recusal.declared_by_reviewer else _("Recused by the secretariat"),
         str(CONFLICT_KINDS[recusal.kind]), recusal.words, recusal.at, "",
         "" if recusal.declared_by_reviewer else recusal.by, None, "")
        for recusal in aside
    ]
    none = sum(declaration.says_none for declaration in declared)
    note = ngettext(
        "%(num)s answer that there is no conflict is not listed.",
        "%(num)s answers that there is no conflict are not listed.", none,
    )
    return RegisterContent(columns, rows, (note,) if none else ())


REPORT = register_report(
    list_entries, title=_l("Register of conflicts and recusals"), rights=(Action.SEE_CONFLICTS,), place=60,
    about=_l("What reviewers declared, what was decided, and who is recused from which nomination."),
)
