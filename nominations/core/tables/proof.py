"""How anybody can check an official document: the code printed on it, and what it is the code of."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from nominations.core.tables.base import Base


class DocumentCode(Base):
    """A code printed on an official document. Holds nothing about a person that is not printed on the document.

    `subject` is what the document is of; a newer document of the same `series` supersedes an older one.
    """

    __tablename__ = "document_code"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    series: Mapped[str] = mapped_column(String(160))
    # The reference of the nomination, or empty.
    reference: Mapped[str] = mapped_column(String(40), default="")
    # The SHA-256 of the content where there is one; those of the files are in `document`.
    content_sha256: Mapped[str] = mapped_column(String(64), default="")
    issued_at: Mapped[datetime]
    superseded_by: Mapped[str | None] = mapped_column(ForeignKey("document_code.code"))
    superseded_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(superseded_by IS NULL) = (superseded_at IS NULL)", name="superseded_has_a_time"),
        CheckConstraint("superseded_by <> code", name="not_by_itself"),
        Index("ix_document_code_series", "series"),
    )


class CodedDocument(Base):
    """Which code a file of the worker carries: a receipt has one, in every language it is printed in."""

    __tablename__ = "coded_document"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("document_code.code"), index=True)


class PublicPaper(Base):
    """A PDF for everybody, made in advance by the worker: the questions, the blank form. One per language.

    `made_from` is the hash of the edition and of what the paper is set with: another hash, another paper.
    """

    __tablename__ = "public_paper"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    category: Mapped[str] = mapped_column(String(40), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    made_from: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    made_at: Mapped[datetime]
