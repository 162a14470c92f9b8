"""The offline sheet: out as a workbook, back as a table of what it would change, applied where its reviewer says so."""

from uuid import UUID

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import ngettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action, RowState
from nominations.core.texts.states import ROW_STATES
from nominations.files.adapters.file_names import content_disposition
from nominations.reviewing.card_sentences import said
from nominations.reviewing.queries import desk
from nominations.reviewing.queries import offline as query
from nominations.reviewing.services import offline as use_case
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
    """The way out and the way back."""
    return _sheet()


@bp.get("/sheet/file")
@needs(Action.SEE_DESK)
def download_sheet() -> Answer:
    """One's own sheet as it stands now."""
    content = sheet_words.workbook(work(), edition(), query.lines(work(), edition_id()))
    answer = Answer(content, mimetype=XLSX)
    answer.headers["Content-Disposition"] = content_disposition(f"{edition().code}-scores.xlsx", inline=False)
    return answer


@bp.post("/sheet")
@needs(Action.SEE_DESK)
def upload_sheet() -> Page:
    """Read it; no card is changed by that."""
    given = request.files.get("sheet")
    try:
        if given is None or not given.filename:
            raise Invalid(sheet="sheet_none")
        content = given.stream.read(use_case.LARGEST + 1)
        made = use_case.read(work(), edition_id(), content, sheet_words.values(edition()))
    except Invalid as wrong:
        return _sheet(wrong), 422
    return redirect(url_for("reviewer.sheet_import", import_id=made.id), code=303)


@bp.get("/sheet/<uuid:import_id>")
@needs(Action.SEE_DESK)
def sheet_import(import_id: UUID) -> str:
    """Row by row: unchanged, new, changed, refused, clash."""
    found = query.one(work(), import_id, edition_id())
    return render_template(
        "reviewer/sheet_import.html", found=found, states=ROW_STATES, faults=ROW_FAULTS, RowState=RowState,
        label=sheet_words.label, shown=sheet_words.shown, sentences=sheet_words.sentences,
        able=(RowState.NEW, RowState.CHANGED, RowState.CLASH),
    )


@bp.post("/sheet/<uuid:import_id>")
@needs(Action.SEE_DESK)
def apply_sheet(import_id: UUID) -> Response:
    """Save the rows that are ticked."""
    chosen = use_case.Chosen(_numbers("row"), _numbers("over"))
    done = use_case.apply(work(), edition_id(), import_id, chosen, submit=request.form.get("submit") == "yes")
    told = ngettext("%(num)s review is saved.", "%(num)s reviews are saved.", done.saved)
    if done.submitted:
        told += " " + ngettext("%(num)s of them is submitted.", "%(num)s of them are submitted.", done.submitted)
    if done.left:
        told += " " + ngettext("%(num)s row could not be applied.", "%(num)s rows could not be applied.", done.left)
    flash(told, "warning" if done.left else "success")
    return redirect(url_for("reviewer.sheet_import", import_id=import_id), code=303)


def _numbers(name: str) -> frozenset[int]:
    given = request.form.getlist(name)
    return frozenset(int(each) for each in given if each.isascii() and each.isdigit() and len(each) < 8)


def _sheet(wrong: Invalid | None = None) -> str:
    return render_template(
        "reviewer/sheet.html", files=len(query.lines(work(), edition_id())), errors=said(wrong),
        wrong=dict(said(wrong)), rounds=desk.desk(work(), edition_id()).open_rounds,
    )


