"""Assignments as a table: downloaded as CSV, and uploaded as CSV with a sentence for every wrong line."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from nominations.core.language import format_size, gettext, ngettext
from nominations.core.rules.vocabulary import Action
from nominations.documents.reports import table_sentences
from nominations.documents.reports.table_reader import BadTable, Wrong
from nominations.documents.reports.tables import Cell, SheetColumn
from nominations.rounds.queries import rounds
from nominations.rounds.texts import ROUNDS
from nominations.routing.queries.assignment_table import TableRow, list_rows
from nominations.routing.services.assignment_table import MOST_BYTES, MOST_TOLD, import_table
from nominations.routing.texts import CELLS, DOUBTS, WORDS
from nominations.screening.views.export import send_table
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import work
from nominations.web.request_values import category_word

Page = str | tuple[str, int] | AnyResponse
# The heads are the same in every language, so that a downloaded table can be uploaded.
HEADS = (
    "reference", "title", "name", "reviewer", "state", "expertise", "language", "wish", "variety", "points", "fixed",
    "reason",
)


@bp.get("/assignments/<uuid:round_id>/table.csv")
@needs(Action.ASSIGN)
def assignment_table(round_id: UUID) -> Response:
    """Every assignment with its points."""
    rows = list_rows(work(), round_id)
    return send_table("csv", gettext("Assignments"), tuple(SheetColumn(head) for head in HEADS), map(_cells, rows))


def _cells(row: TableRow) -> tuple[Cell, ...]:
    return (row.reference, row.title, row.reviewer, row.email, str(CELLS[row.state][0]), *row.parts, sum(row.parts),
            row.fixed, row.reason)


@bp.get("/assignments/<uuid:round_id>/table")
@needs(Action.ASSIGN)
def assignment_import(round_id: UUID) -> str:
    """The page to upload a table."""
    return _render_page(round_id, [])


@bp.post("/assignments/<uuid:round_id>/table")
@needs(Action.ASSIGN)
def import_assignments(round_id: UUID) -> Page:
    """Propose every row, or none and say why."""
    upload = request.files.get("table")
    content = upload.stream.read(MOST_BYTES + 1) if upload else b""
    try:
        new, same = import_table(work(), round_id, content)
    except BadTable as bad:
        return _render_page(round_id, bad.wrongs), 422
    flash(ngettext("%(num)s assignment is proposed.", "%(num)s assignments are proposed.", new), "success")
    if same:
        flash(ngettext("%(num)s existed already.", "%(num)s existed already.", same), "info")
    return redirect(url_for("secretariat.assignments", round=round_id))


def _render_page(round_id: UUID, wrongs: list[Wrong]) -> str:
    this_round = rounds.one(work(), round_id, to=Action.ASSIGN)
    return render_template(
        "secretariat/assignment_import.html", round=this_round, round_word=ROUNDS[this_round.code],
        heads=HEADS[:1] + HEADS[3:4],
        category_word=category_word(this_round.category),
        wrongs=[_error_sentence(wrong) for wrong in wrongs[:MOST_TOLD]],
        more=max(0, len(wrongs) - MOST_TOLD), errors=[("table", _error_sentence(wrongs[0]))] if wrongs else [],
        limit=format_size(MOST_BYTES), limit_bytes=MOST_BYTES,
    )


def _error_sentence(wrong: Wrong) -> str:
    return table_sentences.error_sentence(wrong, _sentences())


def _sentences() -> dict[str, str]:
    return {
        "no_file": gettext("No nomination of this round has the reference “%(reference)s”."),
        "no_reviewer": gettext("No reviewer of this edition has the email address “%(email)s”."),
        "twice": gettext("The same pair is already on line %(first)s."),
        **{f"bar_{code}": str(word) for code, word in WORDS.items()},
        **{
            f"reason_{doubt}": gettext("%(warning)s Give a reason in the column “reason”.", warning=word)
            for doubt, word in DOUBTS.items()
        },
    }
