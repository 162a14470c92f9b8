"""The mail of the edition: what was written, what was sent, what went wrong."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import gettext
from nominations.core.rules.vocabulary import Action, LetterState
from nominations.mail.queries import outbox as query
from nominations.mail.services import letters as services
from nominations.mail.texts import LETTER_KINDS, LETTER_STATES
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition_id, work
from nominations.web.request_values import number_of


@bp.get("/letters")
@needs(Action.SEE_LETTERS)
def letters() -> str:
    """The outbox, the newest letter first."""
    kept: dict[str, Any] = {key: request.args[key] for key in ("state", "template", "q") if request.args.get(key)}
    page = number_of(request.args.get("page")) or 1
    found = query.letters(work(), edition_id(), page=page, **kept)
    return render_template(
        "secretariat/letters.html", outbox=found,
        template_choices=[(each, str(LETTER_KINDS[each])) for each in found.templates],
        kept=kept, page_number=page, chips=_chips(found, kept),
        previous=url_for(".letters", page=page - 1, **kept) if page > 1 else None,
        next=url_for(".letters", page=page + 1, **kept) if page < found.pages else None,
    )


@bp.get("/letters/<uuid:letter_id>")
@needs(Action.SEE_LETTERS)
def letter(letter_id: UUID) -> str:
    """One letter as its reader gets it; a code or a private link is not shown."""
    found, reference = query.letter(work(), edition_id(), letter_id)
    return render_template("secretariat/letter.html", letter=found, reference=reference)


@bp.post("/letters/<uuid:letter_id>/again")
@needs(Action.SEND_AGAIN)
def send_again(letter_id: UUID) -> Response:
    """Try a failed letter once more."""
    services.send_again(work(), edition_id(), letter_id)
    flash(gettext("The email is waiting to be sent again."), "success")
    return redirect(url_for(".letter", letter_id=letter_id), 303)


def _chips(found: query.Outbox, kept: dict[str, Any]) -> list[tuple[str, int, str, bool]]:
    others = {key: value for key, value in kept.items() if key != "state"}
    everything = (gettext("All"), sum(found.by_state.values()), url_for(".letters", **others), "state" not in kept)
    return [everything] + [
        (str(LETTER_STATES[state][0]), found.by_state[state], url_for(".letters", state=state.value, **others),
         kept.get("state") == state)
        for state in LetterState if state in found.by_state
    ]
