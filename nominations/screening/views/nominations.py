"""The table of all nominations, and its exports as shown."""

from typing import Any

from flask import render_template, url_for

from nominations.core.rules.vocabulary import Action
from nominations.screening.queries import nomination_list
from nominations.screening.views import listing
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, edition_id, work


@bp.get("/nominations")
@needs(Action.LIST)
def nominations() -> str:
    """One page of the table, as the address asks for it."""
    asked = listing.asked()
    kept: dict[str, Any] = asked.query
    found = nomination_list.page(work(), edition_id(), asked)
    return render_template(
        "secretariat/nominations.html", table=found, asked=asked, columns=listing.columns(asked),
        chips=listing.chips(asked, found), pages=listing.pages(asked, found),
        choices=listing.choices(edition(), found.countries),
        exports=[(form.upper(), url_for(".export", form=form, **kept)) for form in ("csv", "xlsx")],
        registers=[(form.upper(), url_for(".register", form=form, **kept)) for form in ("csv", "xlsx")],
    )
