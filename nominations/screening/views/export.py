"""Exports as CSV or XLSX: the list as it is filtered, and the register of eligibility."""

from flask import Response, g

from nominations.core.language import current_language, gettext
from nominations.core.rules.vocabulary import Action
from nominations.core.texts.states import STATES
from nominations.documents.reports.table_formats import WRITERS, Rows, write_table
from nominations.documents.reports.tables import Cell, SheetColumn
from nominations.files.adapters.file_names import content_disposition
from nominations.screening.queries import nomination_list
from nominations.screening.queries.nomination_list import Row
from nominations.screening.reports import eligibility_register
from nominations.screening.texts import ELIGIBILITY
from nominations.screening.views import listing
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.countries import country_name
from nominations.web.request import edition, edition_id, work


@bp.get("/nominations.<any(csv,xlsx):form>")
@needs(Action.EXPORT)
def export(form: str) -> Response:
    """All rows of the filter, in its order, with the columns of the table."""
    columns = (
        SheetColumn(gettext("Reference"), 18), SheetColumn(gettext("Title"), 50), SheetColumn(gettext("Owner"), 28),
        SheetColumn(gettext("Category"), 16), SheetColumn(gettext("Countries"), 30),
        SheetColumn(gettext("Language"), 14),
        SheetColumn(gettext("State"), 14), SheetColumn(gettext("Eligibility"), 24),
        SheetColumn(gettext("Reviews submitted"), 12),
        SheetColumn(gettext("Reviews assigned"), 12), SheetColumn(gettext("Unread messages"), 12),
        SheetColumn(gettext("Last activity (UTC)"), 20),
    )
    rows = nomination_list.list_rows(work(), edition_id(), listing.read_address())
    return send_table(form, gettext("Nominations"), columns, (_cells(row) for row in rows))


@bp.get("/eligibility.<any(csv,xlsx):form>")
@needs(Action.EXPORT)
def register(form: str) -> Response:
    """The register of eligibility of the same list."""
    return send_table(form, gettext("Register of eligibility"), *eligibility_register.list_entries(
        work(), edition_id(), listing.read_address()
    ).for_spreadsheet())


def send_table(form: str, title: str, columns: tuple[SheetColumn, ...], rows: Rows) -> Response:
    """A table as a download; it is complete before it is sent, so that a slow reader holds no connection."""
    blocks = list(write_table(form, title, columns, rows, g.now))
    response = Response(blocks, content_type=WRITERS[form])
    response.headers["Content-Length"] = str(sum(map(len, blocks)))
    response.headers["Content-Disposition"] = content_disposition(f"{edition().code} {title}.{form}")
    return response


def _cells(row: Row) -> tuple[Cell, ...]:
    eligibility = str(ELIGIBILITY[row.eligibility][0]) if row.eligibility else ""
    return (
        row.reference, row.title, row.owner, _category(row), _countries(row), listing.language_word(row.language),
        str(STATES[row.state][0]), eligibility, row.reviews, row.reviewers, row.unread, row.changed_at,
    )


def _category(row: Row) -> str:
    return edition().category(row.category).label.in_(current_language())


def _countries(row: Row) -> str:
    return ", ".join(country_name(code) for code in row.countries)
