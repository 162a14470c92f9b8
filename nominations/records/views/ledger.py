"""The ledger: the newest records, a walk over the chain, and the records to take along."""

from typing import Any

from flask import Response, render_template, request, url_for

from nominations.core.language import gettext
from nominations.core.queries import ledger_chain
from nominations.core.rules.vocabulary import Action, Role
from nominations.core.texts.ledger import FAULTS, act_word
from nominations.core.texts.people import ROLES
from nominations.documents.reports.tables import Column
from nominations.records.queries import ledger as query
from nominations.records.queries.ledger import PAGE, Wanted
from nominations.screening.views.export import send_table
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, work
from nominations.web.request_values import number_of

_FILTERS = ("act", "role", "who", "reference")


@bp.get("/ledger")
@needs(Action.SEE_LEDGER)
def ledger() -> str:
    """The newest records that fit; `verify=yes` walks the whole chain first."""
    asked, kept = _asked()
    lines = query.lines(work(), edition().code, asked)
    older = url_for(".ledger", before=lines[-1].number, **kept) if len(lines) == PAGE else None
    return render_template(
        "secretariat/ledger.html", lines=lines, kept=kept, older=older, FAULTS=FAULTS,
        act_choices=[(act, act_word(act)) for act in query.acts(work(), edition().code)],
        role_choices=[(role.value, str(word)) for role, word in ROLES.items() if role is not Role.VISITOR],
        verified=ledger_chain.verify_chain(work().session) if request.args.get("verify") == "yes" else None,
        csv_url=url_for(".ledger_csv", **kept), newest_url=url_for(".ledger", **kept) if asked.before else None,
    )


@bp.get("/ledger.csv")
@needs(Action.SEE_LEDGER)
def ledger_csv() -> Response:
    """Every record that fits, as the chain keeps it."""
    asked, _ = _asked()
    columns = tuple(Column(label) for label in (
        gettext("Number"), gettext("Date and time (UTC)"), gettext("Done by"), gettext("Role"), gettext("Action"),
        gettext("Subject"), gettext("Edition"), gettext("Content fingerprint"),
        gettext("Fingerprint of the previous record"),
        gettext("Fingerprint"),
    ))
    return send_table("csv", gettext("Ledger"), columns, query.rows(work(), edition().code, asked))


def _asked() -> tuple[Wanted, dict[str, Any]]:
    kept = {key: request.args[key][:200] for key in _FILTERS if request.args.get(key)}
    return Wanted(**kept, before=number_of(request.args.get("before"))), kept
