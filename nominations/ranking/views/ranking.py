"""The ranking of a round: the table, why a file stands where it stands, what would change it, its official states."""

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
from nominations.ranking.queries import ranking as query
from nominations.ranking.queries import ranking_changes as changes
from nominations.ranking.queries import ranking_place as one_place
from nominations.ranking.queries.ranking import Ranking
from nominations.ranking.reports import analysis_sentences
from nominations.ranking.services import analyses, freeze_ranking
from nominations.ranking.views import ranking_rows as rows
from nominations.ranking.views.ranking_sentences import explained, group_word
from nominations.rounds.rules.scoring import rounded
from nominations.rounds.texts import ROUNDS
from nominations.routing.views.errors import list_errors
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, work
from nominations.web.request_values import category_word

Page = str | tuple[str, int] | Response


@dataclass(frozen=True, slots=True)
class Display:
    """What the macros of a ranking need besides the ranking: words, drawings, and which version its links keep."""

    criterion_words: Mapping[str, str]
    country: Callable[[str], str]
    names: str | None  # "no" where the version without names was asked for, and named ones may be seen as well
    said: ModuleType
    rows: ModuleType
    rounded: Callable[[Decimal], Decimal]


@bp.get("/rounds/<uuid:round_id>", endpoint="round")
@needs(Action.SEE_SCORES)
def ranking(round_id: UUID) -> str:
    """Who stands where, for whoever may see the scores of this round now."""
    return _table(query.ranking(work(), round_id, letters=_letters()))


@bp.get("/rounds/<uuid:round_id>/frozen/<uuid:frozen_id>")
@needs(Action.SEE_SCORES)
def frozen(round_id: UUID, frozen_id: UUID) -> str:
    """An official state, as it was on that day."""
    found = query.ranking(work(), round_id, frozen_id=frozen_id, letters=_letters())
    return render_template("secretariat/frozen.html", **_words(found))


@bp.get("/rounds/<uuid:round_id>/frozen/<uuid:frozen_id>/since")
@needs(Action.SEE_SCORES)
def frozen_since(round_id: UUID, frozen_id: UUID) -> str:
    """What has changed since it was frozen."""
    found = changes.since(work(), round_id, frozen_id)
    return render_template("secretariat/frozen_since.html", comparison=found, **_words(found.ranking))


@bp.post("/rounds/<uuid:round_id>/frozen")
@needs(Action.FREEZE)
def freeze(round_id: UUID) -> Page:
    """Keep the ranking as it stands as an official state."""
    try:
        made = freeze_ranking.freeze(work(), round_id, request.form.get("words", ""))
    except Invalid as wrong:
        return _table(query.ranking(work(), round_id, letters=_letters()), list_errors(wrong)), 422
    flash(gettext("The ranking is frozen and sealed in the ledger."), "success")
    return redirect(url_for("secretariat.frozen", round_id=round_id, frozen_id=made.id))


@bp.post("/rounds/<uuid:round_id>/analysis")
@needs(Action.ANALYSE)
def analyse(round_id: UUID) -> Response:
    """Have the marks analysed by the worker."""
    if not analyses.ask(work(), round_id):
        flash(gettext("These scores have already been analysed or are being analysed."), "info")
    return redirect(url_for("secretariat.round", round_id=round_id))


@bp.get("/rounds/<uuid:round_id>/place/<uuid:nomination_id>")
@needs(Action.SEE_SCORES)
def place(round_id: UUID, nomination_id: UUID) -> str:
    """Why a file stands where it stands: five sentences, and a table from the marks to the place."""
    found = query.ranking(work(), round_id, frozen_id=_state(), letters=_letters())
    line = found.line(nomination_id)
    return render_template(
        "secretariat/place.html", line=line, sums=one_place.sums(found, line),
        sentences=list(explained(found, line)), **_words(found),
    )


@bp.get("/rounds/<uuid:round_id>/without/<int:number>")
@needs(Action.SEE_SCORES)
def without(round_id: UUID, number: int) -> str:
    """The ranking as it would be without one reviewer."""
    found = changes.without(work(), round_id, number, letters=_letters())
    return render_template("secretariat/without.html", comparison=found, **_words(found.ranking))


@bp.get("/rounds/<uuid:round_id>/worth-a-look")
@needs(Action.LOOK_CLOSER)
def worth_a_look(round_id: UUID) -> str:
    """Reviews and reviewers that stand apart: hints for the chair, never a verdict."""
    found = query.ranking(work(), round_id, to=Action.LOOK_CLOSER)
    titles = {each.file.reference: each.file for each in (*found.ranked, *found.unranked)}
    return render_template("secretariat/worth_a_look.html", files=titles, group=group_word, **_words(found))


def _table(found: Ranking, errors: list[tuple[str, str]] | None = None) -> str:
    waiting = found.told.state in (JobState.WAITING, JobState.RUNNING) and not found.told.stale
    return render_template(
        "secretariat/round.html", errors=errors or [], waiting=waiting, words=request.form.get("words", ""),
        language_names=NAMES, languages=LANGUAGES, **_words(found),
    )


def _words(found: Ranking) -> dict[str, object]:
    """What every page of a ranking needs."""
    return {
        "ranking": found, "round_word": ROUNDS[found.round.code], "category_word": category_word(found.round.category),
        "bands": rows.bands(found), "role_words": ROLES,
        "display": Display(
            criterion_words={each.key: each.label.in_(current_language()) for each in found.criteria},
            country=lambda code: country_word(code, edition()),
            names=None if found.named or not found.may_name else "no",
            said=analysis_sentences, rows=rows, rounded=rounded,
        ),
    }


def _letters() -> bool:
    """The jury's version: no names, also for whom may read them."""
    return request.values.get("names") == "no"


def _state() -> UUID | None:
    """The frozen state asked for, if any."""
    asked = request.args.get("state", "")
    try:
        return UUID(asked) if asked else None
    except ValueError:
        raise Refused(Refusal.NOT_FOUND) from None
