"""Until which submission somebody of the office or the jury has stated their conflicts of interest."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('conflict_statement',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('number', sa.SmallInteger(), nullable=False),
        sa.Column('covers_until', sa.DateTime(timezone=True), nullable=False),
        sa.Column('stated_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_conflict_statement_account_id'),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_conflict_statement_edition_id'),
        sa.PrimaryKeyConstraint('id', name='pk_conflict_statement'),
        sa.UniqueConstraint('account_id', 'edition_id', 'number', name='uq_conflict_statement_account_id_edition_id_number')
    )


def downgrade() -> None:
    op.drop_table("conflict_statement")
