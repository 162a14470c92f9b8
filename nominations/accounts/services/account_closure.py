"""Closing an account: what nobody needs any more is erased, what the award must show stays, and both are said before.

The chain of the ledger stays whole: contents that were erased verify as erased.
"""

from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session as Database

from nominations.accounts.queries import account_closure
from nominations.accounts.steps.sign_in_codes import request_key
from nominations.core.rules.errors import ChangedElsewhere, Invalid, Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import (
    Acceptance,
    Account,
    AnswerVersion,
    Attachment,
    ClosedAccount,
    Collaborator,
    Comment,
    ConflictStatement,
    Consent,
    Document,
    Grant,
    LedgerContent,
    LedgerRecord,
    Letter,
    Nomination,
    NominationCountry,
    OpenEdition,
    Presence,
    PrivateLink,
    Profile,
    Proposal,
    PublicPaper,
    Referee,
    Reservation,
    ReviewerCopy,
    ReviewerInvitation,
    Scan,
    SectionAnswers,
    SectionVersion,
    Session,
    SignInCode,
    SignInTry,
    StoredFile,
    Submission,
    Upload,
)
from nominations.core.tables.account import CLOSED
from nominations.core.work import Work
from nominations.files.adapters.store import files


def close(work: Work) -> None:
    """Close the actor's account; raises `Invalid` where files must be handed over first or an edition lost its head,
    and `ChangedElsewhere` where a file became theirs at this very moment."""
    with work.transaction() as session:
        who = _who(work)
        # Files first and then their owner, as whoever submits: in another order the two would wait for each other.
        files_before = _lock(session, who)
        account = session.scalars(
            select(Account).where(Account.id == who).with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        ).one()
        if _files(session, who) - files_before:
            raise ChangedElsewhere
        consequences = account_closure.load_consequences(work, who)
        if consequences.last_head_of:
            raise Invalid(account=("last_head", {"editions": ", ".join(consequences.last_head_of)}))
        if consequences.hand_over_first:
            raise Invalid(account=("hand_over_first", {"references": ", ".join(consequences.hand_over_first)}))
        work.send_mail("account_closed", account, kept=", ".join(consequences.kept), stays=consequences.must_stay)
        drafts = list(session.scalars(
            select(Nomination).where(Nomination.owner_id == who, Nomination.submitted_at.is_(None))
        ))
        erased = _erase_drafts(work, account, drafts)
        _end_access(work, account)
        _forget_person(work, account, consequences.must_stay)
        _erase_contents(session, account, drafts, everything=not consequences.must_stay)
        session.add(ClosedAccount(account_id=who, closed_at=work.now, kept=list(consequences.kept)))
        session.flush()
        work.record(Action.USE_ACCOUNT, account, {"what": "closed", "kept": list(consequences.kept)})
    _remove(work, erased)


def _remove(work: Work, erased: set[str]) -> None:
    """The bytes leave after the commit; a file that somebody brought again meanwhile stays."""
    store = files(work.settings)
    with work.transaction() as session:
        back = set(session.scalars(select(StoredFile.sha256).where(StoredFile.sha256.in_(erased))))
        for sha256 in erased - back:
            store.remove(sha256)


def _who(work: Work) -> UUID:
    if work.actor.id is None:
        raise Refused(Refusal.SIGN_IN)
    return work.actor.id


def _lock(session: Database, who: UUID) -> set[UUID]:
    """Every file and every edition of one's roles, so that a submission and a change of roles come before or after;
    and the codes one may be entering by. Gives the files."""
    mine = select(Nomination.id).where(Nomination.owner_id == who).order_by(Nomination.id)
    nominations_locked = set(session.scalars(mine.with_for_update()))
    editions_of_roles = select(Grant.edition_id).where(Grant.account_id == who, Grant.ended_at.is_(None))
    session.execute(
        select(OpenEdition.id).where(OpenEdition.id.in_(editions_of_roles)).order_by(OpenEdition.id).with_for_update(key_share=True)
    )
    session.execute(
        select(SignInCode.id).where(SignInCode.account_id == who).order_by(SignInCode.id).with_for_update()
    )
    session.expire_all()
    return nominations_locked


def _files(session: Database, who: UUID) -> set[UUID]:
    return set(session.scalars(select(Nomination.id).where(Nomination.owner_id == who)))


def _erase_drafts(work: Work, account: Account, drafts: list[Nomination]) -> set[str]:
    """Everything a draft held; its reference stays, given to nobody. Gives the files that nobody else holds."""
    session, ids = work.session, [draft.id for draft in drafts]
    papers = or_(Document.nomination_id.in_(ids), (Document.made_for_id == account.id) & (Document.kind == "my_data"))
    gone = set(session.scalars(select(Attachment.sha256).where(Attachment.nomination_id.in_(ids))))
    gone |= set(session.scalars(select(Document.sha256).where(papers, Document.sha256.is_not(None))))
    gone |= set(session.scalars(select(Referee.sha256).where(
        Referee.nomination_id.in_(ids), Referee.sha256.is_not(None)
    )))
    consents = select(Consent.id).where(Consent.nomination_id.in_(ids))
    session.execute(delete(Proposal).where(Proposal.consent_id.in_(consents)))
    for model in (PrivateLink, Consent, Referee, Upload, Attachment, SectionAnswers, SectionVersion, AnswerVersion,
                  NominationCountry, Collaborator, Comment, Presence, Reservation):
        session.execute(delete(model).where(model.nomination_id.in_(ids)))
    session.execute(update(Document).where(papers).values(sha256=None, name=""))
    for draft in drafts:
        draft.title, draft.language, draft.sections_done = "", "", []
        draft.discarded_at = draft.discarded_at or work.now
    session.flush()
    return _unspoken_of(session, gone)


def _unspoken_of(session: Database, files_: set[str]) -> set[str]:
    """Of these files, those that no attachment, document, letter, paper or cleaned copy holds; their rows go."""
    held: set[str] = set()
    for column in (Attachment.sha256, Document.sha256, Referee.sha256, PublicPaper.sha256, ReviewerCopy.sha256):
        held |= set(session.scalars(select(column).where(column.in_(files_))))
    free = files_ - held
    session.execute(delete(Scan).where(Scan.sha256.in_(free)))
    session.execute(delete(StoredFile).where(StoredFile.sha256.in_(free)))
    return free


def _end_access(work: Work, account: Account) -> None:
    session = work.session
    session.execute(
        update(Session).where(Session.account_id == account.id, Session.ended_at.is_(None))
        .values(ended_at=work.now)
    )
    session.execute(
        update(Session).where(Session.account_id == account.id).values(address="", agent="", content={})
    )
    session.execute(delete(SignInCode).where(
        or_(SignInCode.account_id == account.id, SignInCode.email_key == account.email_key)
    ))
    session.execute(
        update(ReviewerInvitation)
        .where(
            ReviewerInvitation.account_id == account.id, ReviewerInvitation.answered_at.is_(None),
            ReviewerInvitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=work.now)
    )
    for model in (Presence, Collaborator):
        session.execute(delete(model).where(model.account_id == account.id))
    counted = (account.email_key, request_key(account.email_key))
    session.execute(delete(SignInTry).where(SignInTry.email_key.in_(counted)))
    session.execute(
        update(Grant).where(Grant.account_id == account.id, Grant.ended_at.is_(None))
        .values(ended_at=work.now, ended_by_id=account.id)
    )


def _forget_person(work: Work, account: Account, must_stay: bool) -> None:
    """Nobody signs in as this account again; its name and address stay only beside what must be shown."""
    session = work.session
    account.email_key = f"{CLOSED}{account.id}"
    account.password_hash = account.password_set_at = None
    account.zone = ""
    if must_stay:
        return
    account.name, account.email = "", f"closed-{account.id}@invalid"
    session.execute(delete(Profile).where(Profile.account_id == account.id))
    for text in (Acceptance, ConflictStatement):
        session.execute(delete(text).where(text.account_id == account.id))
    session.execute(
        update(Letter).where(Letter.account_id == account.id, Letter.template != "account_closed")
        .values(address="", text="", html="", subject="")
    )


def _erase_contents(session: Database, account: Account, drafts: list[Nomination], *, everything: bool) -> None:
    """Contents of the ledger about what is gone: the records stay, and say that their content was erased."""
    gone = [f"account:{account.id}", *(f"nomination:{draft.id}" for draft in drafts)]
    about = LedgerRecord.subject.in_(gone)
    mine = or_(about, LedgerRecord.actor == str(account.id)) if everything else about
    submitted = select(Submission.ledger_number)
    session.execute(delete(LedgerContent).where(
        LedgerContent.number.in_(select(LedgerRecord.number).where(mine)), LedgerContent.number.not_in(submitted)
    ))
