"""Saving while somebody writes: the whole section at once, with the version it was read at, answered in JSON."""

from uuid import UUID

from flask import g, request
from werkzeug.wrappers import Response

from nominations.core.language import format_time
from nominations.core.rules.errors import ChangedElsewhere, InUse, Invalid, Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.nominations.services import answers
from nominations.nominations.texts import errors
from nominations.nominations.views import form_fields
from nominations.nominations.views.sections import section_form
from nominations.web import sessions
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, work

Answer = dict[str, object] | tuple[dict[str, object], int] | Response


@bp.post("/<uuid:nomination_id>/sections/<section>/autosave")
@needs(Action.EDIT)
def autosave(nomination_id: UUID, section: str) -> Answer:
    """200 with the new version; 409 and why: `clash`, `held`, `late`; 422 with what cannot be stored."""
    copy = section_form.copy_of(nomination_id)
    part = section_form.section_of(copy, section)
    typed = form_fields.read(part, request.form)
    try:
        saved = answers.save(
            work(), nomination_id, section, typed, version=section_form.version_read(), done=section_form.is_done(),
            only=section_form.list_questions_sent(part),
        )
    except Invalid as wrong:
        return {"kind": "refused", "errors": errors(wrong)}, 422
    except InUse as held:
        return {"kind": "held", "by": held.by, "until": held.until.isoformat()}, 409
    except ChangedElsewhere:
        return {"kind": "clash"}, 409
    except Refused as no:
        if no.reason not in (Refusal.TOO_LATE, Refusal.WRONG_STATE):
            raise
        return {"kind": "late"}, 409
    understood = form_fields.list_understood(part, request.form)
    return {
        "saved": format_time(saved.saved_at, edition().zone), "version": saved.version,
        "ends": sessions.session_end_text(g.now),
    } | ({"understood": understood} if understood else {})
