"""The ranking of a round: the table, why a nomination has its place, what would change it, its frozen states."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import ModuleType
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import LANGUAGES, NAMES, current_language, gettext
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.vocabulary import Action, JobState, Refusal
from nominations.core.texts.people import ROLES
from nominations.editions.countries import country_word
from nominations.ranking.queries.ranking import Ranking, load_ranking
from nominations.ranking.queries.ranking_changes import compare_with_frozen, compare_without_reviewer
from nominations.ranking.queries.ranking_place import compute_sums
from nominations.ranking.reports import analysis_sentences
from nominations.ranking.services.analyses import request_analysis
from nominations.ranking.services.rankings import freeze_ranking
from nominations.ranking.views import ranking_rows
from nominations.ranking.views.ranking_sentences import explain_place, group_word
from nominations.rounds.rules.scoring import round_half_up
from nominations.rounds.texts import ROUNDS
from nominations.routing.views.errors import list_errors
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, work
from nominations.web.request_values import category_word

Page = str | tuple[str, int] | Response


@dataclass(frozen=True, slots=True)
class Display:
    """What the macros of a ranking need besides the ranking: words, drawings, and the version for its links."""

    criterion_words: Mapping[str, str]
    country: Callable[[str], str]
    names: str | None  # "no" where the version without names is shown to somebody who may see names
    sentences: ModuleType
    drawing: ModuleType
    rounded: Callable[[Decimal], Decimal]


@bp.get("/rounds/<uuid:round_id>", endpoint="round")
@needs(Action.SEE_SCORES)
def ranking(round_id: UUID) -> str:
    """The ranking table, for those who may see the scores of this round now."""
    return _table(load_ranking(work(), round_id, letters=_letters()))


@bp.get("/rounds/<uuid:round_id>/frozen/<uuid:frozen_id>")
@needs(Action.SEE_SCORES)
def frozen(round_id: UUID, frozen_id: UUID) -> str:
    """A frozen state, as it was on that day."""
    ranking = load_ranking(work(), round_id, frozen_id=frozen_id, letters=_letters())
    return render_template("secretariat/frozen.html", **_words(ranking))


@bp.get("/rounds/<uuid:round_id>/frozen/<uuid:frozen_id>/since")
@needs(Action.SEE_SCORES)
def frozen_since(round_id: UUID, frozen_id: UUID) -> str:
    """What has changed since it was frozen."""
    comparison = compare_with_frozen(work(), round_id, frozen_id)
    return render_template("secretariat/frozen_since.html", comparison=comparison, **_words(comparison.ranking))


@bp.post("/rounds/<uuid:round_id>/frozen")
@needs(Action.FREEZE)
def freeze(round_id: UUID) -> Page:
    """Store the current ranking as an official state."""
    try:
        frozen_state = freeze_ranking(work(), round_id, request.form.get("words", ""))
    except Invalid as wrong:
        return _table(load_ranking(work(), round_id, letters=_letters()), list_errors(wrong)), 422
    flash(gettext("The ranking is frozen and sealed in the ledger."), "success")
    return redirect(url_for("secretariat.frozen", round_id=round_id, frozen_id=frozen_state.id))


@bp.post("/rounds/<uuid:round_id>/analysis")
@needs(Action.ANALYSE)
def analyse(round_id: UUID) -> Response:
    """Have the marks analysed by the worker."""
    if not request_analysis(work(), round_id):
        flash(gettext("These scores have already been analysed or are being analysed."), "info")
    return redirect(url_for("secretariat.round", round_id=round_id))


@bp.get("/rounds/<uuid:round_id>/place/<uuid:nomination_id>")
@needs(Action.SEE_SCORES)
def place(round_id: UUID, nomination_id: UUID) -> str:
    """Why a nomination has its place: five sentences, and a table from the marks to the mean."""
    ranking = load_ranking(work(), round_id, frozen_id=_state(), letters=_letters())
    line = ranking.line(nomination_id)
    return render_template(
        "secretariat/place.html", line=line, sums=compute_sums(ranking, line),
        sentences=list(explain_place(ranking, line)), **_words(ranking),
    )


@bp.get("/rounds/<uuid:round_id>/without/<int:number>")
@needs(Action.SEE_SCORES)
def without(round_id: UUID, number: int) -> str:
    """The ranking as it would be without one reviewer."""
    comparison = compare_without_reviewer(work(), round_id, number, letters=_letters())
    return render_template("secretariat/without.html", comparison=comparison, **_words(comparison.ranking))


@bp.get("/rounds/<uuid:round_id>/worth-a-look")
@needs(Action.LOOK_CLOSER)
def worth_a_look(round_id: UUID) -> str:
    """Reviews and reviewers that differ from the others: hints for the chair, never a verdict."""
    ranking = load_ranking(work(), round_id, to=Action.LOOK_CLOSER)
    titles = {line.file.reference: line.file for line in (*ranking.ranked, *ranking.unranked)}
    return render_template("secretariat/worth_a_look.html", files=titles, group=group_word, **_words(ranking))


def _table(ranking: Ranking, errors: list[tuple[str, str]] | None = None) -> str:
    waiting = ranking.analysis.state in (JobState.WAITING, JobState.RUNNING) and not ranking.analysis.stale
    return render_template(
        "secretariat/round.html", errors=errors or [], waiting=waiting, words=request.form.get("words", ""),
        language_names=NAMES, languages=LANGUAGES, **_words(ranking),
    )


def _words(ranking: Ranking) -> dict[str, object]:
    """What every page of a ranking needs."""
    return {
        "ranking": ranking, "round_word": ROUNDS[ranking.round.code],
        "category_word": category_word(ranking.round.category),
        "bands": ranking_rows.build_bands(ranking), "role_words": ROLES,
        "display": Display(
            criterion_words={criterion.key: criterion.label.in_(current_language()) for criterion in ranking.criteria},
            country=lambda code: country_word(code, edition()),
            names=None if ranking.named or not ranking.may_name else "no",
            sentences=analysis_sentences, drawing=ranking_rows, rounded=round_half_up,
        ),
    }


def _letters() -> bool:
    """Whether the version without names was asked for."""
    return request.values.get("names") == "no"


def _state() -> UUID | None:
    """The frozen state asked for, if any."""
    state = request.args.get("state", "")
    try:
        return UUID(state) if state else None
    except ValueError:
        raise Refused(Refusal.NOT_FOUND) from None
