"""The people of the measured edition: a secretariat, twenty reviewers, those who apply."""

from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from nominations.core.rules.vocabulary import Role
from nominations.core.tables import Acceptance, Account, Grant, Profile
from nominations.editions.rules.edition import Edition

REVIEWERS, APPLICANTS = 20, 400


@dataclass(frozen=True, slots=True)
class People:
    """Accounts by what they do."""

    head: UUID
    officers: tuple[UUID, UUID]
    reviewers: tuple[UUID, ...]
    applicants: tuple[UUID, ...]


def fill(
    session: Session, chance: Random, edition: Edition, edition_id: UUID, at: datetime, reviewers: int = REVIEWERS
) -> People:
    """Accounts, grants, profiles, undertakings."""
    names = ["head", "officer-1", "officer-2", *(f"reviewer-{n + 1}" for n in range(reviewers)),
             *(f"applicant-{n + 1}" for n in range(APPLICANTS))]
    ids = [UUID(int=chance.getrandbits(128), version=4) for _ in names]
    session.execute(insert(Account.__table__), [
        {"id": who, "email": f"{name}@example.org", "email_key": f"{name}@example.org", "language": "en",
         "name": name.replace("-", " ").capitalize(), "zone": "", "created_at": at, "version": 1}
        for who, name in zip(ids, names, strict=True)
    ])
    people = People(ids[0], (ids[1], ids[2]), tuple(ids[3:3 + reviewers]), tuple(ids[3 + reviewers:]))
    roles = [(people.head, Role.HEAD), *((officer, Role.OFFICER) for officer in people.officers),
             *((reviewer, Role.REVIEWER) for reviewer in people.reviewers)]
    session.execute(insert(Grant.__table__), [
        {"account_id": who, "edition_id": edition_id, "role": role, "granted_at": at, "granted_by_id": people.head}
        for who, role in roles
    ])
    states = sorted(edition.member_codes())
    session.execute(insert(Profile.__table__), [
        {"account_id": who, "edition_id": edition_id, "nationalities": [country], "country": country,
         "institutions": ["An institute"], "languages": {"en": "fluent", "ar": "reading"}, "most_files": 300}
        for who in people.reviewers for country in [chance.choice(states)]
    ])
    version = edition.text("undertaking").version
    session.execute(insert(Acceptance.__table__), [
        {"account_id": who, "edition_id": edition_id, "text": "undertaking", "text_version": version,
         "language": "en", "accepted_at": at}
        for who in people.reviewers
    ])
    return people
