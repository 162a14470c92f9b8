"""The letters of this package: what each is for, by the name of its template in templates/mail."""

from nominations.core.language import lazy_gettext as _l

LETTERS = {
    "conflict_decided": _l("Conflict of interest decided"),
    "conflict_declared": _l("Conflict of interest declared"),
    "reviewer_set_aside": _l("Reviewer recused: to the secretariat"),
    "set_aside": _l("Reviewer recused: to the reviewer"),
}
