"""The letters of this package: what each is for, by the name of its template in templates/mail."""

from nominations.core.language import lazy_gettext as _l

LETTERS = {
    "consent_answered": _l("Nominee’s answer on consent"),
    "consent_asked": _l("Request for the nominee’s consent"),
    "consent_called_off": _l("Request for consent cancelled"),
    "letter_asked": _l("Request for a letter of reference"),
    "letter_called_off": _l("Request for a letter of reference cancelled"),
    "letter_received": _l("Letter of reference received"),
    "letter_thanks": _l("Thanks to a referee"),
}
