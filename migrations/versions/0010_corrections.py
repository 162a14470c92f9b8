"""Requests for corrections: named questions opened once more, until a date."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('correction_request',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('submission_id', sa.Uuid(), nullable=False),
        sa.Column('questions', sa.JSON(), nullable=False),
        sa.Column('message', sa.Text(), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('asked_by_id', sa.Uuid(), nullable=False),
        sa.Column('until', sa.DateTime(timezone=True), nullable=False),
        sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('answer_id', sa.Uuid(), nullable=True),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_by_id', sa.Uuid(), nullable=True),
        sa.CheckConstraint('(answered_at IS NULL) = (answer_id IS NULL)', name='ck_correction_request_answered_by_something'),
        sa.CheckConstraint('(ended_at IS NULL) = (ended_by_id IS NULL)', name='ck_correction_request_ended_by_somebody'),
        sa.CheckConstraint('answered_at IS NULL OR ended_at IS NULL', name='ck_correction_request_one_end'),
        sa.CheckConstraint('until > asked_at', name='ck_correction_request_lives'),
        sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name='fk_correction_request_asked_by_id'),
        sa.ForeignKeyConstraint(['ended_by_id'], ['account.id'], name='fk_correction_request_ended_by_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_correction_request_nomination_id'),
        sa.PrimaryKeyConstraint('id', name='pk_correction_request')
    )
    op.create_index('ix_correction_request_nomination_id', 'correction_request', ['nomination_id'], unique=False)
    op.create_index('uq_correction_request_standing', 'correction_request', ['nomination_id'], unique=True, sqlite_where=sa.text('answered_at IS NULL AND ended_at IS NULL'), postgresql_where=sa.text('answered_at IS NULL AND ended_at IS NULL'))


def downgrade() -> None:
    op.drop_table('correction_request')
