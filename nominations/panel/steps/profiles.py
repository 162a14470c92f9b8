"""Storing a reviewer's profile, within the transaction of the caller."""

from uuid import UUID, uuid4

from sqlalchemy import select

from nominations.core.rules.events import ReviewerChanged
from nominations.core.tables import Profile
from nominations.core.work import Work
from nominations.panel.rules.profiles import ProfileAnswers


def store_profile(work: Work, edition_id: UUID, account_id: UUID, answers: ProfileAnswers) -> Profile:
    """Store a profile; the caller announces the change, so that conflicts are looked for."""
    session = work.session
    profile = session.scalars(
        select(Profile).where(Profile.account_id == account_id, Profile.edition_id == edition_id)
    ).one_or_none()
    if profile is None:
        profile = Profile(id=uuid4(), account_id=account_id, edition_id=edition_id)
        session.add(profile)
    profile.nationalities, profile.country = list(answers.nationalities), answers.country
    profile.institutions, profile.domains = list(answers.institutions), list(answers.domains)
    profile.collaborators, profile.most_files = list(answers.collaborators), answers.most_files
    profile.languages, profile.expertise = dict(answers.languages), dict(answers.expertise)
    session.flush()
    return profile


def store_and_announce(work: Work, edition_id: UUID, account_id: UUID, answers: ProfileAnswers) -> Profile:
    """Store a profile and announce the change, so that conflicts are looked for again."""
    profile = store_profile(work, edition_id, account_id, answers)
    work.announce(ReviewerChanged(edition_id, account_id))
    return profile
