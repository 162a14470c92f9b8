"""The declaration that opens a nomination to a reviewer, and the list of one's own declarations."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.conflicts.queries import findings, own_declarations
from nominations.conflicts.rules import Hint
from nominations.conflicts.services.declarations import declare_interest
from nominations.conflicts.texts import CONFLICT_ANSWERS, CONFLICT_STATES, SIGNS, errors_of
from nominations.core.language import current_language, gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action, ConflictAnswer, Sign
from nominations.editions.rules.display import show_names
from nominations.rounds.queries import assigned_files, english_versions
from nominations.web.areas.reviewer import bp
from nominations.web.authorization import needs
from nominations.web.countries import country_name
from nominations.web.request import edition, edition_id, work

Page = str | tuple[str, int] | Response


@bp.get("/files/<uuid:nomination_id>/declaration")
@needs(Action.DECLARE)
def declaration(nomination_id: UUID) -> str:
    """The people of a nomination, and the question whether one has an interest in it."""
    return _gate(nomination_id)


@bp.post("/files/<uuid:nomination_id>/declaration")
@needs(Action.DECLARE)
def declare(nomination_id: UUID) -> Page:
    """Answer it; the newest answer counts."""
    typed = {name: request.form.get(name, "") for name in ("answer", "kind", "words")}
    try:
        chosen = declare_interest(work(), nomination_id, **typed, language=current_language())
    except Invalid as wrong:
        return _gate(nomination_id, wrong, typed), 422
    if chosen is ConflictAnswer.NONE:
        return redirect(url_for("reviewer.file", nomination_id=nomination_id), code=303)
    if chosen is ConflictAnswer.POSSIBLE:
        flash(gettext(
            "We have informed the secretariat. You cannot open the nomination before the secretariat decides."
        ), "success")
    else:
        flash(gettext("You have recused yourself from this nomination. We have informed the secretariat."), "success")
    return redirect(url_for("reviewer.desk"), code=303)


@bp.get("/declarations")
@needs(Action.SEE_DESK)
def declarations() -> str:
    """One's own declarations, by reference only."""
    return render_template(
        "reviewer/declarations.html",
        rows=own_declarations.list_declarations(work(), edition_id()),
        answers=CONFLICT_ANSWERS,
        states=CONFLICT_STATES,
    )


def _gate(nomination_id: UUID, wrong: Invalid | None = None, typed: dict[str, str] | None = None) -> str:
    here = work()
    held = assigned_files.load_assigned(here, nomination_id, to=Action.DECLARE)
    before = own_declarations.newest_declaration(here.session, held.assignment.id)
    stored = {"answer": before.answer, "kind": before.kind or "", "words": before.words} if before else {}
    handed_in = assigned_files.load_submission(here, held.nomination)
    form = held.category
    return render_template(
        "reviewer/declaration.html",
        held=held,
        question=edition().conflict,
        before=before,
        given={"answer": "", "kind": "", "words": ""} | stored | (typed or {}),
        errors=errors_of(wrong),
        named=show_names(form, handed_in.answers, current_language(), here.actor.role.value, country=country_name),
        hints=[_describe_hint(hint) for hint in findings.list_own_hints(here, form, nomination_id)],
        found=findings.has_open_finding(here, nomination_id),
        english_title=english_versions.load_title(here, held),
        countries=assigned_files.list_countries(here.session, nomination_id),
        country_name=country_name,
        states=CONFLICT_STATES,
    )


def _describe_hint(hint: Hint) -> tuple[str, str]:
    """The name of the sign, and what both have in common."""
    is_country = hint.sign in (Sign.NATIONALITY, Sign.RESIDENCE)
    return str(SIGNS[hint.sign]), country_name(hint.shared) if is_country else hint.shared
