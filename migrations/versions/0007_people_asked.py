"""People outside who are asked: referees for a letter, the nominee for consent, with the corrections they propose."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('consent',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('email', sa.String(length=320), nullable=False),
        sa.Column('language', sa.String(length=8), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('asked_by_id', sa.Uuid(), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_as', sa.Enum('used', 'replaced', 'withdrawn', name='ck_consent_ended_as', native_enum=False, create_constraint=True, length=40), nullable=True),
        sa.Column('answer', sa.Enum('agreed', 'declined', 'not_me', name='ck_consent_answer', native_enum=False, create_constraint=True, length=40), nullable=True),
        sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('wording', sa.Text(), nullable=False),
        sa.Column('wording_version', sa.String(length=40), nullable=False),
        sa.Column('wording_language', sa.String(length=8), nullable=False),
        sa.Column('content_code', sa.String(length=64), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.CheckConstraint("answer <> 'agreed' OR wording <> ''", name='ck_consent_agreed_to_words'),
        sa.CheckConstraint('(answer IS NULL) = (answered_at IS NULL)', name='ck_consent_answered'),
        sa.CheckConstraint('(ended_at IS NULL) = (ended_as IS NULL)', name='ck_consent_ended_somehow'),
        sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name='fk_consent_asked_by_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_consent_nomination_id'),
        sa.PrimaryKeyConstraint('id', name='pk_consent')
    )
    op.create_index('ix_consent_nomination_id', 'consent', ['nomination_id'], unique=False)
    op.create_index('uq_consent_standing', 'consent', ['nomination_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
    op.create_table('referee',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.String(length=60), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('role', sa.String(length=300), nullable=False),
        sa.Column('email', sa.String(length=320), nullable=False),
        sa.Column('language', sa.String(length=8), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('asked_by_id', sa.Uuid(), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_as', sa.Enum('used', 'replaced', 'withdrawn', name='ck_referee_ended_as', native_enum=False, create_constraint=True, length=40), nullable=True),
        sa.Column('received_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=True),
        sa.Column('file_name', sa.String(length=300), nullable=False),
        sa.Column('size', sa.Integer(), nullable=True),
        sa.Column('media_type', sa.String(length=120), nullable=False),
        sa.Column('pages', sa.Integer(), nullable=True),
        sa.CheckConstraint("(received_at IS NULL) = (text = '' AND sha256 IS NULL)", name='ck_referee_received_is_something'),
        sa.CheckConstraint('(ended_at IS NULL) = (ended_as IS NULL)', name='ck_referee_ended_somehow'),
        sa.CheckConstraint('received_at IS NULL OR ended_at IS NULL', name='ck_referee_a_letter_stays'),
        sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name='fk_referee_asked_by_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_referee_nomination_id'),
        sa.ForeignKeyConstraint(['sha256'], ['stored_file.sha256'], name='fk_referee_sha256'),
        sa.PrimaryKeyConstraint('id', name='pk_referee')
    )
    op.create_index('ix_referee_nomination_id', 'referee', ['nomination_id'], unique=False)
    op.create_table('proposal',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('consent_id', sa.Uuid(), nullable=False),
        sa.Column('question', sa.String(length=60), nullable=False),
        sa.Column('was', sa.JSON(), nullable=False),
        sa.Column('proposed', sa.JSON(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('settled_by_id', sa.Uuid(), nullable=True),
        sa.Column('taken', sa.Boolean(), nullable=True),
        sa.CheckConstraint('(settled_at IS NULL) = (taken IS NULL)', name='ck_proposal_settled'),
        sa.ForeignKeyConstraint(['consent_id'], ['consent.id'], name='fk_proposal_consent_id'),
        sa.ForeignKeyConstraint(['settled_by_id'], ['account.id'], name='fk_proposal_settled_by_id'),
        sa.PrimaryKeyConstraint('id', name='pk_proposal')
    )
    op.create_index('uq_proposal_consent_id_question', 'proposal', ['consent_id', 'question'], unique=True)


def downgrade() -> None:
    op.drop_table('proposal')
    op.drop_table('referee')
    op.drop_table('consent')
