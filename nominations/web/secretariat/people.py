"""People and their roles: who holds what, what reviewers say of themselves."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.domain.errors import Invalid
from nominations.domain.vocabulary import GRANTED, Action, Role
from nominations.language import gettext
from nominations.queries import people as query
from nominations.services import people as use_case
from nominations.terms import ROLES
from nominations.web.access import needs
from nominations.web.countries import country_choices
from nominations.web.request import edition_id, work
from nominations.web.secretariat import bp

Page = str | tuple[str, int] | Response
LEVELS = ("native", "fluent", "reading")


def _sentences() -> dict[str, str]:
    return {
        "not_email": gettext("Enter a mail address like name@example.org."),
        "refused_characters": gettext("This holds characters that cannot be stored. Type it again."),
        "too_long": gettext("Use %(most)s characters or fewer."),
        "not_an_option": gettext("Choose one of the list."),
        "held_already": gettext("This person holds that role already."),
        "applies_here": gettext("This person has a nomination in this edition and cannot judge in it."),
        "last_head": gettext("There must be a head. Name another one first."),
    }


@bp.get("/people")
@needs(Action.SEE_PEOPLE)
def people() -> str:
    """Everybody who holds a role, and those who did."""
    return _page()


@bp.post("/people")
@needs(Action.MANAGE_PEOPLE)
def grant_role() -> Page:
    """Give a role to an address."""
    given = {key: request.form.get(key, "") for key in ("email", "name", "role", "language")}
    role = Role(given["role"]) if given["role"] in {each.value for each in GRANTED} else Role.VISITOR
    try:
        use_case.grant(work(), edition_id(), given["email"], given["name"], role, language=given["language"])
    except Invalid as wrong:
        return _page(wrong, **given), 422
    flash(gettext("The role is given, and a letter tells of it."), "success")
    return redirect(url_for("secretariat.people"))


@bp.post("/people/<uuid:grant_id>/end")
@needs(Action.MANAGE_PEOPLE)
def revoke_role(grant_id: UUID) -> Page:
    """Take a role away."""
    try:
        use_case.revoke(work(), edition_id(), grant_id)
    except Invalid as wrong:
        return _page(wrong), 422
    flash(gettext("The role has ended."), "success")
    return redirect(url_for("secretariat.people"))


@bp.get("/people/<uuid:account_id>/profile")
@needs(Action.SEE_PEOPLE)
def reviewer_profile(account_id: UUID) -> str:
    """What finds conflicts and suits files to a reviewer."""
    account, profile = query.reviewer(work().session, edition_id(), account_id)
    return render_template(
        "secretariat/reviewer_profile.html", person=account, profile=profile, countries=country_choices(),
        levels=_levels(), errors=[],
    )


@bp.post("/people/<uuid:account_id>/profile")
@needs(Action.MANAGE_PEOPLE)
def save_reviewer_profile(account_id: UUID) -> Page:
    """Save it."""
    form = request.form
    known = {code for code, _name in country_choices()}
    institutions = [line.strip() for line in form.get("institutions", "").splitlines() if line.strip()]
    most = form.get("most_files", "").strip()
    use_case.describe(
        work(), edition_id(), account_id,
        nationalities=[code for code in form.getlist("nationalities") if code in known],
        country=form.get("country", "") if form.get("country", "") in known else "",
        institutions=institutions[:20],
        languages={key: form.get(f"language-{key}", "") for key in ("ar", "en", "fr")
                   if form.get(f"language-{key}", "") in LEVELS},
        most_files=int(most) if most.isascii() and most.isdigit() and len(most) < 5 else None,
    )
    flash(gettext("Saved."), "success")
    return redirect(url_for("secretariat.people"))


def _levels() -> list[tuple[str, str]]:
    return [("native", gettext("native")), ("fluent", gettext("fluent")), ("reading", gettext("reading"))]


def _page(wrong: Invalid | None = None, **given: str) -> str:
    sentences = _sentences()
    errors = [(field, sentences[code] % params) for field, (code, params) in wrong.problems.items()] if wrong else []
    held = {"email": "", "name": "", "role": "", "language": "en"} | given
    return render_template(
        "secretariat/people.html", held=held, errors=errors, rows=query.held(work().session, edition_id()),
        role_words=ROLES, granted=[(role.value, ROLES[role]) for role in GRANTED],
    )
