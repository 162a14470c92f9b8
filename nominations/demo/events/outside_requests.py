"""The requests to referees, nominees and collaborators, each by a private link in a letter."""

from collections.abc import Iterator, Mapping
from typing import Any

from nominations.demo.content import nominations, people, story
from nominations.demo.events import script


def events() -> Iterator[script.Event]:
    """Letters of reference, consents, and who takes part in a draft."""
    for number, letter in enumerate(story()["letter"], 1):
        yield from _letter(letter, f"referee{number}.{letter['nomination']}@example.org")
    for consent in story()["consent"]:
        yield from _consent(consent, f"nominee.{consent['nomination']}@example.org")
    for invitation in story()["collaborator"]:
        yield from _collaborator(invitation)


def _letter(plot: Mapping[str, Any], email: str) -> Iterator[script.Event]:
    key = plot["nomination"]
    owner = nominations()[key].owner
    yield script.AskReferee(script.instant(plot["asked_at"]), owner, key, plot["name"], plot["role"], email)
    if "opened_at" in plot:
        yield script.OpenLink(script.instant(plot["opened_at"]), owner, key, "letter", email)
    if "received_at" in plot:
        yield script.SendLetter(script.instant(plot["received_at"]), owner, key, email, plot["text"])
    if "withdrawn_at" in plot:
        yield script.WithdrawReferee(script.instant(plot["withdrawn_at"]), owner, key, email)


def _consent(plot: Mapping[str, Any], email: str) -> Iterator[script.Event]:
    key = plot["nomination"]
    nomination = nominations()[key]
    name = plot.get("name") or nomination.answers["name_native"] or nomination.answers["name_latin"]
    yield script.AskConsent(script.instant(plot["asked_at"]), nomination.owner, key, name, email)
    if "opened_at" in plot:
        yield script.OpenLink(script.instant(plot["opened_at"]), nomination.owner, key, "consent", email)
    if "answered_at" in plot:
        yield script.AnswerConsent(
            script.instant(plot["answered_at"]), nomination.owner, key, email, plot["answer"], plot.get("note", "")
        )


def _collaborator(plot: Mapping[str, Any]) -> Iterator[script.Event]:
    key, who = plot["nomination"], plot.get("who")
    email = people()[who].email if who else plot["email"]
    yield script.Invite(script.instant(plot["invited_at"]), nominations()[key].owner, key, email, plot["right"])
    if who:
        yield script.Join(script.instant(plot["joined_at"]), who, key)
    if who and (remark := plot.get("remark")):
        yield script.Remark(script.instant(remark["at"]), who, key, remark["question"], remark["text"])
