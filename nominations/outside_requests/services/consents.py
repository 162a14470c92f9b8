"""The nominee's consent by private link: asked for by the owner, answered by the nominee, corrections settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from nominations.access.queries import policy_facts
from nominations.access.queries.private_links import link_expiry, load_usable_link
from nominations.access.steps import private_links
from nominations.core.queries import accounts
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.events import ParticipantsChanged
from nominations.core.rules.mailbox import Mailbox
from nominations.core.rules.private_links import End, Purpose
from nominations.core.rules.text import stored_text
from nominations.core.rules.vocabulary import Action, ConsentAnswer, Refusal
from nominations.core.tables import Consent, Nomination, PrivateLink, Proposal
from nominations.core.work import Work
from nominations.editions.rules import consent as rules
from nominations.editions.rules.answers import content_code, is_empty
from nominations.nominations.queries import outside_requests, working_copy
from nominations.nominations.queries.working_copy import WorkingCopy
from nominations.nominations.steps import working_copy_changes
from nominations.outside_requests.rules import Person
from nominations.outside_requests.steps import external_people

LONGEST_NOTE = 2_000
A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a nominee sees behind the link: the nomination as it stands now, and who sent it."""

    consent: Consent
    copy: WorkingCopy
    owner: str
    until: datetime


def ask(work: Work, nomination_id: UUID, typed: Person) -> Consent:
    """Send the nominee a private link; who was asked before and has not agreed is no longer asked."""
    with work.transaction() as session:
        nomination, copy = _found(work, nomination_id)
        person, _ = external_people.checked(work, typed, copy.edition.languages, needs_role=False)
        before = outside_requests.load(session, nomination.id).consent
        if before is not None:
            if before.answer is ConsentAnswer.AGREED:
                raise Refused(Refusal.WRONG_STATE)
            _end(work, copy, before, End.REPLACED)
        made = Consent(
            id=uuid4(), nomination_id=nomination.id, name=person.name, email=person.email, language=person.language,
            asked_at=work.now, asked_by_id=work.actor.id,
        )
        session.add(made)
        session.flush()
        _send(work, copy, made)
        work.announce(ParticipantsChanged(nomination.id))
        work.record(Action.ASK_CONSENT, nomination, {"asked": made.id, "instead_of": before.id if before else None})
    return made


def send_again(work: Work, nomination_id: UUID) -> None:
    """Send a new link to the same person; the one before it is dead."""
    with work.transaction():
        nomination, copy = _found(work, nomination_id)
        waiting = _waiting(work, nomination)
        _send(work, copy, waiting)
        work.record(Action.ASK_CONSENT, nomination, {"sent_again": waiting.id})


def withdraw(work: Work, nomination_id: UUID) -> None:
    """Ask no longer; the nominee is told."""
    with work.transaction():
        nomination, copy = _found(work, nomination_id)
        waiting = _waiting(work, nomination)
        _end(work, copy, waiting, End.WITHDRAWN)
        work.announce(ParticipantsChanged(nomination.id))
        work.record(Action.ASK_CONSENT, nomination, {"withdrawn": waiting.id})


def open_(work: Work, edition_id: UUID, token: str) -> None:
    """The nominee pressed the button of the first page."""
    with work.transaction():
        private_links.mark_opened(work, load_usable_link(work, edition_id, Purpose.CONSENT, token, lock=True))


def behind(work: Work, edition_id: UUID, token: str) -> Opened:
    """What the nominee of a living link sees; raises `DeadLink`."""
    return _behind(work, load_usable_link(work, edition_id, Purpose.CONSENT, token))


def answer(
    work: Work, edition_id: UUID, token: str, said: str, *, given: Mapping[str, Any], note: str, language: str
) -> Consent:
    """Keep what the nominee answered, with the wording in the language it was read in; the link has done its work.

    `given` is what they typed into the facts about themselves; where it differs from what stands, it is proposed to
    the owner. Raises `DeadLink`, and `Invalid` by field.
    """
    with work.transaction() as session:
        link = load_usable_link(work, edition_id, Purpose.CONSENT, token, lock=True)
        told = _behind(work, link)
        consent, copy = told.consent, told.copy
        _insist(said, given, note)
        wording = copy.edition.consent
        consent.answer, consent.answered_at, consent.note = ConsentAnswer(said), work.now, note
        consent.content_code = content_code(copy.answers, copy.attached)
        if wording is not None:
            consent.wording, consent.wording_version = wording.text.in_(language), wording.version
            consent.wording_language = language
        proposed = {} if consent.answer is ConsentAnswer.NOT_ME else rules.find_corrections(
            copy.category, copy.answers, given
        )
        session.add_all(
            Proposal(consent_id=consent.id, question=key, was=copy.answers.get(key), proposed=value, made_at=work.now)
            for key, value in proposed.items()
        )
        private_links.use_link(work, link)
        _tell(work, told, bool(proposed))
        work.record("answer_consent", copy.nomination, {
            "consent": consent.id, "answer": consent.answer, "wording_version": consent.wording_version,
            "language": language, "proposed": sorted(proposed), "content_code": consent.content_code, "link": link.id,
        })
    return consent


def settle(work: Work, nomination_id: UUID, proposal_id: UUID, *, take: bool) -> None:
    """The owner takes a proposed correction over into the nomination, or leaves what stands."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.EDIT, lock=True)
        proposal = session.scalars(
            select(Proposal).join(Consent, Consent.id == Proposal.consent_id)
            .where(Proposal.id == proposal_id, Consent.nomination_id == nomination.id)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if proposal is None:
            raise Refused(Refusal.NOT_FOUND)
        if proposal.settled_at is not None:
            raise Refused(Refusal.WRONG_STATE)
        proposal.settled_at, proposal.settled_by_id, proposal.taken = work.now, work.actor.id, take
        if take:
            _take_over(work, working_copy.load(work, nomination), proposal)
            working_copy_changes.refresh(work, nomination)
        session.flush()
        work.record(Action.EDIT, nomination, {"proposal": proposal.id, "question": proposal.question, "taken": take})


def _insist(said: str, given: Mapping[str, Any], note: str) -> None:
    problems: dict[str, str | tuple[str, Mapping[str, object]]] = {**working_copy_changes.find_faults(given)}
    if said not in tuple(ConsentAnswer):
        problems["answer"] = "missing" if not said else "not_an_option"
    if fault := stored_text.fault(note, most=LONGEST_NOTE):
        problems["note"] = fault
    if problems:
        raise Invalid(**problems)


def _take_over(work: Work, copy: WorkingCopy, proposal: Proposal) -> None:
    section = next(
        (each for each in copy.category.sections if any(one.key == proposal.question for one in each.questions)), None
    )
    if section is None:  # moved to another category meanwhile
        raise Refused(Refusal.WRONG_STATE)
    held = copy.sections.get(section.key)
    answers = dict(held.answers) if held else {}
    if is_empty(proposal.proposed):
        answers.pop(proposal.question, None)
    else:
        answers[proposal.question] = proposal.proposed
    working_copy_changes.store_section(
        work.session, copy.nomination.id, section.key, held, answers, work.actor.account_id, work.now
    )


def _found(work: Work, nomination_id: UUID) -> tuple[Nomination, WorkingCopy]:
    nomination = policy_facts.nomination(work, nomination_id, to=Action.ASK_CONSENT, lock=True)
    copy = working_copy.load(work, nomination)
    if not outside_requests.consent_is_needed(copy):
        raise Refused(Refusal.WRONG_STATE)
    return nomination, copy


def _waiting(work: Work, nomination: Nomination) -> Consent:
    consent = outside_requests.load(work.session, nomination.id).consent
    if consent is None or consent.answer is not None:
        raise Refused(Refusal.WRONG_STATE)
    return consent


def _behind(work: Work, link: PrivateLink) -> Opened:
    session = work.session
    nomination = session.get_one(Nomination, link.nomination_id)
    consent = session.get_one(Consent, link.subject_id, populate_existing=True)
    owner = accounts.load_account(session, nomination.owner_id)
    return Opened(
        consent, working_copy.load(work, nomination), (owner.name or owner.email) if owner else "",
        link_expiry(work, link)
    )


def _send(work: Work, copy: WorkingCopy, consent: Consent) -> None:
    nomination, edition = copy.nomination, copy.edition
    close = policy_facts.load(work, nomination).link_until(Purpose.CONSENT)
    if close is None:
        raise LookupError("A call that was opened has a close.")
    token = private_links.give_link(work, Purpose.CONSENT, consent.id, nomination.id, until=close)
    work.send_mail(
        "consent_asked", _mailbox(consent), secret=True, asker=work.actor.name or work.actor.email,
        last=close - A_SECOND, path=private_links.link_path(edition.code, Purpose.CONSENT, token, consent.language),
        **external_people.about(nomination, edition),
    )


def _end(work: Work, copy: WorkingCopy, consent: Consent, how: End) -> None:
    consent.ended_at, consent.end = work.now, how
    private_links.end_link(work, Purpose.CONSENT, consent.id, how)
    work.session.flush()
    if consent.answer is None:
        work.send_mail("consent_called_off", _mailbox(consent), **external_people.about(copy.nomination, copy.edition))


def _tell(work: Work, told: Opened, proposes: bool) -> None:
    """The owner hears the answer; the secretariat hears when somebody says no to a nomination that is in already."""
    nomination, edition, consent = told.copy.nomination, told.copy.edition, told.consent
    about = {**external_people.about(nomination, edition), "answer": consent.answer, "nominee": consent.name}
    owner = accounts.load_account(work.session, nomination.owner_id)
    if owner is not None:
        path = f"/{edition.code}/nominations/{nomination.id}/letters"
        work.send_mail("consent_answered", owner, path=path, proposes=proposes, **about)
    if consent.answer is not ConsentAnswer.AGREED and nomination.submission_id is not None:
        mailbox = Mailbox(edition.contact, edition.languages[0])
        path = working_copy_changes.secretariat_path(edition, nomination)
        work.send_mail("consent_answered", mailbox, path=path, proposes=False, **about)


def _mailbox(consent: Consent) -> Mailbox:
    return Person(consent.name, consent.email, consent.language).mailbox
