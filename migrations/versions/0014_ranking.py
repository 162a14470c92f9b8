"""Analyses of a round's marks, and official states of a ranking that nobody changes."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

REFUSED = ("UPDATE", "DELETE")


def upgrade() -> None:
    op.create_table(
        "analysis",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("numpy", sa.String(length=40), nullable=False),
        sa.Column("scipy", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name="fk_analysis_asked_by_id"),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_analysis_job_id"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_analysis_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_analysis"),
    )
    op.create_index("ix_analysis_round_id_asked_at", "analysis", ["round_id", "asked_at"])
    op.create_table(
        "frozen_ranking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("analysis", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by_id", sa.Uuid(), nullable=False),
        sa.Column("frozen_as", sa.String(length=20), nullable=False),
        sa.Column("ledger_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name="ck_frozen_ranking_counts_from_one"),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["account.id"], name="fk_frozen_ranking_frozen_by_id"),
        sa.ForeignKeyConstraint(["ledger_number"], ["ledger_record.number"], name="fk_frozen_ranking_ledger_number"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_frozen_ranking_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_frozen_ranking"),
        sa.UniqueConstraint("round_id", "number", name="uq_frozen_ranking_round_id_number"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for act in REFUSED:
            op.execute(
                f"CREATE TRIGGER frozen_ranking_{act.lower()} BEFORE {act} ON frozen_ranking "
                "BEGIN SELECT RAISE(ABORT, 'a frozen ranking is never changed'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION keep_frozen_rankings() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a frozen ranking is never changed'; END $$"
    )
    for act in (*REFUSED, "TRUNCATE"):
        op.execute(
            f"CREATE TRIGGER frozen_ranking_{act.lower()} BEFORE {act} ON frozen_ranking "
            "FOR EACH STATEMENT EXECUTE FUNCTION keep_frozen_rankings()"
        )


def downgrade() -> None:
    op.drop_table("frozen_ranking")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION keep_frozen_rankings()")
    op.drop_table("analysis")
