"""Whom applicants ask for something: referees, nominees, colleagues; each by a private link in a mail."""

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


def _letter(told: Mapping[str, Any], email: str) -> Iterator[script.Event]:
    key = told["nomination"]
    owner = nominations()[key].owner
    yield script.AskReferee(script.instant(told["asked_at"]), owner, key, told["name"], told["role"], email)
    if "opened_at" in told:
        yield script.OpenLink(script.instant(told["opened_at"]), owner, key, "letter", email)
    if "received_at" in told:
        yield script.SendLetter(script.instant(told["received_at"]), owner, key, email, told["text"])
    if "withdrawn_at" in told:
        yield script.WithdrawReferee(script.instant(told["withdrawn_at"]), owner, key, email)


def _consent(told: Mapping[str, Any], email: str) -> Iterator[script.Event]:
    key = told["nomination"]
    nomination = nominations()[key]
    name = told.get("name") or nomination.answers["name_native"] or nomination.answers["name_latin"]
    yield script.AskConsent(script.instant(told["asked_at"]), nomination.owner, key, name, email)
    if "opened_at" in told:
        yield script.OpenLink(script.instant(told["opened_at"]), nomination.owner, key, "consent", email)
    if "answered_at" in told:
        yield script.AnswerConsent(
            script.instant(told["answered_at"]), nomination.owner, key, email, told["answer"], told.get("note", "")
        )


def _collaborator(told: Mapping[str, Any]) -> Iterator[script.Event]:
    key, who = told["nomination"], told.get("who")
    email = people()[who].email if who else told["email"]
    yield script.Invite(script.instant(told["invited_at"]), nominations()[key].owner, key, email, told["right"])
    if who:
        yield script.Join(script.instant(told["joined_at"]), who, key)
    if who and (remark := told.get("remark")):
        yield script.Remark(script.instant(remark["at"]), who, key, remark["question"], remark["text"])
