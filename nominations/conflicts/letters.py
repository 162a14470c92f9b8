"""The letters of this package: what each is for, by the name of its template in templates/mail."""

from nominations.core.language import lazy_gettext as _l

LETTERS = {
    "conflict_decided": _l("Conflict decided"),
    "conflict_declared": _l("Conflict declared"),
    "reviewer_set_aside": _l("Set aside, to the secretariat"),
    "set_aside": _l("Set aside, to the reviewer"),
}
