"""Submitting: the instant that counts, the close it is compared with, and an immutable version of the nomination."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from nominations.access.queries import corrections, policy_facts
from nominations.core.queries import accounts
from nominations.core.rules.deadline import is_open
from nominations.core.rules.document_codes import format_code
from nominations.core.rules.errors import Invalid, TooLate
from nominations.core.rules.events import NominationChanged
from nominations.core.rules.mailbox import Mailbox
from nominations.core.rules.policy_facts import PolicyFacts
from nominations.core.rules.text import stored_text
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import LateAttempt, Nomination, Submission
from nominations.core.work import Work
from nominations.documents.queries import received_letters
from nominations.documents.steps import codes
from nominations.editions.countries import country_codes
from nominations.editions.queries import editions
from nominations.editions.rules.questions import LetterIn, content_code, content_hash
from nominations.nominations.queries import outside_requests, working_copy
from nominations.nominations.queries.working_copy import WorkingCopy
from nominations.nominations.rules import progress
from nominations.nominations.steps import working_copy_changes

LONGEST_NAME = 200
A_SECOND = timedelta(seconds=1)


def submit(
    work: Work, nomination_id: UUID, *, declared: Mapping[str, str], language: str, typed_name: str
) -> Submission | TooLate:
    """Submit the working copy. `declared` gives the version of each declaration accepted, in `language`.

    An attempt at or after the close is recorded and returned as `TooLate`. Submitting the same content again returns
    the existing submission. Raises `Invalid` for a missing declaration or name, and with `nomination="unfinished"`
    for anything that `progress.assess_readiness` finds.
    """
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.SUBMIT, lock=True)
        editions.load_closing(session, nomination.edition_id, lock=True)
        case = policy_facts.load(work, nomination)
        closes = case.open_until
        if closes is None:
            raise LookupError("A call that was opened has a close.")
        if not is_open(closes, work.now):
            return _too_late(work, nomination, closes)
        copy = working_copy.load(work, nomination)
        newest = working_copy.newest_submission(session, nomination)
        if newest is not None and not working_copy.differs(copy, newest):
            return newest
        ready = progress.assess_readiness(
            copy.edition,
            copy.category,
            copy.answers,
            copy.attached,
            declared,
            now=work.now,
            closes=closes,
            countries=country_codes(),
            outside=outside_requests.gather_facts(outside_requests.load(session, nomination.id), copy),
        )
        _require_complete(copy, ready, declared, typed_name)
        return _hand_in(work, copy, case, newest, ready, declared, language, typed_name)


def _too_late(work: Work, nomination: Nomination, closes: datetime) -> TooLate:
    work.session.add(LateAttempt(
        nomination_id=nomination.id, account_id=work.actor.id, at=work.now, closed_at=closes
    ))
    work.record("late_attempt", nomination, {"at": work.now, "closed_at": closes})
    return TooLate(work.now, closes)


def _require_complete(
    copy: WorkingCopy, ready: progress.Readiness, declared: Mapping[str, str], typed_name: str
) -> None:
    problems: dict[str, Any] = {}
    for declaration in copy.category.declarations:
        if declaration.required and declared.get(declaration.key) != declaration.version:
            problems[
                f"declaration.{declaration.key}"
            ] = "declaration_changed" if declaration.key in declared else "not_declared"
    if fault := stored_text.fault(typed_name, most=LONGEST_NAME, required=True):
        problems["typed_name"] = ("missing_name", {}) if fault[0] == "missing" else fault
    if not ready.is_ready:
        problems["nomination"] = "unfinished"
    if problems:
        raise Invalid(**problems)


def _hand_in(
    work: Work, copy: WorkingCopy, case: PolicyFacts, newest: Submission | None, ready: progress.Readiness,
    declared: Mapping[str, str], language: str, typed_name: str,
) -> Submission:
    session, nomination = work.session, copy.nomination
    accepted = {
        declaration.key: {"version": declaration.version, "language": language, "accepted_at": work.now.isoformat()}
        for declaration in copy.category.declarations if declared.get(declaration.key) == declaration.version
    }
    submission = Submission(
        id=uuid4(), nomination_id=nomination.id, number=newest.number + 1 if newest else 1,
        category=copy.category.key, submitted_at=work.now, submitted_by_id=work.actor.id, typed_name=typed_name,
        closes_at=case.open_until, answers=copy.answers,
        attachments=[working_copy.snapshot(attachment) for attachment in copy.standing], declarations=accepted,
        findings=[
            {"rule": finding.rule, "outcome": finding.outcome.value, "met": finding.met.value}
            for finding in ready.findings
        ],
        content_code="", language=language,
    )
    received = received_letters.collect_letters(session, submission.id, nomination.id)
    letters = [letter for letter, _ in received]
    submission.content_code = content_code(copy.answers, copy.attached, letters)
    nomination.submitted_at = nomination.submitted_at or work.now
    nomination.submission_id, nomination.changed_since, nomination.changed_at = submission.id, False, work.now
    session.flush()
    nomination.move(Action.SUBMIT)
    if (request := corrections.open_request(session, nomination.id)) and is_open(request.until, work.now):
        request.answered_at, request.answer_id = work.now, submission.id
    working_copy_changes.update_headline(session, copy)
    # The row and the letters hold the number of the ledger's record, so they are written after it.
    submission.ledger_number = work.record(Action.SUBMIT, nomination, {
        "submission": submission.id, "number": submission.number, "category": submission.category,
        "content_code": submission.content_code, "content_sha256": content_hash(copy.answers, copy.attached, letters),
        "closes_at": case.open_until, "declarations": accepted, "findings": submission.findings,
    })
    session.add(submission)
    session.flush()
    session.add_all(letter for _, letter in received)
    session.flush()
    work.announce(NominationChanged(nomination.id))
    code = codes.issue_receipt_code(session, nomination, submission, content_hash(copy.answers, copy.attached, letters))
    _send_letters(work, copy, submission, letters, code.code)
    return submission


def _send_letters(
    work: Work, copy: WorkingCopy, submission: Submission, letters: Sequence[LetterIn], code: str
) -> None:
    """Send the receipt to the owner and a notice to the secretariat."""
    nomination, edition = copy.nomination, copy.edition
    owner = accounts.load_account(work.session, nomination.owner_id)
    path = f"/{edition.code}/nominations/{nomination.id}"
    about: dict[str, Any] = {
        "edition_id": nomination.edition_id, "nomination_id": nomination.id, "reference": nomination.reference,
        "title": nomination.title, "submission": submission, "edition": edition,
        "last": submission.closes_at - A_SECOND,
    }
    if owner is not None:
        work.send_mail(
            "nomination_received", owner, path=path, code=format_code(code), checked_at=f"/check/{code}",
            letters=letters,
            category=copy.category, **about,
        )
    mailbox = Mailbox(edition.contact, edition.languages[0])
    work.send_mail(
        "nomination_came_in", mailbox, path=working_copy_changes.secretariat_path(edition, nomination), **about
    )
