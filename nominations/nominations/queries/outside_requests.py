"""Letters and consents asked for by link: who was asked, what was received, and what that means for completeness."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts
from nominations.core.rules.deadline import is_open
from nominations.core.rules.errors import Refused
from nominations.core.rules.policy_facts import PolicyFacts
from nominations.core.rules.private_links import Purpose
from nominations.core.rules.vocabulary import Action, ConsentAnswer, Refusal
from nominations.core.tables import Consent, Nomination, PrivateLink, Proposal, Referee, Submission
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.consent import is_needed
from nominations.editions.rules.edition import Category
from nominations.editions.rules.eligibility import OutsideFacts
from nominations.editions.rules.form import Answers, AttachmentKind
from nominations.nominations.queries.working_copy import WorkingCopy
from nominations.nominations.rules.progress import Progress
from nominations.rounds.queries import blind


@dataclass(frozen=True, slots=True)
class Link:
    """The links sent to one person: when the newest was sent, and when one was first opened."""

    sent_at: datetime
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class OutsideRequest:
    """Everybody asked about one nomination, those replaced or withdrawn included, in the order they were asked."""

    referees: tuple[Referee, ...]
    consents: tuple[Consent, ...]
    proposals: tuple[Proposal, ...]
    links: dict[UUID, Link]

    @property
    def consent(self) -> Consent | None:
        """The current request for consent."""
        return next((consent for consent in self.consents if consent.ended_at is None), None)

    @property
    def has_consent(self) -> bool:
        return self.consent is not None and self.consent.answer is ConsentAnswer.AGREED

    @property
    def standing(self) -> tuple[Referee, ...]:
        return tuple(referee for referee in self.referees if referee.stands)

    @property
    def outstanding(self) -> tuple[Referee, ...]:
        return tuple(referee for referee in self.standing if referee.received_at is None)

    @property
    def open_proposals(self) -> tuple[Proposal, ...]:
        return tuple(proposal for proposal in self.proposals if proposal.settled_at is None)


# Built once, because every page of a draft runs these statements.
_THIS: BindParameter[UUID] = bindparam("nomination")
_REFEREES = (
    select(Referee).where(Referee.nomination_id == _THIS).order_by(Referee.asked_at, Referee.id)
    .execution_options(populate_existing=True)
)
_CONSENTS = (
    select(Consent).where(Consent.nomination_id == _THIS).order_by(Consent.asked_at, Consent.id)
    .execution_options(populate_existing=True)
)
_PROPOSALS = (
    select(Proposal).join(Consent, Consent.id == Proposal.consent_id).where(Consent.nomination_id == _THIS)
    .order_by(Proposal.made_at, Proposal.question).execution_options(populate_existing=True)
)
_LINKS = (
    select(PrivateLink.subject_id, PrivateLink.given_at, PrivateLink.opened_at)
    .where(PrivateLink.nomination_id == _THIS, PrivateLink.purpose.in_((Purpose.LETTER, Purpose.CONSENT)))
    .order_by(PrivateLink.given_at, PrivateLink.id)
)


def load(session: Session, nomination_id: UUID) -> OutsideRequest:
    """All requests about this nomination; the caller has checked access."""
    this = {"nomination": nomination_id}
    referees, consents = tuple(session.scalars(_REFEREES, this)), tuple(session.scalars(_CONSENTS, this))
    if not referees and not consents:  # most nominations ask nobody
        return OutsideRequest((), (), (), {})
    return OutsideRequest(referees, consents, tuple(session.scalars(_PROPOSALS, this)), _links(session, nomination_id))


def _links(session: Session, nomination_id: UUID) -> dict[UUID, Link]:
    links: dict[UUID, Link] = {}
    for subject_id, given_at, opened_at in session.execute(_LINKS, {"nomination": nomination_id}):
        before = links.get(subject_id)
        links[subject_id] = Link(given_at, (before.opened_at if before else None) or opened_at)
    return links


def consent_is_needed(copy: WorkingCopy) -> bool:
    """Whether the nominee is somebody else, whom the edition has asked."""
    return copy.edition.consent is not None and is_needed(copy.category, copy.answers)


def kinds_by_link(copy: WorkingCopy) -> tuple[AttachmentKind, ...]:
    """The letters that may come by a private link."""
    return tuple(kind for kind in copy.category.attachments if kind.by_link and kind.asked_from == "call")


def gather_facts(requests: OutsideRequest, copy: WorkingCopy) -> OutsideFacts:
    """What the rules need to know: whether consent was given, and which kinds of file letters by link replace.

    A letter that was asked for counts before it is received.
    """
    excused = _list_kinds_met(
        requests, copy.category, copy.answers, [attachment.kind for attachment in copy.attachments]
    )
    return OutsideFacts(consent_confirmed=requests.has_consent, excused=excused)


def list_kinds_met(requests: OutsideRequest, category: Category, submission: Submission) -> tuple[str, ...]:
    """The kinds of attachment for which a submission needs no more files, because of links."""
    return _list_kinds_met(
        requests, category, submission.answers, [attachment["kind"] for attachment in submission.attachments]
    )


def _list_kinds_met(
    requests: OutsideRequest, category: Category, answers: Answers, attached: list[str]
) -> tuple[str, ...]:
    have = Counter(attached) + Counter(referee.kind for referee in requests.standing)
    met = [kind.key for kind in category.attachments if kind.by_link and have[kind.key] >= kind.fewest(answers)]
    if requests.has_consent and (rule := category.consent_rule()):
        met.append(str(rule.params["attachment"]))
    return tuple(met)


def assess_progress(requests: OutsideRequest, copy: WorkingCopy, case: PolicyFacts) -> Progress | None:
    """The progress of letters and consent; None for a nomination that needs neither."""
    kinds, needed = kinds_by_link(copy), consent_is_needed(copy)
    if not kinds and not needed and not requests.consents:
        return None
    consent, waiting = requests.consent, [Purpose.LETTER for _ in requests.outstanding]
    said_no = consent is not None and consent.answer not in (None, ConsentAnswer.AGREED)
    if consent is not None and consent.answer is None:
        waiting.append(Purpose.CONSENT)
    excused = gather_facts(requests, copy).excused
    attached = Counter(attachment.kind for attachment in copy.attachments)
    lacking = any(kind.fewest(copy.answers) > attached[kind.key] and kind.key not in excused for kind in kinds)
    rule = copy.category.consent_rule()
    agreed = requests.has_consent or (rule is not None and attached[str(rule.params["attachment"])] > 0)
    if (needed and said_no) or any(_is_over(case, purpose) for purpose in waiting):
        return Progress.PROBLEM
    if requests.open_proposals:
        return Progress.IN_PROGRESS
    if waiting:
        return Progress.WAITING
    if lacking or (needed and not agreed):
        return Progress.IN_PROGRESS if requests.referees or requests.consents else Progress.NOT_STARTED
    return Progress.COMPLETED


def _is_over(case: PolicyFacts, purpose: Purpose) -> bool:
    until = case.link_until(purpose)
    return until is not None and not is_open(until, case.now)


def list_letters(work: Work, nomination: Nomination) -> list[Referee]:
    """The letters received that the actor's role may read; the caller has checked access to the nomination.

    No letters where a round hides the names: a letter names its writer and the nominee.
    """
    if blind.is_hidden_from(work, nomination.id):
        return []
    category = editions.by_id(work.session, nomination.edition_id).edition.category(nomination.category)
    kinds = [kind.key for kind in category.attachments if kind.may_be_seen_by(work.actor.role)]
    return list(work.session.scalars(
        select(Referee).where(
            Referee.nomination_id == nomination.id, Referee.received_at.is_not(None), Referee.kind.in_(kinds)
        ).order_by(Referee.received_at, Referee.id)
    ))


def load_letter(work: Work, nomination_id: UUID, referee_id: UUID, *, to: Action) -> Referee:
    """One letter received, for whoever may do `to` with the nomination and read this kind; else `Refused`."""
    nomination = policy_facts.nomination(work, nomination_id, to=to)
    for letter in list_letters(work, nomination):
        if letter.id == referee_id:
            return letter
    raise Refused(Refusal.NOT_FOUND)
