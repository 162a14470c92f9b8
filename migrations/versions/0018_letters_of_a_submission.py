"""Which letters by private link a submission found received, and their fingerprints."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('submission_letter',
        sa.Column('submission_id', sa.Uuid(), nullable=False),
        sa.Column('referee_id', sa.Uuid(), nullable=False),
        sa.Column('text_sha256', sa.String(length=64), nullable=False),
        sa.Column('file_sha256', sa.String(length=64), nullable=False),
        sa.CheckConstraint("text_sha256 <> '' OR file_sha256 <> ''", name='ck_submission_letter_has_a_fingerprint'),
        sa.ForeignKeyConstraint(['referee_id'], ['referee.id'], name='fk_submission_letter_referee_id'),
        sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name='fk_submission_letter_submission_id'),
        sa.PrimaryKeyConstraint('submission_id', 'referee_id', name='pk_submission_letter')
    )


def downgrade() -> None:
    op.drop_table("submission_letter")
