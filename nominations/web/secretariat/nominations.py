"""The table of all nominations, and its exports as shown."""

from flask import render_template, url_for

from nominations.domain.vocabulary import Action
from nominations.queries import table
from nominations.web.access import needs
from nominations.web.request import edition, edition_id, work
from nominations.web.secretariat import bp, listing


@bp.get("/nominations")
@needs(Action.LIST)
def nominations() -> str:
    """One page of the table, as the address asks for it."""
    asked = listing.asked()
    found = table.page(work(), edition_id(), asked)
    return render_template(
        "secretariat/nominations.html", table=found, asked=asked, columns=listing.columns(asked),
        chips=listing.chips(asked, found), pages=listing.pages(asked, found),
        choices=listing.choices(edition(), found.countries),
        exports=[(form.upper(), url_for(".export", form=form, **asked.query)) for form in ("csv", "xlsx")],
        registers=[(form.upper(), url_for(".register", form=form, **asked.query)) for form in ("csv", "xlsx")],
    )
