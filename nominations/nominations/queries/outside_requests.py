"""Who was asked for what about a nomination, how far it is, and what that means for its completeness."""

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
from nominations.editions.rules import consent as consents
from nominations.editions.rules.edition import Category
from nominations.editions.rules.eligibility import Outside
from nominations.editions.rules.form import Answers, AttachmentKind
from nominations.nominations.queries.working_copy import WorkingCopy
from nominations.nominations.rules.progress import Progress
from nominations.rounds.queries import blind


@dataclass(frozen=True, slots=True)
class Link:
    """What is known of the links sent to one person: when the newest went, when one was first opened."""

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
        """The one that stands."""
        return next((each for each in self.consents if each.ended_at is None), None)

    @property
    def has_consent(self) -> bool:
        return self.consent is not None and self.consent.answer is ConsentAnswer.AGREED

    @property
    def standing(self) -> tuple[Referee, ...]:
        return tuple(each for each in self.referees if each.stands)

    @property
    def outstanding(self) -> tuple[Referee, ...]:
        return tuple(each for each in self.standing if each.received_at is None)

    @property
    def open_proposals(self) -> tuple[Proposal, ...]:
        return tuple(each for each in self.proposals if each.settled_at is None)


# Written once: every page of a draft asks them.
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


def of(session: Session, nomination_id: UUID) -> OutsideRequest:
    """Everybody asked about this nomination; asks no policy."""
    this = {"nomination": nomination_id}
    referees, asked = tuple(session.scalars(_REFEREES, this)), tuple(session.scalars(_CONSENTS, this))
    if not referees and not asked:  # most nominations ask nobody
        return OutsideRequest((), (), (), {})
    return OutsideRequest(referees, asked, tuple(session.scalars(_PROPOSALS, this)), _links(session, nomination_id))


def _links(session: Session, nomination_id: UUID) -> dict[UUID, Link]:
    found: dict[UUID, Link] = {}
    for subject_id, given_at, opened_at in session.execute(_LINKS, {"nomination": nomination_id}):
        before = found.get(subject_id)
        found[subject_id] = Link(given_at, (before.opened_at if before else None) or opened_at)
    return found


def consent_is_needed(copy: WorkingCopy) -> bool:
    """Whether the nominee is somebody else, whom the edition has asked."""
    return copy.edition.consent is not None and consents.is_needed(copy.category, copy.answers)


def kinds_by_link(copy: WorkingCopy) -> tuple[AttachmentKind, ...]:
    """The letters that may come by a private link."""
    return tuple(each for each in copy.category.attachments if each.by_link and each.asked_from == "call")


def outside(asked: OutsideRequest, copy: WorkingCopy) -> Outside:
    """What links mean for the rules: a consent given, letters asked for or received (an outstanding one counts)."""
    excused = _met(asked, copy.category, copy.answers, [row.kind for row in copy.attachments])
    return Outside(consent_confirmed=asked.has_consent, excused=excused)


def met_by_links(asked: OutsideRequest, category: Category, submission: Submission) -> tuple[str, ...]:
    """The kinds of attachment for which a submission needs no more files, because of links."""
    return _met(asked, category, submission.answers, [each["kind"] for each in submission.attachments])


def _met(asked: OutsideRequest, category: Category, answers: Answers, attached: list[str]) -> tuple[str, ...]:
    have = Counter(attached) + Counter(each.kind for each in asked.standing)
    met = [each.key for each in category.attachments if each.by_link and have[each.key] >= each.fewest(answers)]
    if asked.has_consent and (rule := category.consent_rule()):
        met.append(str(rule.params["attachment"]))
    return tuple(met)


def completeness(asked: OutsideRequest, copy: WorkingCopy, case: PolicyFacts) -> Progress | None:
    """Where that stands which others are asked for; None where this nomination asks nobody for anything."""
    kinds, needed = kinds_by_link(copy), consent_is_needed(copy)
    if not kinds and not needed and not asked.consents:
        return None
    consent, waiting = asked.consent, [Purpose.LETTER for _ in asked.outstanding]
    said_no = consent is not None and consent.answer not in (None, ConsentAnswer.AGREED)
    if consent is not None and consent.answer is None:
        waiting.append(Purpose.CONSENT)
    excused = outside(asked, copy).excused
    attached = Counter(row.kind for row in copy.attachments)
    lacking = any(kind.fewest(copy.answers) > attached[kind.key] and kind.key not in excused for kind in kinds)
    rule = copy.category.consent_rule()
    agreed = asked.has_consent or (rule is not None and attached[str(rule.params["attachment"])] > 0)
    if (needed and said_no) or any(_is_over(case, each) for each in waiting):
        return Progress.PROBLEM
    if asked.open_proposals:
        return Progress.IN_PROGRESS
    if waiting:
        return Progress.WAITING
    if lacking or (needed and not agreed):
        return Progress.IN_PROGRESS if asked.referees or asked.consents else Progress.NOT_STARTED
    return Progress.COMPLETED


def _is_over(case: PolicyFacts, purpose: Purpose) -> bool:
    until = case.link_until(purpose)
    return until is not None and not is_open(until, case.now)


def letters_of(work: Work, nomination: Nomination) -> list[Referee]:
    """The letters received, as far as the actor's role may read them; for a nomination found for a purpose already.

    None where a round hides whose the file is: letters name their writer and whom they are about.
    """
    if blind.hidden_from(work, nomination.id):
        return []
    category = editions.by_id(work.session, nomination.edition_id).edition.category(nomination.category)
    kinds = [each.key for each in category.attachments if each.may_be_seen_by(work.actor.role)]
    return list(work.session.scalars(
        select(Referee).where(
            Referee.nomination_id == nomination.id, Referee.received_at.is_not(None), Referee.kind.in_(kinds)
        ).order_by(Referee.received_at, Referee.id)
    ))


def letter(work: Work, nomination_id: UUID, referee_id: UUID, *, to: Action) -> Referee:
    """One letter received, for whoever may do `to` with the nomination and read this kind; else `Refused`."""
    nomination = policy_facts.nomination(work, nomination_id, to=to)
    for each in letters_of(work, nomination):
        if each.id == referee_id:
            return each
    raise Refused(Refusal.NOT_FOUND)
