"""Who is where, and whose turn it is to write: what an open page says of itself, and asks."""

from uuid import UUID

from flask import flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import current_language, gettext
from nominations.core.rules.vocabulary import Action
from nominations.nominations.queries import presence as together
from nominations.nominations.services import section_locks as use_cases
from nominations.nominations.views.sections import section_form
from nominations.web import sessions
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import work


@bp.post("/<uuid:nomination_id>/sections/<section>/presence")
@needs(Action.VIEW)
def presence(nomination_id: UUID, section: str) -> dict[str, object]:
    """An open page says every half minute that it is there, and hears who else is."""
    use_cases.be_seen(work(), nomination_id, section, typing="typing" in request.form)
    copy = section_form.copy_of(nomination_id)
    titles = {each.key: each.title.in_(current_language()) for each in copy.category.sections}
    found = together.turn(work(), nomination_id, section)
    return {
        "others": [
            gettext("%(name)s is in the section “%(section)s”.", name=name, section=titles.get(key, key))
            for name, key in together.others(work(), nomination_id)
        ],
        "held": found.by if found and not found.mine else None,
        "asked": found.asked_by if found and found.mine else None,
        "ends": sessions.own_end(g.now),
    }


@bp.post("/<uuid:nomination_id>/sections/<section>/ask")
@needs(Action.EDIT)
def ask_for_turn(nomination_id: UUID, section: str) -> Response:
    """Ask whoever writes here to hand it on."""
    use_cases.ask(work(), nomination_id, section)
    found = together.turn(work(), nomination_id, section)
    if found is not None and not found.mine:
        flash(gettext("Your request appears on the page of the person who is writing. The section becomes free at the "
                      "latest two minutes after their last keystroke."), "info")
    return redirect(url_for("applicant.section", nomination_id=nomination_id, section=section), 303)


@bp.post("/<uuid:nomination_id>/sections/<section>/hand-on")
@needs(Action.EDIT)
def hand_on_turn(nomination_id: UUID, section: str) -> Response:
    """Let whoever asked write here."""
    use_cases.hand_on(work(), nomination_id, section)
    return redirect(url_for("applicant.section", nomination_id=nomination_id, section=section), 303)
