"""The letters of this package: what each is for, by the name of its template in templates/mail."""

from nominations.core.language import lazy_gettext as _l

LETTERS = {
    "invitation_answered": _l("Reviewer's answer to the invitation"),
    "reviewer_invited": _l("Reviewer invited"),
}
