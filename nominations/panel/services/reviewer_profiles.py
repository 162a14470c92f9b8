"""Reviewers' profiles: changed by the head or by the reviewers themselves."""

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal, Role
from nominations.core.tables import Grant, Profile
from nominations.core.work import Work
from nominations.editions.countries import country_codes
from nominations.editions.queries import editions
from nominations.panel.rules.profiles import ProfileAnswers, check_answers
from nominations.panel.steps.profiles import store_and_announce


def describe_reviewer(work: Work, edition_id: UUID, account_id: UUID, answers: ProfileAnswers) -> Profile:
    """Store the profile of a reviewer, from which conflicts are found. Raises `Invalid` by field."""
    answers = _check_profile(work, edition_id, answers)
    with work.transaction() as session:
        work.require(Action.MANAGE_PEOPLE, policy_facts.load_edition(work, edition_id))
        if not _reviews(session, edition_id, account_id):
            raise Refused(Refusal.NOT_FOUND)
        profile = store_and_announce(work, edition_id, account_id, answers)
        work.record(Action.MANAGE_PEOPLE, f"account:{account_id}", {"profile": asdict(answers)})
    return profile


def describe_oneself(work: Work, edition_id: UUID, answers: ProfileAnswers) -> Profile:
    """Store the actor's own profile; a new finding closes a nomination to them until it is decided."""
    answers = _check_profile(work, edition_id, answers)
    with work.transaction():
        work.require(Action.DESCRIBE_ONESELF, policy_facts.load_edition(work, edition_id))
        profile = store_and_announce(work, edition_id, work.actor.account_id, answers)
        work.record(Action.DESCRIBE_ONESELF, f"account:{work.actor.id}", {"profile": asdict(answers)})
    return profile


def _reviews(session: Session, edition_id: UUID, account_id: UUID) -> bool:
    return session.scalars(
        select(Grant.id).where(Grant.account_id == account_id, Grant.edition_id == edition_id,
                               Grant.role == Role.REVIEWER, Grant.ended_at.is_(None))
    ).first() is not None


def _check_profile(work: Work, edition_id: UUID, answers: ProfileAnswers) -> ProfileAnswers:
    """The profile, checked for this edition; raises `Invalid` by field."""
    edition = editions.by_id(work.session, edition_id).edition
    return check_answers(
        answers, countries=country_codes(), languages=edition.entry_languages,
        themes=[theme.key for theme in edition.themes]
    )
