"""The secretariat: the table, the files, the routing, the deadline, the reports."""

from flask import Blueprint

bp = Blueprint("secretariat", __name__, url_prefix="/<edition:edition>/secretariat")

from nominations.web.secretariat import (  # noqa: E402, F401
    assignment_table,
    assignments,
    attachments,
    between,
    conflicts,
    context,
    corrections,
    deadline,
    export,
    extensions,
    file,
    ledger,
    letters,
    messages,
    moves,
    nominations,
    people,
    people_table,
    plans,
    progress,
    ranking,
    reminders,
    reopening,
    reports,
    round_settings,
    rounds,
    scores,
    screening,
)
