"""What every page of one nomination shows: head, tabs, next step, and neighbours in the list."""

from typing import Any

from flask import render_template, request, url_for

from nominations.core.language import gettext
from nominations.core.rules.vocabulary import Action
from nominations.screening.queries import nomination_list
from nominations.screening.queries.nomination_file import Dossier
from nominations.screening.views.listing import read_address_or_default
from nominations.web.frame import can
from nominations.web.request import edition_id, work

Step = tuple[str, str]


def file_page(template: str, dossier: Dossier, **values: object) -> str:
    """A page of this file, with the list it was opened from."""
    wanted = read_address_or_default()
    place = nomination_list.find_place(work(), edition_id(), wanted, dossier.nomination.id)
    return render_template(
        template, dossier=dossier, nomination=dossier.nomination, kept=wanted, place=place,
        tabs=_tabs(dossier, wanted.query), next_step=_next_step(dossier, wanted.query), **values,
    )


def _tabs(dossier: Dossier, parameters: dict[str, Any]) -> list[tuple[str, str, bool]]:
    messages = gettext("Messages (%(count)s new)", count=dossier.unread) if dossier.unread else gettext("Messages")
    if not can(Action.INSPECT, dossier.case):
        return [_tab(dossier, parameters, messages, "messages")]
    tabs = [
        (gettext("Overview"), "file"), (gettext("Answers"), "answers"), (gettext("Attachments"), "attachments"),
        (gettext("Screening"), "screening"), (messages, "messages"), *_reviewer_tab(dossier),
        (gettext("Ledger"), "log"),
    ]
    return [_tab(dossier, parameters, label, endpoint) for label, endpoint in tabs]


def _reviewer_tab(dossier: Dossier) -> list[tuple[str, str]]:
    """The tab of the threads with reviewers, for those who may answer."""
    if not can(Action.ANSWER_REVIEWER, dossier.case):
        return []
    unread = dossier.unread_of_reviewers
    label = gettext("Reviewers (%(count)s new)", count=unread) if unread else gettext("Reviewers")
    return [(label, "reviewer_messages")]


def _tab(dossier: Dossier, parameters: dict[str, Any], label: str, endpoint: str) -> tuple[str, str, bool]:
    endpoint = f"secretariat.{endpoint}"
    return label, url_for(endpoint, nomination_id=dossier.nomination.id, **parameters), request.endpoint == endpoint


def _next_step(dossier: Dossier, parameters: dict[str, Any]) -> Step | None:
    """The next thing this person has to do here, as a button; None if there is nothing."""
    case = dossier.case
    if can(Action.CONFIRM_REFUSAL, case):
        step = (gettext("Confirm or reject the proposal"), "secretariat.screening")
    elif dossier.unread and can(Action.REPLY, case):
        step = (gettext("Answer the applicant"), "secretariat.messages")
    elif can(Action.ADMIT, case):
        step = (gettext("Screen this nomination"), "secretariat.screening")
    else:
        return None
    if request.endpoint == step[1]:
        return None
    return step[0], url_for(step[1], nomination_id=dossier.nomination.id, **parameters)
