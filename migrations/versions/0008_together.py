"""Several people write one nomination: collaborators, comments, who is where, which section is in use."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STANDING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "collaborator",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("email_key", sa.String(length=320), nullable=False),
        sa.Column("right", sa.Enum("edit", "comment", "view", name="ck_collaborator_right", native_enum=False,
                                   create_constraint=True, length=40), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(account_id IS NULL) = (accepted_at IS NULL)",
                           name="ck_collaborator_accepted_by_somebody"),
        sa.CheckConstraint("(ended_by_id IS NULL) = (ended_at IS NULL)", name="ck_collaborator_ended_by_somebody"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_collaborator_account_id"),
        sa.ForeignKeyConstraint(["ended_by_id"], ["account.id"], name="fk_collaborator_ended_by_id"),
        sa.ForeignKeyConstraint(["invited_by_id"], ["account.id"], name="fk_collaborator_invited_by_id"),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name="fk_collaborator_nomination_id"),
        sa.PrimaryKeyConstraint("id", name="pk_collaborator"),
    )
    op.create_index("ix_collaborator_account_id", "collaborator", ["account_id"], unique=False)
    op.create_index("ix_collaborator_nomination_id", "collaborator", ["nomination_id"], unique=False)
    op.create_index("uq_collaborator_standing", "collaborator", ["nomination_id", "email_key"], unique=True,
                    sqlite_where=STANDING, postgresql_where=STANDING)
    op.create_table(
        "comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(resolved_by_id IS NULL) = (resolved_at IS NULL)", name="ck_comment_resolved_by_somebody"),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name="fk_comment_author_id"),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name="fk_comment_nomination_id"),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["account.id"], name="fk_comment_resolved_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
    )
    op.create_index("ix_comment_nomination_id_question", "comment", ["nomination_id", "question"], unique=False)
    op.create_table(
        "presence",
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_presence_account_id"),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name="fk_presence_nomination_id"),
        sa.PrimaryKeyConstraint("nomination_id", "account_id", name="pk_presence"),
    )
    op.create_table(
        "reservation",
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name="fk_reservation_asked_by_id"),
        sa.ForeignKeyConstraint(["holder_id"], ["account.id"], name="fk_reservation_holder_id"),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name="fk_reservation_nomination_id"),
        sa.PrimaryKeyConstraint("nomination_id", "section", name="pk_reservation"),
    )


def downgrade() -> None:
    for table in ("reservation", "presence", "comment", "collaborator"):
        op.drop_table(table)
