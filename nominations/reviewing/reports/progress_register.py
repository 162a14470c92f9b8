"""The register of progress: how far each reviewer is in each round. No score is read."""

from uuid import UUID

from nominations.core.language import current_language
from nominations.core.language import gettext as _
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.core.work import Work
from nominations.documents.reports.edition_reports import register_report
from nominations.documents.reports.register_table import Column, RegisterContent
from nominations.editions.queries import editions
from nominations.reviewing.queries.progress import load_progress
from nominations.rounds.queries import rounds
from nominations.rounds.texts import ROUNDS


def list_progress(work: Work, edition_id: UUID) -> RegisterContent:
    """One row for each reviewer of each round."""
    columns = (
        Column(_("Category"), 18), Column(_("Round"), 16), Column(_("Reviewer"), 30), Column(_("Assigned")),
        Column(_("No declaration yet")), Column(_("Possible conflict")), Column(_("Drafts")), Column(_("Submitted")),
        Column(_("Recused")), Column(_("Remaining")), Column(_("Overdue")),
    )
    edition = editions.by_id(work.session, edition_id).edition
    rows = [
        (edition.category(line.round.category).label.in_(current_language()), str(ROUNDS[line.round.code]),
         own.reviewer.name, own.assigned, own.unanswered, own.open, own.drafts, own.submitted, own.recused, own.left,
         own.overdue)
        for line in rounds.list_rounds(work, edition_id) for own in load_progress(work, line.round.id).reviewers
    ]
    return RegisterContent(columns, rows)


REPORT = register_report(
    list_progress, title=_l("Register of progress"), rights=(Action.FOLLOW,), place=50,
    about=_l("How far each reviewer is in each round. It contains no scores."),
)
