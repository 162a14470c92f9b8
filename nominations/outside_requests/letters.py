"""The letters of this package: what each is for, by the name of its template in templates/mail."""

from nominations.core.language import lazy_gettext as _l

LETTERS = {
    "consent_answered": _l("Nominee's answer"),
    "consent_asked": _l("Nominee asked for consent"),
    "consent_called_off": _l("Nominee no longer asked"),
    "letter_asked": _l("Referee asked for a letter"),
    "letter_called_off": _l("Referee no longer asked"),
    "letter_received": _l("Letter of reference received"),
    "letter_thanks": _l("Thanks to a referee"),
}
