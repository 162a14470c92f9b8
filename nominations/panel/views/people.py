"""People and their roles, invitations, and profiles of reviewers."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.accounts.queries.people import list_role_holders, load_reviewer
from nominations.accounts.services import roles
from nominations.core.language import gettext
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import GRANTED, Action, Role
from nominations.core.texts.people import ROLES
from nominations.core.texts.problems import describe_problems
from nominations.panel.queries.invitations import list_invitations
from nominations.panel.services import invitations, reviewer_profiles
from nominations.panel.texts import INVITATION_STATES
from nominations.panel.views.profile_form import profile_form, read_profile
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition_id, work

Page = str | tuple[str, int] | Response


_PROBLEMS = {
    "held_already": _l("This person already has this role."),
    "last_head": _l("There must be a head of the secretariat. Give this role to someone else first."),
}


@bp.get("/people")
@needs(Action.SEE_PEOPLE)
def people() -> str:
    """Everybody who holds a role, and those who did."""
    return _page()


@bp.post("/people")
@needs(Action.MANAGE_PEOPLE)
def grant_role() -> Page:
    """Give a role to an address; where nominations close to the person with it, first ask for a confirmation."""
    typed = {key: request.form.get(key, "") for key in ("email", "name", "role", "language")}
    role = Role(typed["role"]) if typed["role"] in {item.value for item in GRANTED} else Role.VISITOR
    try:
        roles.grant_role(
            work(), edition_id(), typed["email"], typed["name"], role, language=typed["language"],
            closing=request.form.get("closing", 0, type=int),
        )
    except Invalid as wrong:
        return _page(wrong, **typed), 422
    except roles.NominationsClose as closed:
        return render_template(
            "secretariat/grant_role.html", held=typed, role_word=ROLES[role], closing=closed.count
        ), 422
    flash(gettext("The role is given. We are emailing the person."), "success")
    return redirect(url_for("secretariat.people"))


@bp.post("/people/invitations")
@needs(Action.INVITE)
def invite_reviewer() -> Page:
    """Ask somebody to review."""
    typed = {key: request.form.get(f"invite_{key}", "") for key in ("email", "name", "language")}
    try:
        invitations.invite_person(work(), edition_id(), typed["email"], typed["name"], language=typed["language"])
    except Invalid as wrong:
        problems = Invalid(**{f"invite_{field}": problem for field, problem in wrong.problems.items()})
        return _page(problems, **{f"invite_{key}": value for key, value in typed.items()}), 422
    flash(gettext("We are sending the invitation."), "success")
    return redirect(url_for("secretariat.people") + "#invited", code=303)


@bp.post("/people/invitations/<uuid:invitation_id>/withdraw")
@needs(Action.INVITE)
def withdraw_invitation(invitation_id: UUID) -> Response:
    """Withdraw an invitation."""
    invitations.withdraw_invitation(work(), edition_id(), invitation_id)
    flash(gettext("The invitation is cancelled. Its link no longer works."), "success")
    return redirect(url_for("secretariat.people") + "#invited", code=303)


@bp.post("/people/<uuid:grant_id>/end")
@needs(Action.MANAGE_PEOPLE)
def revoke_role(grant_id: UUID) -> Page:
    """End a role."""
    try:
        roles.revoke_role(work(), edition_id(), grant_id)
    except Invalid as wrong:
        return _page(wrong), 422
    flash(gettext("The role has ended."), "success")
    return redirect(url_for("secretariat.people"))


@bp.get("/people/<uuid:account_id>/profile")
@needs(Action.SEE_PEOPLE)
def reviewer_profile(account_id: UUID) -> str:
    """The profile of a reviewer."""
    return _profile(account_id)


@bp.post("/people/<uuid:account_id>/profile")
@needs(Action.MANAGE_PEOPLE)
def save_reviewer_profile(account_id: UUID) -> Page:
    """Save it."""
    try:
        reviewer_profiles.describe_reviewer(work(), edition_id(), account_id, read_profile())
    except Invalid as wrong:
        return _profile(account_id, wrong), 422
    flash(gettext("Saved."), "success")
    return redirect(url_for("secretariat.people"))


def _profile(account_id: UUID, wrong: Invalid | None = None) -> str:
    account, profile = load_reviewer(work().session, edition_id(), account_id)
    return render_template("secretariat/reviewer_profile.html", person=account, **profile_form(profile, wrong))


def _errors(wrong: Invalid | None) -> list[tuple[str, str]]:
    return list(describe_problems(wrong, _PROBLEMS).items()) if wrong else []


def _page(wrong: Invalid | None = None, **given: str) -> str:
    held = {"email": "", "name": "", "role": "", "language": "en", "invite_email": "", "invite_name": "",
            "invite_language": "en"} | given
    return render_template(
        "secretariat/people.html",
        invited=list_invitations(work(), edition_id()),
        now=work().now,
        standings=INVITATION_STATES,
        held=held,
        errors=_errors(wrong),
        rows=list_role_holders(work().session, edition_id()),
        role_words=ROLES,
        granted=[(role.value, ROLES[role]) for role in GRANTED],
    )
