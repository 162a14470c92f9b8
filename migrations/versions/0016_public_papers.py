"""Papers that everybody may have, made ahead: the questions and the blank form of each category and language."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('public_paper',
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('category', sa.String(length=40), nullable=False),
        sa.Column('language', sa.String(length=8), nullable=False),
        sa.Column('made_from', sa.String(length=64), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_public_paper_edition_id'),
        sa.ForeignKeyConstraint(['sha256'], ['stored_file.sha256'], name='fk_public_paper_sha256'),
        sa.PrimaryKeyConstraint('edition_id', 'kind', 'category', 'language', name='pk_public_paper')
    )


def downgrade() -> None:
    op.drop_table("public_paper")
