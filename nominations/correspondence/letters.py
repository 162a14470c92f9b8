"""The letters of this package: what each is for, by the name of its template in templates/mail."""

from nominations.core.language import lazy_gettext as _l

LETTERS = {
    "message_from_reviewer": _l("Message from a reviewer"),
    "message_to_reviewer": _l("Message to a reviewer"),
}
