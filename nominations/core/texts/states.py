"""Nominations and their attachments: states, the nominee's answers, whom reminders go to."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import (
    ConsentAnswer,
    FileState,
    RowState,
    State,
)

# Word and colour of a state tag: grey not started, blue in progress, green done, amber waiting, red stopped.
STATES = {
    State.DRAFT: (_l("Draft"), "grey"),
    State.SUBMITTED: (_l("Submitted"), "blue"),
    State.ELIGIBLE: (_l("Eligible"), "green"),
    State.INELIGIBLE: (_l("Ineligible"), "red"),
    State.DUPLICATE: (_l("Duplicate"), "red"),
    State.WITHDRAWN: (_l("Withdrawn"), "red"),
}
# What the owner reads before the release of results: the screening's outcome is not theirs to see yet.
STATES_FOR_OWNER = {
    **STATES,
    State.ELIGIBLE: (_l("Submitted"), "blue"),
    State.INELIGIBLE: (_l("Submitted"), "blue"),
    State.DUPLICATE: (_l("Submitted"), "blue"),
}
# Where a file stands.
FILE_STATES = {
    FileState.UPLOADING: (_l("Uploading"), "blue"),
    FileState.CHECKING: (_l("Checking"), "amber"),
    FileState.READY: (_l("Ready"), "green"),
    FileState.BLOCKED: (_l("Blocked"), "red"),
}
CONSENT_ANSWERS = {
    ConsentAnswer.AGREED: (_l("Agreed"), "green"),
    ConsentAnswer.DECLINED: (_l("Declined"), "red"),
    ConsentAnswer.NOT_ME: (_l("Was not the right person"), "red"),
}


# What a row of an uploaded score sheet would do, and why one is refused.
ROW_STATES = {
    RowState.UNCHANGED: (_l("Unchanged"), "grey"),
    RowState.NEW: (_l("New"), "blue"),
    RowState.CHANGED: (_l("Changed"), "blue"),
    RowState.CLASH: (_l("Changed online"), "amber"),
    RowState.REFUSED: (_l("Refused"), "red"),
}
