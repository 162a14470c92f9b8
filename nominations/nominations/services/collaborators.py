"""Who takes part in a nomination: its owner invites by mail, changes rights and ends them; others join and leave."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import exists, func, select

from nominations.access.queries import policy_facts
from nominations.access.queries.private_links import load_usable_link
from nominations.access.steps import private_links
from nominations.accounts.adapters.addresses import Address, parse_address, require_writable
from nominations.accounts.steps.accounts import find_account, require_open_account
from nominations.core.queries import accounts
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.events import ParticipantsChanged
from nominations.core.rules.mailbox import Mailbox
from nominations.core.rules.private_links import End, Purpose
from nominations.core.rules.text import stored_text
from nominations.core.rules.vocabulary import Action, Refusal, Right, Role
from nominations.core.tables import Account, Collaborator, Grant, Nomination, PrivateLink
from nominations.core.work import Addressee, Work
from nominations.editions.queries import editions
from nominations.nominations.steps.collaborators import end_parts

# How many may take part at once and be invited within a day, and how soon an invitation may be sent again.
MOST, MOST_A_DAY = 20, 40
AGAIN = timedelta(minutes=10)
LONGEST_ADDRESS = 254


def send_invitation(work: Work, nomination_id: UUID, typed: str, right: str) -> None:
    """Invite somebody by a private link; the answer never shows whether the address has an account.

    Raises `Invalid` by field. An invitation that was not accepted yet is sent again with a new link; the older link
    stops working.
    """
    require_writable(typed, work.settings)
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.SHARE, lock=True)
        address, chosen = _address(work, typed), _right(right)
        owner = accounts.load_account(session, nomination.owner_id)
        if owner is not None and owner.email_key == address.key:
            raise Invalid(email="owns_it_already")
        collaborator = session.scalars(select(Collaborator).where(
            Collaborator.nomination_id == nomination.id, Collaborator.email_key == address.key,
            Collaborator.ended_at.is_(None),
        )).one_or_none()
        if collaborator is not None and collaborator.accepted_at is not None:
            raise Invalid(email="takes_part_already")
        if collaborator is not None:
            collaborator.right = chosen
            _send(work, nomination, collaborator)
        else:
            _make_room(work, nomination)
            collaborator = Collaborator(
                id=uuid4(), nomination_id=nomination.id, email=address.email, email_key=address.key, right=chosen,
                invited_at=work.now, invited_by_id=work.actor.id, sent_at=work.now,
            )
            session.add(collaborator)
            _post_invitation(work, nomination, collaborator)
        session.flush()
        work.record(Action.SHARE, nomination, {"invited": collaborator.id, "right": chosen})


def resend_invitation(work: Work, nomination_id: UUID, collaborator_id: UUID) -> None:
    """Send a new link to somebody who has not accepted yet; the older link stops working."""
    with work.transaction():
        nomination, collaborator = _load_current(work, nomination_id, collaborator_id)
        if collaborator.accepted_at is not None:
            raise Refused(Refusal.WRONG_STATE)
        _send(work, nomination, collaborator)
        work.record(Action.SHARE, nomination, {"invited_again": collaborator.id})


def set_right(work: Work, nomination_id: UUID, collaborator_id: UUID, right: str) -> None:
    """Change the right of a collaborator or of somebody who is still invited."""
    with work.transaction():
        nomination, collaborator = _load_current(work, nomination_id, collaborator_id)
        collaborator.right = _right(right)
        work.record(Action.SHARE, nomination, {"changed": collaborator.id, "right": collaborator.right})


def end_participation(work: Work, nomination_id: UUID, collaborator_id: UUID) -> None:
    """Withdraw an invitation or end somebody's part from their next request; a collaborator gets a letter."""
    with work.transaction() as session:
        nomination, collaborator = _load_current(work, nomination_id, collaborator_id)
        collaborator.ended_at, collaborator.ended_by_id = work.now, work.actor.id
        private_links.end_link(work, Purpose.INVITATION, collaborator.id, End.WITHDRAWN)
        if collaborator.account_id is not None:
            work.send_mail(
                "collaborator_ended", session.get_one(Account, collaborator.account_id), **_about(work, nomination)
            )
        work.record(Action.SHARE, nomination, {"ended": collaborator.id})


def accept_invitation(work: Work, edition_id: UUID, token: str) -> UUID:
    """Accept the invitation of a link, which works only once; the id of the nomination.

    Raises `LinkRefused`, `Refused` for a link that was sent to another address, `Invalid` for a member of the jury.
    """
    with work.transaction() as session:
        nomination, collaborator, link = _load_invited(work, edition_id, token)
        judges = exists().where(
            Grant.account_id == work.actor.id, Grant.edition_id == nomination.edition_id, Grant.ended_at.is_(None),
            Grant.role.in_((Role.REVIEWER, Role.CHAIR)),
        )
        if session.scalar(select(judges)):
            raise Invalid(invitation="judges_here")
        require_open_account(work)
        collaborator.account_id, collaborator.accepted_at = work.actor.id, work.now
        private_links.use_link(work, link)
        owner = session.get_one(Account, nomination.owner_id)
        work.send_mail(
            "collaborator_joined", owner, who=work.actor.name or work.actor.email, **_about(work, nomination)
        )
        session.flush()
        work.announce(ParticipantsChanged(nomination.id))
        work.record(Action.JOIN, nomination, {"accepted": collaborator.id})
        return nomination.id


def decline_invitation(work: Work, edition_id: UUID, token: str) -> None:
    """Decline the invitation of a link, which works only once. Raises as `accept_invitation` does."""
    with work.transaction():
        nomination, collaborator, link = _load_invited(work, edition_id, token)
        collaborator.ended_at, collaborator.ended_by_id = work.now, work.actor.id
        private_links.use_link(work, link)
        work.record(Action.JOIN, nomination, {"declined": collaborator.id})


def leave_nomination(work: Work, nomination_id: UUID) -> None:
    """End the actor's own part; the owner gets a letter."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.LEAVE, lock=True)
        end_parts(work, nomination, work.actor.account_id)
        owner = session.get_one(Account, nomination.owner_id)
        work.send_mail("collaborator_left", owner, who=work.actor.name or work.actor.email, **_about(work, nomination))
        work.record(Action.LEAVE, nomination, {"left": work.actor.id})


def _load_current(work: Work, nomination_id: UUID, collaborator_id: UUID) -> tuple[Nomination, Collaborator]:
    nomination = policy_facts.nomination(work, nomination_id, to=Action.SHARE, lock=True)
    collaborator = work.session.get(Collaborator, collaborator_id, populate_existing=True)
    if collaborator is None or collaborator.nomination_id != nomination.id or collaborator.ended_at is not None:
        raise Refused(Refusal.NOT_FOUND)
    return nomination, collaborator


def _load_invited(work: Work, edition_id: UUID, token: str) -> tuple[Nomination, Collaborator, PrivateLink]:
    """The open invitation of a link that was sent to the actor's own address."""
    link = load_usable_link(work, edition_id, Purpose.INVITATION, token, lock=True)
    nomination = work.session.get_one(Nomination, link.nomination_id, populate_existing=True)
    collaborator = work.session.get_one(Collaborator, link.subject_id, populate_existing=True)
    work.require(Action.JOIN, policy_facts.load(work, nomination))
    if parse_address(work.actor.email).key != collaborator.email_key:
        raise Refused(Refusal.NOT_FOUND)
    return nomination, collaborator, link


def _address(work: Work, typed: str) -> Address:
    if stored_text.fault(typed, most=LONGEST_ADDRESS, required=True):
        raise Invalid(email="not_email")
    return parse_address(typed)


def _right(typed: str) -> Right:
    try:
        return Right(typed)
    except ValueError:
        raise Invalid(right="not_an_option") from None


def _make_room(work: Work, nomination: Nomination) -> None:
    current, today = work.session.execute(select(
        func.count().filter(Collaborator.ended_at.is_(None)),
        func.count().filter(Collaborator.invited_at > work.now - timedelta(days=1)),
    ).where(Collaborator.nomination_id == nomination.id)).one()
    if current >= MOST or today >= MOST_A_DAY:
        raise Invalid(email=("too_many_invited", {"most": MOST}))


def _send(work: Work, nomination: Nomination, collaborator: Collaborator) -> None:
    if work.now - collaborator.sent_at < AGAIN:
        raise Invalid(email="just_sent")
    collaborator.sent_at = work.now
    _post_invitation(work, nomination, collaborator)


def _post_invitation(work: Work, nomination: Nomination, collaborator: Collaborator) -> None:
    until = work.now + timedelta(days=work.settings.invitation_days)
    token = private_links.give_link(work, Purpose.INVITATION, collaborator.id, nomination.id, until=until)
    edition = editions.by_id(work.session, nomination.edition_id).edition
    account = find_account(work.session, collaborator.email_key)
    owner = accounts.load_account(work.session, nomination.owner_id)
    language = account.language if account else owner.language if owner else "en"
    reader: Addressee = Mailbox(collaborator.email, language, account.name if account else "")
    about = _about(work, nomination) | {"path": f"/{edition.code}/nominations/invitations/{token}?lang={language}"}
    work.send_mail(
        "collaborator_invited", reader, secret=True, giver=work.actor.name or work.actor.email,
        right=collaborator.right,
        award=edition.title.in_(language), until=until, zone=edition.zone, **about,
    )


def _about(work: Work, nomination: Nomination) -> dict[str, Any]:
    edition = editions.by_id(work.session, nomination.edition_id).edition
    return {
        "edition_id": nomination.edition_id, "nomination_id": nomination.id, "reference": nomination.reference,
        "title": nomination.title, "path": f"/{edition.code}/nominations/{nomination.id}",
    }
