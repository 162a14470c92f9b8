"""Plans of the optimiser with their results, and the pairs that every proposal keeps."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('plan',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('round_id', sa.Uuid(), nullable=False),
        sa.Column('job_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('seed', sa.Integer(), nullable=False),
        sa.Column('choices', sa.JSON(), nullable=False),
        sa.Column('input_hash', sa.String(length=64), nullable=False),
        sa.Column('versions', sa.JSON(), nullable=False),
        sa.Column('result', sa.JSON(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('made_by_id', sa.Uuid(), nullable=True),
        sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('applied_by_id', sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind IN ('proposal', 'repair')", name='ck_plan_kind'),
        sa.ForeignKeyConstraint(['applied_by_id'], ['account.id'], name='fk_plan_applied_by_id'),
        sa.ForeignKeyConstraint(['job_id'], ['job.id'], name='fk_plan_job_id'),
        sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name='fk_plan_made_by_id'),
        sa.ForeignKeyConstraint(['round_id'], ['round.id'], name='fk_plan_round_id'),
        sa.PrimaryKeyConstraint('id', name='pk_plan'),
        sa.UniqueConstraint('job_id', name='uq_plan_job_id')
    )
    op.create_index('ix_plan_round_id', 'plan', ['round_id'], unique=False)
    op.create_table('lock',
        sa.Column('round_id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('reviewer_id', sa.Uuid(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(['by_id'], ['account.id'], name='fk_lock_by_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_lock_nomination_id'),
        sa.ForeignKeyConstraint(['reviewer_id'], ['account.id'], name='fk_lock_reviewer_id'),
        sa.ForeignKeyConstraint(['round_id'], ['round.id'], name='fk_lock_round_id'),
        sa.PrimaryKeyConstraint('round_id', 'nomination_id', 'reviewer_id', name='pk_lock')
    )


def downgrade() -> None:
    op.drop_table("lock")
    op.drop_table("plan")
