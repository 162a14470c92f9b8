"""Reminders: the head's switches, and who was sent which, once."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reminder_sent',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('reminder', sa.String(length=40), nullable=False),
        sa.Column('subject_id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('event_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_reminder_sent_account_id'),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_reminder_sent_edition_id'),
        sa.PrimaryKeyConstraint('id', name='pk_reminder_sent'),
        sa.UniqueConstraint('edition_id', 'reminder', 'subject_id', 'account_id', 'event_at', name='uq_reminder_sent_once')
    )
    op.create_table('reminder_switch',
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('reminder', sa.String(length=40), nullable=False),
        sa.Column('is_on', sa.Boolean(), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('changed_by_id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(['changed_by_id'], ['account.id'], name='fk_reminder_switch_changed_by_id'),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_reminder_switch_edition_id'),
        sa.PrimaryKeyConstraint('edition_id', 'reminder', name='pk_reminder_switch')
    )


def downgrade() -> None:
    op.drop_table('reminder_switch')
    op.drop_table('reminder_sent')
