"""Accounts and the roles they hold."""

from dataclasses import dataclass
from itertools import groupby, zip_longest
from uuid import UUID

from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import Session

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Refusal, Role, State
from nominations.core.tables import (
    Account,
    CategoryMove,
    Extension,
    Grant,
    LateAttempt,
    Letter,
    Nomination,
    OpenEdition,
    Profile,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A person of the demonstration; `why` is what an applicant is an example of, one of `SPECIAL`."""

    id: UUID
    name: str
    language: str
    why: str = ""


# What an applicant may be an example of, the rarest last.
SPECIAL = ("draft", "submitted", "withdrawn", "move", "extension", "late")


def list_samples(session: Session, edition_id: UUID, per_language: int = 4) -> list[tuple[Role, list[Sample]]]:
    """Roles with people who hold them, for the demonstration's sign-in page: everybody with a role of the award, and
    about `per_language` applicants of each language, those with something special first."""
    granted = session.execute(
        select(Grant.role, Account.id, Account.name, Account.language)
        .join(Account, Account.id == Grant.account_id)
        .where(Grant.edition_id == edition_id, Grant.ended_at.is_(None)).order_by(Account.name, Account.id)
    ).all()
    samples_by_role = [(Role.APPLICANT, _list_applicants(session, edition_id, per_language))]
    for role in (Role.REVIEWER, Role.OFFICER, Role.HEAD, Role.CHAIR, Role.OBSERVER, Role.AUDITOR):
        samples_by_role.append((role, [Sample(row.id, row.name, row.language) for row in granted if row.role is role]))
    return [(role, samples) for role, samples in samples_by_role if samples]


def _list_applicants(session: Session, edition_id: UUID, per_language: int) -> list[Sample]:
    """Applicants by language: the special ones, then submissions and drafts in turn until there are enough."""
    ranks = {word: place for place, word in enumerate(SPECIAL)}
    rank = func.max(case(
        (exists().where(LateAttempt.nomination_id == Nomination.id), ranks["late"]),
        (exists().where(Extension.nomination_id == Nomination.id), ranks["extension"]),
        (exists().where(CategoryMove.nomination_id == Nomination.id), ranks["move"]),
        (Nomination._state == State.WITHDRAWN, ranks["withdrawn"]),
        (Nomination.submission_id.is_not(None), ranks["submitted"]),
        else_=ranks["draft"],
    ))
    rows = session.execute(
        select(Account.id, Account.name, Account.language, rank.label("rank"))
        .join(Nomination, Nomination.owner_id == Account.id)
        .where(Nomination.edition_id == edition_id, Nomination.discarded_at.is_(None))
        .group_by(Account.id, Account.name, Account.language).order_by(Account.language, Account.name, Account.id)
    ).all()
    chosen: list[Sample] = []
    for _language, group in groupby(rows, key=lambda row: row.language):
        people = [Sample(row.id, row.name, row.language, SPECIAL[row.rank]) for row in group]
        special = [one for one in people if ranks[one.why] > ranks["submitted"]]
        by_state = [[one for one in people if one.why == word] for word in ("submitted", "draft")]
        turns = [one for turn in zip_longest(*by_state) for one in turn if one is not None]
        chosen += special + turns[: max(1, per_language - len(special))]
    return chosen


def edition_code(session: Session, edition_id: UUID) -> str:
    """The code of an edition."""
    return session.scalars(select(OpenEdition.code).where(OpenEdition.id == edition_id)).one()


def list_letters(session: Session, most: int = 200) -> list[Letter]:
    """The newest letters to anybody, for the demonstration only."""
    return list(session.scalars(select(Letter).order_by(Letter.written_at.desc(), Letter.id).limit(most)))


def load_letter(session: Session, letter_id: UUID) -> Letter | None:
    """One letter."""
    return session.get(Letter, letter_id)


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """A role somebody holds or held."""

    grant: Grant
    account: Account
    profile: Profile | None

    @property
    def has_profile(self) -> bool:
        """Whether nominations can be assigned to this person, so that a profile is of use."""
        return self.grant.role is Role.REVIEWER and self.grant.ended_at is None


def list_role_holders(session: Session, edition_id: UUID) -> list[RoleHolder]:
    """Every role of an edition, those that ended last, with the reviewers' profiles."""
    rows = session.execute(
        select(Grant, Account, Profile).join(Account, Account.id == Grant.account_id)
        .outerjoin(Profile, (Profile.account_id == Grant.account_id) & (Profile.edition_id == Grant.edition_id))
        .where(Grant.edition_id == edition_id)
        .order_by(Grant.ended_at.is_not(None), Grant.role, Account.name, Grant.id)
    )
    return [RoleHolder(*row) for row in rows]


def load_reviewer(session: Session, edition_id: UUID, account_id: UUID) -> tuple[Account, Profile]:
    """A reviewer of an edition and their profile, an empty one where none is stored. Raises `Refused`."""
    for holder in list_role_holders(session, edition_id):
        if holder.account.id == account_id and holder.has_profile:
            empty = Profile(nationalities=[], country="", institutions=[], languages={}, most_files=None,
                            domains=[], expertise={}, collaborators=[])
            return holder.account, holder.profile or empty
    raise Refused(Refusal.NOT_FOUND)
