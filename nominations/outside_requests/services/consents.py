"""The nominee's consent by private link: asked for by the owner, answered by the nominee, corrections settled."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from nominations.access.queries import policy_facts
from nominations.access.queries.private_links import load_usable_link
from nominations.access.steps import private_links
from nominations.accounts.adapters.addresses import require_writable
from nominations.core.queries import accounts
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.events import ParticipantsChanged
from nominations.core.rules.mailbox import Mailbox
from nominations.core.rules.private_links import End, Purpose
from nominations.core.rules.text import stored_text
from nominations.core.rules.vocabulary import Action, ConsentAnswer, Refusal
from nominations.core.tables import Consent, Nomination, Proposal
from nominations.core.work import Work
from nominations.editions.rules.answers import content_code, is_empty
from nominations.editions.rules.consent import find_corrections
from nominations.nominations.queries import outside_requests, working_copy
from nominations.nominations.queries.working_copy import WorkingCopy
from nominations.nominations.steps import working_copy_changes
from nominations.outside_requests.queries.consents import OpenedConsent, load_by_link
from nominations.outside_requests.rules import Person
from nominations.outside_requests.steps import external_people

LONGEST_NOTE = 2_000
A_SECOND = timedelta(seconds=1)


def ask_nominee(work: Work, nomination_id: UUID, typed: Person) -> Consent:
    """Send the nominee a private link; it replaces an earlier request that was not agreed to."""
    require_writable(typed.email, work.settings)
    with work.transaction() as session:
        nomination, copy = _load_nomination(work, nomination_id)
        person, _ = external_people.check_person(work, typed, copy.edition.languages, needs_role=False)
        before = outside_requests.load(session, nomination.id).consent
        if before is not None:
            if before.answer is ConsentAnswer.AGREED:
                raise Refused(Refusal.WRONG_STATE)
            _end(work, copy, before, End.REPLACED)
        consent = Consent(
            id=uuid4(), nomination_id=nomination.id, name=person.name, email=person.email, language=person.language,
            asked_at=work.now, asked_by_id=work.actor.id,
        )
        session.add(consent)
        session.flush()
        _send(work, copy, consent)
        work.announce(ParticipantsChanged(nomination.id))
        work.record(Action.ASK_CONSENT, nomination, {"asked": consent.id, "instead_of": before.id if before else None})
    return consent


def send_again(work: Work, nomination_id: UUID) -> None:
    """Send a new link to the same person; the older link stops working."""
    with work.transaction():
        nomination, copy = _load_nomination(work, nomination_id)
        waiting = _load_waiting(work, nomination)
        _send(work, copy, waiting)
        work.record(Action.ASK_CONSENT, nomination, {"sent_again": waiting.id})


def withdraw(work: Work, nomination_id: UUID) -> None:
    """Withdraw the request; the nominee gets a letter."""
    with work.transaction():
        nomination, copy = _load_nomination(work, nomination_id)
        waiting = _load_waiting(work, nomination)
        _end(work, copy, waiting, End.WITHDRAWN)
        work.announce(ParticipantsChanged(nomination.id))
        work.record(Action.ASK_CONSENT, nomination, {"withdrawn": waiting.id})


def record_opening(work: Work, edition_id: UUID, token: str) -> None:
    """Note that the nominee opened the link."""
    with work.transaction():
        private_links.mark_opened(work, load_usable_link(work, edition_id, Purpose.CONSENT, token, lock=True))


def answer(
    work: Work, edition_id: UUID, token: str, chosen: str, *, given: Mapping[str, Any], note: str, language: str
) -> Consent:
    """Store the answer of the nominee, with the wording in the language it was read in; the link stops working.

    `given` are facts about themselves as typed: those that differ from the nomination are proposed to the owner.
    Raises `LinkRefused`, and `Invalid` by field.
    """
    with work.transaction() as session:
        link = load_usable_link(work, edition_id, Purpose.CONSENT, token, lock=True)
        opened = load_by_link(work, link)
        consent, copy = opened.consent, opened.copy
        _require_valid(chosen, given, note)
        wording = copy.edition.consent
        consent.answer, consent.answered_at, consent.note = ConsentAnswer(chosen), work.now, note
        consent.content_code = content_code(copy.answers, copy.attached)
        if wording is not None:
            consent.wording, consent.wording_version = wording.text.in_(language), wording.version
            consent.wording_language = language
        proposed = {} if consent.answer is ConsentAnswer.NOT_ME else find_corrections(
            copy.category, copy.answers, given
        )
        session.add_all(
            Proposal(consent_id=consent.id, question=key, was=copy.answers.get(key), proposed=value, made_at=work.now)
            for key, value in proposed.items()
        )
        private_links.use_link(work, link)
        _send_answer(work, opened, bool(proposed))
        work.record("answer_consent", copy.nomination, {
            "consent": consent.id, "answer": consent.answer, "wording_version": consent.wording_version,
            "language": language, "proposed": sorted(proposed), "content_code": consent.content_code, "link": link.id,
        })
    return consent


def settle_proposal(work: Work, nomination_id: UUID, proposal_id: UUID, *, take: bool) -> None:
    """Accept a proposed correction into the nomination (`take`), or keep the answer as it is."""
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


def _require_valid(chosen: str, facts: Mapping[str, Any], note: str) -> None:
    problems: dict[str, str | tuple[str, Mapping[str, object]]] = {**working_copy_changes.find_faults(facts)}
    if chosen not in tuple(ConsentAnswer):
        problems["answer"] = "missing" if not chosen else "not_an_option"
    if fault := stored_text.fault(note, most=LONGEST_NOTE):
        problems["note"] = fault
    if problems:
        raise Invalid(**problems)


def _take_over(work: Work, copy: WorkingCopy, proposal: Proposal) -> None:
    section = next(
        (
            section
            for section in copy.category.sections if any(one.key == proposal.question for one in section.questions)
        ), None
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


def _load_nomination(work: Work, nomination_id: UUID) -> tuple[Nomination, WorkingCopy]:
    nomination = policy_facts.nomination(work, nomination_id, to=Action.ASK_CONSENT, lock=True)
    copy = working_copy.load(work, nomination)
    if not outside_requests.consent_is_needed(copy):
        raise Refused(Refusal.WRONG_STATE)
    return nomination, copy


def _load_waiting(work: Work, nomination: Nomination) -> Consent:
    consent = outside_requests.load(work.session, nomination.id).consent
    if consent is None or consent.answer is not None:
        raise Refused(Refusal.WRONG_STATE)
    return consent


def _send(work: Work, copy: WorkingCopy, consent: Consent) -> None:
    nomination, edition = copy.nomination, copy.edition
    close = policy_facts.load(work, nomination).link_until(Purpose.CONSENT)
    if close is None:
        raise LookupError("A call that was opened has a close.")
    token = private_links.give_link(work, Purpose.CONSENT, consent.id, nomination.id, until=close)
    work.send_mail(
        "consent_asked", _mailbox(consent), secret=True, asker=work.actor.name or work.actor.email,
        last=close - A_SECOND, path=private_links.link_path(edition.code, Purpose.CONSENT, token, consent.language),
        **external_people.letter_values(nomination, edition),
    )


def _end(work: Work, copy: WorkingCopy, consent: Consent, how: End) -> None:
    consent.ended_at, consent.end = work.now, how
    private_links.end_link(work, Purpose.CONSENT, consent.id, how)
    work.session.flush()
    if consent.answer is None:
        work.send_mail(
            "consent_called_off", _mailbox(consent), **external_people.letter_values(copy.nomination, copy.edition)
        )


def _send_answer(work: Work, opened: OpenedConsent, proposes: bool) -> None:
    """Send the answer to the owner; a refusal of a submitted nomination goes to the secretariat too."""
    nomination, edition, consent = opened.copy.nomination, opened.copy.edition, opened.consent
    about = {**external_people.letter_values(nomination, edition), "answer": consent.answer, "nominee": consent.name}
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
