"""Reviewers as a table: downloaded as CSV, read again, and applied to the chosen rows."""

from uuid import UUID

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import current_language, format_size, gettext, ngettext
from nominations.core.rules.vocabulary import Action, RowState
from nominations.core.texts.states import ROW_STATES
from nominations.documents.reports import table_sentences
from nominations.documents.reports.table_formats import WRITERS
from nominations.documents.reports.table_reader import BadTable
from nominations.files.adapters.file_names import content_disposition
from nominations.panel import texts
from nominations.panel.queries.people_table import list_known, load_import
from nominations.panel.rules.people_table import COLUMNS
from nominations.panel.rules.profiles import LEVELS, TOP
from nominations.panel.services.people_table import MOST_BYTES, apply_table, read_table
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, edition_id, work

Page = str | tuple[str, int] | Response


@bp.get("/people/table.csv")
@needs(Action.SEE_PEOPLE)
def people_table() -> Answer:
    """The reviewers and the invited people with their profiles, as CSV."""
    content = b"".join(texts.as_table(list_known(work(), edition_id())))
    answer = Answer(content, content_type=WRITERS["csv"])
    answer.headers["Content-Disposition"] = content_disposition(f"{edition().code} {gettext('Reviewers')}.csv")
    return answer


@bp.get("/people/table")
@needs(Action.MANAGE_PEOPLE)
def people_import() -> str:
    """The page for uploading a table."""
    return _page()


@bp.post("/people/table")
@needs(Action.MANAGE_PEOPLE)
def read_people() -> Page:
    """Read it; nobody is changed by that."""
    upload = request.files.get("table")
    content = upload.stream.read(MOST_BYTES + 1) if upload else b""
    try:
        table = read_table(work(), edition_id(), content)
    except BadTable as bad:
        return _page(bad), 422
    return redirect(url_for(".people_changes", import_id=table.id), code=303)


@bp.get("/people/table/<uuid:import_id>")
@needs(Action.MANAGE_PEOPLE)
def people_changes(import_id: UUID) -> str:
    """Line by line: unchanged, new, changed, refused, clash."""
    return render_template(
        "secretariat/people_changes.html", found=load_import(work(), import_id, edition_id()), states=ROW_STATES,
        RowState=RowState, column=texts.column, sentences=texts.describe_refusals,
    )


@bp.post("/people/table/<uuid:import_id>")
@needs(Action.MANAGE_PEOPLE)
def apply_people(import_id: UUID) -> Response:
    """Apply the chosen rows."""
    chosen = {int(line) for line in request.form.getlist("line") if line.isascii() and line.isdigit() and len(line) < 8}
    done = apply_table(work(), edition_id(), import_id, chosen)
    sentences = []
    if done.changed or not done.invited:
        sentences.append(ngettext("%(num)s profile is saved.", "%(num)s profiles are saved.", done.changed))
    if done.invited:
        sentences.append(ngettext(
            "We are emailing an invitation to %(num)s person.",
            "We are emailing invitations to %(num)s people.", done.invited,
        ))
    if done.left:
        sentences.append(ngettext("%(num)s row could not be applied.", "%(num)s rows could not be applied.", done.left))
    flash(" ".join(sentences), "warning" if done.left else "success")
    return redirect(url_for(".people_changes", import_id=import_id), code=303)


def _page(bad: BadTable | None = None) -> str:
    sentences = [table_sentences.error_sentence(fault, {}) for fault in bad.wrongs] if bad else []
    return render_template(
        "secretariat/people_import.html", errors=[("table", sentences[0])] if sentences else [], columns=COLUMNS,
        languages=edition().entry_languages, levels=LEVELS, top=TOP,
        themes=[(theme.key, theme.label.in_(current_language())) for theme in edition().themes],
        limit=format_size(MOST_BYTES), limit_bytes=MOST_BYTES,
    )
