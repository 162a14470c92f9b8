"""The letters of this package: what each is for, by the name of its template in templates/mail."""

from nominations.core.language import lazy_gettext as _l

LETTERS = {
    "assignment_removed": _l("File taken from a reviewer"),
    "assignments_published": _l("Files routed to a reviewer"),
    "file_declined": _l("File given back by a reviewer"),
}
