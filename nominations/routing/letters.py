"""The letters of this package: what each is for, by the name of its template in templates/mail."""

from nominations.core.language import lazy_gettext as _l

LETTERS = {
    "assignment_removed": _l("Assignment removed"),
    "assignments_published": _l("Nominations assigned to a reviewer"),
    "file_declined": _l("Nomination given back by a reviewer"),
}
