"""Certificates of service, which the head has made for reviewers."""

from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from nominations.core.language import current_language, gettext
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.reviewing.services import certificates
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import work


@bp.post("/people/<uuid:account_id>/certificate")
@needs(Action.CERTIFY)
def certify(account_id: UUID) -> Response:
    """Have the certificate of a reviewer's service made, in the reader's language; the reviewer fetches it."""
    try:
        certificates.certify(work(), account_id, language=current_language())
    except Refused as no:
        if no.reason is not Refusal.TOO_EARLY:
            raise
        flash(gettext(
            "This reviewer has not submitted any review that counts, so there is nothing to certify yet."
        ), "warning")
    else:
        flash(gettext("The certificate is being made. The reviewer can then download it from their page."), "success")
    return redirect(url_for("secretariat.people"), 303)
