"""The pages of the outbox: the letters of the edition, and sending a failed one again."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.core.language import gettext
from nominations.core.rules.vocabulary import Action, LetterState
from nominations.mail.queries.outbox import Outbox, list_letters, load_letter
from nominations.mail.services.letters import retry_letter
from nominations.mail.texts import LETTER_KINDS, LETTER_STATES
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition_id, work
from nominations.web.request_values import parse_version_number


@bp.get("/letters")
@needs(Action.SEE_LETTERS)
def letters() -> str:
    """The outbox, the newest letter first."""
    kept: dict[str, Any] = {key: request.args[key] for key in ("state", "template", "q") if request.args.get(key)}
    page = parse_version_number(request.args.get("page")) or 1
    outbox_page = list_letters(work(), edition_id(), page=page, **kept)
    return render_template(
        "secretariat/letters.html", outbox=outbox_page,
        template_choices=[(name, str(LETTER_KINDS[name])) for name in outbox_page.templates],
        kept=kept, page_number=page, chips=_chips(outbox_page, kept),
        previous=url_for(".letters", page=page - 1, **kept) if page > 1 else None,
        next=url_for(".letters", page=page + 1, **kept) if page < outbox_page.pages else None,
    )


@bp.get("/letters/<uuid:letter_id>")
@needs(Action.SEE_LETTERS)
def letter(letter_id: UUID) -> str:
    """One letter as its reader gets it; a code or a private link is not shown."""
    shown_letter, reference = load_letter(work(), edition_id(), letter_id)
    return render_template("secretariat/letter.html", letter=shown_letter, reference=reference)


@bp.post("/letters/<uuid:letter_id>/again")
@needs(Action.SEND_AGAIN)
def send_again(letter_id: UUID) -> Response:
    """Try a failed letter once more."""
    retry_letter(work(), edition_id(), letter_id)
    flash(gettext("The email is waiting to be sent again."), "success")
    return redirect(url_for(".letter", letter_id=letter_id), 303)


def _chips(outbox_page: Outbox, kept: dict[str, Any]) -> list[tuple[str, int, str, bool]]:
    others = {key: value for key, value in kept.items() if key != "state"}
    everything = (
        gettext("All"), sum(outbox_page.by_state.values()), url_for(".letters", **others), "state" not in kept
    )
    return [everything] + [
        (str(LETTER_STATES[state][0]), outbox_page.by_state[state], url_for(".letters", state=state.value, **others),
         kept.get("state") == state)
        for state in LetterState if state in outbox_page.by_state
    ]
