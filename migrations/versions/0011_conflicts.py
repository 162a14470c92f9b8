"""Conflicts: what the system found, recusals withdrawn, files declined, rounds without names, reviewers invited."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reviewer_invitation',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('token_seal', sa.String(length=64), nullable=False),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('sent_by_id', sa.Uuid(), nullable=True),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('accepted', sa.Boolean(), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('(answered_at IS NULL) = (accepted IS NULL)', name='ck_reviewer_invitation_answered_somehow'),
        sa.CheckConstraint('expires_at > sent_at', name='ck_reviewer_invitation_lives'),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_reviewer_invitation_account_id'),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_reviewer_invitation_edition_id'),
        sa.ForeignKeyConstraint(['sent_by_id'], ['account.id'], name='fk_reviewer_invitation_sent_by_id'),
        sa.PrimaryKeyConstraint('id', name='pk_reviewer_invitation'),
        sa.UniqueConstraint('token_seal', name='uq_reviewer_invitation_token_seal')
    )
    op.create_index('ix_reviewer_invitation_account_id', 'reviewer_invitation', ['account_id'], unique=False)
    op.create_index('ix_reviewer_invitation_edition_id', 'reviewer_invitation', ['edition_id'], unique=False)
    op.create_index('uq_reviewer_invitation_standing', 'reviewer_invitation', ['edition_id', 'account_id'], unique=True, sqlite_where=sa.text('answered_at IS NULL AND withdrawn_at IS NULL'), postgresql_where=sa.text('answered_at IS NULL AND withdrawn_at IS NULL'))
    op.create_table('blind_round',
        sa.Column('round_id', sa.Uuid(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(['by_id'], ['account.id'], name='fk_blind_round_by_id'),
        sa.ForeignKeyConstraint(['round_id'], ['round.id'], name='fk_blind_round_round_id'),
        sa.PrimaryKeyConstraint('round_id', name='pk_blind_round')
    )
    op.create_table('finding',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('reviewer_id', sa.Uuid(), nullable=False),
        sa.Column('sign', sa.Enum('nationality', 'residence', 'mail_domain', 'institution', 'named', 'collaborator', 'earlier', name='ck_finding_sign', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('own', sa.Text(), nullable=False),
        sa.Column('shared', sa.Text(), nullable=False),
        sa.Column('question', sa.String(length=60), nullable=False),
        sa.Column('part', sa.String(length=60), nullable=False),
        sa.Column('similarity', sa.SmallInteger(), nullable=False),
        sa.Column('fingerprint', sa.String(length=64), nullable=False),
        sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('gone_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('state', sa.Enum('open', 'confirmed', 'cleared', name='ck_finding_state', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('decided_by_id', sa.Uuid(), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.CheckConstraint("state = 'open' OR (decided_at IS NOT NULL AND reason <> '')", name='ck_finding_a_decision_has_a_reason'),
        sa.CheckConstraint('similarity BETWEEN 0 AND 100', name='ck_finding_percent'),
        sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name='fk_finding_decided_by_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_finding_nomination_id'),
        sa.ForeignKeyConstraint(['reviewer_id'], ['account.id'], name='fk_finding_reviewer_id'),
        sa.PrimaryKeyConstraint('id', name='pk_finding'),
        sa.UniqueConstraint('nomination_id', 'reviewer_id', 'fingerprint', name='uq_finding_nomination_id_reviewer_id_fingerprint')
    )
    op.create_index('ix_finding_reviewer_id', 'finding', ['reviewer_id'], unique=False)
    op.create_table('withdrawn_recusal',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('reviewer_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.Enum('family', 'money', 'work', 'authorship', 'nationality', 'other', name='ck_withdrawn_recusal_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_id', sa.Uuid(), nullable=False),
        sa.Column('declared_by_reviewer', sa.Boolean(), nullable=False),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('withdrawn_by_id', sa.Uuid(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.CheckConstraint("reason <> ''", name='ck_withdrawn_recusal_has_a_reason'),
        sa.ForeignKeyConstraint(['by_id'], ['account.id'], name='fk_withdrawn_recusal_by_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_withdrawn_recusal_nomination_id'),
        sa.ForeignKeyConstraint(['reviewer_id'], ['account.id'], name='fk_withdrawn_recusal_reviewer_id'),
        sa.ForeignKeyConstraint(['withdrawn_by_id'], ['account.id'], name='fk_withdrawn_recusal_withdrawn_by_id'),
        sa.PrimaryKeyConstraint('id', name='pk_withdrawn_recusal')
    )
    op.create_index('ix_withdrawn_recusal_nomination_id', 'withdrawn_recusal', ['nomination_id'], unique=False)
    op.create_index('ix_withdrawn_recusal_reviewer_id', 'withdrawn_recusal', ['reviewer_id'], unique=False)
    op.create_table('decline',
        sa.Column('assignment_id', sa.Uuid(), nullable=False),
        sa.Column('reason', sa.Enum('conflict', 'field', 'time', 'other', name='ck_decline_reason', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("words <> ''", name='ck_decline_has_words'),
        sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name='fk_decline_assignment_id'),
        sa.PrimaryKeyConstraint('assignment_id', name='pk_decline')
    )


def downgrade() -> None:
    op.drop_table("decline")
    op.drop_table("withdrawn_recusal")
    op.drop_table("finding")
    op.drop_table("blind_round")
    op.drop_table("reviewer_invitation")
