"""Who takes part in a nomination: its owner invites by mail, changes rights and ends them; others join and leave."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import exists, func, select

from nominations.access.queries import policy_facts
from nominations.access.queries.private_links import living
from nominations.access.steps import private_links
from nominations.accounts.services.sign_in import Address, address_of, by_key, insist_on_being_open
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

# So many take part at once; so many are invited within a day; a letter goes out again after so long.
MOST, MOST_A_DAY = 20, 40
AGAIN = timedelta(minutes=10)
LONGEST_ADDRESS = 254


def invite(work: Work, nomination_id: UUID, typed: str, right: str) -> None:
    """Send somebody a private link; whether the address has an account is never told.

    Raises `Invalid` by field. Who was invited before and did not come gets a new link, and the older one is dead.
    """
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.SHARE, lock=True)
        address, chosen = _address(work, typed), _right(right)
        owner = accounts.load_account(session, nomination.owner_id)
        if owner is not None and owner.email_key == address.key:
            raise Invalid(email="owns_it_already")
        row = session.scalars(select(Collaborator).where(
            Collaborator.nomination_id == nomination.id, Collaborator.email_key == address.key,
            Collaborator.ended_at.is_(None),
        )).one_or_none()
        if row is not None and row.accepted_at is not None:
            raise Invalid(email="takes_part_already")
        if row is not None:
            row.right = chosen
            _send(work, nomination, row)
        else:
            _make_room(work, nomination)
            row = Collaborator(
                id=uuid4(), nomination_id=nomination.id, email=address.email, email_key=address.key, right=chosen,
                invited_at=work.now, invited_by_id=work.actor.id, sent_at=work.now,
            )
            session.add(row)
            _post_invitation(work, nomination, row)
        session.flush()
        work.record(Action.SHARE, nomination, {"invited": row.id, "right": chosen})


def invite_again(work: Work, nomination_id: UUID, collaborator_id: UUID) -> None:
    """Send a new link to somebody who has not come yet; the older one is dead."""
    with work.transaction():
        nomination, row = _standing(work, nomination_id, collaborator_id)
        if row.accepted_at is not None:
            raise Refused(Refusal.WRONG_STATE)
        _send(work, nomination, row)
        work.record(Action.SHARE, nomination, {"invited_again": row.id})


def change_right(work: Work, nomination_id: UUID, collaborator_id: UUID, right: str) -> None:
    """Let a collaborator, or somebody still invited, do more or less from now on."""
    with work.transaction():
        nomination, row = _standing(work, nomination_id, collaborator_id)
        row.right = _right(right)
        work.record(Action.SHARE, nomination, {"changed": row.id, "right": row.right})


def end(work: Work, nomination_id: UUID, collaborator_id: UUID) -> None:
    """Withdraw an invitation, or end somebody's part: their next request finds nothing. Who had come is told."""
    with work.transaction() as session:
        nomination, row = _standing(work, nomination_id, collaborator_id)
        row.ended_at, row.ended_by_id = work.now, work.actor.id
        private_links.end(work, Purpose.INVITATION, row.id, End.WITHDRAWN)
        if row.account_id is not None:
            work.send_mail("collaborator_ended", session.get_one(Account, row.account_id), **_about(work, nomination))
        work.record(Action.SHARE, nomination, {"ended": row.id})


def join(work: Work, edition_id: UUID, token: str) -> UUID:
    """Accept the invitation behind a link; used up by this. The id of the nomination.

    Raises `DeadLink`, `Refused` for one that was sent to another address, `Invalid` for a judge.
    """
    with work.transaction() as session:
        nomination, row, link = _invited(work, edition_id, token)
        judges = exists().where(
            Grant.account_id == work.actor.id, Grant.edition_id == nomination.edition_id, Grant.ended_at.is_(None),
            Grant.role.in_((Role.REVIEWER, Role.CHAIR)),
        )
        if session.scalar(select(judges)):
            raise Invalid(invitation="judges_here")
        insist_on_being_open(work)
        row.account_id, row.accepted_at = work.actor.id, work.now
        private_links.use(work, link)
        owner = session.get_one(Account, nomination.owner_id)
        work.send_mail(
            "collaborator_joined", owner, who=work.actor.name or work.actor.email, **_about(work, nomination)
        )
        session.flush()
        work.announce(ParticipantsChanged(nomination.id))
        work.record(Action.JOIN, nomination, {"accepted": row.id})
        return nomination.id


def decline(work: Work, edition_id: UUID, token: str) -> None:
    """Say no to the invitation behind a link; used up by this. Raises as `join` does."""
    with work.transaction():
        nomination, row, link = _invited(work, edition_id, token)
        row.ended_at, row.ended_by_id = work.now, work.actor.id
        private_links.use(work, link)
        work.record(Action.JOIN, nomination, {"declined": row.id})


def leave(work: Work, nomination_id: UUID) -> None:
    """End one's own part; the owner is told."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.LEAVE, lock=True)
        end_part(work, nomination, work.actor.account_id)
        owner = session.get_one(Account, nomination.owner_id)
        work.send_mail("collaborator_left", owner, who=work.actor.name or work.actor.email, **_about(work, nomination))
        work.record(Action.LEAVE, nomination, {"left": work.actor.id})


def end_part(work: Work, nomination: Nomination, account_id: UUID) -> None:
    """Whoever leaves or becomes the owner is no collaborator any more; within the transaction of whoever asks."""
    who = accounts.load_account(work.session, account_id)
    for row in work.session.scalars(select(Collaborator).where(
        Collaborator.nomination_id == nomination.id, Collaborator.ended_at.is_(None),
        (Collaborator.account_id == account_id) | (Collaborator.email_key == (who.email_key if who else "")),
    )):
        row.ended_at, row.ended_by_id = work.now, work.actor.id
        private_links.end(work, Purpose.INVITATION, row.id, End.WITHDRAWN)
    work.session.flush()


def _standing(work: Work, nomination_id: UUID, collaborator_id: UUID) -> tuple[Nomination, Collaborator]:
    nomination = policy_facts.nomination(work, nomination_id, to=Action.SHARE, lock=True)
    row = work.session.get(Collaborator, collaborator_id, populate_existing=True)
    if row is None or row.nomination_id != nomination.id or row.ended_at is not None:
        raise Refused(Refusal.NOT_FOUND)
    return nomination, row


def _invited(work: Work, edition_id: UUID, token: str) -> tuple[Nomination, Collaborator, PrivateLink]:
    """The living invitation of a link that was sent to the actor's own address."""
    link = living(work, edition_id, Purpose.INVITATION, token, lock=True)
    nomination = work.session.get_one(Nomination, link.nomination_id, populate_existing=True)
    row = work.session.get_one(Collaborator, link.subject_id, populate_existing=True)
    work.require(Action.JOIN, policy_facts.load(work, nomination))
    if address_of(work.actor.email).key != row.email_key:
        raise Refused(Refusal.NOT_FOUND)
    return nomination, row, link


def _address(work: Work, typed: str) -> Address:
    if stored_text.fault(typed, most=LONGEST_ADDRESS, required=True):
        raise Invalid(email="not_email")
    return address_of(typed)


def _right(typed: str) -> Right:
    try:
        return Right(typed)
    except ValueError:
        raise Invalid(right="not_an_option") from None


def _make_room(work: Work, nomination: Nomination) -> None:
    standing, today = work.session.execute(select(
        func.count().filter(Collaborator.ended_at.is_(None)),
        func.count().filter(Collaborator.invited_at > work.now - timedelta(days=1)),
    ).where(Collaborator.nomination_id == nomination.id)).one()
    if standing >= MOST or today >= MOST_A_DAY:
        raise Invalid(email=("too_many_invited", {"most": MOST}))


def _send(work: Work, nomination: Nomination, row: Collaborator) -> None:
    if work.now - row.sent_at < AGAIN:
        raise Invalid(email="just_sent")
    row.sent_at = work.now
    _post_invitation(work, nomination, row)


def _post_invitation(work: Work, nomination: Nomination, row: Collaborator) -> None:
    until = work.now + timedelta(days=work.settings.invitation_days)
    token = private_links.give(work, Purpose.INVITATION, row.id, nomination.id, until=until)
    edition = editions.by_id(work.session, nomination.edition_id).edition
    account = by_key(work.session, row.email_key)
    owner = accounts.load_account(work.session, nomination.owner_id)
    language = account.language if account else owner.language if owner else "en"
    reader: Addressee = Mailbox(row.email, language, account.name if account else "")
    about = _about(work, nomination) | {"path": f"/{edition.code}/nominations/invitations/{token}?lang={language}"}
    work.send_mail(
        "collaborator_invited", reader, secret=True, giver=work.actor.name or work.actor.email, right=row.right,
        award=edition.title.in_(language), until=until, zone=edition.zone, **about,
    )


def _about(work: Work, nomination: Nomination) -> dict[str, Any]:
    edition = editions.by_id(work.session, nomination.edition_id).edition
    return {
        "edition_id": nomination.edition_id, "nomination_id": nomination.id, "reference": nomination.reference,
        "title": nomination.title, "path": f"/{edition.code}/nominations/{nomination.id}",
    }
