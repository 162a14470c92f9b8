"""The offline sheet: downloaded as a workbook, uploaded to a table of what it would change, applied row by row."""

from uuid import UUID

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import ngettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action, RowState
from nominations.core.texts.states import ROW_STATES
from nominations.files.adapters.file_names import content_disposition
from nominations.reviewing.card_sentences import list_problem_sentences
from nominations.reviewing.queries import desk
from nominations.reviewing.queries.offline import load_import, load_lines
from nominations.reviewing.services import offline
from nominations.reviewing.texts import ROW_FAULTS
from nominations.reviewing.views import sheet_words
from nominations.web.areas.reviewer import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, edition_id, work

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Page = str | tuple[str, int] | Response


@bp.get("/sheet")
@needs(Action.SEE_DESK)
def sheet() -> str:
    """The page to download and to upload the sheet."""
    return _render_sheet()


@bp.get("/sheet/file")
@needs(Action.SEE_DESK)
def download_sheet() -> Answer:
    """One's own sheet with the cards of now."""
    content = sheet_words.workbook(work(), edition(), load_lines(work(), edition_id()))
    answer = Answer(content, mimetype=XLSX)
    answer.headers["Content-Disposition"] = content_disposition(f"{edition().code}-scores.xlsx", inline=False)
    return answer


@bp.post("/sheet")
@needs(Action.SEE_DESK)
def upload_sheet() -> Page:
    """Read an uploaded sheet; no card changes."""
    upload = request.files.get("sheet")
    try:
        if upload is None or not upload.filename:
            raise Invalid(sheet="sheet_none")
        content = upload.stream.read(offline.LARGEST + 1)
        sheet_import = offline.read_sheet(work(), edition_id(), content, sheet_words.list_values(edition()))
    except Invalid as wrong:
        return _render_sheet(wrong), 422
    return redirect(url_for("reviewer.sheet_import", import_id=sheet_import.id), code=303)


@bp.get("/sheet/<uuid:import_id>")
@needs(Action.SEE_DESK)
def sheet_import(import_id: UUID) -> str:
    """Row by row: unchanged, new, changed, refused, clash."""
    sheet_import = load_import(work(), import_id, edition_id())
    return render_template(
        "reviewer/sheet_import.html", sheet_import=sheet_import, states=ROW_STATES, faults=ROW_FAULTS,
        RowState=RowState,
        label=sheet_words.column_label, shown=sheet_words.show_value, sentences=sheet_words.list_sentences,
        able=(RowState.NEW, RowState.CHANGED, RowState.CLASH),
    )


@bp.post("/sheet/<uuid:import_id>")
@needs(Action.SEE_DESK)
def apply_sheet(import_id: UUID) -> Response:
    """Save the rows that are ticked."""
    chosen = offline.ChosenRows(_read_numbers("row"), _read_numbers("over"))
    done = offline.apply_sheet(work(), edition_id(), import_id, chosen, submit=request.form.get("submit") == "yes")
    message = ngettext("%(num)s review is saved.", "%(num)s reviews are saved.", done.saved)
    if done.submitted:
        message += " " + ngettext("%(num)s of them is submitted.", "%(num)s of them are submitted.", done.submitted)
    if done.left:
        message += " " + ngettext("%(num)s row could not be applied.", "%(num)s rows could not be applied.", done.left)
    flash(message, "warning" if done.left else "success")
    return redirect(url_for("reviewer.sheet_import", import_id=import_id), code=303)


def _read_numbers(name: str) -> frozenset[int]:
    numbers = request.form.getlist(name)
    return frozenset(int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 8)


def _render_sheet(wrong: Invalid | None = None) -> str:
    return render_template(
        "reviewer/sheet.html", files=len(load_lines(work(), edition_id())), errors=list_problem_sentences(wrong),
        wrong=dict(list_problem_sentences(wrong)), rounds=desk.load_desk(work(), edition_id()).open_rounds,
    )


