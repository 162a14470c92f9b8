"""Extends the deadline of one nomination: the second form on the page of the deadline."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.call.services.deadlines import extend_nomination
from nominations.call.texts import describe_deadline_problems
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
    """Extend the deadline of one nomination; its owner gets a letter."""
    form = request.form
    reference = form.get("extended_reference", "")
    try:
        nomination_id = policy_facts.find_by_reference(work(), edition_id(), reference, to=Action.EXTEND_ONE)
        if nomination_id is None:
            raise Invalid(extended_reference="no_such_reference" if reference.strip() else "missing")
        until = typed.parse_instant(
            "until_day", form.get("until_day", ""), "until_time", form.get("until_time", ""), edition().zone
        )
        extend_nomination(work(), nomination_id, until, form.get("extension_reason", ""))
    except Invalid as error:
        return page(more={"one": form, "one_problem": describe_deadline_problems(error)}), 422
    flash(gettext(
        "The deadline for %(reference)s is extended. We are emailing its owner.",
        reference=reference.strip(),
    ), "success")
    return redirect(url_for(".deadline"), 303)
