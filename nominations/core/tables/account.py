"""People: accounts, the roles they hold, how they sign in, their sessions."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.rules.vocabulary import Role
from nominations.core.tables.base import Base, word

# What the key of a closed account begins with; no address can.
CLOSED = "closed:"


class Account(Base):
    """One person, known by an address. `email` is as typed, `email_key` is what decides whether two are the same."""

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(8), default="en")
    zone: Mapped[str] = mapped_column(String(64), default="")
    password_hash: Mapped[str | None] = mapped_column(Text)
    password_set_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_closed(self) -> bool:
        """Whether its owner closed it: nobody can sign in to it any more."""
        return self.email_key.startswith(CLOSED)


class Grant(Base):
    """A role that a person holds in an edition, until it is taken away."""

    __tablename__ = "grant"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), index=True)
    role: Mapped[Role] = mapped_column(word(Role, "role", checked=False))
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        # By name, because nobody may hold the role of the system.
        CheckConstraint(
            "role IN ('visitor', 'applicant', 'reviewer', 'chair', 'officer', 'head', 'observer', 'auditor')",
            name="role",
        ),
        CheckConstraint("role NOT IN ('visitor', 'applicant')", name="is_granted"),
        Index(
            "uq_grant_standing", "account_id", "edition_id", "role", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )


class Profile(Base):
    """A reviewer's profile in an edition: conflicts are found and nominations assigned by it."""

    __tablename__ = "profile"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), index=True)
    nationalities: Mapped[list[str]] = mapped_column(JSON, default=list)
    country: Mapped[str] = mapped_column(String(2), default="")
    institutions: Mapped[list[str]] = mapped_column(JSON, default=list)
    languages: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    most_files: Mapped[int | None]
    # Mail domains of the institutions of the last five years.
    domains: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Theme of the edition -> 0 to 3; a theme that is not there was not declared.
    expertise: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    # Names of people worked with: a file that names one of them is noticed.
    collaborators: Mapped[list[str]] = mapped_column(JSON, default=list)

    __table_args__ = (UniqueConstraint("account_id", "edition_id"),)


class SignInCode(Base):
    """A six-digit code and a link, sent by one mail; single use, for one purpose, for a few minutes."""

    __tablename__ = "sign_in_code"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email_key: Mapped[str] = mapped_column(String(320), index=True)
    email: Mapped[str] = mapped_column(String(320))
    purpose: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("purpose IN ('sign_in', 'change_address')", name="purpose"),
        CheckConstraint("expires_at > created_at", name="lives"),
    )


class SignInTry(Base):
    """A try to sign in, stored to slow down guessing, or a request for a code (`sign_in_codes`), whose two texts begin
    with a word that no address holds. Holds no secret."""

    __tablename__ = "sign_in_try"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email_key: Mapped[str] = mapped_column(String(320))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]

    __table_args__ = (
        Index("ix_sign_in_try_email_key_at", "email_key", "at"), Index("ix_sign_in_try_address_at", "address", "at"),
    )


class Session(Base):
    """A browser's session, stored so that the server can end it. Written outside the ledger (decision 24)."""

    __tablename__ = "session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(64), default="")
    agent: Mapped[str] = mapped_column(String(300), default="")


class ClosedAccount(Base):
    """An account that its owner closed; `kept` are the references of nominations that had to stay."""

    __tablename__ = "closed_account"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    closed_at: Mapped[datetime]
    kept: Mapped[list[str]] = mapped_column(JSON, default=list)
