"""Reviewers' profiles: kept by themselves, by the head, and by a list that is read in."""

from dataclasses import asdict
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Refused
from nominations.core.rules.events import ReviewerChanged
from nominations.core.rules.vocabulary import Action, Refusal, Role
from nominations.core.tables import Grant, Profile
from nominations.core.work import Work
from nominations.editions.countries import country_codes
from nominations.editions.queries import editions
from nominations.panel.rules.profiles import ProfileAnswers, checked


def describe(work: Work, edition_id: UUID, account_id: UUID, told: ProfileAnswers) -> Profile:
    """Write down what finds conflicts and suits files to a reviewer. Raises `Invalid` by field."""
    told = sound(work, edition_id, told)
    with work.transaction() as session:
        work.require(Action.MANAGE_PEOPLE, policy_facts.load_edition(work, edition_id))
        if not _reviews(session, edition_id, account_id):
            raise Refused(Refusal.NOT_FOUND)
        kept = keep(work, edition_id, account_id, told)
        work.record(Action.MANAGE_PEOPLE, f"account:{account_id}", {"profile": asdict(told)})
    return kept


def describe_oneself(work: Work, edition_id: UUID, told: ProfileAnswers) -> Profile:
    """The same by the reviewer. What comes to light between them and a file shuts it until it is decided."""
    told = sound(work, edition_id, told)
    with work.transaction():
        work.require(Action.DESCRIBE_ONESELF, policy_facts.load_edition(work, edition_id))
        kept = keep(work, edition_id, work.actor.account_id, told)
        work.record(Action.DESCRIBE_ONESELF, f"account:{work.actor.id}", {"profile": asdict(told)})
    return kept


def sound(work: Work, edition_id: UUID, told: ProfileAnswers) -> ProfileAnswers:
    """The profile in good order for this edition; raises `Invalid` by field."""
    edition = editions.by_id(work.session, edition_id).edition
    return checked(
        told, countries=country_codes(), languages=edition.entry_languages, themes=[each.key for each in edition.themes]
    )


def keep(work: Work, edition_id: UUID, account_id: UUID, told: ProfileAnswers) -> Profile:
    """Store a profile and look for conflicts anew; part of the transaction of whoever changes it."""
    profile = stored(work, edition_id, account_id, told)
    work.announce(ReviewerChanged(edition_id, account_id))
    return profile


def stored(work: Work, edition_id: UUID, account_id: UUID, told: ProfileAnswers) -> Profile:
    """Store a profile; whoever does so has conflicts looked for."""
    session = work.session
    profile = session.scalars(
        select(Profile).where(Profile.account_id == account_id, Profile.edition_id == edition_id)
    ).one_or_none()
    if profile is None:
        profile = Profile(id=uuid4(), account_id=account_id, edition_id=edition_id)
        session.add(profile)
    profile.nationalities, profile.country = list(told.nationalities), told.country
    profile.institutions, profile.domains = list(told.institutions), list(told.domains)
    profile.collaborators, profile.most_files = list(told.collaborators), told.most_files
    profile.languages, profile.expertise = dict(told.languages), dict(told.expertise)
    session.flush()
    return profile


def _reviews(session: Session, edition_id: UUID, account_id: UUID) -> bool:
    return session.scalars(
        select(Grant.id).where(Grant.account_id == account_id, Grant.edition_id == edition_id,
                               Grant.role == Role.REVIEWER, Grant.ended_at.is_(None))
    ).first() is not None
