"""The frame of every page: the award, the navigation of the role, the account menu and the demonstration's banner."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, g, get_flashed_messages, request, url_for

from nominations.core import language, qr
from nominations.core.adapters import clock
from nominations.core.language import LANGUAGES, NAMES, current_language, direction, gettext
from nominations.core.rules.policy import refusal, refusal_by_role
from nominations.core.rules.policy_facts import Actor, PolicyFacts
from nominations.core.rules.vocabulary import Action
from nominations.core.texts.people import role_word
from nominations.core.texts.words import stage_word
from nominations.core.withheld import withheld_from
from nominations.editions.rules.edition import Edition
from nominations.web import navigation, sessions
from nominations.web.request import settings
from nominations.web.security_headers import nonce, referrer_policy
from nominations.web.urls import language_url


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a menu; `is_current` where the current page is its target."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A link to this page in another language, with that language's own name."""

    code: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role that the account may act in."""

    label: str
    value: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class AccountMenu:
    """The menu of the account: name, roles, links, and signing out."""

    name: str
    role: str
    roles: tuple[RoleChoice, ...]
    switch_url: str
    links: tuple[Link, ...]
    sign_out_url: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A message about the last action; `kind` is info, success, warning or error."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The banner of a demonstration: the time of its clock, and the stage of the year."""

    at: datetime
    zone: str
    stage: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The values that every page gets.

    `edition` is None before the first one is opened; `now` and `actor` are None where a request is refused before they
    are known.
    """

    language: str
    direction: str
    languages: tuple[LanguageLink, ...]
    nonce: str
    referrer_policy: str
    award_name: str
    edition: Edition | None
    zone: str
    second_zone: str | None
    contact: str | None
    now: datetime | None
    actor: Actor | None
    session_ends: datetime | None
    home_url: str
    sign_in_url: str
    navigation: tuple[Link, ...]
    account_menu: AccountMenu | None
    footer_links: tuple[Link, ...]
    notices: tuple[Notice, ...]
    demonstration: Demonstration | None
    withheld: int = 0  # how many nominations are withheld from this person


def register(app: Flask) -> None:
    """Pass the frame to every page, and an empty `errors` where the view passes none."""
    app.context_processor(lambda: {"frame": frame(), "errors": ()})
    app.jinja_env.globals.update(can=can, zone_words=zone_words, qr=qr.draw_qr_code)


def zone_words(zone: str) -> str:
    """The edition's name for its own time zone (`Rabat time`); for any other, one made from the city's name."""
    pinned = g.get("pinned")
    if pinned and zone == pinned.edition.zone:
        return pinned.edition.zone_name.in_(current_language())
    return language.zone_words(zone)


def can(action: Action | str, case: PolicyFacts | None = None) -> bool:
    """Whether to show a button for `action`, by the policy that also decides when it is used."""
    action = Action(action)
    if case is None:
        return refusal_by_role(g.actor, action) is None
    return refusal(g.actor, action, case) is None


def home_of_role() -> str:
    """The address of the first page of the actor's role; the public start page where it has none."""
    for endpoint, entry in navigation.list_entries():
        if g.pinned and refusal_by_role(g.actor, entry.action) is None:
            return url_for(endpoint)
    return url_for("public.home")


def frame() -> Frame:
    """The frame of the page that answers this request."""
    pinned, actor = g.get("pinned"), g.get("actor")
    edition = pinned.edition if pinned else None
    signed_in = actor is not None and actor.id is not None
    return Frame(
        language=current_language(), direction=direction(current_language()),
        languages=tuple(LanguageLink(code, NAMES[code], language_url(code)) for code in LANGUAGES),
        nonce=nonce(), referrer_policy=referrer_policy(),
        award_name=edition.title.in_(current_language()) if edition else gettext("Heritage award"), edition=edition,
        zone=edition.zone if edition else "UTC", second_zone=edition.second_zone if edition else None,
        contact=edition.contact if edition else None,
        now=g.get("now"), actor=actor,
        session_ends=sessions.ends_at(sessions.stored_session(), g.now) if signed_in and "now" in g else None,
        home_url=url_for("public.home"), sign_in_url=url_for("account.sign_in"),
        navigation=tuple(_navigation()) if pinned and signed_in else (),
        account_menu=_account_menu() if signed_in else None,
        footer_links=tuple(_footer()) if pinned else (),
        notices=tuple(_notices()),
        demonstration=_demonstration(), withheld=len(withheld_from(g.db)) if "db" in g else 0,
    )


def _navigation() -> Iterator[Link]:
    for endpoint, entry in navigation.list_entries():
        if refusal_by_role(g.actor, entry.action) is None:
            yield Link(str(entry.label), url_for(endpoint), request.endpoint == endpoint)


def _account_menu() -> AccountMenu:
    return AccountMenu(
        name=g.account.name or g.account.email,
        role=role_word(g.actor.role),
        roles=tuple(RoleChoice(role_word(role), role.value, role is g.actor.role) for role in g.roles),
        switch_url=url_for("account.act_as"),
        links=(Link(gettext("Your account"), url_for("account.profile")),),
        sign_out_url=url_for("account.sign_out"),
    )


def _footer() -> Iterator[Link]:
    for text in g.pinned.edition.texts:
        if text.key != "undertaking":
            yield Link(text.title.in_(current_language()), url_for("public.text", key=text.key))
    yield Link(gettext("Roles and permissions"), url_for("public.permissions"))
    yield Link(gettext("Check a document"), url_for("public.ask_code"))


def _notices() -> Iterator[Notice]:
    # Flask says one type for both ways to call it.
    messages = cast("list[tuple[str, str]]", get_flashed_messages(with_categories=True))
    for category, message in messages:
        yield Notice(category if category in ("success", "warning", "error") else "info", message)


def _demonstration() -> Demonstration | None:
    if not settings().is_demonstration or not g.get("now"):
        return None
    links = (
        Link(gettext("Demonstration users"), url_for("account.sign_in")),
        Link(gettext("Demonstration emails"), url_for("account.demonstration_letters")),
    )
    zone = g.pinned.edition.zone if g.get("pinned") else "UTC"
    return Demonstration(g.now, zone, stage_word(clock.demonstration_stage(settings())), links)
