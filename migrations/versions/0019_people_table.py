"""Tables of reviewers that were read and wait to be applied."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('people_import',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=True),
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('rows', sa.JSON(), nullable=False),
        sa.Column('passed_over', sa.JSON(), nullable=False),
        sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_people_import_account_id'),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_people_import_edition_id'),
        sa.PrimaryKeyConstraint('id', name='pk_people_import')
    )
    op.create_index('ix_people_import_account_id', 'people_import', ['account_id'], unique=False)


def downgrade() -> None:
    op.drop_table("people_import")
