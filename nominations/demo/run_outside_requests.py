"""Runs the events of requests to people outside, who open the links in their letters."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.private_links import Purpose
from nominations.core.rules.vocabulary import Role
from nominations.demo.content import EDITION, people
from nominations.demo.events import script
from nominations.demo.run import Play, require
from nominations.files.adapters.store import files
from nominations.mail.queries import letters
from nominations.nominations.queries import outside_requests
from nominations.nominations.services import collaborators, comments
from nominations.outside_requests.queries.consents import load_opened_consent
from nominations.outside_requests.rules import Person
from nominations.outside_requests.services import consents, referees

NOBODY = Actor(None, Role.VISITOR, EDITION)
OPENED = {Purpose.LETTER: referees.record_opening, Purpose.CONSENT: consents.record_opening}


def ask_referee(play: Play, event: script.AskReferee) -> None:
    with play.work(event) as work:
        person = Person(event.name, event.email, _language(play, event.nomination), event.role)
        referees.ask_referee(work, play.nominations[event.nomination], "ref_letter", person)


def send_letter(play: Play, event: script.SendLetter) -> None:
    token = _token(play, event.at, Purpose.LETTER, event.email)
    with play.work_of(NOBODY, event.at) as work:
        referees.receive_letter(work, play.edition_id, token, event.text, None, files(play.settings))


def withdraw_referee(play: Play, event: script.WithdrawReferee) -> None:
    with play.work(event) as work:
        nomination_id = play.nominations[event.nomination]
        current_referees = outside_requests.load(work.session, nomination_id).standing
        work.session.rollback()
        [referee] = [referee_row.id for referee_row in current_referees if referee_row.email == event.email]
        referees.withdraw(work, nomination_id, referee)


def ask_consent(play: Play, event: script.AskConsent) -> None:
    with play.work(event) as work:
        person = Person(event.name, event.email, _language(play, event.nomination))
        consents.ask_nominee(work, play.nominations[event.nomination], person)


def answer_consent(play: Play, event: script.AnswerConsent) -> None:
    token = _token(play, event.at, Purpose.CONSENT, event.email)
    with play.work_of(NOBODY, event.at) as work:
        facts = load_opened_consent(work, play.edition_id, token).copy.answers
        work.session.rollback()
        consents.answer(
            work, play.edition_id, token, event.answer, given=facts, note=event.note,
            language=_language(play, event.nomination),
        )


def open_link(play: Play, event: script.OpenLink) -> None:
    purpose = Purpose(event.purpose)
    token = _token(play, event.at, purpose, event.email)
    with play.work_of(NOBODY, event.at) as work:
        OPENED[purpose](work, play.edition_id, token)


def invite(play: Play, event: script.Invite) -> None:
    with play.work(event) as work:
        collaborators.send_invitation(work, play.nominations[event.nomination], event.email, event.right)


def join(play: Play, event: script.Join) -> None:
    token = _token(play, event.at, Purpose.INVITATION, people()[event.actor].email)
    with play.work(event) as work:
        joined = collaborators.accept_invitation(work, play.edition_id, token)
    require(joined == play.nominations[event.nomination], event)


def remark(play: Play, event: script.Remark) -> None:
    with play.work(event) as work:
        comments.add_comment(work, play.nominations[event.nomination], event.question, event.text)


def _language(play: Play, key: str) -> str:
    return play.nomination(key).language


def _token(play: Play, at: datetime, purpose: Purpose, address: str) -> str:
    """The token of the newest link in the letters to this address."""
    with play.work_of(NOBODY, at) as work:
        written = letters.list_texts_to(work.session, address)
    tokens = [token for text in written for token in re.findall(rf"/{purpose.value}s?/([^\s?/]+)", text)]
    require(tokens, (purpose, address))
    return tokens[-1]


ACTS: Mapping[type[script.Event], Callable[[Play, Any], None]] = {
    script.AskReferee: ask_referee,
    script.OpenLink: open_link,
    script.SendLetter: send_letter,
    script.WithdrawReferee: withdraw_referee,
    script.AskConsent: ask_consent,
    script.AnswerConsent: answer_consent,
    script.Invite: invite,
    script.Join: join,
    script.Remark: remark,
}
