"""Each answer keeps the last fifty ways it stood."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name="fk_answer_version_nomination_id"),
        sa.ForeignKeyConstraint(["saved_by_id"], ["account.id"], name="fk_answer_version_saved_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_answer_version"),
        sa.UniqueConstraint("nomination_id", "question", "number",
                            name="uq_answer_version_nomination_id_question_number"),
    )


def downgrade() -> None:
    op.drop_table("answer_version")
