"""Files on their way in parts, and what a scanner said of the content of files."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('scan',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('state', sa.Enum('waiting', 'clean', 'blocked', name='ck_scan_state', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('found', sa.Text(), nullable=False),
        sa.Column('scanned_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'blocked') = (found <> '')", name='ck_scan_blocked_has_a_name'),
        sa.CheckConstraint("state = 'waiting' OR scanned_at IS NOT NULL", name='ck_scan_said_has_a_time'),
        sa.ForeignKeyConstraint(['sha256'], ['stored_file.sha256'], name='fk_scan_sha256'),
        sa.PrimaryKeyConstraint('id', name='pk_scan'),
        sa.UniqueConstraint('sha256', name='uq_scan_sha256')
    )
    op.create_index('ix_scan_next_try_at', 'scan', ['next_try_at'], unique=False)
    op.create_table('upload',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.String(length=60), nullable=False),
        sa.Column('name', sa.String(length=300), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('made_by_id', sa.Uuid(), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('attachment_id', sa.Uuid(), nullable=True),
        sa.Column('refusal', sa.String(length=60), nullable=False),
        sa.Column('params', sa.JSON(), nullable=False),
        sa.CheckConstraint("(ended_at IS NOT NULL) = (attachment_id IS NOT NULL OR refusal <> '')", name='ck_upload_ends_with_an_outcome'),
        sa.CheckConstraint("attachment_id IS NULL OR refusal = ''", name='ck_upload_taken_or_refused'),
        sa.CheckConstraint('size > 0', name='ck_upload_has_a_size'),
        sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], name='fk_upload_attachment_id'),
        sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name='fk_upload_made_by_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_upload_nomination_id'),
        sa.PrimaryKeyConstraint('id', name='pk_upload')
    )
    op.create_index('ix_upload_expires_at', 'upload', ['expires_at'], unique=False)
    op.create_index('ix_upload_nomination_id', 'upload', ['nomination_id'], unique=False)


def downgrade() -> None:
    op.drop_table("upload")
    op.drop_table("scan")
