"""Codes of official documents: what anybody may check a paper by, and which files carry which code."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('document_code',
        sa.Column('code', sa.String(length=16), nullable=False),
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('subject', sa.String(length=80), nullable=False),
        sa.Column('series', sa.String(length=160), nullable=False),
        sa.Column('reference', sa.String(length=40), nullable=False),
        sa.Column('content_sha256', sa.String(length=64), nullable=False),
        sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('superseded_by', sa.String(length=16), nullable=True),
        sa.Column('superseded_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('(superseded_by IS NULL) = (superseded_at IS NULL)', name='ck_document_code_superseded_has_a_time'),
        sa.CheckConstraint('superseded_by <> code', name='ck_document_code_not_by_itself'),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_document_code_edition_id'),
        sa.ForeignKeyConstraint(['superseded_by'], ['document_code.code'], name='fk_document_code_superseded_by'),
        sa.PrimaryKeyConstraint('code', name='pk_document_code')
    )
    op.create_index('ix_document_code_series', 'document_code', ['series'], unique=False)
    op.create_index('ix_document_code_subject', 'document_code', ['subject'], unique=False)
    op.create_table('coded_document',
        sa.Column('document_id', sa.Uuid(), nullable=False),
        sa.Column('code', sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(['code'], ['document_code.code'], name='fk_coded_document_code'),
        sa.ForeignKeyConstraint(['document_id'], ['document.id'], name='fk_coded_document_document_id'),
        sa.PrimaryKeyConstraint('document_id', name='pk_coded_document')
    )
    op.create_index('ix_coded_document_code', 'coded_document', ['code'], unique=False)


def downgrade() -> None:
    op.drop_table("coded_document")
    op.drop_table("document_code")
