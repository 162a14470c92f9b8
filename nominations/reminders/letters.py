"""The letters of this package: what each is for, by the name of its template in templates/mail."""

from nominations.core.language import lazy_gettext as _l

LETTERS = {
    "draft_reminder": _l("Reminder about a draft"),
    "review_reminder": _l("Reminder about reviews"),
}
