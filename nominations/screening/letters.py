"""The letters of this package: what each is for, by the name of its template in templates/mail."""

from nominations.core.language import lazy_gettext as _l

LETTERS = {
    "correction_asked": _l("Correction requested"),
    "correction_ended": _l("Correction request cancelled"),
    "message_from_secretariat": _l("Message from the secretariat"),
    "move_proposed": _l("Move to another category proposed"),
    "owner_handed_on": _l("Owner changed: to the previous owner"),
    "owner_received": _l("Owner changed: to the new owner"),
}
