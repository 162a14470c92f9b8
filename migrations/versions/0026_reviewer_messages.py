"""Messages between a reviewer and the secretariat."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reviewer_message',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('reviewer_id', sa.Uuid(), nullable=False),
        sa.Column('author_id', sa.Uuid(), nullable=False),
        sa.Column('by_secretariat', sa.Boolean(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['author_id'], ['account.id'], name='fk_reviewer_message_author_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_reviewer_message_nomination_id'),
        sa.ForeignKeyConstraint(['reviewer_id'], ['account.id'], name='fk_reviewer_message_reviewer_id'),
        sa.PrimaryKeyConstraint('id', name='pk_reviewer_message')
    )
    op.create_index('ix_reviewer_message_nomination_id', 'reviewer_message', ['nomination_id'], unique=False)
    op.create_index('ix_reviewer_message_reviewer_id', 'reviewer_message', ['reviewer_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_reviewer_message_reviewer_id', table_name='reviewer_message')
    op.drop_index('ix_reviewer_message_nomination_id', table_name='reviewer_message')
    op.drop_table('reviewer_message')
