"""The letters of this package: what each is for, by the name of its template in templates/mail."""

from nominations.core.language import lazy_gettext as _l

LETTERS = {
    "extended": _l("Deadline extended for everyone"),
    "extended_for_one": _l("Individual extension"),
}
