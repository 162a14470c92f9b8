"""Documents that were made without nominations withheld from whom they are for."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('incomplete_document',
        sa.Column('document_id', sa.Uuid(), nullable=False),
        sa.Column('withheld', sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(['document_id'], ['document.id'], name='fk_incomplete_document_document_id'),
        sa.PrimaryKeyConstraint('document_id', name='pk_incomplete_document')
    )


def downgrade() -> None:
    op.drop_table("incomplete_document")
