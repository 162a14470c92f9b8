"""What reviewers get instead of an attachment."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reviewer_copy',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('attachment_id', sa.Uuid(), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=True),
        sa.Column('name', sa.String(length=300), nullable=False),
        sa.Column('size', sa.Integer(), nullable=True),
        sa.Column('media_type', sa.String(length=120), nullable=False),
        sa.Column('pages', sa.Integer(), nullable=True),
        sa.Column('width', sa.Integer(), nullable=True),
        sa.Column('height', sa.Integer(), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('made_by_id', sa.Uuid(), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_by_id', sa.Uuid(), nullable=True),
        sa.CheckConstraint('(sha256 IS NULL) = (size IS NULL)', name='ck_reviewer_copy_whole_or_nothing'),
        sa.CheckConstraint("reason <> ''", name='ck_reviewer_copy_has_a_reason'),
        sa.CheckConstraint('(ended_at IS NULL) = (ended_by_id IS NULL)', name='ck_reviewer_copy_ended_by_somebody'),
        sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], name='fk_reviewer_copy_attachment_id'),
        sa.ForeignKeyConstraint(['ended_by_id'], ['account.id'], name='fk_reviewer_copy_ended_by_id'),
        sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name='fk_reviewer_copy_made_by_id'),
        sa.ForeignKeyConstraint(['sha256'], ['stored_file.sha256'], name='fk_reviewer_copy_sha256'),
        sa.PrimaryKeyConstraint('id', name='pk_reviewer_copy')
    )
    op.create_index('ix_reviewer_copy_attachment_id', 'reviewer_copy', ['attachment_id'], unique=False)
    op.create_index('uq_reviewer_copy_standing', 'reviewer_copy', ['attachment_id'], unique=True,
                    sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))


def downgrade() -> None:
    op.drop_index('uq_reviewer_copy_standing', table_name='reviewer_copy')
    op.drop_index('ix_reviewer_copy_attachment_id', table_name='reviewer_copy')
    op.drop_table('reviewer_copy')
