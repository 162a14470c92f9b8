"""Private links: what somebody without an account is let in by, once and until a date."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('private_link',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('purpose', sa.Enum('letter', 'consent', 'invitation', name='ck_private_link_purpose', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('subject_id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('token_seal', sa.String(length=64), nullable=False),
        sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_as', sa.Enum('used', 'replaced', 'withdrawn', name='ck_private_link_ended_as', native_enum=False, create_constraint=True, length=40), nullable=True),
        sa.CheckConstraint('expires_at > given_at', name='ck_private_link_lives'),
        sa.CheckConstraint('(ended_at IS NULL) = (ended_as IS NULL)', name='ck_private_link_ended_somehow'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_private_link_nomination_id'),
        sa.PrimaryKeyConstraint('id', name='pk_private_link'),
        sa.UniqueConstraint('token_seal', name='uq_private_link_token_seal')
    )
    op.create_index('ix_private_link_nomination_id', 'private_link', ['nomination_id'], unique=False)
    op.create_index('ix_private_link_subject_id', 'private_link', ['subject_id'], unique=False)
    op.create_index('uq_private_link_standing', 'private_link', ['purpose', 'subject_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))


def downgrade() -> None:
    op.drop_table('private_link')
