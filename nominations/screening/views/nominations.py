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
    wanted = listing.read_address()
    parameters: dict[str, Any] = wanted.query
    table = nomination_list.load_page(work(), edition_id(), wanted)
    return render_template(
        "secretariat/nominations.html", table=table, asked=wanted, columns=listing.columns(wanted),
        chips=listing.chips(wanted, table), pages=listing.pages(wanted, table),
        choices=listing.choices(edition(), table.countries),
        exports=[(form.upper(), url_for(".export", form=form, **parameters)) for form in ("csv", "xlsx")],
        registers=[(form.upper(), url_for(".register", form=form, **parameters)) for form in ("csv", "xlsx")],
    )
