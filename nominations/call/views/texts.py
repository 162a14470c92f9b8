"""The pages of an edition's texts, and of who may do what."""

from flask import abort, render_template

from nominations.core.language import current_language
from nominations.core.rules.policy import POLICY
from nominations.core.rules.vocabulary import Role
from nominations.core.texts.actions import ACTIONS
from nominations.core.texts.people import ROLES
from nominations.editions.queries import editions
from nominations.editions.rules.article import parse_article
from nominations.web.areas.public import bp
from nominations.web.authorization import open_to_all
from nominations.web.request import edition, edition_id, work


@bp.get("/<edition:edition>/texts/<key>")
@open_to_all
def text(key: str) -> str:
    """One text of the edition, with its version."""
    try:
        edition_text = edition().text(key)
    except KeyError:
        abort(404)
    return render_template(
        "public/text.html", text=edition_text, blocks=parse_article(edition_text.body.in_(current_language())),
        closing=editions.load_closing(work().session, edition_id()),
    )


@bp.get("/<edition:edition>/who-may-do-what")
@open_to_all
def permissions() -> str:
    """The table of roles and actions, made from the policy itself, so that it cannot differ from what is enforced."""
    roles = [role for role in Role if role is not Role.VISITOR]
    rows = [(ACTIONS[action], [role in allowed for role in roles]) for action, allowed in POLICY.items()]
    return render_template("public/permissions.html", rows=rows, heads=[ROLES[role] for role in roles])
