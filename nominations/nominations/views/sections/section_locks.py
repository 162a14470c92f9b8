"""Who is where and who writes: requests of an open page, and asking for a section or handing it on."""

from uuid import UUID

from flask import flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import current_language, gettext
from nominations.core.rules.vocabulary import Action
from nominations.nominations.queries.presence import list_others, load_turn
from nominations.nominations.services import section_locks
from nominations.nominations.views.sections import section_form
from nominations.web import sessions
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import work


@bp.post("/<uuid:nomination_id>/sections/<section>/presence")
@needs(Action.VIEW)
def presence(nomination_id: UUID, section: str) -> dict[str, object]:
    """Note that the page is open, which it reports every half minute; the answer says who else is there."""
    section_locks.record_presence(work(), nomination_id, section, typing="typing" in request.form)
    copy = section_form.copy_of(nomination_id)
    titles = {item.key: item.title.in_(current_language()) for item in copy.category.sections}
    turn = load_turn(work(), nomination_id, section)
    return {
        "others": [
            gettext("%(name)s is in the section “%(section)s”.", name=name, section=titles.get(key, key))
            for name, key in list_others(work(), nomination_id)
        ],
        "held": turn.by if turn and not turn.mine else None,
        "asked": turn.asked_by if turn and turn.mine else None,
        "ends": sessions.session_end_text(g.now),
    }


@bp.post("/<uuid:nomination_id>/sections/<section>/ask")
@needs(Action.EDIT)
def ask_for_turn(nomination_id: UUID, section: str) -> Response:
    """Ask the person who writes here to hand the section on."""
    section_locks.ask_for_section(work(), nomination_id, section)
    turn = load_turn(work(), nomination_id, section)
    if turn is not None and not turn.mine:
        flash(gettext("Your request appears on the page of the person who is writing. The section becomes free at the "
                      "latest two minutes after their last keystroke."), "info")
    return redirect(url_for("applicant.section", nomination_id=nomination_id, section=section), 303)


@bp.post("/<uuid:nomination_id>/sections/<section>/hand-on")
@needs(Action.EDIT)
def hand_on_turn(nomination_id: UUID, section: str) -> Response:
    """Hand the section to the person who asked."""
    section_locks.hand_on_section(work(), nomination_id, section)
    return redirect(url_for("applicant.section", nomination_id=nomination_id, section=section), 303)
