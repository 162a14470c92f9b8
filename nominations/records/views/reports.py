"""Reports of the whole edition: registers and statistics, as PDF made by the worker or as a table made at once."""

from flask import Response, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from nominations.core.language import LANGUAGES, NAMES, current_language
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action
from nominations.documents.queries.documents import require_rights
from nominations.documents.reports import edition_reports
from nominations.documents.reports.edition_reports import EDITION_REPORTS
from nominations.documents.reports.table_formats import WRITERS
from nominations.documents.services import documents
from nominations.files.adapters.file_names import content_disposition
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, edition_id, work


@bp.get("/reports")
@needs(Action.EXPORT)
def reports() -> str:
    """The reports that the actor may export."""
    available = [
        (name, report.title, report.about) for name, report in edition_reports.list_reports() if _may_export(name)
    ]
    return render_template(
        "secretariat/reports.html", reports=available, languages=LANGUAGES, language_names=NAMES,
        formats=tuple(WRITERS),
        categories=[(category.key, category.label.in_(current_language())) for category in edition().categories],
    )


@bp.post("/reports/<kind>")
@needs(Action.EXPORT)
def ask_report(kind: str) -> AnyResponse:
    """Ask the worker for the report as PDF and show its progress."""
    chosen = request.form.get("language", "")
    language = chosen if chosen in LANGUAGES else current_language()
    document = documents.ask_for_document(work(), _require_kind(kind), language=language)
    return redirect(url_for("documents.show", document_id=document.id), 303)


@bp.get("/reports/<kind>.<any(csv,xlsx):form>")
@needs(Action.EXPORT)
def report_table(kind: str, form: str) -> Response:
    """The report as a table, complete before it is sent, so that a slow reader holds no database connection."""
    require_rights(work(), _require_kind(kind), nomination_id=None, round_id=None)
    report = EDITION_REPORTS[kind]
    blocks = list(report.table(work(), edition_id(), form))
    response = Response(blocks, content_type=WRITERS[form])
    response.headers["Content-Length"] = str(sum(map(len, blocks)))
    response.headers["Content-Disposition"] = content_disposition(
        f"{edition().code} {report.title} {g.now:%Y-%m-%d}.{form}"
    )
    return response


def _require_kind(kind: str) -> str:
    return kind if kind in EDITION_REPORTS else abort(404)


def _may_export(kind: str) -> bool:
    try:
        require_rights(work(), kind, nomination_id=None, round_id=None)
    except Refused:
        return False
    return True
