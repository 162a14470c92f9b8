"""The ledger: the newest records, the check of the whole chain, and the records as CSV."""

from typing import Any

from flask import Response, render_template, request, url_for

from nominations.core.language import gettext
from nominations.core.queries import ledger_chain
from nominations.core.rules.vocabulary import Action, Role
from nominations.core.texts.ledger import FAULTS, act_word
from nominations.core.texts.people import ROLES
from nominations.documents.reports.tables import SheetColumn
from nominations.records.queries.ledger import PAGE, LedgerFilter, iterate_rows, list_acts, list_lines
from nominations.screening.views.export import send_table
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, work
from nominations.web.request_values import parse_version_number

_FILTERS = ("act", "role", "who", "reference")


@bp.get("/ledger")
@needs(Action.SEE_LEDGER)
def ledger() -> str:
    """The newest records that match the filters; `verify=yes` verifies the whole chain first."""
    filters, parameters = _read_filters()
    lines = list_lines(work(), edition().code, filters)
    older = url_for(".ledger", before=lines[-1].number, **parameters) if len(lines) == PAGE else None
    return render_template(
        "secretariat/ledger.html", lines=lines, kept=parameters, older=older, FAULTS=FAULTS,
        act_choices=[(act, act_word(act)) for act in list_acts(work(), edition().code)],
        role_choices=[(role.value, str(word)) for role, word in ROLES.items() if role is not Role.VISITOR],
        verified=ledger_chain.verify_chain(work().session) if request.args.get("verify") == "yes" else None,
        csv_url=url_for(".ledger_csv", **parameters),
        newest_url=url_for(".ledger", **parameters) if filters.before else None,
    )


@bp.get("/ledger.csv")
@needs(Action.SEE_LEDGER)
def ledger_csv() -> Response:
    """Every record that matches the filters, with the columns that the chain is computed from."""
    filters, _ = _read_filters()
    columns = tuple(SheetColumn(label) for label in (
        gettext("Number"), gettext("Date and time (UTC)"), gettext("Done by"), gettext("Role"), gettext("Action"),
        gettext("Subject"), gettext("Edition"), gettext("Content fingerprint"),
        gettext("Fingerprint of the previous record"),
        gettext("Fingerprint"),
    ))
    return send_table("csv", gettext("Ledger"), columns, iterate_rows(work(), edition().code, filters))


def _read_filters() -> tuple[LedgerFilter, dict[str, Any]]:
    parameters = {key: request.args[key][:200] for key in _FILTERS if request.args.get(key)}
    return LedgerFilter(**parameters, before=parse_version_number(request.args.get("before"))), parameters
