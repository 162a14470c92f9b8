"""What the frame of every page shows: the award, the way around for this role, the demonstration's banner."""

from flask import Flask, g, request, url_for

from nominations.core import language, qr
from nominations.core.adapters import clock
from nominations.core.language import current, gettext
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.policy import Case, refusal, refusal_at_the_door
from nominations.core.rules.vocabulary import Action
from nominations.core.texts.people import role_word
from nominations.core.texts.words import stage_word
from nominations.web import navigation, sessions
from nominations.web.request import settings


def register(app: Flask) -> None:
    """Offer the frame's values to every template."""
    app.context_processor(_frame)
    app.jinja_env.globals.update(can=can, zone_words=zone_words, qr=qr.picture)


def zone_words(zone: str) -> str:
    """The edition's own name for its zone (`Rabat time`), the city's for any other."""
    pinned = g.get("pinned")
    if pinned and zone == pinned.edition.zone:
        return pinned.edition.zone_name.in_(current())
    return language.zone_words(zone)


def can(action: Action | str, case: Case | None = None) -> bool:
    """Whether a button for `action` should be there: the same table that decides when it is pressed."""
    action = Action(action)
    if case is None:
        return refusal_at_the_door(g.actor, action) is None
    return refusal(g.actor, action, case) is None


def home_of_role() -> str:
    """The address of the first page of the actor's role."""
    for endpoint, entry in navigation.in_order():
        if g.pinned and refusal_at_the_door(g.actor, entry.action) is None:
            return url_for(endpoint)
    return url_for("public.home")


def _frame() -> dict[str, object]:
    pinned, actor = g.get("pinned"), g.get("actor")
    edition = pinned.edition if pinned else None
    signed_in = actor is not None and actor.id is not None
    return {
        "edition": edition,
        "award_name": edition.title.in_(current()) if edition else "",
        "actor": actor,
        "now": g.get("now"),
        "session_ends": sessions.ends_at(sessions.stored_session(), g.now) if signed_in and "now" in g else None,
        "home_url": url_for("public.home"),
        "navigation": _navigation() if pinned and signed_in else [],
        "account_menu": _account_menu() if signed_in else None,
        "sign_in_url": url_for("account.sign_in"),
        "footer_links": _footer() if pinned else [],
        "contact": edition.contact if edition else None,
        "demo_banner": _demonstration(),
        "zone": edition.zone if edition else "UTC",
        "second_zone": edition.second_zone if edition else None,
    }


def _navigation() -> list[tuple[object, str, bool]]:
    return [
        (entry.label, url_for(endpoint), request.endpoint == endpoint)
        for endpoint, entry in navigation.in_order()
        if refusal_at_the_door(g.actor, entry.action) is None
    ]


def _account_menu() -> dict[str, object]:
    """One's name, the roles one may act in, and the ways to one's account and out."""
    return {
        "name": g.account.name or g.account.email,
        "role": role_word(g.actor.role),
        "roles": [(role_word(role), role.value, role is g.actor.role) for role in g.roles],
        "switch_url": url_for("account.act_as"),
        "links": [(gettext("Your account"), url_for("account.profile"))],
        "sign_out_url": url_for("account.sign_out"),
    }


def _footer() -> list[tuple[object, str]]:
    texts = [
        (text.title.in_(current()), url_for("public.text", key=text.key))
        for text in g.pinned.edition.texts
        if text.key != "undertaking"
    ]
    return [
        *texts, (_l("Who may do what"), url_for("public.permissions")),
        (_l("Check a document"), url_for("public.ask_code")),
    ]


def _demonstration() -> dict[str, object] | None:
    if not settings().is_demonstration or not g.get("now"):
        return None
    links = [(_l("Its people"), url_for("account.sign_in")), (_l("Its mail"), url_for("account.demonstration_letters"))]
    zone = g.pinned.edition.zone if g.get("pinned") else "UTC"
    return {"at": g.now, "zone": zone, "stage": stage_word(clock.stage(settings())), "links": links}
