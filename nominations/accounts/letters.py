"""The letters of this package: what each is for, by the name of its template in templates/mail."""

from nominations.core.language import lazy_gettext as _l

LETTERS = {
    "account_closed": _l("Account closed"),
    "address_changed": _l("Email address changed"),
    "change_address": _l("Code for a new email address"),
    "password_changed": _l("Password changed"),
    "role_granted": _l("Role given"),
    "sign_in": _l("Sign-in code"),
}
