"""Who holds which role in an edition."""

from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from nominations.access.queries import policy_facts
from nominations.access.queries.involvement import count_closed_nominations
from nominations.accounts.adapters.addresses import parse_address, require_writable
from nominations.accounts.queries import applicants
from nominations.accounts.steps.accounts import find_or_make_account
from nominations.accounts.steps.role_lock import lock_roles
from nominations.core.language import LANGUAGES, use_language
from nominations.core.rules.errors import DomainError, Invalid, Refused
from nominations.core.rules.events import ReviewerChanged
from nominations.core.rules.policy import WITHHELD_FROM
from nominations.core.rules.text.typed import parse_line
from nominations.core.rules.vocabulary import GRANTED, Action, Refusal, Role
from nominations.core.tables import Account, Grant
from nominations.core.texts.people import role_word
from nominations.core.work import Work
from nominations.editions.queries import editions


class NominationsClose(DomainError):
    """With the role, so many nominations close to the person, and whoever gives it has not confirmed that number."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} nominations close to this person")
        self.count = count


def grant_role(
    work: Work, edition_id: UUID, typed: str, name: str, role: Role, *, language: str = "en", closing: int = 0
) -> Grant:
    """Give a role to an address; an account is made if there is none, and a letter tells its owner.

    Raises `Invalid` by field: a role held already, a reviewer who has a nomination of their own in this edition; and
    `NominationsClose` where nominations close to the person with the role and `closing` is not their number.
    """
    address, name = parse_address(typed), parse_line("name", name, most=200)
    if role not in GRANTED:
        raise Invalid(role="not_an_option")
    require_writable(typed, work.settings)
    if language not in LANGUAGES:
        raise Invalid(language="not_an_option")
    with work.transaction() as session:
        work.require(Action.MANAGE_PEOPLE, policy_facts.load_edition(work, edition_id))
        lock_roles(session, edition_id)
        account = find_or_make_account(work, session, address, language, name)
        if _standing(session, account.id, edition_id, role):
            raise Invalid(role="held_already")
        if role in (Role.REVIEWER, Role.CHAIR) and _applies(session, account.id, edition_id):
            raise Invalid(role="applies_here")
        count = count_closed_nominations(session, account.id, edition_id) if role in WITHHELD_FROM else 0
        if count and count != closing:
            raise NominationsClose(count)
        role_grant = Grant(
            id=uuid4(), account_id=account.id, edition_id=edition_id, role=role, granted_at=work.now,
            granted_by_id=work.actor.id,
        )
        session.add(role_grant)
        session.flush()
        if role is Role.REVIEWER:
            work.announce(ReviewerChanged(edition_id, account.id))
        edition = editions.by_id(session, edition_id).edition
        with use_language(account.language):
            word = role_word(role)
        work.send_mail(
            "role_granted", account, edition_id=edition_id, path=f"/{edition.code}/", role_word=word,
            award=edition.title.in_(account.language),
        )
        work.record(Action.MANAGE_PEOPLE, account, {"granted": role, "edition": edition.code})
    return role_grant


def revoke_role(work: Work, edition_id: UUID, grant_id: UUID) -> None:
    """Take a role away; its rights end with the next request. The last head cannot be taken away."""
    with work.transaction() as session:
        work.require(Action.MANAGE_PEOPLE, policy_facts.load_edition(work, edition_id))
        lock_roles(session, edition_id)
        role_grant = session.get(Grant, grant_id, populate_existing=True)
        if role_grant is None or role_grant.edition_id != edition_id or role_grant.ended_at is not None:
            raise Refused(Refusal.NOT_FOUND)
        if role_grant.role is Role.HEAD and len(_heads(session, edition_id)) == 1:
            raise Invalid(role="last_head")
        role_grant.ended_at, role_grant.ended_by_id = work.now, work.actor.id
        account = session.get_one(Account, role_grant.account_id)
        work.record(Action.MANAGE_PEOPLE, account, {"revoked": role_grant.role})


def _standing(session: Database, account_id: UUID, edition_id: UUID, role: Role) -> Grant | None:
    return session.scalars(
        select(Grant).where(Grant.account_id == account_id, Grant.edition_id == edition_id, Grant.role == role,
                            Grant.ended_at.is_(None))
    ).one_or_none()


def _heads(session: Database, edition_id: UUID) -> list[Grant]:
    return list(session.scalars(
        select(Grant).where(Grant.edition_id == edition_id, Grant.role == Role.HEAD, Grant.ended_at.is_(None))
    ))



def _applies(session: Database, account_id: UUID, edition_id: UUID) -> bool:
    """One may not review where one applied."""
    return session.scalars(applicants.select_participants(edition_id, [account_id])).first() is not None
