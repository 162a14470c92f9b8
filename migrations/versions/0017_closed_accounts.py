"""Accounts that their owners closed, and which nominations had to stay."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('closed_account',
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('kept', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_closed_account_account_id'),
        sa.PrimaryKeyConstraint('account_id', name='pk_closed_account')
    )


def downgrade() -> None:
    op.drop_table("closed_account")
