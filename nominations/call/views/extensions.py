"""More time for one nomination: the second form of the closing date's page."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.call.services import deadlines as services
from nominations.call.texts import problems
from nominations.call.views.deadline import page
from nominations.core.language import gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.text import typed
from nominations.core.rules.vocabulary import Action
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, edition_id, work


@bp.post("/deadline/extensions")
@needs(Action.EXTEND_ONE)
def extend_one() -> Response | tuple[str, int]:
    """Give it; the owner is told."""
    given = request.form
    reference = given.get("extended_reference", "")
    try:
        found = policy_facts.by_reference(work(), edition_id(), reference, to=Action.EXTEND_ONE)
        if found is None:
            raise Invalid(extended_reference="no_such_reference" if reference.strip() else "missing")
        until = typed.parse_instant(
            "until_day", given.get("until_day", ""), "until_time", given.get("until_time", ""), edition().zone
        )
        services.extend_one(work(), found, until, given.get("extension_reason", ""))
    except Invalid as no:
        return page(more={"one": given, "one_problem": problems(no)}), 422
    flash(gettext(
        "The deadline for %(reference)s is extended. We are emailing its owner.",
        reference=reference.strip(),
    ), "success")
    return redirect(url_for(".deadline"), 303)
