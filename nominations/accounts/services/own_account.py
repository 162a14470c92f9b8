"""One's own account: name, language, password, address, sessions."""

from zoneinfo import available_timezones

from sqlalchemy import select, update

from nominations.accounts.adapters.addresses import Address, parse_address, require_writable
from nominations.accounts.adapters.passwords import is_guessable
from nominations.accounts.services.signing_in import WRONG_CODES
from nominations.accounts.steps.accounts import find_account
from nominations.accounts.steps.sign_in_codes import next_letter_at, send_code
from nominations.core.adapters import secrets
from nominations.core.database import rows_changed
from nominations.core.language import LANGUAGES
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.events import AccountChanged
from nominations.core.rules.text.stored_text import clean, refused_characters
from nominations.core.rules.text.typed import parse_line
from nominations.core.rules.text.understand import TypedKind, understand
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Account, Session, SignInCode
from nominations.core.work import Work

SHORTEST, LONGEST = 12, 200


def save_profile(work: Work, name: str, language: str, zone: str) -> None:
    """Change name, language of mails and time zone; raises `Invalid` by field."""
    name = parse_line("name", name, most=200)
    if language not in LANGUAGES:
        raise Invalid(language="not_an_option")
    if zone and zone not in available_timezones():
        raise Invalid(zone="not_an_option")
    with work.transaction() as session:
        account = _own(work)
        account.name, account.language, account.zone = name, language, zone
        work.announce(AccountChanged(account.id))
        work.record(Action.USE_ACCOUNT, account, {"what": "profile", "language": language, "zone": zone})
        session.flush()


def set_password(work: Work, password: str, *, keep_session: str) -> None:
    """Set or change the password; every other session of the account ends. Raises `Invalid(password=...)`."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid(password=("password_length", {"least": SHORTEST, "most": LONGEST}))
    if refused := refused_characters(clean(password)):
        raise Invalid(password=("refused_characters", {"characters": ", ".join(refused)}))
    if is_guessable(password, (work.actor.name, work.actor.email)):
        raise Invalid(password="password_guessable")
    hashed = secrets.hash_password(password)
    with work.transaction():
        account = _own(work)
        account.password_hash, account.password_set_at = hashed, work.now
        _end_other_sessions(work, keep_session)
        _end_codes(work, account)
        work.send_mail("password_changed", account)
        work.record(Action.USE_ACCOUNT, account, {"what": "password"})


def end_session(work: Work, token_hash: str) -> None:
    """End one of one's own sessions; raises `Refused(NOT_FOUND)` for anybody else's."""
    with work.transaction() as session:
        ended = rows_changed(
            session,
            update(Session).where(Session.token_hash == token_hash, Session.account_id == work.actor.id)
            .values(ended_at=work.now),
        )
        if not ended:
            raise Refused(Refusal.NOT_FOUND)


def ask_for_new_address(work: Work, typed: str) -> None:
    """Send a code to a new address; the old one stays until the code comes back."""
    address = parse_address(typed)
    require_writable(typed, work.settings)
    with work.transaction() as session:
        if next_letter_at(work, session, address.key, f"account {work.actor.id}"):
            return
        account = _own(work)
        _end_codes(work, account, purpose="change_address")
        send_code(work, session, "change_address", address, account, account.language, "")


def confirm_new_address(work: Work, typed: str, code: str, *, keep_session: str) -> None:
    """Take the new address if its code is right; raises `Invalid(code=...)`. The old address gets a letter, and every
    other session ends."""
    address: Address = parse_address(typed)
    six = understand(TypedKind.CODE, code).value
    if six is None:
        raise Invalid(code="not_six_digits")
    with work.transaction() as session:
        row = session.scalars(
            select(SignInCode).where(
                SignInCode.email_key == address.key, SignInCode.purpose == "change_address",
                SignInCode.account_id == work.actor.id, SignInCode.ended_at.is_(None),
                SignInCode.expires_at > work.now,
            ).order_by(SignInCode.created_at.desc()).limit(1)
        ).one_or_none()
        if row is not None:
            right = row.code_hash == secrets.keyed_hash(work.settings, f"code {address.key}", six)
            if right and find_account(session, address.key) is None:
                _take(work, row, address)
                _end_other_sessions(work, keep_session)
                return
            if not right:
                row.tries += 1
                row.ended_at = work.now if row.tries >= WRONG_CODES else None
    raise Invalid(code="wrong_code")


def _take(work: Work, row: SignInCode, address: Address) -> None:
    row.ended_at = work.now
    account = _own(work)
    work.send_mail("address_changed", account, address=account.email, new=address.email)
    before = account.email
    account.email, account.email_key = address.email, address.key
    work.announce(AccountChanged(account.id))
    _end_codes(work, account)
    work.record(Action.USE_ACCOUNT, account, {"what": "address", "before": before, "after": address.email})


def _end_other_sessions(work: Work, keep_session: str) -> None:
    work.session.execute(
        update(Session)
        .where(
            Session.account_id == work.actor.id, Session.ended_at.is_(None), Session.token_hash != keep_session
        ).values(ended_at=work.now)
    )


def _own(work: Work) -> Account:
    return work.session.get_one(Account, work.actor.id)


def _end_codes(work: Work, account: Account, purpose: str = "") -> None:
    """Links and codes that were on their way are dead once password or address changed; with a `purpose`, those that
    this account asked for to that end."""
    which = (
        (SignInCode.account_id == account.id, SignInCode.purpose == purpose) if purpose
        else (SignInCode.email_key == account.email_key,)
    )
    work.session.execute(
        update(SignInCode).where(*which, SignInCode.ended_at.is_(None)).values(ended_at=work.now)
    )
