"""The board of assignments: files by reviewers, one cell or many at once, then published."""

from itertools import product
from math import ceil
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.conflicts.queries import conflicts
from nominations.conflicts.views.evidence import evidence
from nominations.core.language import gettext, ngettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.rounds.queries import rounds
from nominations.rounds.queries.rounds import Line
from nominations.rounds.texts import ROUNDS
from nominations.routing.queries import pair_values
from nominations.routing.queries.board import (
    FILES_ON_A_PAGE,
    CheckedPair,
    check_pairs,
    load_board,
    load_cell,
    load_publication,
)
from nominations.routing.queries.panel import list_locks
from nominations.routing.reports.sentences import reason_word, signed_number
from nominations.routing.rules import Bar
from nominations.routing.services.assignments import propose_pairs, publish_assignments, remove_pair, replace_reviewer
from nominations.routing.texts import BARS, CELLS, LANGUAGE_LEVELS, SHAPES, WORDS
from nominations.routing.views.errors import list_errors
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition_id, work
from nominations.web.request_values import category_word, list_chosen_ids

Page = str | tuple[str, int] | Response


def round_links(endpoint: str, lines: list[Line], here: UUID | None) -> list[tuple[str, None, str, bool]]:
    """The rounds of the edition as chips that lead to `endpoint`."""
    return [
        (f"{category_word(line.round.category)} · {ROUNDS[line.round.code]}", None,
         url_for(endpoint, round=line.round.id), line.round.id == here)
        for line in lines
    ]


def chosen_round(lines: list[Line]) -> UUID | None:
    """The round of the address; without one, the first that is open, else the last."""
    if chosen := list_chosen_ids("round"):
        return chosen[0]
    open_first = sorted(lines, key=lambda line: line.round.closed_at is not None)
    return open_first[0].round.id if open_first else None


@bp.get("/assignments")
@needs(Action.ASSIGN)
def assignments() -> str:
    """The board of one round."""
    lines = rounds.list_rounds(work(), edition_id())
    round_id = chosen_round(lines)
    if round_id is None:
        return render_template("secretariat/assignments.html", board=None, links=[])
    below_only = request.args.get("show") == "below"
    page = max(1, request.args.get("page", 1, type=int))
    board = load_board(work(), round_id, below_only=below_only, page=min(page, 10_000))
    return render_template(
        "secretariat/assignments.html",
        board=board,
        links=round_links("secretariat.assignments", lines, round_id),
        below_only=below_only,
        page_number=page,
        pages=max(1, ceil(board.matching / FILES_ON_A_PAGE)),
        cells=CELLS,
        loads=pair_values.list_reviewer_loads(work(), round_id) if request.args.get("view") == "loads" else None,
        levels=LANGUAGE_LEVELS,
        locked={(lock.nomination_id, lock.reviewer_id) for lock in list_locks(work().session, round_id)},
        shapes=SHAPES,
        cell_base=url_for("secretariat.assignments") + f"/{round_id}",
        round_word=ROUNDS[board.round.code],
        category_word=category_word(board.round.category),
    )


@bp.get("/assignments/<uuid:round_id>/check")
@needs(Action.ASSIGN)
def assignment_check(round_id: UUID) -> Page:
    """Before many are proposed: what will change, what exists already, what cannot and why."""
    files, reviewers = list_chosen_ids("file")[:500], list_chosen_ids("reviewer")[:100]
    if not files or not reviewers:
        flash(gettext("Choose at least one nomination and one reviewer."), "warning")
        return redirect(url_for("secretariat.assignments", round=round_id))
    return _render_check(round_id, check_pairs(work(), round_id, product(files, reviewers)))


def _render_check(round_id: UUID, checked: list[CheckedPair], wrong: Invalid | None = None) -> str:
    return render_template(
        "secretariat/assignment_check.html", round_id=round_id, words=WORDS, evidence=evidence(),
        will=[pair for pair in checked if pair.verdict.refusal is None],
        same=[pair for pair in checked if pair.verdict.bar is Bar.ALREADY],
        cannot=[pair for pair in checked if pair.verdict.refusal not in (None, Bar.ALREADY)],
        reason=request.form.get("reason", ""), errors=list_errors(wrong) if wrong else [],
    )


@bp.post("/assignments/<uuid:round_id>")
@needs(Action.ASSIGN)
def propose(round_id: UUID) -> Page:
    """Propose the pairs that were ticked; each is sent as `<nomination>.<reviewer>`."""
    pairs = []
    for value in request.form.getlist("pair"):
        nomination_id, _, reviewer_id = value.partition(".")
        try:
            pairs.append((UUID(nomination_id), UUID(reviewer_id)))
        except ValueError:
            continue
    try:
        outcome = propose_pairs(work(), round_id, pairs, request.form.get("reason", ""))
    except Invalid as wrong:
        return _render_check(round_id, check_pairs(work(), round_id, pairs), wrong), 422
    flash(ngettext("%(num)s assignment is proposed.", "%(num)s assignments are proposed.", outcome.made), "success")
    if outcome.refused or outcome.same:
        left = len(outcome.refused) + outcome.same
        flash(ngettext(
            "%(num)s assignment stays as it was.",
            "%(num)s assignments stay as they were.", left,
        ), "warning")
    return redirect(url_for("secretariat.assignments", round=round_id))


@bp.get("/assignments/<uuid:round_id>/<uuid:nomination_id>/<uuid:reviewer_id>")
@needs(Action.ASSIGN)
def assignment(round_id: UUID, nomination_id: UUID, reviewer_id: UUID) -> str:
    """One file and one reviewer: their state, the evidence, and what can be done."""
    return _render_cell(round_id, nomination_id, reviewer_id)


@bp.post("/assignments/<uuid:round_id>/<uuid:nomination_id>/<uuid:reviewer_id>")
@needs(Action.ASSIGN)
def assign(round_id: UUID, nomination_id: UUID, reviewer_id: UUID) -> Page:
    """Propose this one."""
    try:
        outcome = propose_pairs(work(), round_id, [(nomination_id, reviewer_id)], request.form.get("reason", ""))
    except Invalid as wrong:
        return _render_cell(round_id, nomination_id, reviewer_id, wrong), 422
    if outcome.made:
        flash(gettext("The assignment is proposed. The reviewer sees it after you publish the assignments."), "success")
    for *_, why in outcome.refused:
        flash(str(WORDS[why]), "error")
    if outcome.same:
        flash(str(BARS[Bar.ALREADY]), "info")
    return redirect(url_for("secretariat.assignments", round=round_id))


@bp.post("/assignments/<uuid:round_id>/<uuid:nomination_id>/<uuid:reviewer_id>/remove")
@needs(Action.ASSIGN)
def remove_assignment(round_id: UUID, nomination_id: UUID, reviewer_id: UUID) -> Page:
    """Take the file from the reviewer; where another one is named, propose it to them."""
    reason, by = request.form.get("reason", ""), list_chosen_ids("by")
    try:
        if request.form.get("act") == "replace":
            replace_reviewer(work(), round_id, nomination_id, reviewer_id, by[0] if by else None, reason)
            message = gettext("Another reviewer is proposed in their place.")
        else:
            remove_pair(work(), round_id, nomination_id, reviewer_id, reason)
            message = gettext("The nomination is no longer assigned to this reviewer.")
    except Invalid as wrong:
        return _render_cell(round_id, nomination_id, reviewer_id, wrong), 422
    flash(message, "success")
    return redirect(url_for("secretariat.assignments", round=round_id))


def _render_cell(round_id: UUID, nomination_id: UUID, reviewer_id: UUID, wrong: Invalid | None = None) -> str:
    cell, others = load_cell(work(), round_id, nomination_id, reviewer_id)
    return render_template(
        "secretariat/assignment.html", cell=cell, round_id=round_id, others=others, cells=CELLS, words=WORDS,
        aside=conflicts.load_recusal(work(), nomination_id, reviewer_id), evidence=evidence(), signed=signed_number,
        weighed=pair_values.load_pair_value(work(), round_id, nomination_id, reviewer_id), reason_word=reason_word,
        reason=request.form.get("reason", ""), by=request.form.get("by", ""),
        errors=list_errors(wrong) if wrong else [],
    )


@bp.get("/assignments/<uuid:round_id>/publication")
@needs(Action.PUBLISH)
def publication(round_id: UUID) -> str:
    """Before publishing: who gets how many, what is held back, which files have too few reviewers."""
    publication = load_publication(work(), round_id)
    return render_template(
        "secretariat/publication.html", publication=publication, bars=BARS, round_word=ROUNDS[publication.round.code],
        category_word=category_word(publication.round.category),
    )


@bp.post("/assignments/<uuid:round_id>/publication")
@needs(Action.PUBLISH)
def publish(round_id: UUID) -> Response:
    """Publish the assignments."""
    count = publish_assignments(work(), round_id)
    flash(ngettext("%(num)s assignment is published.", "%(num)s assignments are published.", count), "success")
    return redirect(url_for("secretariat.assignments", round=round_id))
