"""Phrases that officers added to what a blind round strikes out, or lifted from it, and who read the result."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('redaction_mark',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('phrase', sa.String(length=200), nullable=False),
        sa.Column('folded', sa.String(length=400), nullable=False),
        sa.Column('is_lifted', sa.Boolean(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('made_by_id', sa.Uuid(), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_by_id', sa.Uuid(), nullable=True),
        sa.CheckConstraint('(ended_at IS NULL) = (ended_by_id IS NULL)', name='ck_redaction_mark_ended_by_somebody'),
        sa.ForeignKeyConstraint(['ended_by_id'], ['account.id'], name='fk_redaction_mark_ended_by_id'),
        sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name='fk_redaction_mark_made_by_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_redaction_mark_nomination_id'),
        sa.PrimaryKeyConstraint('id', name='pk_redaction_mark')
    )
    op.create_index('ix_redaction_mark_nomination_id', 'redaction_mark', ['nomination_id'], unique=False)
    op.create_index('uq_redaction_mark_standing', 'redaction_mark', ['nomination_id', 'folded'], unique=True,
                    sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
    op.create_table('redaction_check',
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('content', sa.String(length=64), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(['by_id'], ['account.id'], name='fk_redaction_check_by_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_redaction_check_nomination_id'),
        sa.PrimaryKeyConstraint('nomination_id', name='pk_redaction_check')
    )


def downgrade() -> None:
    op.drop_table('redaction_check')
    op.drop_index('uq_redaction_mark_standing', table_name='redaction_mark')
    op.drop_index('ix_redaction_mark_nomination_id', table_name='redaction_mark')
    op.drop_table('redaction_mark')
