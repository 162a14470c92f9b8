"""What can be downloaded of a round: reports, score sheets, dossiers, raw marks."""

from collections.abc import Iterator
from uuid import UUID

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from nominations.core.language import LANGUAGES, current_language, gettext
from nominations.core.rules.vocabulary import Action
from nominations.documents.reports.frame import Criterion
from nominations.documents.services import documents
from nominations.files.adapters.file_names import content_disposition
from nominations.ranking.queries.ranking import require_nomination, require_state
from nominations.ranking.reports import score_table, scores_data
from nominations.ranking.reports.mark_sets import load_mark_sets
from nominations.ranking.reports.score_table import MarkSet
from nominations.rounds.queries import rounds
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, work
from nominations.web.request_values import category_word
from nominations.web.security_headers import SANDBOX

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.post("/rounds/<uuid:round_id>/documents")
@needs(Action.REPORT)
def ask_scores(round_id: UUID) -> AnyResponse:
    """The scoring report, its archive copy, or the volume of score sheets as PDF."""
    chosen = request.form.get("kind")
    kind = chosen if chosen in ("archive", "sheets") else "scoring"
    choices: dict[str, object] = {"names": request.form.get("names") == "yes"}
    if kind != "sheets" and (state := request.form.get("state")):
        choices["frozen"] = str(require_state(work(), round_id, state))
    document = documents.ask_for_document(work(), kind, language=_language(), round_id=round_id, choices=choices)
    return redirect(url_for("documents.show", document_id=document.id))


@bp.post("/rounds/<uuid:round_id>/sheets/<uuid:nomination_id>")
@needs(Action.REPORT)
def ask_sheet(round_id: UUID, nomination_id: UUID) -> AnyResponse:
    """The score sheet of one nomination as PDF."""
    require_nomination(work(), round_id, nomination_id)
    document = documents.ask_for_document(
        work(), "sheet", language=_language(), round_id=round_id, nomination_id=nomination_id,
        choices={"names": request.form.get("names") == "yes"},
    )
    return redirect(url_for("documents.show", document_id=document.id))


@bp.post("/nominations/<uuid:nomination_id>/dossier")
@needs(Action.INSPECT)
def ask_dossier(nomination_id: UUID) -> AnyResponse:
    """A ZIP of everything of one nomination."""
    document = documents.ask_for_document(work(), "dossier", language=_language(), nomination_id=nomination_id)
    return redirect(url_for("documents.show", document_id=document.id))


@bp.post("/dossiers/<category>")
@needs(Action.EXPORT)
def ask_dossiers(category: str) -> AnyResponse:
    """The dossiers of every nomination of a category in one ZIP."""
    category_word(category)
    document = documents.ask_for_document(work(), "dossiers", language=_language(), choices={"category": category})
    return redirect(url_for("documents.show", document_id=document.id), 303)


@bp.get("/rounds/<uuid:round_id>/scores.csv")
@needs(Action.REPORT)
def scores_csv(round_id: UUID) -> Response:
    """The raw marks, one row per review."""
    criteria, mark_sets = _load_marks(round_id)
    return _download(
        b"".join(score_table.render_csv(criteria, mark_sets, current_language())), round_id, "csv", "text/csv"
    )


@bp.get("/rounds/<uuid:round_id>/scores.xlsx")
@needs(Action.REPORT)
def scores_xlsx(round_id: UUID) -> Response:
    """The same as a workbook whose totals are formulas."""
    criteria, mark_sets = _load_marks(round_id)
    title = f"{edition().title.in_(current_language())}: {gettext('Scores')}"
    return _download(
        score_table.render_xlsx(criteria, mark_sets, current_language(), title, work().now), round_id, "xlsx", XLSX
    )


@bp.get("/rounds/<uuid:round_id>/scores.json")
@needs(Action.REPORT)
def scores_json(round_id: UUID) -> Response:
    """The same for programs; docs/formats/scores.schema.json describes them."""
    criteria, mark_sets = _load_marks(round_id)
    round_ = rounds.one(work(), round_id, to=Action.REPORT)
    content = scores_data.render_json(
        criteria, mark_sets, edition=edition().code, category=round_.category, round_code=round_.code.value,
        made_at=work().now,
    )
    return _download(content, round_id, "json", "application/json")


def _load_marks(round_id: UUID) -> tuple[tuple[Criterion, ...], Iterator[MarkSet]]:
    """The current marks of the round, or those of the frozen state that was asked for."""
    state = request.args.get("state")
    return load_mark_sets(
        work(), round_id, current_language(), require_state(work(), round_id, state) if state else None
    )


def _download(content: bytes, round_id: UUID, ending: str, media_type: str) -> Response:
    round_ = rounds.one(work(), round_id, to=Action.REPORT)
    response = Response(content, mimetype=media_type)
    name = f"{edition().code}-scores-{round_.category}-{round_.code}-{current_language()}.{ending}"
    response.headers["Content-Disposition"] = content_disposition(name)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _language() -> str:
    language = request.form.get("language", "")
    return language if language in LANGUAGES else current_language()
