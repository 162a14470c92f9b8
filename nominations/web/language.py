"""Chooses the language of a page: the one in the address, else one chosen before, the account's, or the browser's."""

from flask import g, request, session

from nominations.core.language import LANGUAGES, set_language


def settle_language() -> None:
    """Set the language of the request. One requested with `?lang=` is stored in the session."""
    wanted = request.args.get("lang", "")
    if wanted in LANGUAGES and session.get("language") != wanted:
        session["language"] = wanted
    account = g.get("account")
    chosen = session.get("language") or (account.language if account else None)
    set_language(chosen if chosen in LANGUAGES else request.accept_languages.best_match(LANGUAGES, "en"))
